"""An account on which nothing was published for longer than the limit, as seen at the time of inspection.

Method: the snapshot that inspectors take. Days of silence are the natural days from the local day of the last
published post (kind post or repost, not automatic, not dated after the inspection) to the local day of inspection;
the account is stale when they exceed `silent_days`, so that a post on the last permitted day passes. An account
opened within the limit is not old enough. If nothing was ever published, silence counts from the opening, or from
the first day of the watched stretch if that is later. With a coverage table the whole time since the last post
(without one: the whole window) must have been watched; holes shorter than `bridge_hours` between two successful
looks count as watched unless a look failed in them.

Blind spots: what was published and deleted before anybody looked; an opening day that is wrong; posts made by a
machine that does not say so; without a coverage table the dossier is taken as complete.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.silences import with_post
from plumbline.series.standing import silent_accounts
from plumbline.series.unreadable import may_hide_a_post, without
from plumbline.series.watching import day_before, keep_watched, local_day, stretches_of, watched_until

KIND = "account_check"
READS = ("accounts", "activity", "latest", "coverage", "posts", "unreadable")
NEEDS = ("accounts", "posts")
REASONS = (Reason.NOT_COLLECTED, Reason.BLIND, Reason.UNREADABLE_ROWS)
VARIANTS = ("never",)


@dataclass(frozen=True)
class Params:
    """`silent_days`: natural days that may pass without a post. `bridge_hours`: holes in coverage that do not count."""

    silent_days: int
    bridge_hours: int


@dataclass(frozen=True)
class Facts:
    """`since`: the day from which silence counts. `future_posts`: posts dated after the inspection, left out."""

    last_on: date | None
    days: int | None
    silent_days: int
    since: date | None
    status: str
    future_posts: int


def find(shard: Shard, params: Params) -> Detection:
    """Stale accounts of the shard, and abstentions for those not watched or with unreadable posts."""
    silent = _spans(_old_enough(shard, params), shard, params)
    watched = keep_watched(silent, shard, bridge_hours=params.bridge_hours)
    window = pl.lit(shard.today - timedelta(days=params.silent_days)).alias("first")
    hidden = may_hide_a_post(watched.spans.with_columns(window, last=pl.lit(shard.today)), shard)
    found = _since(without(watched.spans, hidden), shard, params)
    return detection(_findings(found, shard, params), pl.concat([watched.abstentions, hidden], how="diagonal"))


def _old_enough(shard: Shard, params: Params) -> pl.DataFrame:
    silent = silent_accounts(shard, longer_than=params.silent_days)
    age = (pl.lit(shard.today) - pl.col("opened_on")).dt.total_days()
    return silent.filter(pl.col("opened_on").is_null() | (age > params.silent_days))


def _spans(silent: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    """Add the time that must have been watched: since the last post, or the window if there is none."""
    window = shard.today - timedelta(days=params.silent_days)
    start = pl.coalesce("last_at", day_before(window, shard.timezone))
    return silent.with_columns(start=start, end=pl.lit(shard.as_of).cast(pl.Datetime("us", "UTC")))


def _since(found: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    """Add `since`: the last post's day, else the opening or the first watched day, whichever is later."""
    watched = watched_until(stretches_of(found, shard, bridge_hours=params.bridge_hours), shard.as_of)
    first_watched = local_day(pl.col("watched_from"), shard.timezone)
    since = pl.coalesce("last_on", pl.max_horizontal("opened_on", first_watched))
    return found.join(watched, on="account_id", how="left").with_columns(since=since)


def _findings(found: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    future = shard.table("activity").filter(pl.col("sort") == "future").group_by("account_id").agg(
        future_posts=pl.col("posts").sum().cast(pl.Int64)
    )  # fmt: skip
    never = pl.col("last_on").is_null()
    opened = evidence("accounts", "account_id", "opened_on", "opened_on")
    return (
        with_post(found, shard)
        .join(future, on="account_id", how="left")
        .select(
            "account_id",
            pl.when(never).then(pl.lit("never")).alias("variant"),
            subject=pl.col("last_on").cast(pl.String()).fill_null(""),
            evidence=pl.when(never).then(opened).otherwise(evidence("posts", "post_id", "posted_at", "posted_text")),
            last_on="last_on",
            days=(pl.lit(shard.today) - pl.col("since")).dt.total_days(),
            silent_days=pl.lit(params.silent_days, pl.Int64()),
            since="since",
            status="status",
            future_posts=pl.col("future_posts").fill_null(0),
        )
    )
