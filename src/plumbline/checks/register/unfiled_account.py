"""An account that was not filed with the supervising unit, or (variant `late`) later than allowed after opening.

Method: an account is filed when it has a filing day or a filing number. Working days are counted in (opened,
filed], or (opened, today] while it is not filed, by the rulebook's calendar; within
`filing_working_days` all is well. For accounts opened before `since`, when the duty began, the clock of filing
starts on that day and a late filing is not held against them. Days outside the calendar abstain, unless natural
days or the known part already decide.

Blind spots: a filing that was made and not entered; whether what was filed is still true; an unknown opening day
(the account may still be within its time: medium confidence).
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Confidence, Reason
from plumbline.series.standing import judged
from plumbline.series.working_days import known_working_days_in, working_days_in

KIND = "account_check"
READS = ("accounts",)
NEEDS = ("accounts",)
REASONS = (Reason.NOT_COLLECTED, Reason.NO_CALENDAR)
VARIANTS = ("late",)


@dataclass(frozen=True)
class Params:
    """`filing_working_days` allowed after opening; `since`: the ISO day on which the duty to file began."""

    filing_working_days: int
    since: str


@dataclass(frozen=True)
class Facts:
    """`working_days` from opening (or from the duty) to filing or to the inspection; null where not known."""

    opened_on: date | None
    filed_on: date | None
    working_days: int | None


def find(shard: Shard, params: Params) -> Detection:
    """Judged accounts without a filing, or with a late one; abstains where filings are not recorded."""
    accounts = judged(shard.table("accounts"))
    if not (shard.has("accounts.filed_on") or shard.has("accounts.filing_no")):
        return detection(abstentions=accounts.select("account_id", reason=pl.lit(Reason.NOT_COLLECTED.value)))
    timed = _timed(accounts, shard, params)
    unknown = timed.filter(pl.col("over").is_null(), pl.col("opened_on").is_not_null(), ~_settled(params))
    found = timed.filter(~_settled(params), pl.col("over") | (pl.col("opened_on").is_null() & ~pl.col("filed")))
    return detection(_findings(found), _abstentions(unknown))


def _timed(accounts: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    """Add `filed`, `start` and `end` of the clock, `working_days` and `over` the limit (null: not known)."""
    number = pl.col("filing_no").str.strip_chars().fill_null("") != ""
    start, end = (
        pl.max_horizontal("opened_on", pl.lit(date.fromisoformat(params.since))),
        pl.col("filed_on").fill_null(shard.today),
    )
    known = pl.col("opened_on").is_not_null()
    clocked = accounts.with_columns(
        filed=pl.col("filed_on").is_not_null() | number, start=pl.when(known).then(start), end=end
    )
    start, end = pl.col("start"), pl.col("end")
    return clocked.with_columns(working_days=working_days_in(start, end, shard.calendar)).with_columns(
        over=_over(params, known_working_days_in(start, end, shard.calendar))
    )


def _over(params: Params, at_least: pl.Expr) -> pl.Expr:
    limit = params.filing_working_days
    natural = (pl.col("end") - pl.col("start")).dt.total_days()
    decided = pl.when(natural <= limit).then(pl.lit(value=False)).when(at_least > limit).then(pl.lit(value=True))
    return decided.otherwise(pl.col("working_days") > limit)


def _settled(params: Params) -> pl.Expr:
    """Filed, and how late is not known or not to be held against it."""
    old = pl.col("opened_on") < pl.lit(date.fromisoformat(params.since))
    return pl.col("filed") & (pl.col("filed_on").is_null() | pl.col("opened_on").is_null() | old)


def _findings(found: pl.DataFrame) -> pl.DataFrame:
    filed = pl.col("filed")
    certain = filed | pl.col("opened_on").is_not_null()
    return found.select(
        "account_id",
        variant=pl.when(filed).then(pl.lit("late")),
        subject=pl.when(filed).then(pl.lit("late")).otherwise(pl.lit("")),
        confidence=pl.when(certain).then(pl.lit(Confidence.HIGH.value)).otherwise(pl.lit(Confidence.MEDIUM.value)),
        evidence=evidence("accounts", "account_id", "filed_on", "filed_on"),
        opened_on="opened_on",
        filed_on="filed_on",
        working_days="working_days",
    )


def _abstentions(unknown: pl.DataFrame) -> pl.DataFrame:
    return unknown.select("account_id", reason=pl.lit(Reason.NO_CALENDAR.value), start="start", end="end")
