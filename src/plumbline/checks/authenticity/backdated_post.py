"""Posts whose displayed date is contradicted by the platform's own number, by the first sighting, or by their counters.

Method: on platforms whose post ids hold the time (`series.id_clocks`: Weibo since 2012, X), the displayed time is
compared with it. Earlier by more than `minutes` without an edit mark is back-dated: high confidence from `sure_hours`
on, medium below. Whole hours, or more than `most_pct` of the account's posts, point to the collector's time zone or
foreign ids instead (`collector`). Later than the id by `draft_days` is told as a draft (`scheduled`): scheduling is
legitimate. Displayed later than first seen (`seen_before`), or first seen days after the displayed date although a
whole look lay in between (`appeared_late`). Reads that fall by `fall_pct` (`counter_fell`), daily figures that end in 0
or 5 more often than chance allows (`rounded`). One finding an account, month and variant.

Blind spots: platforms without a clock in the id and without a record of first sightings; a date that the platform
itself changed; times rounded to the day; figures faked without round numbers. Parts against totals are not compared: no
two columns of a dossier are bound by an identity that platforms keep (sources of WeChat reads do not add up to the
whole).
"""

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.counters import falls, rounded
from plumbline.series.standing import judged
from plumbline.series.watching import SEEN, local_day

KIND = "account_check"
READS = ("accounts", "posts", "activity", "clocks", "coverage", "post_metrics", "metrics")
NEEDS = ("accounts", "posts")
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("collector", "scheduled", "seen_before", "appeared_late", "counter_fell", "rounded")
_ROWS = {"account_id": pl.String(), "post_id": pl.String(), "variant": pl.String(), "confidence": pl.String(),
         "month": pl.Date(), "seconds": pl.Int64(), "shown": pl.String(), "other": pl.String(),
         "field": pl.String()}  # fmt: skip


@dataclass(frozen=True)
class Params:
    """Differences in minutes, hours and days; `least` the smallest fall and `period_days` how far back posts count.

    More than `bulk_posts` of an account first seen late on one day are an import of old posts. `digits_least` daily
    figures at least, and `digits_p_exponent`: p below ten to the minus that, for `rounded`.
    """

    minutes: int
    sure_hours: int
    draft_days: int
    late_days: int
    bulk_posts: int
    most_pct: int
    fall_pct: int
    least: int
    digits_least: int
    digits_p_exponent: int
    period_days: int


@dataclass(frozen=True)
class Facts:
    """`posts` in that month; `month` as 2026-03; `difference` of the worst in words; `shown` its displayed time (or the
    counter before), `other` the time that contradicts it (or the counter after)."""

    posts: int
    month: str
    difference: str
    shown: str
    other: str


def find(shard: Shard, params: Params) -> Detection:
    """Dates and counters that cannot be as shown."""
    since = shard.today - timedelta(days=params.period_days)
    accounts = judged(shard.table("accounts")).select("account_id")
    parts = [*_by_clock(shard, params), _seen_before(shard, params), _late(shard, params), _fallen(shard, params),
             _rounded(shard, params)]  # fmt: skip
    rows = pl.concat([pl.DataFrame(schema=_ROWS), *(part.select(*_ROWS) for part in parts)])
    found = rows.join(accounts, on="account_id", how="semi").filter(pl.col("month") >= since.replace(day=1))
    return detection(_grouped(found))


def _rows(shard: Shard) -> pl.DataFrame:
    published = pl.col("kind").is_in(["post", "repost"]) | pl.col("kind").is_null()
    zone = shard.timezone
    return shard.table("clocks").filter(published).with_columns(
        month=local_day(pl.col("posted_at"), zone).dt.month_start(), shown=_moment("posted_at", zone)
    )  # fmt: skip


def _moment(column: str, timezone: str) -> pl.Expr:
    return pl.col(column).dt.convert_time_zone(timezone).dt.strftime("%Y-%m-%d %H:%M")


def _by_clock(shard: Shard, params: Params) -> list[pl.DataFrame]:
    """Differences from the id's clock: back-dated posts, the collector's own mistakes, drafts."""
    gap = (pl.col("id_at") - pl.col("posted_at")).dt.total_seconds()
    sound = pl.col("id_at") <= shard.as_of + timedelta(days=1)
    rows = _rows(shard).filter(sound, gap.abs() > 60 * params.minutes).with_columns(
        gap=gap, seconds=gap.abs(), other=_moment("id_at", shard.timezone), field=pl.lit("posted_at")
    )  # fmt: skip
    rows = rows.join(_foreign(rows, shard, params), on="account_id", how="left")
    remainder = pl.col("seconds") % 3600
    hours = (pl.min_horizontal(remainder, 3600 - remainder) <= 120) & (pl.col("seconds") <= 14 * 3600 + 120)
    whose = pl.col("many").fill_null(value=False) | hours
    collector = rows.filter(whose).with_columns(variant=pl.lit("collector"), confidence=pl.lit("low"))
    own = rows.filter(~whose)
    sure = pl.when(pl.col("seconds") >= 3600 * params.sure_hours).then(pl.lit("high")).otherwise(pl.lit("medium"))
    back = own.filter(pl.col("gap") > 0, pl.col("edited_at").is_null()).with_columns(
        variant=pl.lit(None, pl.String), confidence=sure
    )
    drafts = own.filter(
        pl.col("gap") < -86_400 * params.draft_days, ~pl.col("automatic").fill_null(value=False),
        pl.col("edited_at").is_null(),
    ).with_columns(variant=pl.lit("scheduled"), confidence=pl.lit("low"))  # fmt: skip
    return [back, collector, drafts]


