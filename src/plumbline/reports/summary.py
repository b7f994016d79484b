"""The numbers of a run, counted once: every report reads them from here, so that they agree."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.judgement import Finding
from plumbline.domain.vocabulary import PLATFORMS, FindingStatus, Severity, Verdict
from plumbline.engine.result import Inspection

SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class Tally:
    """Accounts of one platform, unit or the whole fleet by verdict. `key` is the platform or the unit_id."""

    key: str
    passed: int = 0
    failed: int = 0
    unknown: int = 0
    not_judged: int = 0

    @property
    def judged(self) -> int:
        """Accounts with a verdict of their own."""
        return self.passed + self.failed + self.unknown

    @property
    def registered(self) -> int:
        """All accounts."""
        return self.judged + self.not_judged

    @property
    def pass_rate(self) -> str:
        """Passed of judged, in percent."""
        return percent(self.passed, self.judged)

    @property
    def inspected(self) -> str:
        """Judged of registered, in percent."""
        return percent(self.judged, self.registered)


@dataclass(frozen=True)
class RuleTally:
    """What one rule found. `accounts` counts accounts with a standing finding, `failed` those that it fails."""

    check: str
    clause: str
    severity: str
    findings: int
    accounts: int
    failed: int
    abstained: int
    assessed: bool


@dataclass(frozen=True)
class Problem:
    """A category of problems: one clause, and the standing findings of one severity under it, harder than advice."""

    clause: str
    severity: str
    findings: tuple[Finding, ...]

    @property
    def accounts(self) -> int:
        """Accounts that have the problem."""
        return len({finding.account_id for finding in self.findings if finding.account_id is not None})

    @property
    def units(self) -> int:
        """Findings about a unit that has no account."""
        return sum(finding.account_id is None for finding in self.findings)


@dataclass(frozen=True)
class Summary:
    """Everything that is counted. `before` is the last period's tally (from the baseline run) or None."""

    as_of: datetime
    overall: Tally
    platforms: tuple[Tally, ...]
    units: tuple[Tally, ...]
    rules: tuple[RuleTally, ...]
    problems: tuple[Problem, ...]
    severities: Mapping[str, int]
    statuses: Mapping[str, int]
    findings: int
    abstentions: int
    rejected: int
    before: Tally | None


def percent(part: int, whole: int) -> str:
    """Share in percent with one decimal; 100% and 0% only where it is exactly that; a dash for nothing of nothing."""
    if not whole:
        return "—"
    if part in (0, whole):
        return "100%" if part else "0%"
    tenths = min(max((2000 * part + whole) // (2 * whole), 1), 999)
    return f"{tenths // 10}.{tenths % 10}%"


def summarise(inspection: Inspection) -> Summary:
    """Count an inspection."""
    counts = inspection.run.get("counts", {})
    return Summary(
        as_of=local_moment(inspection.run),
        overall=_overall(inspection.verdicts),
        platforms=tuple(sorted(_tallies(inspection.verdicts, "platform"), key=_platform_order)),
        units=tuple(sorted(_tallies(inspection.verdicts, "unit_id"), key=_worst_first)),
        rules=_rules(inspection),
        problems=_problems(inspection.findings),
        severities=Counter(finding.severity for finding in inspection.findings),
        statuses=Counter(finding.status for finding in inspection.findings),
        findings=len(inspection.findings),
        abstentions=len(inspection.abstentions),
        rejected=counts.get("rejected_rows", 0),
        before=_before(inspection.run.get("baseline_counts")),
    )


def local_moment(run: Mapping[str, Any]) -> datetime:
    """`as_of` in the dossier's timezone."""
    return datetime.fromisoformat(run["as_of"]).astimezone(ZoneInfo(run["timezone"]))


def stands(finding: Finding) -> bool:
    """Whether no exception covers the finding."""
    return finding.status != FindingStatus.EXCEPTED


def _overall(verdicts: pl.DataFrame) -> Tally:
    return _tally("", verdicts.group_by("verdict").len().iter_rows())


def _tallies(verdicts: pl.DataFrame, column: str) -> Iterable[Tally]:
    groups: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, verdict, number in verdicts.group_by(pl.col(column).fill_null(""), "verdict").len().iter_rows():
        groups[key].append((verdict, number))
    return [_tally(key, numbers) for key, numbers in groups.items()]


def _tally(key: str, numbers: Iterable[tuple[Any, ...]]) -> Tally:
    by = {str(verdict): int(number) for verdict, number in numbers}
    return Tally(
        key,
        passed=by.get(Verdict.PASS, 0),
        failed=by.get(Verdict.FAIL, 0),
        unknown=by.get(Verdict.UNKNOWN, 0),
        not_judged=by.get(Verdict.NOT_JUDGED, 0),
    )


def _platform_order(tally: Tally) -> tuple[int, str]:
    return (PLATFORMS.index(tally.key) if tally.key in PLATFORMS else len(PLATFORMS), tally.key)


def _worst_first(tally: Tally) -> tuple[int, int, str]:
    return (-tally.failed, -tally.unknown, tally.key)


def _before(counts: Mapping[str, int] | None) -> Tally | None:
    return _tally("", [(verdict, counts.get(verdict, 0)) for verdict in Verdict]) if counts else None


def _rules(inspection: Inspection) -> tuple[RuleTally, ...]:
    missing = {entry["check"] for entry in inspection.run.get("not_assessed", ())}
    standing: dict[str, list[Finding]] = defaultdict(list)
    for finding in filter(stands, inspection.findings):
        standing[finding.check].append(finding)
    abstained = Counter(abstention.check for abstention in inspection.abstentions)
    return tuple(
        RuleTally(
            check=check,
            clause=rule.clause,
            severity=rule.severity,
            findings=len(standing[check]),
            accounts=len({finding.account_id for finding in standing[check]} - {None}),
            failed=len({finding.account_id for finding in standing[check] if finding.fails} - {None}),
            abstained=abstained[check],
            assessed=check not in missing,
        )
        for check, rule in inspection.book.rules.items()
        if rule.enabled
    )


def _problems(findings: Iterable[Finding]) -> tuple[Problem, ...]:
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if stands(finding) and finding.severity != Severity.ADVICE:
            groups[finding.clause, finding.severity].append(finding)
    problems = (Problem(clause, severity, tuple(group)) for (clause, severity), group in groups.items())
    return tuple(sorted(problems, key=lambda problem: (SEVERITIES.index(Severity(problem.severity)), problem.clause)))
