"""A shard's posts reduced to account-months, with all that is told of them later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from plumbline.series.engagement_months import KINDS, account_months, measured, norms_of
from plumbline.series.engagement_posts import TARGETS, posts_of
from plumbline.series.engagement_shown import exhibits
from plumbline.series.standing import judged

EMPTY: dict[str, pl.DataType] = {
    "account_id": pl.String(), "month": pl.Date(), "platform": pl.String(), "pool": pl.String(), "design": pl.String(),
    "posts": pl.Int64(), "capped": pl.Int64(), "declared": pl.Int64(), "judged": pl.Boolean(), "example": pl.String(),
    "unnamed_pct": pl.Int64(), "most": pl.Int64(), "shown": pl.String(),
    **{f"n_{target}": pl.Int64() for target in TARGETS},
    **{f"{kind}_{target}": pl.Float64() for target in TARGETS for kind in KINDS},
}  # fmt: skip
"""One row an account and month, `judged` or compared with; and one with `month` null for each judged account: `most`
posts with counts in a month that is judged (null: none; 0: all in campaigns), `shown` the plots laid by for it."""
UNNAMED = ("5", "other", "其他", "其它")
"""Codes of WeChat, and words, for reads that came from no source the platform names."""
WHOLE = "99999999"
_AFTER = 3
"""Days after a campaign in which it still explains counts."""
_EAST = 8 * 3600


@dataclass(frozen=True)
class Settings:
    """Least posts and median count of a month, months judged besides the current one, days until counts are ripe."""

    least_posts: int
    least_count: int
    period_months: int
    ripe_days: int
    as_of: datetime
    today: date

    @property
    def first(self) -> date:
        """The first month that is judged."""
        index = self.today.year * 12 + self.today.month - 1 - self.period_months
        return date(index // 12, index % 12 + 1, 1)


def summary_of(tables: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    """`EMPTY`'s columns from accounts, units, metrics, figures, peer_norms, inflows, campaigns (contract and prepared
    tables)."""
    accounts = judged(tables["accounts"])
    metrics = tables["metrics"].filter(pl.col("date") <= settings.today)
    ripe_by = settings.as_of - timedelta(days=settings.ripe_days)
    every = posts_of(tables["figures"], accounts, tables["units"], metrics, ripe_by=ripe_by)
    said = _declared(every, tables["campaigns"])
    norms = norms_of(tables["peer_norms"])
    posts = measured(said.filter(~pl.col("declared")), norms)
    months = account_months(posts, least_posts=settings.least_posts, least_count=settings.least_count)
    told = months.with_columns(judged=pl.col("month") >= settings.first)
    full = (
        told.join(_numbers(said), on=["account_id", "month"], how="left")
        .join(_examples(tables["figures"]), on=["account_id", "month"], how="left")
        .join(_unnamed(tables["inflows"], settings), on=["account_id", "month"], how="left")
    )
    most = _most(said, settings)
    shown = exhibits(posts, told, norms)
    states = (
        accounts.select("account_id", "platform")
        .join(most, on="account_id", how="left")
        .join(shown, on="account_id", how="left")
    )
    both = pl.concat([_whole(full), _whole(states)])
    return both.sort("account_id", "month", nulls_last=True)


def _whole(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col(name).cast(kind) if name in rows.columns else pl.lit(None, kind).alias(name)
        for name, kind in EMPTY.items()
    )


def _declared(posts: pl.DataFrame, campaigns: pl.DataFrame) -> pl.DataFrame:
    """With `declared`: published in a declared campaign of the account, or up to three days after."""
    numbered = posts.with_row_index("row")
    begin = pl.col("started_on").cast(pl.Int64)
    spans = campaigns.select("account_id", begin=begin, end=pl.col("ended_on").cast(pl.Int64).fill_null(begin) + _AFTER)
    days = numbered.select("account_id", "row", day=(pl.col("at") + _EAST) // 86_400)
    within = days.join(spans, on="account_id").filter(pl.col("day").is_between("begin", "end"))["row"].unique()
    return numbered.with_columns(declared=pl.col("row").is_in(within.implode())).drop("row")


def _numbers(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.group_by("account_id", "month").agg(declared=pl.col("declared").sum().cast(pl.Int64))


def _examples(figures: pl.DataFrame) -> pl.DataFrame:
    return (
        figures.sort("account_id", "month", "kind")
        .unique(["account_id", "month"], keep="first")
        .select("account_id", "month", "example")
    )


def _unnamed(inflows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Percent of a month's reads that came from no named source."""
    reads = inflows.filter(
        pl.col("measure") == "reads", pl.col("source") != WHOLE, pl.col("date") <= settings.today
    ).with_columns(month=pl.col("date").dt.month_start())
    unnamed = pl.col("number").filter(pl.col("source").is_in(UNNAMED)).sum()
    sums = reads.group_by("account_id", "month").agg(unnamed=unnamed, whole=pl.col("number").sum())
    return sums.filter(pl.col("whole") > 0).select(
        "account_id", "month", unnamed_pct=(100 * pl.col("unnamed") // pl.col("whole")).cast(pl.Int64)
    )


def _most(posts: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    counted = posts.filter(
        pl.col("month") >= settings.first, pl.any_horizontal(pl.col(f"n_{name}").is_not_null() for name in TARGETS)
    )
    free = counted.group_by("account_id", "month").agg(free=(~pl.col("declared")).sum())
    return free.group_by("account_id").agg(most=pl.col("free").max().cast(pl.Int64))
