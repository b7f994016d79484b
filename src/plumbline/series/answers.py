"""What became of each message: answered by a person, a machine or a formula, handed on, or nothing; and how late."""

from collections.abc import Mapping, Sequence

import polars as pl

from plumbline.domain.calendar import Calendar
from plumbline.domain.check import Shard
from plumbline.domain.vocabulary import Reason
from plumbline.series.receipts import canned
from plumbline.series.standing import judged
from plumbline.series.watching import local_day
from plumbline.series.working_days import working_days_in


def messages_of_judged(shard: Shard) -> pl.DataFrame:
    """Messages to judged accounts received by `as_of`, with what happened later than `as_of` taken away.

    Adds `received_on`, `answered_on`, `transferred_on` (Date, local; null: not by `as_of`).
    """
    received = shard.table("messages").filter(pl.col("received_at") <= shard.as_of)
    known = [
        pl.when(pl.col(name) <= shard.as_of).then(pl.col(name)).alias(name)
        for name in ("answered_at", "transferred_at")
    ]
    days = [
        local_day(pl.col(f"{name}_at"), shard.timezone).alias(f"{name}_on")
        for name in ("received", "answered", "transferred")
    ]
    accounts = judged(shard.table("accounts")).select("account_id")
    return received.join(accounts, on="account_id", how="semi").with_columns(known).with_columns(days)


def with_state(messages: pl.DataFrame, *, patterns: Sequence[str], max_chars: int) -> pl.DataFrame:
    """Add `state`: ``real`` answer, ``automatic``, ``canned`` or ``none``.

    A notice of transfer counts as canned; whether the transfer itself settles the message is for the check to say.
    """
    answered = pl.col("answered_on").is_not_null()
    by_machine = pl.col("automatic").fill_null(value=False)
    state = (
        pl.when(~answered).then(pl.lit("none"))
        .when(by_machine).then(pl.lit("automatic"))
        .when("canned").then(pl.lit("canned"))
        .otherwise(pl.lit("real"))
    )  # fmt: skip
    texts = messages.filter(answered, ~by_machine).select("answer").unique()  # a formula comes a thousand times
    judged_texts = texts.with_columns(canned=canned(pl.col("answer"), patterns, max_chars))
    known = messages.join(judged_texts, on="answer", how="left")
    return known.with_columns(pl.col("canned").fill_null(value=False)).with_columns(state=state).drop("canned")


def with_limit(messages: pl.DataFrame, limits: Mapping[str, int], calendar: Calendar | None = None) -> pl.DataFrame:
    """Add `limit` (Int64, working days) by the message's kind (absent: other) and `handed_on`.

    `handed_on` (Boolean): transferred within the limit; null where the calendar cannot tell.
    """
    limit = pl.col("kind").replace_strict(dict(limits), return_dtype=pl.Int64)
    owed = messages.with_columns(pl.col("kind").fill_null("other")).with_columns(limit=limit)
    handed_on = ~exceeded(pl.col("transferred_on"), calendar)
    return owed.with_columns(
        handed_on=pl.when(pl.col("transferred_on").is_null()).then(pl.lit(value=False)).otherwise(handed_on)
    )


def elapsed(end: pl.Expr, calendar: Calendar | None = None) -> pl.Expr:
    """Working days (Int64) from the day after receipt to `end`; null where the calendar does not know them."""
    return working_days_in(pl.col("received_on"), end, calendar)


def exceeded(end: pl.Expr, calendar: Calendar | None = None) -> pl.Expr:
    """Whether `end` lies beyond the limit; null where the calendar cannot tell. Few natural days need none."""
    natural = (end - pl.col("received_on")).dt.total_days()
    beyond = elapsed(end, calendar) > pl.col("limit")
    return pl.when(natural <= pl.col("limit")).then(pl.lit(value=False)).otherwise(beyond)


def no_calendar(messages: pl.DataFrame, end: str) -> pl.DataFrame:
    """One abstention an account for messages whose working days are unknown; `end` names the last day's column."""
    return messages.group_by("account_id").agg(
        reason=pl.lit(Reason.NO_CALENDAR.value),
        start=pl.col("received_on").min(),
        end=pl.col(end).max(),
        number=pl.len().cast(pl.Int64),
    )


def instant(column: str, timezone: str) -> pl.Expr:
    """The instant in `column` as local ISO text, for an evidence quote."""
    return pl.col(column).dt.convert_time_zone(timezone).dt.strftime("%Y-%m-%dT%H:%M:%S%:z")
