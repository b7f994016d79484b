"""A message that has had no real answer within the working days allowed for its kind.

Method: the clock runs over working days in (day received, day of inspection], by the rulebook's calendar (China's, with
its swapped holidays, in the Chinese books), against the limit for the kind of message (unknown kind: `other_days`). An
automatic reply and a formula ("your message has been received") are no answer. A transfer within the limit hands the
message on and nothing more is owed; a transfer after the limit is found, with the days it took. What happened after the
inspection has not happened.

Blind spots: answers given by telephone or on another channel; messages that were never recorded; a matter so hard
that a longer limit was agreed (record an exception); formulas that the rulebook does not list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.answers import elapsed, exceeded, instant, messages_of_judged, no_calendar, with_limit, with_state

KIND = "account_check"
READS = ("accounts", "messages")
NEEDS = ("accounts", "messages")
REASONS = (Reason.NO_CALENDAR,)
VARIANTS = ()


@dataclass(frozen=True)
class Params:
    """Working days allowed by kind of message, and what counts as a formula (see `canned_answer`)."""

    question_days: int
    complaint_days: int
    suggestion_days: int
    other_days: int
    canned_patterns: tuple[str, ...]
    canned_max_chars: int


@dataclass(frozen=True)
class Facts:
    """`working_days` waited, `limit` allowed. `state`: none, automatic, canned or transferred_late."""

    received_on: date
    working_days: int
    limit: int
    kind: str
    state: str


def find(shard: Shard, params: Params) -> Detection:
    """One finding for each overdue message of a judged account."""
    messages = with_state(
        messages_of_judged(shard), patterns=params.canned_patterns, max_chars=params.canned_max_chars
    ).filter(pl.col("state") != "real")
    until = pl.coalesce("transferred_on", pl.lit(shard.today))
    end, calendar = pl.col("until"), shard.calendar
    owed = with_limit(messages, _limits(params), calendar).with_columns(until=until).with_columns(
        overdue=exceeded(end, calendar), working_days=elapsed(end, calendar)
    )  # fmt: skip
    unknown = no_calendar(owed.filter(pl.col("overdue").is_null()), "until")
    return detection(_findings(owed.filter("overdue"), shard), unknown)


def _findings(overdue: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    late = pl.col("transferred_on").is_not_null()
    return overdue.select(
        "account_id",
        subject="message_id",
        evidence=evidence("messages", "message_id", "received_at", instant("received_at", shard.timezone)),
        received_on="received_on",
        working_days="working_days",
        limit="limit",
        kind="kind",
        state=pl.when(late).then(pl.lit("transferred_late")).otherwise("state"),
    )


def _limits(params: Params) -> Mapping[str, int]:
    return {
        "question": params.question_days,
        "complaint": params.complaint_days,
        "suggestion": params.suggestion_days,
        "other": params.other_days,
    }
