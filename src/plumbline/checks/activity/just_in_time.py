"""An account that lets the limit of silence almost run out, again and again, and posts on the last days.

Method: counts the gaps of `window_from` to `window_to` natural days between two consecutive published days that
ended within the last `period_days`; `times` of them make a habit. With a coverage table only gaps count that were
watched: no look may have failed in them. Advice only: posting on the last permitted day is permitted.

Blind spots: an office with a fortnightly bulletin looks the same; a habit that began less than `times` gaps ago.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.silences import silences, with_post
from plumbline.series.standing import judged
from plumbline.series.watching import keep_watched, local_midnight

KIND = "account_check"
READS = ("accounts", "activity", "latest", "pauses", "coverage", "posts")
NEEDS = ("accounts", "posts")
REASONS: tuple[Reason, ...] = ()
VARIANTS = ()


@dataclass(frozen=True)
class Params:
    """Natural days between two posts (`window_from` to `window_to`), how often, and in how many days up to now."""

    window_from: int
    window_to: int
    times: int
    period_days: int


@dataclass(frozen=True)
class Facts:
    """`gaps`: the days of each gap in order of time, as ``13, 14, 14``. `last_on`: the day that ended the last one."""

    times: int
    gaps: str
    last_on: date


def find(shard: Shard, params: Params) -> Detection:
    """Accounts with a habit of posting just in time."""
    gaps = keep_watched(_spans(_gaps(shard, params), shard), shard, bridge_hours=None).spans
    habits = (
        gaps.sort("account_id", "next_on")
        .group_by("account_id", maintain_order=True)
        .agg(
            times=pl.len().cast(pl.Int64),
            gaps=pl.col("days").cast(pl.String()).str.join(", "),
            last_on=pl.col("next_on").last(),
            last_at=pl.col("last_at").last(),
        )
        .filter(pl.col("times") >= params.times)
    )
    return detection(_findings(habits, shard))


def _gaps(shard: Shard, params: Params) -> pl.DataFrame:
    accounts = judged(shard.table("accounts")).select("account_id")
    since = shard.today - timedelta(days=params.period_days)
    found = silences(shard, longer_than=params.window_from - 1)
    ended = found.filter(pl.col("next_on") >= since, pl.col("days") <= params.window_to)
    return ended.join(accounts, on="account_id", how="semi")


def _spans(gaps: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    return gaps.with_columns(start=pl.col("last_at"), end=local_midnight(pl.col("next_on"), shard.timezone))


def _findings(habits: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    """The evidence is the post before the latest gap."""
    return with_post(habits, shard).select(
        "account_id",
        evidence=evidence("posts", "post_id", "posted_at", "posted_text"),
        times="times",
        gaps="gaps",
        last_on="last_on",
    )
