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
    parts = [_of_one(metrics, group) for group in accounts.partition_by("platform", maintain_order=True)]
    return pl.concat([pl.DataFrame(schema=COMMON_GAIN_SCHEMA), *parts]).sort("platform", "date")


def _of_one(metrics: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """One platform at a time, so that a nation fits."""
    known = metrics.select("account_id", "date", "followers").filter(pl.col("followers").is_not_null())
    ordered = known.join(accounts.select("account_id"), on="account_id", how="semi").sort("account_id", "date")
    day_before = pl.col("date").diff().over("account_id") == pl.duration(days=1)
    gains = ordered.with_columns(gain=pl.col("followers").diff().over("account_id").cast(pl.Float64)).filter(day_before)
    own = gains.with_columns(x=log_gain(pl.col("gain")))
    modes = (
        own.with_columns(x=pl.col("x") - pl.col("x").median().over("account_id"))
        .group_by("date")
        .agg(mode=pl.col("x").median(), accounts=pl.len().cast(pl.Int64))
    )
    platform = pl.lit(accounts["platform"][0], pl.String)
    return (
        modes.filter(pl.col("accounts") >= LEAST_ACCOUNTS).with_columns(platform=platform).select(*COMMON_GAIN_SCHEMA)
    )
