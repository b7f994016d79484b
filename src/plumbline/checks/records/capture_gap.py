"""Holes in the record: times in which nobody watched an account, and posts that were missed when they were published.

Method: from the first row of its `coverage` on, every span of more than `gap_days` days that no successful look covers
is a hole, whether the ledger says blind, not tried, or nothing; all holes of an account that end in the last
`period_days` days are one finding. The variant `missed` counts posts that were first seen `late_hours` or more after
their time although at least `looks` successful looks began and ended in between; more than `bulk_posts` of one day are
a collection of old posts. An account without any row is abstained from. This is a fault of the watching and never of
the account: it says how far the other checks can be trusted.

Blind spots: a look that is noted as seen and saw only half; accounts that are not registered; how much was published in
a hole. A post whose time was set back looks like one that was missed (`authenticity.backdated_post`).
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.judgement import FINDING_COLUMNS
from plumbline.domain.vocabulary import Reason
from plumbline.series.standing import judged
from plumbline.series.unwatched import holes
from plumbline.series.watching import SEEN, local_day

KIND = "account_check"
READS = ("accounts", "posts", "coverage", "altered")
NEEDS = ("accounts", "coverage")
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS = ("missed",)
SHOWN = 5
SLACK = timedelta(minutes=10)


@dataclass(frozen=True)
class Params:
    """Days of a hole and of the period; hours (a day at least) and looks after which a post was missed; posts of one
    day at most."""

    gap_days: int
    period_days: int
    late_hours: int
    looks: int
    bulk_posts: int


@dataclass(frozen=True)
class Facts:
    """How many holes, or posts missed; the longest hole, or the time until the worst was seen, from day to day and in
    days; what the ledger says of it: blind, not_tried, no_look; or missed."""

    number: int
    from_on: date
    to_on: date
    days: int
    total_days: int
    ledger: str


def find(shard: Shard, params: Params) -> Detection:
    """Accounts whose record has holes."""
    accounts = judged(shard.table("accounts")).select("account_id")
    coverage = shard.table("coverage").join(accounts, on="account_id", how="semi")
    known = coverage.filter(pl.col("started_at") <= shard.as_of).select("account_id").unique()
    never = accounts.join(known, on="account_id", how="anti").select(
        "account_id", reason=pl.lit(Reason.NOT_COLLECTED.value)
    )
    found = pl.concat([_gaps(coverage, shard, params), _missed(coverage, accounts, shard, params)])
    return detection(found, never)


def _gaps(coverage: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    since = shard.as_of - timedelta(days=params.period_days)
    rows = holes(coverage, as_of=shard.as_of, days=params.gap_days).filter(pl.col("end") > since)
    length = pl.col("end") - pl.col("start")
    quote = pl.format("{} → {} ({})", _moment("start", shard), _moment("end", shard), "outcome")
    told = rows.with_columns(length=length, item=_item("coverage", pl.col("account_id"), "outcome", quote))
    grouped = told.sort("account_id", "length", "start", descending=[False, True, False]).group_by(
        "account_id", maintain_order=True
    )
    return _findings(
        grouped.agg(
            number=pl.len(), start=pl.col("start").first(), end=pl.col("end").first(),
            total=pl.col("length").sum(), outcome=pl.col("outcome").first(), items=pl.col("item").head(SHOWN),
        ),
        None, shard,
    )  # fmt: skip


def _missed(coverage: pl.DataFrame, accounts: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    """Posts that were first seen late although somebody looked after they were published."""
    first, posted = pl.col("first_seen_at"), pl.col("posted_at")
    since = shard.as_of - timedelta(days=params.period_days)
    late = (
        shard.table("altered").join(accounts, on="account_id", how="semi")
        .filter(pl.col("kind").is_in(["post", "repost"]), first <= shard.as_of, first > since)
        .filter(first - posted >= timedelta(hours=params.late_hours))
        .with_columns(together=pl.len().over("account_id", local_day(first, shard.timezone)))
        .filter(pl.col("together") <= params.bulk_posts)
    )  # fmt: skip
    seen = coverage.filter(pl.col("outcome").is_in(SEEN)).select("account_id", "started_at", "ended_at")
    between = (pl.col("started_at") >= posted + SLACK) & (pl.col("ended_at") < first - SLACK)
    looked = late.join(seen, on="account_id").filter(between).group_by("account_id", "post_id").len(name="looks")
    rows = late.join(looked.filter(pl.col("looks") >= params.looks), on=["account_id", "post_id"], how="semi")
    quote = pl.format("{} → {}", _moment("posted_at", shard), _moment("first_seen_at", shard))
    told = rows.with_columns(length=first - posted, item=_item("posts", pl.col("post_id"), "first_seen_at", quote))
    grouped = told.sort("account_id", "length", "post_id", descending=[False, True, False]).group_by(
        "account_id", maintain_order=True
    )
    return _findings(
        grouped.agg(
            number=pl.len(), start=posted.first(), end=first.first(), total=pl.col("length").first(),
            outcome=pl.lit("missed").first(), items=pl.col("item").head(SHOWN),
        ),
        "missed", shard,
    )  # fmt: skip


def _findings(grouped: pl.DataFrame, variant: str | None, shard: Shard) -> pl.DataFrame:
    length = pl.col("end") - pl.col("start")
    return grouped.select(
        "account_id", subject=pl.lit(variant or "holes"), variant=pl.lit(variant, pl.String),
        confidence=pl.lit("medium" if variant else "high"),
        evidence=pl.col("items").cast(FINDING_COLUMNS["evidence"]), number=pl.col("number").cast(pl.Int64),
        from_on=local_day(pl.col("start"), shard.timezone), to_on=local_day(pl.col("end"), shard.timezone),
        days=length.dt.total_days(), total_days=pl.col("total").dt.total_days(), ledger=pl.col("outcome"),
    )  # fmt: skip


def _moment(column: str, shard: Shard) -> pl.Expr:
    return pl.col(column).dt.convert_time_zone(shard.timezone).dt.strftime("%Y-%m-%d %H:%M")


def _item(table: str, key: pl.Expr, field: str, quote: pl.Expr) -> pl.Expr:
    none = pl.lit(None, pl.Int64)
    return pl.struct(table=pl.lit(table), key=key, field=pl.lit(field), start=none, end=none, quote=quote)
