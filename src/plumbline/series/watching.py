"""Where an account was watched: the union of its coverage, and which spans of time that union leaves open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from plumbline.domain.check import Shard
from plumbline.domain.vocabulary import Reason

SEEN = ("seen", "seen_nothing")
SPAN = ("account_id", "start", "end")


def watched_stretches(coverage: pl.DataFrame, *, as_of: datetime, bridge_hours: int | None) -> pl.DataFrame:
    """The union of all successful looks up to `as_of`: `account_id`, `start`, `end` (Datetime UTC), no two touching.

    A hole shorter than `bridge_hours` hours (None: any hole) between two looks, or between the last look and `as_of`,
    is bridged unless a row `blind` or `not_tried` overlaps it.
    """
    looks = _looks(coverage, as_of)
    by = "account_id"
    seen_end = pl.when("seen").then("ended_at").cum_max().forward_fill().shift(1).over(by)
    blind_end = pl.when(~pl.col("seen")).then("ended_at").cum_max().forward_fill().over(by)
    tracked = looks.with_columns(seen_end=seen_end, blind_end=blind_end).filter("seen")
    begins = pl.col("seen_end").is_null() | ~_joined(bridge_hours)
    stretches = tracked.with_columns(stretch=begins.cum_sum()).group_by(by, "stretch", maintain_order=True)
    found = stretches.agg(start=pl.col("started_at").min(), end=pl.col("ended_at").max(), real=pl.col("real").any())
    return found.filter("real").select(SPAN)


def _looks(coverage: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Rows up to `as_of` in order, and for each watched account one look that is not real, at `as_of` itself.

    A failed look that starts in the same moment as a successful one comes after it: it opens no hole before it.
    """
    rows = coverage.select(
        "account_id",
        "started_at",
        ended_at=pl.min_horizontal("ended_at", pl.lit(as_of).cast(pl.Datetime("us", "UTC"))),
        seen=pl.col("outcome").is_in(SEEN),
        real=pl.lit(value=True),
    ).filter(pl.col("started_at") <= pl.col("ended_at"))
    now = pl.lit(as_of).cast(pl.Datetime("us", "UTC"))
    ends = rows.select("account_id").unique().with_columns(
        started_at=now, ended_at=now, seen=pl.lit(value=True), real=pl.lit(value=False)
    )  # fmt: skip
    return pl.concat([rows, ends]).sort("account_id", "started_at", "seen", descending=[False, False, True])


def _joined(bridge_hours: int | None) -> pl.Expr:
    """Whether a look continues the stretch before it."""
    hole = pl.col("started_at") - pl.col("seen_end")
    short = pl.lit(value=True) if bridge_hours is None else hole < timedelta(hours=bridge_hours)
    failed = (pl.col("blind_end") > pl.col("seen_end")).fill_null(value=False)
    return (hole <= timedelta(0)) | (short & ~failed)


def open_spans(spans: pl.DataFrame, stretches: pl.DataFrame) -> pl.DataFrame:
    """Which part of each span (`account_id`, `start`, `end`, all kept) no stretch covers.

    Adds `open_from`, `open_to` (Datetime UTC, first and last moment not watched; null: watched throughout) and
    `open_days` (Int64, the time not watched in days, rounded up).
    """
    start, end = pl.max_horizontal("start", "s_start"), pl.min_horizontal("end", "s_end")
    inside = (
        spans.select(SPAN).unique()
        .join(stretches.rename({"start": "s_start", "end": "s_end"}), on="account_id", how="inner")
        .with_columns(first=start, last=end).filter(pl.col("first") <= pl.col("last"))
        .group_by(SPAN)
        .agg(
            begin=pl.col("first").min(), first_end=pl.col("last").min(),
            finish=pl.col("last").max(), last_begin=pl.col("first").max(),
            watched=(pl.col("last") - pl.col("first")).sum(),
        )
    )  # fmt: skip
    return spans.join(inside, on=SPAN, how="left").with_columns(_open()).drop(
        "begin", "first_end", "finish", "last_begin", "watched"
    )  # fmt: skip


