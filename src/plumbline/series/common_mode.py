"""What the followers of most accounts of a platform did on one day: purges, re-counts, the platform's own campaigns."""

import polars as pl

from plumbline.domain.check import COMMON_GAIN_SCHEMA

LEAST_ACCOUNTS = 8
"""Fewer accounts than this say nothing of a platform."""


def log_gain(gain: pl.Expr) -> pl.Expr:
    """A gain or a loss on a logarithmic scale: sign(gain) · log(1 + |gain|)."""
    return gain.sign() * (gain.abs() + 1).log()


def common_gain(metrics: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """`COMMON_GAIN_SCHEMA`, sorted: by platform and day the median over accounts of the day's gain on a log scale.

    `metrics` and `accounts`: contract tables. Of each account its own median day is taken off first. Only gains from
    one day to the next count.
    """
    known = metrics.filter(pl.col("followers").is_not_null()).select("account_id", "date", "followers")
    ordered = known.sort("account_id", "date")
    day_before = pl.col("date").diff().over("account_id") == pl.duration(days=1)
    gains = ordered.with_columns(gain=pl.col("followers").diff().over("account_id").cast(pl.Float64)).filter(day_before)
    own = gains.with_columns(x=log_gain(pl.col("gain"))).with_columns(
        x=pl.col("x") - pl.col("x").median().over("account_id")
    )
    placed = own.join(accounts.select("account_id", "platform"), on="account_id", how="inner")
    modes = placed.group_by("platform", "date").agg(mode=pl.col("x").median(), accounts=pl.len().cast(pl.Int64))
    return modes.filter(pl.col("accounts") >= LEAST_ACCOUNTS).select(*COMMON_GAIN_SCHEMA).sort("platform", "date")
