"""Silences: the gaps between consecutive natural days on which an account published something by a person."""

from datetime import date

import polars as pl

from plumbline.domain.check import PAUSE_DAYS, Shard
from plumbline.series.standing import last_published

PUBLISHED_KINDS = ("post", "repost")


def published_days(activity: pl.DataFrame) -> pl.DataFrame:
    """Published days in order of account and day: `account_id`, `day`, `last_at`. Sorts only what is not in order."""
    days = activity.filter(pl.col("sort") == "published").select("account_id", "day", "last_at")
    return days if _in_order(days) else days.sort("account_id", "day")


def silences(shard: Shard, *, longer_than: int) -> pl.DataFrame:
    """Every silence of more than `longer_than` natural days in the shard, the one that lasts until today among them.

    Columns as `silences_of`. Reads the prepared pauses where they are fine enough, else all days of `activity`.
    """
    prepared = {"latest", "pauses"} <= shard.tables.keys() and longer_than >= PAUSE_DAYS - 1
    if not prepared:
        return silences_of(shard.table("activity"), longer_than=longer_than, today=shard.today)
    lasting = last_published(shard).with_columns(next_on=pl.lit(None, pl.Date()))
    pauses = pl.concat([shard.table("pauses"), lasting.select("account_id", "last_on", "last_at", "next_on")])
    return _longer(pauses, longer_than, shard.today)


def silences_of(activity: pl.DataFrame, *, longer_than: int, today: date) -> pl.DataFrame:
    """The same from the days themselves.

    Columns: `account_id`, `last_on` (Date, the last day of publishing before it), `last_at` (Datetime UTC, the last
    post of that day), `next_on` (Date, the day it ended; null while it lasts), `days` (Int64, `last_on` to `next_on`
    or to `today`).
    """
    following = pl.when(pl.col("account_id") == pl.col("account_id").shift(-1)).then(pl.col("day").shift(-1))
    gaps = published_days(activity).with_columns(next_on=following).rename({"day": "last_on"})
    return _longer(gaps, longer_than, today)


def _longer(gaps: pl.DataFrame, longer_than: int, today: date) -> pl.DataFrame:
    length = (pl.col("next_on").fill_null(today) - pl.col("last_on")).dt.total_days()
    found = gaps.with_columns(days=length).filter(pl.col("days") > longer_than)
    return found.select("account_id", "last_on", "last_at", "next_on", "days")


def with_post(found: pl.DataFrame, shard: Shard, *, automatic: bool = False) -> pl.DataFrame:
    """Add `post_id` and `posted_text` of the post at (`account_id`, `last_at`), the smallest id in that second.

    `posted_text` is the local time as ISO text. Reads the lazy posts only when something was found.
    """
    moments = found.select("account_id", "last_at").drop_nulls().unique()
    if moments.is_empty():
        return found.with_columns(post_id=pl.lit(None, pl.String()), posted_text=pl.lit(None, pl.String()))
    posts = _posts_at(shard.posts, moments, automatic=automatic).with_columns(
        posted_text=pl.col("posted_at").dt.convert_time_zone(shard.timezone).dt.strftime("%Y-%m-%dT%H:%M:%S%:z")
    )
    return found.join(posts.drop("posted_at"), on=["account_id", "last_at"], how="left")


def _posts_at(posts: pl.LazyFrame, moments: pl.DataFrame, *, automatic: bool) -> pl.DataFrame:
    """`account_id`, `last_at`, `post_id`, `posted_at` of one post a moment.

    The times alone are looked through first: of a nation's posts little else then has to be read.
    """
    second = pl.col("posted_at").dt.truncate("1s")
    at_some = posts.filter(second.is_in(moments["last_at"].unique().implode())).collect(engine="streaming")
    return (
        at_some.filter(
            pl.col("kind").fill_null("post").is_in(PUBLISHED_KINDS),
            pl.col("automatic").fill_null(value=False) == automatic,
        )
        .select("account_id", "post_id", "posted_at", last_at=second)
        .join(moments, on=["account_id", "last_at"], how="semi")
        .group_by("account_id", "last_at")
        .agg(pl.col("post_id").min(), pl.col("posted_at").sort_by("post_id").first())
    )


def _in_order(days: pl.DataFrame) -> bool:
    """Whether rows stand by account, then day: one pass, where sorting again would cost many."""
    account, day = pl.col("account_id"), pl.col("day")
    same = account == account.shift(-1)
    return not days.select(((account > account.shift(-1)) | (same & (day >= day.shift(-1)))).any()).item()
