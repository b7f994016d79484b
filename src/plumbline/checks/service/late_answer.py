"""A message that was answered, but later than the working days allowed for its kind.

Method: counts working days in (day received, day answered] by the rulebook's calendar (China's, with its swapped
holidays, in the Chinese books), against the limit for the kind of message (unknown kind: `other_days`). Only real
answers count: neither automatic nor a formula. An answer dated before its message counts as given at once. A message
that was transferred within the limit was no longer this account's to answer, and is left out.

Blind spots: an interim notice that was replaced by the final answer shows only the latter; a longer limit that was
agreed (record an exception).
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
    """`working_days` it took, `limit` allowed."""

    received_on: date
    answered_on: date
    working_days: int
    limit: int
    kind: str


def find(shard: Shard, params: Params) -> Detection:
    """One finding for each message of a judged account with a real answer that came too late."""
    messages = with_state(
        messages_of_judged(shard), patterns=params.canned_patterns, max_chars=params.canned_max_chars
    ).filter(pl.col("state") == "real")
    end, calendar = pl.col("answered_on"), shard.calendar
    answered = with_limit(messages, _limits(params), calendar).with_columns(
        late=exceeded(end, calendar) & ~pl.col("handed_on"), working_days=elapsed(end, calendar)
    )
    unknown = no_calendar(answered.filter(pl.col("late").is_null()), "answered_on")
    return detection(_findings(answered.filter("late"), shard), unknown)


def _findings(late: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    return late.select(
        "account_id",
        subject="message_id",
        evidence=evidence("messages", "message_id", "answered_at", instant("answered_at", shard.timezone)),
        received_on="received_on",
        answered_on="answered_on",
        working_days="working_days",
        limit="limit",
        kind="kind",
    )


def _limits(params: Params) -> Mapping[str, int]:
    return {
        "question": params.question_days,
        "complaint": params.complaint_days,
        "suggestion": params.suggestion_days,
        "other": params.other_days,
    }
