"""Reading inspections and findings."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from plumbline.rulebook.model import Text
from plumbline.server.inspections.comparing import compared
from plumbline.server.inspections.models import Exemption, Finding, Inspection, Judgement, VerdictRow
from plumbline.server.inspections.rates import FEWEST, error_rates, labelled
from plumbline.server.inspections.reading import confirmed, findings_of, inspections_of, verdicts_of
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import accounts_with, may, units_with
from plumbline.server.site.clock import now
from plumbline.server.site.tasks import Figure, Task

__all__ = [
    "FEWEST", "compared", "confirmed", "counted", "course", "dashboard", "error_rates", "exemptions_of", "figures",
    "findings_of", "inspections_of", "judgements", "labelled", "last_done", "verdicts_of",
]  # fmt: skip
FAILED_SHOWN = timedelta(days=7)
"""So long a run that failed stands among the tasks."""
COURSE = 40
"""So many runs of a finding's course are shown."""


def course(finding: Finding) -> list[tuple[Inspection, str]]:
    """The runs by its rulebook since the finding was first found, oldest first, and what each said of it: its
    status (new, known, excepted), `gone` or `unknown` (the check had to abstain)."""
    owner = finding.account.unit if finding.account else finding.unit
    if owner is None or finding.first.moment is None:
        rows = [one.inspection for one in finding.seen.select_related("inspection").order_by("pk")]
    else:
        same = Q(rulebook=finding.last.rulebook) | Q(pk__in=finding.seen.values("inspection"))
        runs = Inspection.objects.filter(same, state="done", unit__path__in=owner.above())
        runs = runs.filter(moment__gte=finding.first.moment)
        rows = list(runs.order_by("-moment", "-done_at")[:COURSE])[::-1]
    status = dict(finding.seen.values_list("inspection", "status"))
    silent = dict(VerdictRow.objects.filter(inspection__in=rows, account_ref=finding.account_ref)
                  .values_list("inspection", "abstained"))  # fmt: skip
    blind = {key for key, names in silent.items() if finding.check_name in names}
    return [(one, status.get(one.pk) or ("unknown" if one.pk in blind else "gone")) for one in rows]


def counted(reader: Person, row: Inspection) -> dict[str, int]:
    """Accounts by verdict."""
    rows = verdicts_of(reader, row).order_by().values_list("verdict").annotate(n=Count("pk"))
    return dict(rows)


def last_done(reader: Person) -> Inspection | None:
    """The latest finished inspection a person may read."""
    return inspections_of(reader).filter(state="done").order_by("-done_at").first()


def judgements(finding: Finding) -> "QuerySet[Judgement]":
    """What people said of a finding, in order."""
    return Judgement.objects.filter(finding=finding).select_related("by", "inspection")


def exemptions_of(reader: Person) -> "QuerySet[Exemption]":
    """The exceptions a person may read: of the own units and accounts, and those the person asked for."""
    units = units_with(reader, Action.INSPECTION_READ)
    mine = accounts_with(reader, Action.EXCEPTION_ASK, prefix="account__")
    rows = Exemption.objects.filter(Q(unit__in=units) | mine | Q(asked_by=reader))
    return rows.select_related("account", "unit", "asked_by", "decided_by")


def dashboard(person: Person) -> Iterator[Task]:
    """Findings that wait for judgement, questions to answer, exceptions to decide, runs that failed."""
    if may(person, Action.FINDING_JUDGE):
        yield from _to_judge(person)
    if may(person, Action.FINDING_ANSWER):
        asked = Finding.objects.filter(accounts_with(person, Action.FINDING_ANSWER, prefix="account__"), judged="asked")
        for one in asked.select_related("account")[:50]:
            title = Text(zh=f"说明情况：{one.account}", en=f"Answer a question about {one.account}")
            yield Task(title, f"/desk/findings/{one.pk}/", "inspections", None, urgent=True)
    if may(person, Action.EXCEPTION_APPROVE):
        asked_for = Exemption.objects.filter(unit__in=units_with(person, Action.EXCEPTION_APPROVE), state="asked")
        for row in asked_for.exclude(asked_by=person).select_related("account", "unit")[:50]:
            owner = row.account or row.unit
            title = Text(zh=f"审批例外申请：{owner}", en=f"Decide about an exception for {owner}")
            yield Task(title, "/desk/inspections/exceptions/", "inspections")
    if may(person, Action.INSPECTION_RUN):
        failed = inspections_of(person).filter(state="failed", done_at__gte=now() - FAILED_SHOWN)
        for run in failed.order_by("-asked_at")[:3]:
            title = Text(zh=f"检查未能完成：{run}", en=f"An inspection could not run: {run}")
            yield Task(title, f"/desk/inspections/{run.pk}/", "inspections", None, urgent=True)


def _to_judge(person: Person) -> Iterator[Task]:
    mine = accounts_with(person, Action.FINDING_JUDGE, prefix="account__")
    mine |= Q(account=None, unit__in=units_with(person, Action.FINDING_JUDGE))
    waiting = Finding.objects.filter(mine, standing=True, judged__in=("open", "confirm_proposed", "reject_proposed"))
    waiting = waiting.exclude(reader="auditor")
    vetoes = waiting.filter(severity="veto").exclude(status="excepted").select_related("account", "unit")
    for one in vetoes.exclude(proposed_by=person)[:50]:
        owner = one.account or one.unit
        title = Text(
            zh=f"认定单项否决问题：{owner} · {(one.told.get('zh') or {}).get('title', '')}",
            en=f"Judge a veto finding: {owner} · {(one.told.get('en') or {}).get('title', '')}",
        )
        yield Task(title, f"/desk/findings/{one.pk}/", "inspections", None, urgent=True)
    rest = waiting.exclude(severity__in=("veto", "advice")).exclude(status="excepted").count()
    if rest:
        yield Task(
            Text(zh=f"待认定问题 {rest} 个", en=f"{rest} findings to judge"),
            "/desk/findings/?judged=open&standing=yes",
            "inspections",
        )


def figures(person: Person) -> Iterator[Figure]:
    """The verdicts of the last inspection, in words."""
    if not may(person, Action.INSPECTION_READ):
        return
    row = last_done(person)
    if row is None:
        name, note = Text(zh="检查", en="Inspections"), Text(zh="尚未检查，点此发起", en="none yet: begin one here")
        yield Figure(name, "—", "/desk/inspections/", note)
        return
    counts = counted(person, row)
    fail, unknown, none = (counts.get(key, 0) for key in ("fail", "unknown", "not_judged"))
    note = Text(
        zh=f"不合格 {fail} · 未作结论 {unknown} · 不评 {none}",
        en=f"{fail} fail · {unknown} unknown · {none} not judged",
    )
    name = Text(zh="最近检查合格账号", en="Accounts that passed the last inspection")
    yield Figure(name, str(counts.get("pass", 0)), f"/desk/inspections/{row.pk}/", note)