def _open() -> list[pl.Expr]:
    unseen = pl.col("begin").is_null()
    missing = pl.col("end") - pl.col("start") - pl.col("watched").fill_null(timedelta(0))
    whole = (pl.col("begin") == pl.col("start")) & (pl.col("finish") == pl.col("end")) & (missing <= timedelta(0))
    watched = whole.fill_null(value=False)
    late, early = pl.col("begin") > pl.col("start"), pl.col("finish") < pl.col("end")
    first = pl.when(unseen | late).then("start").otherwise("first_end")
    last = pl.when(unseen | early).then("end").otherwise("last_begin")
    days = (missing.dt.total_microseconds() / timedelta(days=1).total_seconds() / 1e6).ceil().cast(pl.Int64)
    return [
        pl.when(~watched).then(first).alias("open_from"),
        pl.when(~watched).then(last).alias("open_to"),
        pl.when(~watched).then(days).otherwise(0).alias("open_days"),
    ]


def watched_until(stretches: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """`account_id` and `watched_from` (Datetime UTC): each account's watched stretch that reaches `as_of`."""
    return stretches.filter(pl.col("end") >= as_of).select("account_id", watched_from="start")


def local_midnight(day: pl.Expr, timezone: str) -> pl.Expr:
    """The first moment (Datetime UTC) of a natural day in `timezone`; an hour later where clocks skip midnight."""
    naive = day.cast(pl.Datetime("us"))
    first, later = (
        moment.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
        for moment in (naive, naive.dt.offset_by("1h"))
    )
    return pl.coalesce(first, later).dt.convert_time_zone("UTC")


def day_before(window: date, timezone: str) -> pl.Expr:
    """The last moment (Datetime UTC) before a natural day: who was watched from there on was watched the day before."""
    return local_midnight(pl.lit(window), timezone) - timedelta(microseconds=1)


def local_day(moment: pl.Expr, timezone: str) -> pl.Expr:
    """The natural day (Date) of an instant in `timezone`."""
    return moment.dt.convert_time_zone(timezone).dt.date()


@dataclass(frozen=True)
class Watched:
    """Spans that were watched throughout, and one abstention for each account with a span that was not."""

    spans: pl.DataFrame
    abstentions: pl.DataFrame


def stretches_of(spans: pl.DataFrame, shard: Shard, *, bridge_hours: int | None) -> pl.DataFrame:
    """`watched_stretches` of the accounts in `spans` only."""
    coverage = shard.table("coverage").join(spans.select("account_id").unique(), on="account_id", how="semi")
    return watched_stretches(coverage, as_of=shard.as_of, bridge_hours=bridge_hours)


def keep_watched(spans: pl.DataFrame, shard: Shard, *, bridge_hours: int | None) -> Watched:
    """Part spans (`account_id`, `start`, `end`, more) by whether the account was watched throughout.

    A dossier without a coverage table is taken as complete. An account without rows in it is `not_collected`, one
    with a hole is `blind`, from the first to the last day not watched.
    """
    if not shard.has("coverage"):
        return Watched(spans, _abstain(spans.clear(), shard))
    spread = open_spans(spans, stretches_of(spans, shard, bridge_hours=bridge_hours))
    watched = spread.filter(pl.col("open_from").is_null()).select(spans.columns)
    return Watched(watched, _abstain(spread.filter(pl.col("open_from").is_not_null()), shard))


def _abstain(spread: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    if spread.is_empty():
        return pl.DataFrame(schema={"account_id": pl.String(), "reason": pl.String(), "start": pl.Date(),
                                    "end": pl.Date(), "number": pl.Int64()})  # fmt: skip
    known = shard.table("coverage").select("account_id").unique().with_columns(known=pl.lit(value=True))
    known_here = pl.col("known").fill_null(value=False)
    rows = spread.group_by("account_id", maintain_order=True).agg(
        start=local_day(pl.col("open_from").min(), shard.timezone),
        end=local_day(pl.col("open_to").max(), shard.timezone),
        number=pl.col("open_days").sum(),
    )
    reason = pl.when(known_here).then(pl.lit(Reason.BLIND.value)).otherwise(pl.lit(Reason.NOT_COLLECTED.value))
    return rows.join(known, on="account_id", how="left").with_columns(reason=reason).drop("known")
