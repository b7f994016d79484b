"""Reach: audience, reads and responses by account and month. Information only: no check and no verdict knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

FIGURES = ("posts", "reads", "likes", "reposts", "comments")
REACH_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "platform": pl.String(),
    "month": pl.Date(),
    "followers": pl.Int64(),
    "gained": pl.Int64(),
    **{name: pl.Int64() for name in FIGURES},
    **{f"{name}_capped": pl.Boolean() for name in FIGURES[1:]},
    **{f"most_{name}": pl.Int64() for name in ("reads", "likes")},
}
"""One row per account and month (its first day), sorted by the two. `followers`: the last count of the month; `gained`:
that less the last count before it. Counts are sums over the month's posts as last collected or, where no post has the
figure, over the account's daily figures; null: not there.
`…_capped`: some post shows no more than the platform's display limit, so the sum is a lower bound."""

AUDIENCE_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "platform": pl.String(),
    "date": pl.Date(),
    "dimension": pl.String(),
    "bucket": pl.String(),
    "people": pl.Int64(),
    "percent": pl.Float64(),
    "few": pl.Boolean(),
    "unknown": pl.Int64(),
}
"""The latest row of `audience` in the period, word for word. `few`: under 20 people, whose number is withheld (null);
`unknown`: followers on that day that stand in no bucket shown (null: not known)."""

LEAST_PEOPLE = 20
"""A bucket with fewer people is shown as such, without its number."""


@dataclass(frozen=True)
class Reach:
    """`months` (REACH_SCHEMA) and `audience` (AUDIENCE_SCHEMA) of a period, both ends included."""

    first: date
    last: date
    months: pl.DataFrame
    audience: pl.DataFrame

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return self.months.is_empty() and self.audience.is_empty()


def reach_of(
    *,
    accounts: pl.DataFrame,
    metrics: pl.DataFrame,
    audience: pl.DataFrame,
    figures: pl.DataFrame,
    first: date,
    last: date,
    caps: Mapping[str, Mapping[str, int]],
) -> Reach:
    """What the tables of a dossier and the counts of posts (domain.check.FIGURES_SCHEMA) tell of a period.

    `caps`: by platform and figure the number at which the platform stops counting on the page.
    """
    platforms = accounts.select("account_id", "platform")
    within = figures.filter(pl.col("month").is_between(first.replace(day=1), last))
    posts = _posts(within.join(platforms, on="account_id", how="inner"), caps)
    days = _days(metrics, first, last)
    months = days.join(posts, on=["account_id", "month"], how="full", coalesce=True).with_columns(
        pl.coalesce(name, f"{name}_daily").alias(name) for name in FIGURES[1:]
    )
    known = months.join(platforms, on="account_id", how="inner")
    absent = {name: pl.lit(None, dtype) for name, dtype in REACH_SCHEMA.items() if name not in known.columns}
    return Reach(
        first,
        last,
        known.with_columns(**absent).select(*REACH_SCHEMA).sort("account_id", "month"),
        _audience(audience, metrics, platforms, first, last),
    )


def _posts(figures: pl.DataFrame, caps: Mapping[str, Mapping[str, int]]) -> pl.DataFrame:
    sums = {name: _sum(name) for name in FIGURES[1:]}
    most = {f"most_{name}": pl.col(name).list.max().max().cast(pl.Int64) for name in ("reads", "likes")}
    capped = {f"{name}_capped": _capped(name, caps).any() for name in FIGURES[1:]}
    rows = figures.group_by("account_id", "month")
    return rows.agg(posts=pl.col("at").list.len().cast(pl.Int64).sum(), **sums, **most, **capped)


def _sum(name: str) -> pl.Expr:
    """The sum over posts; null where no post has the figure."""
    there = pl.col(name).list.drop_nulls().list.len().sum() > 0
    return pl.when(there).then(pl.col(name).list.eval(pl.element().cast(pl.Int64)).list.sum().sum())


def _capped(name: str, caps: Mapping[str, Mapping[str, int]]) -> pl.Expr:
    limit = pl.col("platform").replace_strict(
        {platform: figures[name] for platform, figures in caps.items() if name in figures} or {"": 0},
        default=None, return_dtype=pl.Int64,
    )  # fmt: skip
    most = pl.col(name).list.max()
    return (most.is_between(limit, limit + 1)).fill_null(value=False)


def _days(metrics: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """The last count of followers of each month, how it differs from the last one before, and sums of daily figures."""
    known = metrics.filter(pl.col("date") <= last)
    counts = known.filter(pl.col("followers").is_not_null()).sort("account_id", "date")
    ends = counts.group_by("account_id", month=pl.col("date").dt.month_start(), maintain_order=True).agg(
        pl.col("followers").last()
    )
    before = pl.col("followers").shift(1).over("account_id")
    gains = ends.with_columns(gained=pl.col("followers") - before)
    sums = known.group_by("account_id", month=pl.col("date").dt.month_start()).agg(
        pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(f"{name}_daily") for name in FIGURES[1:]
    )
    whole = gains.join(sums, on=["account_id", "month"], how="full", coalesce=True)
    return whole.filter(pl.col("month") >= first.replace(day=1))


def _audience(
    audience: pl.DataFrame, metrics: pl.DataFrame, platforms: pl.DataFrame, first: date, last: date
) -> pl.DataFrame:
    by = ["account_id", "dimension"]
    latest = audience.filter(pl.col("date").is_between(first, last)).filter(
        pl.col("date") == pl.col("date").max().over(by)
    )
    whole = metrics.select("account_id", "date", "followers")
    rows = latest.join(platforms, on="account_id", how="inner").join(whole, on=["account_id", "date"], how="left")
    few = (pl.col("people") < LEAST_PEOPLE).fill_null(value=False)
    hidden = [pl.when(~pl.col("few")).then(name).alias(name) for name in ("people", "percent")]
    told = rows.with_columns(few=few).with_columns(hidden)
    shown = pl.when(pl.col("people").count().over(by) > 0).then(pl.col("people").sum().over(by))
    unknown = (pl.col("followers") - shown).clip(0)
    return told.with_columns(unknown=unknown).select(*AUDIENCE_SCHEMA).sort("account_id", "dimension", "bucket")
