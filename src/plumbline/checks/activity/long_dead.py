"""An account on which nothing was published for so long that it belongs on the list for clean-up.

Method: counts natural days without a published post in one unbroken watched stretch that reaches the inspection.
The stretch may be shorter than the silence (the collector was blind before it): then the days counted are those
watched, the finding says from when, and the true silence is longer. Without a coverage table the silence is taken
as seen; if nothing was ever published it counts from the opening.

Blind spots: an account that was looked at too seldom or too briefly to prove the whole time; a revival on a
platform or under a name that is not registered; posts that were deleted before anybody looked.
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
VARIANTS = ()


@dataclass(frozen=True)
class Params:
    """`dead_days`: natural days of silence beyond which an account is dead. `bridge_hours`: holes that do not count."""

    dead_days: int
    bridge_hours: int


@dataclass(frozen=True)
class Facts:
    """`watched_since`: first day of the watched stretch, if it began after the last post; then `days` is a minimum."""

    last_on: date | None
    days: int
    watched_since: date | None


def find(shard: Shard, params: Params) -> Detection:
    """Dead accounts of the shard, and abstentions where so long a silence cannot be seen."""
    silent = _silent(shard, params)
    dated = silent.filter(pl.col("since").is_not_null() | pl.lit(shard.has("coverage")))
    undated = silent.join(dated, on="account_id", how="anti").select(
        "account_id", reason=pl.lit(Reason.NOT_COLLECTED.value)
    )
    watched = keep_watched(dated, shard, bridge_hours=params.bridge_hours)
    first = pl.lit(shard.today - timedelta(days=params.dead_days)).alias("first")
    hidden = may_hide_a_post(watched.spans.with_columns(first, last=pl.lit(shard.today)), shard)
    found = _watched_since(without(watched.spans, hidden), shard, params)
    return detection(_findings(found, shard), pl.concat([undated, watched.abstentions, hidden], how="diagonal"))


def _silent(shard: Shard, params: Params) -> pl.DataFrame:
    """Accounts silent and open for longer than `dead_days`, with the window that must have been watched."""
    silent = silent_accounts(shard, longer_than=params.dead_days).with_columns(
        since=pl.coalesce("last_on", "opened_on")
    )
    age = (pl.lit(shard.today) - pl.col("since")).dt.total_days()
    window = shard.today - timedelta(days=params.dead_days)
    return silent.filter((age > params.dead_days).fill_null(value=True)).with_columns(
        start=day_before(window, shard.timezone), end=pl.lit(shard.as_of).cast(pl.Datetime("us", "UTC"))
    )


def _watched_since(found: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    """Add `watched_since`, null if the account was watched since its last post or opening."""
    watched = watched_until(stretches_of(found, shard, bridge_hours=params.bridge_hours), shard.as_of)
    first_watched = local_day(pl.col("watched_from"), shard.timezone)
    later = pl.col("since").is_null() | (first_watched > pl.col("since"))
    return found.join(watched, on="account_id", how="left").with_columns(
        watched_since=pl.when(later).then(first_watched)
    )


def _findings(found: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    last_post = evidence("posts", "post_id", "posted_at", "posted_text")
    opened = evidence("accounts", "account_id", "opened_on", "opened_on")
    return with_post(found, shard).select(
        "account_id",
        subject=pl.col("last_on").cast(pl.String()).fill_null(""),
        evidence=pl.when(pl.col("last_on").is_null()).then(opened).otherwise(last_post),
        last_on="last_on",
        days=(pl.lit(shard.today) - pl.coalesce("watched_since", "since")).dt.total_days(),
        watched_since="watched_since",
    )
