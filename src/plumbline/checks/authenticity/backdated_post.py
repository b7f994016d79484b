"""Posts whose displayed date is contradicted by the platform's own number, by the first sighting, or by their counters.

Method: on platforms whose post ids hold the time (`series.id_clocks`: Weibo since 2012, X), the displayed time is
compared with it. Earlier by more than `minutes` without an edit mark is back-dated: high confidence from `sure_hours`
on, medium below. That presupposes ids of the platform: at least `agreeing` posts of the account whose id goes with
the displayed time, and at most `most_pct` percent that differ, fewer of them wild (no time at all, `draft_days`
before, in the future) than back-dated. Otherwise, and for whole hours (a time zone) or a date without a time of day,
it is told as the collector's matter (`collector`). Later than the id by `draft_days` is told as a draft
(`scheduled`): scheduling is legitimate. Displayed later than first seen (`seen_before`, with the same two conditions
on the account's sightings), or first seen `late_days` after the displayed date although a whole look lay in between,
and not with more than `bulk_posts` others (`appeared_late`). Reads that fall by `fall_pct` (`counter_fell`), daily
figures that end in 0 or 5 more often than chance allows (`rounded`). One finding an account, month and variant;
`collector` one an account.

Blind spots: accounts with neither a clock in the ids nor a record of first sightings pass in silence; those that
back-date most of their posts cannot be told from a collector's mistake; back-dating by whole hours up to 14; a date
that the platform itself changed; figures faked without round numbers. Parts against totals are not compared: no two
columns of a dossier are bound by an identity that platforms keep (sources of WeChat reads do not add up to the
whole).
"""

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.clock_gaps import against_ids, against_sightings, appeared_late, in_words
from plumbline.series.counters import falls, rounded
from plumbline.series.standing import judged
from plumbline.series.watching import SEEN, local_day

KIND = "account_check"
READS = ("accounts", "posts", "clocks", "coverage", "post_metrics", "metrics")
NEEDS = ("accounts", "posts")
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("collector", "scheduled", "seen_before", "appeared_late", "counter_fell", "rounded")
_ROWS = {"account_id": pl.String(), "post_id": pl.String(), "variant": pl.String(), "confidence": pl.String(),
         "month": pl.Date(), "seconds": pl.Int64(), "shown": pl.String(), "other": pl.String(),
         "field": pl.String()}  # fmt: skip


@dataclass(frozen=True)
class Params:
    """Differences in minutes, hours and days; `least` the smallest fall and `period_days` how far back posts count.

    `agreeing` posts at least go with their id (or sighting) and at most `most_pct` percent do not, else nobody is
    accused. More than `bulk_posts` of an account first seen late on one day are an import of old posts. `digits_least`
    daily figures at least, and `digits_p_exponent`: p below ten to the minus that, for `rounded`.
    """

    minutes: int
    sure_hours: int
    draft_days: int
    late_days: int
    bulk_posts: int
    agreeing: int
    most_pct: int
    fall_pct: int
    least: int
    digits_least: int
    digits_p_exponent: int
    period_days: int


@dataclass(frozen=True)
class Facts:
    """`posts` in that month (`collector`: in the whole period); `month` as 2026-03 (`collector`: the latest);
    `difference` of the worst in words; `shown` its displayed time (or the counter before), `other` the time that
    contradicts it (or the counter after)."""

    posts: int
    month: str
    difference: str
    shown: str
    other: str


def find(shard: Shard, params: Params) -> Detection:
    """Dates and counters that cannot be as shown."""
    since = shard.today - timedelta(days=params.period_days)
    accounts = judged(shard.table("accounts")).select("account_id")
    parts = [_by_clock(shard, params), _seen_before(shard, params), _late(shard, params), _fallen(shard, params),
             _rounded(shard, params)]  # fmt: skip
    rows = pl.concat([pl.DataFrame(schema=_ROWS), *(part.select(*_ROWS) for part in parts)])
    found = rows.join(accounts, on="account_id", how="semi").filter(pl.col("month") >= since.replace(day=1))
    return detection(_grouped(found))


def _moment(column: str, timezone: str) -> pl.Expr:
    return pl.col(column).dt.convert_time_zone(timezone).dt.strftime("%Y-%m-%d %H:%M")


def _shown(rows: pl.DataFrame, shard: Shard, *, confidence: pl.Expr, field: str) -> pl.DataFrame:
    zone = shard.timezone
    month = local_day(pl.col("posted_at"), zone).dt.month_start()
    return rows.with_columns(
        month=month, shown=_moment("posted_at", zone), other=_moment("against", zone), confidence=confidence,
        field=pl.lit(field),
    )  # fmt: skip


def _by_clock(shard: Shard, params: Params) -> pl.DataFrame:
    """Differences from the id's clock: back-dated posts, the collector's own mistakes, drafts."""
    rows = against_ids(
        shard.table("clocks"), as_of=shard.as_of, timezone=shard.timezone, minutes=params.minutes,
        draft_days=params.draft_days, agreeing=params.agreeing, most_pct=params.most_pct,
    )  # fmt: skip
    sure = pl.when(pl.col("seconds") >= 3600 * params.sure_hours).then(pl.lit("high")).otherwise(pl.lit("medium"))
    confidence = pl.when(pl.col("variant").is_null()).then(sure).otherwise(pl.lit("low"))
    return _shown(rows, shard, confidence=confidence, field="posted_at")


