"""The records for programs: run.json, verdicts.csv, findings.jsonl, abstentions.jsonl."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from plumbline.domain.judgement import Abstention, Finding
from plumbline.engine.result import VERDICT_COLUMNS
from plumbline.reports.cells import guarded_column
from plumbline.reports.report import Report
from plumbline.reports.saying import Saying

DOSSIER_TEXT = ("account_id", "name", "platform", "unit_id")
"""Columns of verdicts.csv whose text comes from the dossier."""

_ENCODER = msgspec.json.Encoder()


def write(report: Report, folder: Path) -> None:
    """Write the four files into `folder`."""
    inspection = report.inspection
    (folder / "run.json").write_bytes(msgspec.json.format(_ENCODER.encode(inspection.run), indent=2) + b"\n")
    verdicts(inspection.verdicts).write_csv(folder / "verdicts.csv")
    saying = report.saying
    write_lines(folder / "findings.jsonl", (finding_record(saying, item, report.lang) for item in inspection.findings))
    abstentions = (abstention_record(saying, item, report.lang) for item in inspection.abstentions)
    write_lines(folder / "abstentions.jsonl", abstentions)


def verdicts(frame: pl.DataFrame) -> pl.DataFrame:
    """The contract's columns, texts of the dossier guarded against running as formulas, no rules as an empty cell."""
    bare = pl.when(pl.col("rules") != "").then("rules")
    return frame.select(VERDICT_COLUMNS.keys()).with_columns(*map(guarded_column, DOSSIER_TEXT), rules=bare)


def finding_record(saying: Saying, finding: Finding, lang: str) -> dict[str, Any]:
    """A line of findings.jsonl: the contract's fields, then variant, fails, citation, remedy and mend_by."""
    return {
        "finding_id": finding.finding_id,
        "account_id": finding.account_id,
        "post_id": finding.post_id,
        "check": finding.check,
        "clause": finding.clause,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "reader": finding.reader,
        "facts": finding.facts,
        "message": saying.message(finding, lang),
        "evidence": finding.evidence,
        "status": finding.status,
        "variant": finding.variant,
        "fails": finding.fails,
        "citation": saying.citation(finding.clause, lang),
        "remedy": saying.remedy(finding, lang),
        "mend_by": finding.mend_by,
    }


def abstention_record(saying: Saying, abstention: Abstention, lang: str) -> dict[str, Any]:
    """A line of abstentions.jsonl: the contract's fields, then what the reason's sentence was filled with."""
    return {
        "account_id": abstention.account_id,
        "check": abstention.check,
        "reason": abstention.reason,
        "detail": saying.reason(abstention, lang),
        "start": abstention.start,
        "end": abstention.end,
        "number": abstention.number,
    }


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write one JSON object a line, UTF-8."""
    with path.open("wb") as file:
        for record in records:
            file.write(_ENCODER.encode(record) + b"\n")
