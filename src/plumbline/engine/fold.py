"""Fold the parts of all units into one inspection: findings, exceptions, baseline, verdicts, the digest."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec
import polars as pl

from plumbline.domain.check import Detection
from plumbline.domain.judgement import Failure, Finding
from plumbline.domain.vocabulary import FindingStatus
from plumbline.engine import findings as making
from plumbline.engine.digest import result_sha256
from plumbline.engine.exceptions import Exceptions
from plumbline.engine.intake import Intake
from plumbline.engine.reach import reach_by
from plumbline.engine.record import run_record
from plumbline.engine.result import Baseline, Inspection
from plumbline.engine.run import Assessment, Part, conclude
from plumbline.engine.verdicts import verdicts
from plumbline.rulebook.model import Rulebook
from plumbline.series.standing import judged


def fold(
    intake: Intake,
    parts: Iterable[Part],
    book: Rulebook,
    assessment: Assessment,
    *,
    executor: str,
    baseline: Baseline | None = None,
) -> Inspection:
    """Put the parts together, in any order, to one `Inspection`."""
    detections, failures = _gather(parts, book)
    accounts = intake.tables["accounts"]
    found = [item for name, part in detections for item in making.findings(name, part, book, intake.today)]
    silent = [item for name, part in detections for item in making.abstentions(name, part)]
    silent += making.failed_everywhere(failures, judged(accounts)["account_id"])
    units = dict(accounts.select("account_id", "unit_id").iter_rows())
    exceptions = Exceptions(intake.table("exceptions"), units, intake.today)
    marked = _compared(exceptions.apply(found), baseline)
    marked.sort(key=lambda item: item.finding_id)
    silent.sort(key=lambda item: (item.account_id, item.check, item.reason))
    table = verdicts(accounts, intake.watched, marked, silent, book, exceptions)
    concerned = pl.Series(
        sorted({item.account_id for item in marked if item.account_id} | {item.account_id for item in silent}),
        dtype=pl.String,
    )
    run = run_record(intake, book, assessment, table, marked, silent, failures, exceptions, baseline)
    run |= {"executor": executor, "result_sha256": result_sha256(table, marked, silent)}
    return Inspection(
        run=run,
        verdicts=table,
        findings=tuple(marked),
        abstentions=tuple(silent),
        accounts=accounts,
        units=intake.table("units"),
        activity=intake.activity_of(concerned),
        coverage=_of(intake.table("coverage"), concerned),
        book=book,
        matches=intake.matches,
        unread=intake.unread,
        reach=reach_by(intake.tables, intake.today),
        exhibits={key: text for name, part in detections for key, text in making.exhibits(name, part).items()},
    )


def _gather(parts: Iterable[Part], book: Rulebook) -> tuple[list[tuple[str, Detection]], list[Failure]]:
    detections: list[tuple[str, Detection]] = []
    failures: set[tuple[str, str]] = set()
    summaries: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for part in parts:
        detections += part.detections.items()
        failures |= {(failure.check, failure.error) for failure in part.failures}
        for name, summary in part.summaries.items():
            summaries[name].append(summary)
    broken = {check for check, _ in failures}
    whole = {name: pl.concat(frames) for name, frames in sorted(summaries.items()) if name not in broken}
    last = conclude(whole, book)
    failures |= {(failure.check, failure.error) for failure in last.failures}
    broken = {check for check, _ in failures}
    kept = [(name, found) for name, found in [*detections, *last.detections.items()] if name not in broken]
    return kept, [Failure(*pair) for pair in sorted(failures)]


def _compared(findings: list[Finding], baseline: Baseline | None) -> list[Finding]:
    if baseline is None:
        return findings
    return [
        msgspec.structs.replace(item, status=FindingStatus.KNOWN)
        if item.status == FindingStatus.NEW and item.finding_id in baseline.finding_ids
        else item
        for item in findings
    ]


def _of(table: pl.DataFrame, accounts: pl.Series) -> pl.DataFrame:
    return table.join(accounts.to_frame("account_id"), on="account_id", how="semi", maintain_order="left")
