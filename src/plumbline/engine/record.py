"""run.json: everything needed to understand a run and to compute it again."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
import polars as pl

import plumbline
from plumbline.domain.judgement import Abstention, Failure, Finding
from plumbline.domain.vocabulary import FindingStatus, Severity, Verdict
from plumbline.engine.exceptions import Exceptions
from plumbline.engine.intake import Intake
from plumbline.engine.result import Baseline
from plumbline.engine.run import Assessment
from plumbline.rulebook.model import Rulebook


def run_record(
    intake: Intake,
    book: Rulebook,
    assessment: Assessment,
    verdicts: pl.DataFrame,
    findings: Sequence[Finding],
    abstentions: Sequence[Abstention],
    failures: Sequence[Failure],
    exceptions: Exceptions,
    baseline: Baseline | None,
) -> dict[str, Any]:
    """The record without executor and digest; plain JSON values only."""
    counts = _counts(verdicts, findings, abstentions)
    counts["rejected_rows"] = sum(report.rejected for report in intake.reports.values())
    counts["unregistered_rows"] = sum(report.unregistered for report in intake.reports.values())
    if baseline is not None:
        counts["mended"] = len(baseline.finding_ids - {finding.finding_id for finding in findings})
    pct = verdicts["coverage_pct"].mean()
    return {
        "version": plumbline.__version__,
        "rulebook": {
            "name": book.book.name,
            "sha256": book.sha256,
            "title": {"zh": book.book.title.zh, "en": book.book.title.en},
        },
        "tables": {name: msgspec.to_builtins(report) for name, report in sorted(intake.reports.items())},
        "notes": list(intake.notes),
        "as_of": intake.local_as_of,
        "timezone": intake.timezone,
        "shards": intake.shards,
        "counts": counts,
        "coverage": {
            "assumed_complete": "coverage" not in intake.given,
            "mean_pct": round(float(pct), 1) if isinstance(pct, float) else None,
            "text_not_read": int(intake.unread["posts"].sum()),
            "text_not_read_accounts": intake.unread.height,
        },
        "not_assessed": [
            {"check": name, "clause": book.rules[name].clause, "missing": list(missing)}
            for name, missing in sorted(assessment.missing.items())
        ],
        "failures": [msgspec.to_builtins(failure) for failure in failures],
        "exceptions": exceptions.listed(),
        "baseline": baseline.name if baseline else None,
        "baseline_counts": baseline.counts if baseline else None,
    }


def _counts(verdicts: pl.DataFrame, findings: Sequence[Finding], abstentions: Sequence[Abstention]) -> dict[str, int]:
    by_verdict = Counter(verdicts["verdict"].to_list())
    status = Counter(finding.status for finding in findings)
    return {
        "accounts": verdicts.height,
        "judged": verdicts.height - by_verdict[Verdict.NOT_JUDGED],
        **{str(verdict): by_verdict[verdict] for verdict in Verdict},
        "findings": len(findings) - status[FindingStatus.EXCEPTED],
        "vetoes": sum(f.severity == Severity.VETO and f.status != FindingStatus.EXCEPTED for f in findings),
        "new": status[FindingStatus.NEW],
        "known": status[FindingStatus.KNOWN],
        "excepted": status[FindingStatus.EXCEPTED],
        "abstentions": len(abstentions),
    }
