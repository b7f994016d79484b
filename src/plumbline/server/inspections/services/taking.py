"""Taking the result of a run in: verdicts, findings, what was seen. Twice changes nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from plumbline.domain.judgement import Finding as Found
from plumbline.engine.result import Inspection as Result
from plumbline.reports.report import prepare
from plumbline.reports.saying import Saying
from plumbline.server.audit.services import record
from plumbline.server.inspections.models import Finding, Inspection, Seen, VerdictRow
from plumbline.server.people.models import Unit
from plumbline.server.register.models import Account
from plumbline.server.site.clock import now

_RENEWED = (
    "clause", "severity", "confidence", "reader", "fails", "facts", "evidence", "told", "exhibit", "mend_by", "variant",
    "status", "last_id", "account_id", "unit_id",
)  # fmt: skip


def take_in(row: Inspection, result: Result) -> None:
    """Write a run down, in the caller's transaction."""
    from plumbline.server.inspections.services.running import previous

    if VerdictRow.objects.filter(inspection=row).exists():
        return
    accounts = {one.account_id: one for one in Account.objects.select_related("unit").filter(_within(row.unit))}
    units = {one.unit_id: one for one in row.unit.subtree()}
    _verdicts(row, result, accounts)
    found = [one for one in result.findings if one.account_id in accounts or _unit_of(one, units)]
    _findings(row, result, found, accounts, units)
    row.previous = previous(row)
    row.state, row.done_at, row.run = "done", now(), _plain(result.run)
    row.result_sha256 = str(result.run["result_sha256"])
    row.save()
    record(who=None, action="inspections.done", subject=row,
           change={"findings": (None, len(found)), "result_sha256": (None, row.result_sha256)})  # fmt: skip
    from plumbline.server.cases.services.runs import take_in_run  # cases stand beside inspections, each calls the other

    take_in_run(row)


def _within(unit: Unit) -> Any:
    from django.db.models import Q

    return Q(unit__path__startswith=unit.path)


def _verdicts(row: Inspection, result: Result, accounts: Mapping[str, Account]) -> None:
    silent: dict[str, list[str]] = {}
    for abstention in result.abstentions:
        silent.setdefault(abstention.account_id, []).append(abstention.check)
    VerdictRow.objects.bulk_create(
        (
            VerdictRow(
                inspection=row, account=accounts[one["account_id"]], account_ref=one["account_id"], name=one["name"],
                platform=one["platform"], unit_ref=one["unit_id"] or "", verdict=one["verdict"], vetoes=one["vetoes"],
                findings=one["findings"], abstentions=one["abstentions"], coverage_pct=one["coverage_pct"],
                rules=one["rules"] or "", abstained=silent.get(one["account_id"], []),
            )
            for one in result.verdicts.iter_rows(named=True)
            if one["account_id"] in accounts
        ),
        batch_size=1000,
    )  # fmt: skip


def _findings(
    row: Inspection, result: Result, found: Iterable[Found], accounts: Mapping[str, Account], units: Mapping[str, Unit]
) -> None:
    saying = prepare(result, "zh").saying
    standing = {one.finding_id: one for one in Finding.objects.filter(finding_id__in=[one.finding_id for one in found])}
    new, known = [], []
    for one in found:
        account = accounts.get(one.account_id or "")
        values = _told(one, saying, result) | {
            "last_id": row.pk, "account_id": account.pk if account else None,
            "unit_id": account.unit_id if account else _unit_id(one, units),
        }  # fmt: skip
        before = standing.get(one.finding_id)
        if before is None:
            made = Finding(finding_id=one.finding_id, check_name=one.check, account_ref=one.account_id or "",
                           post_id=one.post_id or "", first_id=row.pk, **values)  # fmt: skip
            new.append(made)
        else:
            for name, value in values.items():
                setattr(before, name, value)
            known.append(before)
    Finding.objects.bulk_create(new, batch_size=500)
    if known:
        fields = [name.removesuffix("_id") for name in _RENEWED]
        Finding.objects.bulk_update(known, fields, batch_size=200)
    seen = (Seen(inspection=row, finding=one, status=one.status) for one in (*new, *known))
    Seen.objects.bulk_create(seen, batch_size=1000)


def _told(one: Found, saying: Saying, result: Result) -> dict[str, Any]:
    """The finding's values, its sentences in both languages."""
    told = {
        lang: {
            "message": saying.message(one, lang), "remedy": saying.remedy(one, lang),
            "citation": saying.citation(one.clause, lang), "title": saying.clause_title(one.clause, lang),
            "duty": saying.duty(one.clause, lang),
        }
        for lang in ("zh", "en")
    }  # fmt: skip
    return {
        "clause": one.clause, "severity": str(one.severity), "confidence": str(one.confidence),
        "reader": str(one.reader), "fails": bool(one.fails), "facts": _plain(one.facts), "told": told,
        "evidence": _plain(list(one.evidence)), "exhibit": result.exhibits.get(one.finding_id, ""),
        "mend_by": one.mend_by or "", "variant": one.variant or "", "status": str(one.status),
    }  # fmt: skip


def _unit_of(one: Found, units: Mapping[str, Unit]) -> bool:
    return one.account_id is None and _unit_id(one, units) is not None


def _unit_id(one: Found, units: Mapping[str, Unit]) -> Any:
    named = str(one.facts.get("unit_id") or "")
    return units[named].pk if named in units else None


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)
