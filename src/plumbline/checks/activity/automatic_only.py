"""An account that only a machine keeps going: automatic posts within the limit of silence, none by a person.

Method: counts automatic posts (kind post or repost, marked automatic) on the last `silent_days` natural days and
today, for accounts without a published post on any of them. It says why an account that looks busy is stale. An
account opened within the limit is not old enough. With a coverage table no look in that time may have failed.

Blind spots: scheduled posts that are not marked automatic; a person who posts through a scheduling tool that is.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.silences import with_post
from plumbline.series.standing import silent_accounts
from plumbline.series.unreadable import may_hide_a_post, without
from plumbline.series.watching import keep_watched, local_midnight

KIND = "account_check"
READS = ("accounts", "activity", "latest", "coverage", "posts", "unreadable")
NEEDS = ("accounts", "posts")
REASONS = (Reason.NOT_COLLECTED, Reason.BLIND, Reason.UNREADABLE_ROWS)
VARIANTS = ()


@dataclass(frozen=True)
class Params:
    """`silent_days`: the limit of silence in natural days."""

    silent_days: int


@dataclass(frozen=True)
class Facts:
    """`automatic`: number of automatic posts within the limit. `last_on`: the last day a person published, if any."""

    automatic: int
    silent_days: int
    last_on: date | None


def find(shard: Shard, params: Params) -> Detection:
    """Accounts of the shard with automatic posts only."""
    window = shard.today - timedelta(days=params.silent_days)
    alone = _machines(shard, params, window).with_columns(
        start=local_midnight(pl.lit(window), shard.timezone),
        end=pl.lit(shard.as_of).cast(pl.Datetime("us", "UTC")),
        first=pl.lit(window),
        last=pl.lit(shard.today),
    )
    watched = keep_watched(alone, shard, bridge_hours=None)
    hidden = may_hide_a_post(watched.spans, shard)
    found = _findings(without(watched.spans, hidden), shard, params)
    return detection(found, pl.concat([watched.abstentions, hidden], how="diagonal"))


def _machines(shard: Shard, params: Params, window: date) -> pl.DataFrame:
    """Accounts with no published post since `window`, with count and last moment of the automatic ones."""
    silent = silent_accounts(shard, longer_than=params.silent_days).drop("last_at")
    old = silent.filter(pl.col("opened_on").is_null() | (pl.col("opened_on") < window))
    automatic = (
        shard.table("activity")
        .filter(pl.col("sort") == "automatic", pl.col("day") >= window)
        .group_by("account_id")
        .agg(automatic=pl.col("posts").sum().cast(pl.Int64), last_at=pl.col("last_at").max())
    )
    return old.join(automatic, on="account_id", how="inner")


def _findings(alone: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    return with_post(alone, shard, automatic=True).select(
        "account_id",
        evidence=evidence("posts", "post_id", "posted_at", "posted_text"),
        automatic="automatic",
        silent_days=pl.lit(params.silent_days, pl.Int64()),
        last_on="last_on",
    )
