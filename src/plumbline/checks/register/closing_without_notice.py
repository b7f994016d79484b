"""An account that is being closed, or was, without telling the public, or (variant `short`) without telling it in time.

Method: an account with status closing or closed must have a day of public notice. For a closed one the working days
in (notice, closed] by the rulebook's calendar must reach `notice_working_days`; while it is still closing only a
missing notice counts. Accounts closed before `since`, when the duty began, are left out. Days outside the calendar
abstain, unless natural days or the known part already decide.

Blind spots: what the notice said, where it stood, and whether it stayed up; an account that vanished without its
status being changed.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from plumbline.domain.calendar import Calendar
from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.working_days import known_working_days_in, working_days_in

KIND = "account_check"
READS = ("accounts",)
NEEDS = ("accounts",)
REASONS = (Reason.NOT_COLLECTED, Reason.NO_CALENDAR)
VARIANTS = ("short",)

_NOTICE, _CLOSED = pl.col("notice_on"), pl.col("closed_on")


@dataclass(frozen=True)
class Params:
    """`notice_working_days` that a notice must precede closing; `since`: the ISO day on which the duty began."""

    notice_working_days: int
    since: str


@dataclass(frozen=True)
class Facts:
    """`working_days` of notice before closing; null where there was no notice or the calendar does not reach."""

    notice_on: date | None
    closed_on: date | None
    working_days: int | None


def find(shard: Shard, params: Params) -> Detection:
    """Closing and closed accounts without notice or with a short one; abstains where notices are not recorded."""
    began = date.fromisoformat(params.since)
    gone = pl.col("status") == "closed"
    leaving = shard.table("accounts").filter(
        gone | (pl.col("status") == "closing"), ~(gone & (pl.col("closed_on") < began)).fill_null(value=False)
    )
    if not shard.has("accounts.notice_on"):
        return detection(abstentions=_abstentions(leaving, Reason.NOT_COLLECTED))
    dated = leaving.with_columns(working_days=working_days_in(_NOTICE, _CLOSED, shard.calendar))
    timed = dated.with_columns(short=gone & _short(params.notice_working_days, shard.calendar))
    silent, told = pl.col("notice_on").is_null(), pl.col("notice_on").is_not_null() & gone
    undated = timed.filter(told, pl.col("closed_on").is_null())
    unknown = timed.filter(told, pl.col("closed_on").is_not_null(), pl.col("short").is_null())
    abstentions = [_abstentions(undated, Reason.NOT_COLLECTED), _abstentions(unknown, Reason.NO_CALENDAR)]
    return detection(_findings(timed.filter(silent | (told & pl.col("short")))), pl.concat(abstentions))


def _short(needed: int, calendar: Calendar | None) -> pl.Expr:
    """Whether the notice was shorter than `needed` working days; null where that is not known."""
    natural = (_CLOSED - _NOTICE).dt.total_days()
    at_least = known_working_days_in(_NOTICE, _CLOSED, calendar)
    decided = pl.when(natural < needed).then(pl.lit(value=True)).when(at_least >= needed).then(pl.lit(value=False))
    return decided.otherwise(pl.col("working_days") < needed)


def _findings(found: pl.DataFrame) -> pl.DataFrame:
    told = pl.col("notice_on").is_not_null()
    return found.select(
        "account_id",
        variant=pl.when(told).then(pl.lit("short")),
        subject=pl.when(told).then(pl.lit("short")).otherwise(pl.lit("")),
        evidence=evidence("accounts", "account_id", "notice_on", "notice_on"),
        notice_on="notice_on",
        closed_on="closed_on",
        working_days="working_days",
    )


def _abstentions(accounts: pl.DataFrame, reason: Reason) -> pl.DataFrame:
    return accounts.select("account_id", reason=pl.lit(reason.value), start="notice_on", end="closed_on")
