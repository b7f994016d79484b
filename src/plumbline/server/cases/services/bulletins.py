"""Bulletins: the notice and its annex, written by the same writers as on the command line, from confirmed findings."""

import hashlib
import json
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import transaction

from plumbline.domain.check import ACTIVITY_SCHEMA
from plumbline.domain.finding import Abstention, Evidence
from plumbline.domain.finding import Finding as Found
from plumbline.domain.tables import TABLES
from plumbline.engine.result import VERDICT_COLUMNS
from plumbline.engine.result import Inspection as Result
from plumbline.reports import annex, bulletin
from plumbline.reports.report import prepare
from plumbline.rulebook.kept import restore
from plumbline.server.audit.services import record
from plumbline.server.cases.models import Bulletin
from plumbline.server.inspections.models import Finding, Inspection, Seen, VerdictRow
from plumbline.server.inspections.services.running import folder
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import require
from plumbline.server.people.services import Refused
from plumbline.server.register.selectors import as_tables
from plumbline.server.site.clock import now

FILES = ("bulletin.docx", "annex.xlsx")


@transaction.atomic
def draw_up(by: Person, row: Inspection) -> Bulletin:
    """Write a bulletin of a run. Forbidden; Refused while a failing finding waits for judgement."""
    require(by, Action.NOTICE_ISSUE, unit=row.unit)
    waiting = Finding.objects.filter(seen__inspection=row, fails=True).exclude(
        judged__in=("confirmed", "rejected")
    ).exclude(seen__inspection=row, seen__status="excepted").count()  # fmt: skip
    if waiting:
        raise Refused(f"{waiting} veto findings are not judged yet", f"尚有 {waiting} 个单项否决问题未认定")
    made = Bulletin.objects.create(inspection=row, made_by=by, made_at=now())
    result = confirmed_result(row)
    report = prepare(result, "zh")
    place = path(made)
    place.mkdir(parents=True, exist_ok=True)
    for writer in (annex, bulletin):
        writer.write(report, place)
    made.sha256 = {name: hashlib.sha256((place / name).read_bytes()).hexdigest() for name in FILES}
    made.summary = {"findings": len(result.findings), "pass_rate": report.summary.overall.pass_rate}
    made.save()
    record(who=by, action="cases.bulletin", subject=made, change={"sha256": (None, made.sha256["bulletin.docx"])})
    return made


@transaction.atomic
def issue(by: Person, made: Bulletin, *, number: str) -> None:
    """Issue a bulletin under its number; it stays as it is from then on. Forbidden, Refused."""
    found = Bulletin.objects.select_for_update().get(pk=made.pk)
    require(by, Action.NOTICE_ISSUE, unit=found.inspection.unit)
    if found.issued_at or not number.strip():
        raise Refused("give a number; an issued bulletin stays", "请填写文号；已印发的通报不得变更")
    found.number, found.issued_by, found.issued_at = number.strip()[:100], by, now()
    found.save()
    record(who=by, action="cases.issue", subject=found, change={"number": (None, found.number)})


def path(made: Bulletin) -> Path:
    """Where its files lie."""
    return Path(settings.DATA) / "bulletins" / str(made.pk)


def confirmed_result(row: Inspection) -> Result:
    """The run as its writers need it, with the confirmed findings alone; who fails by rejected ones does not fail."""
    seen = Seen.objects.filter(inspection=row, finding__judged="confirmed").select_related("finding")
    findings = tuple(sorted((_found(one) for one in seen), key=lambda one: one.finding_id))
    failing = {one.account_id for one in findings if one.fails and one.status != "excepted"}
    rows = [_verdict(one, failing) for one in VerdictRow.objects.filter(inspection=row).order_by("account_ref")]
    verdicts = pl.DataFrame(rows, schema=VERDICT_COLUMNS, orient="row")
    tables = as_tables()
    counts = dict(row.run.get("counts", {}))
    by_verdict = dict(verdicts.group_by("verdict").len().iter_rows())
    counts |= {"findings": len(findings)}
    counts |= {key: by_verdict.get(key, 0) for key in ("pass", "fail", "unknown", "not_judged")}
    with (folder(row) / "abstentions.jsonl").open(encoding="utf-8") as lines:
        told = (_abstention(json.loads(line)) for line in lines)
        ours = set(verdicts["account_id"])
        abstentions = tuple(one for one in told if one.account_id in ours)
    return Result(
        run={**row.run, "counts": counts}, verdicts=verdicts, findings=findings, abstentions=abstentions,
        accounts=tables["accounts"], units=tables["units"], activity=pl.DataFrame(schema=ACTIVITY_SCHEMA),
        coverage=pl.DataFrame(schema=TABLES["coverage"].schema), book=restore(folder(row) / "rulebook.json"),
    )  # fmt: skip


def _found(one: Seen) -> Found:
    row = one.finding
    return Found(
        finding_id=row.finding_id, account_id=row.account_ref or None, post_id=row.post_id or None,
        check=row.check_name, clause=row.clause, variant=row.variant or None, severity=row.severity,
        confidence=row.confidence, reader=row.reader, facts=row.facts,
        evidence=tuple(Evidence(**item) for item in row.evidence), status=one.status, fails=row.fails,
        mend_by=row.mend_by or None,
    )  # fmt: skip


def _verdict(row: VerdictRow, failing: set[str | None]) -> tuple[object, ...]:
    verdict = row.verdict if row.verdict != "fail" or row.account_ref in failing else "pass"
    return (row.account_ref, row.name, row.platform, row.unit_ref or None, verdict, row.vetoes, row.findings,
            row.abstentions, row.coverage_pct, row.rules if verdict == row.verdict else "")  # fmt: skip


def _abstention(line: dict[str, object]) -> Abstention:
    names = ("account_id", "check", "reason", "start", "end", "number")
    return Abstention(**{name: line.get(name) for name in names})  # type: ignore[arg-type]  # as records wrote them


__all__ = ["confirmed_result", "draw_up", "issue", "path"]
