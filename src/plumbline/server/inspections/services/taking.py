"""Taking the result of a run in: verdicts, findings, what was seen. Twice changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db.models import Q

from plumbline.domain.judgement import Finding as Found
from plumbline.engine.result import Inspection as Result
from plumbline.reports.report import prepare
from plumbline.reports.saying import Saying
from plumbline.server.audit.many import record_many
from plumbline.server.audit.services import Change, record
from plumbline.server.inspections.context import Key, context_of
from plumbline.server.inspections.grounds import grounds
from plumbline.server.inspections.models import Finding, Inspection, Seen, VerdictRow
from plumbline.server.inspections.services.standing import WHY, reopened, settled
from plumbline.server.people.models import Unit
from plumbline.server.register.models import Account
from plumbline.server.site.clock import now

_RENEWED = (
    "clause", "severity", "confidence", "reader", "fails", "facts", "evidence", "told", "exhibit", "mend_by", "variant",
    "status", "last", "account", "unit", "context", "grounds", "standing", "judged", "judged_at", "judged_grounds",
    "proposed_by",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """A run being taken in: whose accounts and units it is about, what was found, and whether none is newer."""

    row: Inspection
    result: Result
    accounts: Mapping[str, Account]
    units: Mapping[str, Unit]
    newest: bool
    texts: Mapping[Key, dict[str, str]] = field(default_factory=dict)

    def unit_of(self, one: Found) -> Any:
        """Key of the unit that a finding without an account is about; None where it is none of these."""
        unit = self.units.get(str(one.facts.get("unit_id") or ""))
        return unit.pk if unit and one.account_id is None else None

    @property
    def found(self) -> list[Found]:
        """The findings about these accounts and units."""
        return [one for one in self.result.findings if one.account_id in self.accounts or self.unit_of(one)]


def take_in(row: Inspection, result: Result, texts: Mapping[Key, dict[str, str]]) -> None:
    """Write a run down, in the caller's transaction. A run that judges an earlier instant than one that is there
    already is kept as history: what is known of standing findings and cases stays."""
    if VerdictRow.objects.filter(inspection=row).exists():
        return
    accounts = Account.objects.select_related("unit").filter(unit__path__startswith=row.unit.path)
    run = Run(
        row, result, {one.account_id: one for one in accounts}, {one.unit_id: one for one in row.unit.subtree()},
        _newest(row), texts,
    )  # fmt: skip
    _verdicts(run)
    found = run.found
    opened = _findings(run, found)
    row.state, row.done_at, row.error, row.run = "done", now(), "", _plain(result.run)
    row.result_sha256 = str(result.run["result_sha256"])
    row.save()
    if run.newest:
        from plumbline.server.cases.services.runs import take_in_run  # cases stand beside, each calls the other

        settled(row, result)
        take_in_run(row)
    # The log comes last: whoever holds its head waits for nothing else.
    record_many(opened, who=None, action="inspections.reopen", why=WHY)
    record(who=None, action="inspections.done", subject=row,
           change={"findings": (None, len(found)), "result_sha256": (None, row.result_sha256)})  # fmt: skip


def _newest(row: Inspection) -> bool:
    later = Inspection.objects.filter(state="done", moment__gt=row.moment)
    return not later.filter(Q(unit__path__in=row.unit.above()) | Q(unit__path__startswith=row.unit.path)).exists()


def _verdicts(run: Run) -> None:
    silent: dict[str, list[str]] = {}
    for abstention in run.result.abstentions:
        silent.setdefault(abstention.account_id, []).append(abstention.check)
    VerdictRow.objects.bulk_create(
        (
            VerdictRow(
                inspection=run.row, account=run.accounts[one["account_id"]], account_ref=one["account_id"],
                name=one["name"], platform=one["platform"], unit_ref=one["unit_id"] or "", verdict=one["verdict"],
                vetoes=one["vetoes"], findings=one["findings"], abstentions=one["abstentions"],
                coverage_pct=one["coverage_pct"], rules=one["rules"] or "", abstained=silent.get(one["account_id"], []),
            )
            for one in run.result.verdicts.iter_rows(named=True)
            if one["account_id"] in run.accounts
        ),
        batch_size=1000,
    )  # fmt: skip


def _findings(run: Run, found: Sequence[Found]) -> Sequence[tuple[Finding, Change]]:
    """Write the findings down; those that are open again, with the change."""
    saying = prepare(run.result, "zh").saying
    standing = _standing(found)
    new, known = [], []
    for one in found:
        before = standing.get(one.finding_id)
        values = _values(run, one, saying) if before is None or run.newest else {}
        if before is None:
            new.append(
                Finding(
                    finding_id=one.finding_id, check_name=one.check, account_ref=one.account_id or "",
                    post_id=one.post_id or "", first_id=run.row.pk, **values | {"standing": run.newest},
                )
            )  # fmt: skip
        else:
            for name, value in values.items():
                setattr(before, name, value)
            known.append(before)
    Finding.objects.bulk_create(new, batch_size=500)
    opened: Sequence[tuple[Finding, Change]] = ()
    if known and run.newest:
        opened = reopened(run.row, known)
        Finding.objects.bulk_update(known, _RENEWED, batch_size=200)
    status = {one.finding_id: str(one.status) for one in found}
    seen = (Seen(inspection=run.row, finding=one, status=status[one.finding_id]) for one in (*new, *known))
    Seen.objects.bulk_create(seen, batch_size=1000)
    return opened


def _standing(found: Iterable[Found]) -> dict[str, Finding]:
    """Those that are known, held so that nobody judges them meanwhile."""
    rows, ids = Finding.objects.select_for_update(), [one.finding_id for one in found]
    parts = (ids[start : start + 500] for start in range(0, len(ids), 500))
    return {one.finding_id: one for part in parts for one in rows.filter(finding_id__in=part)}


def _values(run: Run, one: Found, saying: Saying) -> dict[str, Any]:
    """The finding's values, its sentences in both languages."""
    account = run.accounts.get(one.account_id or "")
    told = {
        lang: {
            "message": saying.message(one, lang), "remedy": saying.remedy(one, lang),
            "citation": saying.citation(one.clause, lang), "title": saying.clause_title(one.clause, lang),
            "duty": saying.duty(one.clause, lang),
        }
        for lang in ("zh", "en")
    }  # fmt: skip
    values = {
        "clause": one.clause, "severity": str(one.severity), "confidence": str(one.confidence),
        "reader": str(one.reader), "fails": bool(one.fails), "facts": _plain(one.facts), "told": told,
        "evidence": _plain(list(one.evidence)), "exhibit": run.result.exhibits.get(one.finding_id, ""),
        "mend_by": one.mend_by or "", "variant": one.variant or "", "status": str(one.status),
        "context": context_of(one, run.texts), "last_id": run.row.pk, "standing": True,
        "account_id": account.pk if account else None, "unit_id": account.unit_id if account else run.unit_of(one),
    }  # fmt: skip
    return values | {"grounds": grounds({**values, "post_id": one.post_id})}


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)
