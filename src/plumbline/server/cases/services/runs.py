"""What runs and judgements do to cases."""

from plumbline.server.cases.models import Case
from plumbline.server.cases.services.opening import graph, moved, opened, step
from plumbline.server.inspections.models import Finding, Inspection, Seen, VerdictRow
from plumbline.server.people.models import Person
from plumbline.workflow.case import STANDING
from plumbline.workflow.graph import NotNow


def finding_judged(finding: Finding, by: Person) -> None:
    """A confirmed finding has a case; a rejected one withdraws its case if nothing else stands in it."""
    if finding.judged == "confirmed":
        if finding.severity != "advice":
            opened(finding, by)
        return
    case = Case.objects.select_for_update().filter(links__finding=finding).first()
    if case is None or case.links.filter(finding__judged="confirmed").exists():
        return
    try:
        target = graph(case).step("withdraw", case.state).target
    except NotNow:
        return
    moved(case, "withdraw", by, target=target, why="rejected on review / 复核否定")
    case.save()


def take_in_run(row: Inspection) -> None:
    """The machine's re-check of every standing case, and cases opened again whose confirmed fault is back."""
    below = Case.objects.select_for_update().filter(unit__path__startswith=row.unit.path).exclude(check_name="")
    seen = set(Seen.objects.filter(inspection=row).values_list("finding", flat=True))
    silent = dict(VerdictRow.objects.filter(inspection=row).values_list("account_ref", "abstained"))
    for case in below:
        found = any(key in seen for key in case.links.values_list("finding", flat=True)) or _same_fault(case, row)
        if case.state in STANDING or case.kind == "incident":
            _machine(case, row, found=found, blind=_blind(case, silent))
        elif found and case.state == "closed":
            again = Finding.objects.filter(case_link__case=case, pk__in=seen).first()
            if again:
                opened(again, None)


def _same_fault(case: Case, row: Inspection) -> bool:
    """Another finding of the same check on the same account, as a new silence is; not of single posts."""
    if case.kind == "incident" or case.account is None:
        return False
    same = Seen.objects.filter(inspection=row, finding__account=case.account, finding__check_name=case.check_name)
    return same.filter(finding__post_id="").exclude(finding__judged="rejected").exists()


def _blind(case: Case, silent: dict[str, list[str]]) -> bool:
    account = case.account.account_id if case.account else ""
    return account not in silent or case.check_name in silent[account]


def _machine(case: Case, row: Inspection, *, found: bool, blind: bool) -> None:
    case.machine = "found" if found else "unknown" if blind else "gone"
    case.machine_run = row
    case.save()
    if case.state == "mended":
        step(case, f"machine_{case.machine}", None, source=case.state, target=case.state)