def _seen_before(shard: Shard, params: Params) -> pl.DataFrame:
    """Posts that show a later time than the one at which they were already seen."""
    rows = against_sightings(
        shard.table("clocks"), as_of=shard.as_of, minutes=params.minutes, agreeing=params.agreeing,
        most_pct=params.most_pct,
    )  # fmt: skip
    medium = pl.when(pl.col("variant") == "seen_before").then(pl.lit("medium")).otherwise(pl.lit("low"))
    return _shown(rows, shard, confidence=medium, field="posted_at")


def _late(shard: Shard, params: Params) -> pl.DataFrame:
    """Posts that a whole look after their displayed day did not see."""
    looks = shard.table("coverage").filter(pl.col("outcome").is_in(SEEN)).select("account_id", "started_at", "ended_at")
    rows = appeared_late(shard.table("clocks"), looks, days=params.late_days, bulk=params.bulk_posts)
    return _shown(rows, shard, confidence=pl.lit("low"), field="first_seen_at")


def _fallen(shard: Shard, params: Params) -> pl.DataFrame:
    """Reads that fall: nobody can take a read back, so the platform or somebody else took some away."""
    found = falls(shard.table("post_metrics"), fall_pct=params.fall_pct, least=params.least)
    return found.filter(pl.col("counter") == "reads").select(
        "account_id", "post_id", pl.lit("counter_fell").alias("variant"), pl.lit("low").alias("confidence"),
        month=local_day(pl.col("observed_at"), shard.timezone).dt.month_start(),
        seconds=pl.col("before") - pl.col("after"), shown=pl.col("before").cast(pl.String),
        other=pl.col("after").cast(pl.String), field=pl.lit("reads"),
    )  # fmt: skip


def _rounded(shard: Shard, params: Params) -> pl.DataFrame:
    """Daily reads that end in 0 or 5 too often."""
    rows = []
    daily = shard.table("metrics").filter(pl.col("reads").is_not_null()).sort("account_id", "date")
    for (account,), own in daily.partition_by("account_id", as_dict=True).items():
        said = rounded(own["reads"].to_numpy(), least=params.digits_least)
        if said and said[0] > 20 and said[1] < 10.0**-params.digits_p_exponent:
            month = own["date"].dt.month_start().max()
            rows.append((account, None, "rounded", "low", month, said[0], f"{said[0]}%", "20%", "reads"))
    return pl.DataFrame(rows, schema=_ROWS, orient="row")


def _grouped(rows: pl.DataFrame) -> pl.DataFrame:
    """One finding an account, month and variant (`collector`: an account), with the worst post."""
    by = ["account_id", "variant", "span"]
    whole = pl.when(pl.col("variant").fill_null("") != "collector").then("month")
    order = rows.with_columns(span=whole).sort(
        *by, "seconds", "post_id", "other", descending=[False, False, False, True, False, False]
    )
    worst = order.unique([*by, "post_id"], keep="first", maintain_order=True)
    found = worst.group_by(by, maintain_order=True).agg(
        posts=pl.len().cast(pl.Int64), sure=(pl.col("confidence") == "high").any(),
        medium=(pl.col("confidence") == "medium").any(), post=pl.col("post_id").first(), month=pl.col("month").max(),
        **{name: pl.col(name).first() for name in ("seconds", "shown", "other", "field")},
    )  # fmt: skip
    return _told(found.with_columns(month=pl.col("month").dt.strftime("%Y-%m"))).pipe(_placed)


def _told(found: pl.DataFrame) -> pl.DataFrame:
    """The columns of a finding, and `where` and `field` of its evidence."""
    confidence = pl.when("sure").then(pl.lit("high")).when("medium").then(pl.lit("medium")).otherwise(pl.lit("low"))
    variant, month = pl.col("variant").fill_null("backdated"), pl.col("month")
    table = pl.when(pl.col("post").is_null()).then(pl.lit("metrics")).when(variant == "counter_fell")
    subject = pl.when(variant == "collector").then(variant).otherwise(pl.concat_str(variant, pl.lit(" "), month))
    plain = variant.is_in(["counter_fell", "rounded"])
    difference = pl.when(plain).then(pl.col("seconds").cast(pl.String)).otherwise(in_words(pl.col("seconds")))
    return found.select(
        "account_id", "variant", "posts", "month", "shown", "other", "field",
        post_id=pl.when(pl.col("posts") == 1).then("post"), subject=subject, confidence=confidence,
        evidence=evidence("posts", pl.coalesce("post", month), "posted_at", pl.col("shown")),
        difference=difference, where=table.then(pl.lit("post_metrics")).otherwise(pl.lit("posts")),
    )  # fmt: skip


def _placed(found: pl.DataFrame) -> pl.DataFrame:
    """Name the table and the field of the evidence."""
    place = pl.col("evidence").list.first().struct
    item = pl.struct(
        table=pl.col("where"), key=place.field("key"), field=pl.col("field"), start=place.field("start"),
        end=place.field("end"), quote=place.field("quote"),
    )  # fmt: skip
    return found.with_columns(evidence=pl.concat_list(item)).drop("where", "field")
