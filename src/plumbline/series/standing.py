"""Which accounts are judged, and when each last published."""

from datetime import date

import polars as pl

JUDGED = ("active", "closing")
"""An account being closed is owed an update until it is gone; a suspended or closed one is not judged."""


def judged(accounts: pl.DataFrame) -> pl.DataFrame:
    """The rows of `accounts` whose status is active or closing; an absent status is active."""
    return accounts.with_columns(pl.col("status").fill_null("active")).filter(pl.col("status").is_in(JUDGED))


def published_since(activity: pl.DataFrame, first: date) -> pl.DataFrame:
    """`account_id` (unique) of the accounts that published on `first` or later."""
    return activity.filter(pl.col("day") >= first, pl.col("sort") == "published").select("account_id").unique()


def last_published(activity: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """`accounts` with `last_on` (Date) and `last_at` (Datetime UTC) of the last published post (null: none)."""
    wanted = accounts.lazy().select("account_id")
    last = (
        activity.lazy()
        .filter(pl.col("sort") == "published")
        .select("account_id", "day", "last_at")
        .join(wanted, on="account_id", how="semi")
        .group_by("account_id")
        .agg(last_on=pl.col("day").max(), last_at=pl.col("last_at").max())
    )
    return accounts.lazy().join(last, on="account_id", how="left").collect()


def silent_accounts(accounts: pl.DataFrame, activity: pl.DataFrame, *, today: date, longer_than: int) -> pl.DataFrame:
    """Judged accounts with no published post in the last `longer_than` days and today.

    Adds `last_on`, `last_at` (null: never) and `days` (Int64, natural days from `last_on` to `today`).
    """
    recent = published_since(activity, _earlier(today, longer_than))
    quiet = judged(accounts).join(recent, on="account_id", how="anti")
    days = (pl.lit(today) - pl.col("last_on")).dt.total_days()
    return last_published(activity, quiet).with_columns(days=days)


def _earlier(today: date, days: int) -> date:
    return date.fromordinal(max(1, today.toordinal() - days))
