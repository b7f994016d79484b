"""Which accounts are judged, and when each last published."""

import polars as pl

from plumbline.domain.check import Shard

JUDGED = ("active", "closing")
"""An account being closed is owed an update until it is gone; a suspended or closed one is not judged."""


def judged(accounts: pl.DataFrame) -> pl.DataFrame:
    """The rows of `accounts` whose status is active or closing; an absent status is active."""
    return accounts.with_columns(pl.col("status").fill_null("active")).filter(pl.col("status").is_in(JUDGED))


def last_published(shard: Shard) -> pl.DataFrame:
    """`account_id`, `last_on` (Date) and `last_at` (Datetime UTC) of the last published post of each account."""
    if "latest" in shard.tables:
        return shard.table("latest").filter(pl.col("sort") == "published").drop("sort")
    days = shard.table("activity").filter(pl.col("sort") == "published").group_by("account_id")
    return days.agg(last_on=pl.col("day").max(), last_at=pl.col("last_at").max())


def silent_accounts(shard: Shard, *, longer_than: int) -> pl.DataFrame:
    """Judged accounts with no published post in the last `longer_than` days and today.

    Adds `last_on`, `last_at` (null: never) and `days` (Int64, natural days from `last_on` to today).
    """
    accounts = judged(shard.table("accounts")).join(last_published(shard), on="account_id", how="left")
    silent = accounts.with_columns(days=(pl.lit(shard.today) - pl.col("last_on")).dt.total_days())
    return silent.filter(pl.col("last_on").is_null() | (pl.col("days") > longer_than))
