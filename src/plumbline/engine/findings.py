"""From detections to findings: what the check saw, plus what the rulebook says about it."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from plumbline.checks import discover
from plumbline.domain.calendar import Calendar
from plumbline.domain.check import Detection
from plumbline.domain.errors import PlumblineError
from plumbline.domain.finding import Abstention, Evidence, Failure, Finding, finding_id, plain
from plumbline.domain.vocabulary import Confidence, FindingStatus, Reason
from plumbline.engine.run import fact_names
from plumbline.rulebook.model import Rulebook
from plumbline.series.working_days import add_working_days


def findings(check: str, found: Detection, book: Rulebook, today: date) -> list[Finding]:
    """The findings of one check, with severity, clause and date to mend from the book; status is `new`."""
    names = fact_names(discover()[check])
    variants = found.findings["variant"].unique().to_list()
    calendar = book.working_days()
    due = {variant: _mend_by(today, book.days_to_mend(check, variant), calendar) for variant in variants}
    fails = {variant: book.can_fail(check, variant) for variant in variants}
    out = []
    for row in found.findings.iter_rows(named=True):
        variant = row["variant"]
        out.append(
            Finding(
                finding_id=finding_id(check, row["account_id"], row["post_id"], row["subject"]),
                account_id=row["account_id"],
                post_id=row["post_id"],
                check=check,
                clause=book.clause_id(check, variant),
                variant=variant,
                severity=book.severity(check, variant),
                confidence=row["confidence"],
                reader=book.reader(check, variant),
                facts={name: plain(row[name]) for name in names},
                evidence=tuple(Evidence(**item) for item in row["evidence"]),
                status=FindingStatus.NEW,
                fails=fails[variant] and row["confidence"] == Confidence.HIGH,
                mend_by=due[variant],
            )
        )
    return out


def exhibits(check: str, found: Detection) -> dict[str, str]:
    """What plots show, as JSON by finding id, of those findings that have a plot."""
    shown = found.findings.filter(pl.col("exhibit").is_not_null())
    rows = shown.select("account_id", "post_id", "subject", "exhibit").iter_rows()
    return {finding_id(check, account, post, subject): exhibit for account, post, subject, exhibit in rows}


def abstentions(check: str, found: Detection) -> list[Abstention]:
    """The abstentions of one check."""
    return [
        Abstention(account, check, reason, plain(start), plain(end), number)
        for account, reason, start, end, number in found.abstentions.iter_rows()
    ]


def failed_everywhere(failures: Iterable[Failure], accounts: Iterable[str]) -> list[Abstention]:
    """A check that crashed has no answer about any of `accounts`."""
    names = sorted({failure.check for failure in failures})
    return [Abstention(account, name, Reason.CHECK_FAILED) for name in names for account in accounts]


def _mend_by(today: date, days: int | None, calendar: Calendar | None) -> str | None:
    if days is None:
        return None
    try:
        return add_working_days(today, days, calendar).isoformat()
    except PlumblineError:  # the calendar of that year is not out yet: the report gives the number of days instead
        return None
