"""What a run changes about findings that are known: which are gone, which are to be judged anew."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from plumbline.engine.result import Inspection as Result
from plumbline.server.audit.services import Change
from plumbline.server.inspections.models import Finding, Inspection, Judgement, Seen
from plumbline.server.site.clock import now

WHY = "found on other grounds / 依据的事实已变化"


def reopened(row: Inspection, known: Iterable[Finding]) -> Sequence[tuple[Finding, Change]]:
    """Set findings that people have judged (or begun to) back to `open` where the run found them on other grounds
    (unsaved, not yet in the log): which, and the change."""
    judgements: list[Judgement] = []
    entries: list[tuple[Finding, Change]] = []
    for one in known:
        if one.judged in ("open", "asked") or not one.judged_grounds or one.judged_grounds == one.grounds:
            continue
        entries.append((one, {"judged": (one.judged, "open")}))
        judgements.append(Judgement(finding=one, inspection=row, kind="reopen", by=None, at=now(), why=WHY))
        one.judged, one.judged_at, one.judged_grounds, one.proposed_by = "open", None, "", None
    Judgement.objects.bulk_create(judgements, batch_size=500)
    return entries


def settled(row: Inspection, result: Result) -> None:
    """Findings of these accounts and units that the run looked for and did not find stand no more. Where the check had
    to abstain, or was not run, nothing is known and they stay."""
    looked = set(result.book.rules) - {_name(one) for one in result.run.get("not_assessed", ())}
    looked -= {str(one["check"]) for one in result.run.get("failures", ())}
    silent = {(one.account_id, one.check) for one in result.abstentions}
    mine = Q(account__unit__path__startswith=row.unit.path) | Q(account=None, unit__path__startswith=row.unit.path)
    same = Finding.objects.filter(mine, standing=True, check_name__in=looked, last__rulebook=row.rulebook)
    rows = same.exclude(pk__in=Seen.objects.filter(inspection=row).values("finding"))
    gone = [key for key, account, check in rows.values_list("pk", "account_ref", "check_name")
            if (account, check) not in silent]  # fmt: skip
    for start in range(0, len(gone), 500):
        Finding.objects.filter(pk__in=gone[start : start + 500]).update(standing=False)


def _name(entry: object) -> str:
    return str(entry["check"] if isinstance(entry, dict) else entry)