def _foreign(rows: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    """Accounts most of whose posts differ, so that ids or times were misread: account_id, many (Boolean)."""
    posts = shard.table("activity").filter(pl.col("sort") != "future").group_by("account_id").agg(pl.col("posts").sum())
    wrong = rows.group_by("account_id").agg(wrong=pl.len())
    share = pl.col("wrong") * 100 > pl.col("posts") * params.most_pct
    joined = wrong.join(posts, on="account_id", how="left")
    return joined.select("account_id", many=(share & (pl.col("wrong") >= 3)).fill_null(value=False))


def _seen_before(shard: Shard, params: Params) -> pl.DataFrame:
    gap = (pl.col("posted_at") - pl.col("first_seen_at")).dt.total_seconds()
    rows = _rows(shard).filter(
        gap > 60 * params.minutes, pl.col("edited_at").is_null(), pl.col("posted_at") <= shard.as_of
    ).with_columns(seconds=gap, other=_moment("first_seen_at", shard.timezone), field=pl.lit("posted_at"))  # fmt: skip
    many = _foreign(rows, shard, params)
    kept = rows.join(many.filter("many"), on="account_id", how="anti")
    return kept.with_columns(variant=pl.lit("seen_before"), confidence=pl.lit("medium"))


def _late(shard: Shard, params: Params) -> pl.DataFrame:
    """Posts that a whole look after their displayed day did not see."""
    gap = (pl.col("first_seen_at") - pl.col("posted_at")).dt.total_seconds()
    bulk = pl.len().over("account_id", pl.col("first_seen_at").dt.date()) > params.bulk_posts
    rows = _rows(shard).filter(
        pl.col("id_at").is_null(), gap > 86_400 * params.late_days, pl.col("edited_at").is_null()
    ).with_columns(
        seconds=gap, other=_moment("first_seen_at", shard.timezone), field=pl.lit("first_seen_at")
    ).filter(~bulk)  # fmt: skip
    looks = shard.table("coverage").filter(pl.col("outcome").is_in(SEEN)).select("account_id", "started_at", "ended_at")
    before = looks.group_by("account_id").agg(first_look=pl.col("started_at").min())
    between = (
        rows.join(looks, on="account_id", how="inner")
        .filter(
            pl.col("started_at") > pl.col("posted_at") + timedelta(days=1),
            pl.col("ended_at") < pl.col("first_seen_at") - timedelta(hours=1),
        )
        .select("account_id", "post_id").unique()
    )  # fmt: skip
    watched = rows.join(before, on="account_id", how="inner").filter(pl.col("first_look") < pl.col("posted_at"))
    kept = watched.join(between, on=["account_id", "post_id"], how="semi")
    return kept.with_columns(variant=pl.lit("appeared_late"), confidence=pl.lit("low"))


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
    """One finding an account, month and variant, with the worst post."""
    order = rows.sort(
        "account_id", "variant", "month", "seconds", "post_id", descending=[False, False, False, True, False]
    )
    by = ["account_id", "variant", "month"]
    sure = (pl.col("confidence") == "high").any()
    medium = (pl.col("confidence") == "medium").any()
    found = order.group_by(by, maintain_order=True).agg(
        posts=pl.len().cast(pl.Int64), sure=sure, medium=medium,
        post=pl.col("post_id").first(),
        seconds=pl.col("seconds").first(), shown=pl.col("shown").first(), other=pl.col("other").first(),
        field=pl.col("field").first(),
    )  # fmt: skip
    confidence = pl.when("sure").then(pl.lit("high")).when("medium").then(pl.lit("medium")).otherwise(pl.lit("low"))
    month = pl.col("month").dt.strftime("%Y-%m")
    table = (
        pl.when(pl.col("post").is_null())
        .then(pl.lit("metrics"))
        .when(pl.col("variant").fill_null("") == "counter_fell")
    )
    where = table.then(pl.lit("post_metrics")).otherwise(pl.lit("posts"))
    return found.select(
        "account_id", "variant",
        post_id=pl.when(pl.col("posts") == 1).then(pl.col("post")),
        subject=pl.concat_str(pl.col("variant").fill_null("backdated"), pl.lit(" "), month),
        confidence=confidence,
        evidence=evidence("posts", pl.coalesce("post", month), "posted_at", pl.col("shown")),
        posts="posts", month=month, difference=_words(), shown="shown", other="other", where=where, field="field",
    ).pipe(_placed)  # fmt: skip


def _placed(found: pl.DataFrame) -> pl.DataFrame:
    """Name the table and the field of the evidence."""
    place = pl.col("evidence").list.first().struct
    item = pl.struct(
        table=pl.col("where"), key=place.field("key"), field=pl.col("field"), start=place.field("start"),
        end=place.field("end"), quote=place.field("quote"),
    )  # fmt: skip
    return found.with_columns(evidence=pl.concat_list(item)).drop("where", "field")


def _words() -> pl.Expr:
    """The difference as `9 d 3 h` or `25 min`; of counters the number itself, of last digits the share."""
    days, hours = pl.col("seconds") // 86_400, pl.col("seconds") % 86_400 // 3600
    minutes = pl.col("seconds") % 3600 // 60
    long = pl.format("{} d {} h", days, hours)
    short = pl.when(pl.col("seconds") >= 3600).then(pl.format("{} h {} min", hours, minutes))
    time = pl.when(days > 0).then(long).otherwise(short.otherwise(pl.format("{} min", minutes)))
    plain = pl.col("variant").fill_null("").is_in(["counter_fell", "rounded"])
    return pl.when(plain).then(pl.col("seconds").cast(pl.String)).otherwise(time)
