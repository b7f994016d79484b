"""What a difference between two clocks of a post says: back-dated, a draft, or the collector's own mistake."""

from datetime import datetime, time, timedelta

import polars as pl

ZONES = 14 * 3600
"""The widest offset of a time zone, in seconds."""
NEAR_HOUR = 120
"""Seconds by which a whole number of hours may be missed."""


def whole_hours(seconds: pl.Expr) -> pl.Expr:
    """Whether a difference (seconds, not negative) is a whole number of hours that a time zone could have."""
    remainder = seconds % 3600
    near = pl.min_horizontal(remainder, 3600 - remainder) <= NEAR_HOUR
    return near & (seconds >= 3600 - NEAR_HOUR) & (seconds <= ZONES + NEAR_HOUR)


def _only_the_day(at: pl.Expr, id_at: pl.Expr, timezone: str) -> pl.Expr:
    """Whether the displayed time is a midnight of the id's own day: a date without a time of day."""
    local, told = at.dt.convert_time_zone(timezone), id_at.dt.convert_time_zone(timezone)
    return (local.dt.time() == time(0)) & (local.dt.date() == told.dt.date())


def against_ids(
    clocks: pl.DataFrame, *, as_of: datetime, timezone: str, minutes: int, draft_days: int, agreeing: int, most_pct: int
) -> pl.DataFrame:
    """Rows of the prepared table `clocks` that differ from their id by more than `minutes`.

    Adds `seconds` (Int64, the difference), `against` (Datetime UTC) and `variant`: null = displayed before the id's
    time; `scheduled` = displayed more than `draft_days` after it; `collector` = whole hours, a displayed midnight
    (`timezone`) of the id's day, or an account whose ids are not to be trusted: fewer than `agreeing` posts go with
    their id, more than `most_pct` percent do not, or as many ids say no time, one long before the displayed one or one
    after `as_of`, as would be back-dated. Foreign and invented ids decode to some time too, mostly to such a one.
    Ordinary drafts and edited posts are left out.
    """
    gap = (pl.col("id_at") - pl.col("posted_at")).dt.total_seconds()
    rows = clocks.filter(pl.col("id_at").is_not_null()).with_columns(gap=gap, seconds=gap.abs())
    hours, far = whole_hours(pl.col("seconds")), pl.col("seconds") > 60 * minutes
    early, old = pl.col("gap") > 0, pl.col("gap") < -86_400 * draft_days
    future = pl.col("id_at") > as_of + timedelta(days=1)
    odd = far & pl.col("edited_at").is_null() & (early | old | hours)
    near, wrong = (condition.sum().over("account_id") for condition in (~far, odd))
    sound = pl.col("agreeing") + near
    everything = pl.col("agreeing") + pl.len().over("account_id")
    trusted = (sound >= agreeing) & (wrong * 100 <= everything * most_pct)
    machine = pl.col("automatic").fill_null(value=False)
    excused = hours | _only_the_day(pl.col("posted_at"), pl.col("id_at"), timezone)
    unedited = far & pl.col("edited_at").is_null()
    strange = pl.col("misread") + (unedited & (old | future)).sum().over("account_id")
    back = (unedited & early & ~excused & ~future).sum().over("account_id")
    variant = (
        pl.when(~trusted | (early & (excused | (strange >= back))))
        .then(pl.lit("collector"))
        .when(old & ~machine)
        .then(pl.lit("scheduled"))
        .when(~early)
        .then(pl.lit("none"))
    )
    told = rows.with_columns(variant=variant, odd=odd, against=pl.col("id_at")).filter(
        "odd", pl.col("variant").fill_null("") != "none", ~future
    )
    return told.drop("odd", "gap")


def against_sightings(
    clocks: pl.DataFrame, *, as_of: datetime, minutes: int, agreeing: int, most_pct: int
) -> pl.DataFrame:
    """Rows of `clocks` displayed more than `minutes` after they were first seen, without an edit mark.

    Adds `seconds`, `against` and `variant`: `seen_before`, or `collector` where the difference is whole hours, the id
    itself bears out the displayed time (then the sighting is wrong), fewer than `agreeing` sightings of the account
    are sound, or more than `most_pct` percent are not.
    """
    gap = (pl.col("posted_at") - pl.col("first_seen_at")).dt.total_seconds()
    rows = clocks.with_columns(seconds=gap).filter(pl.col("seconds") > 0)
    far = pl.col("seconds") > 60 * minutes
    near, wrong = (condition.sum().over("account_id") for condition in (~far, far))
    sound = pl.col("sighted") + near
    trusted = (sound >= agreeing) & (wrong * 100 <= (sound + wrong) * most_pct)
    borne_out = ((pl.col("id_at") - pl.col("posted_at")).dt.total_seconds().abs() <= 60 * minutes).fill_null(
        value=False
    )
    whose = ~trusted | borne_out | whole_hours(pl.col("seconds"))
    variant = pl.when(whose).then(pl.lit("collector")).otherwise(pl.lit("seen_before"))
    told = rows.with_columns(variant=variant, against=pl.col("first_seen_at"), far=far)
    return told.filter("far", pl.col("edited_at").is_null(), pl.col("posted_at") <= as_of).drop("far")


def appeared_late(clocks: pl.DataFrame, looks: pl.DataFrame, *, days: int, bulk: int) -> pl.DataFrame:
    """Rows of `clocks` without a clock in the id, first seen `days` after their displayed time although a whole look
    (`looks`: account_id, started_at, ended_at) of the time in between did not see them.

    The account must have been looked at before; more than `bulk` late posts of one day are an import. Adds `seconds`,
    `against` and `variant`.
    """
    gap = (pl.col("first_seen_at") - pl.col("posted_at")).dt.total_seconds()
    rows = clocks.with_columns(seconds=gap).filter(
        pl.col("id_at").is_null(), pl.col("edited_at").is_null(), pl.col("seconds") > 86_400 * days,
        pl.col("together") <= bulk,
    )  # fmt: skip
    first = looks.group_by("account_id").agg(first_look=pl.col("started_at").min())
    after = pl.col("started_at") > pl.col("posted_at") + timedelta(days=1)
    before = pl.col("ended_at") < pl.col("first_seen_at") - timedelta(hours=1)
    missed = (
        rows.join(looks, on="account_id", how="inner").filter(after, before).select("account_id", "post_id").unique()
    )
    watched = rows.join(first, on="account_id", how="inner").filter(pl.col("first_look") < pl.col("posted_at"))
    kept = watched.join(missed, on=["account_id", "post_id"], how="semi").drop("first_look")
    return kept.with_columns(variant=pl.lit("appeared_late"), against=pl.col("first_seen_at"))


def in_words(seconds: pl.Expr) -> pl.Expr:
    """A difference as `9 d 3 h`, `2 h 13 min` or `25 min` (String)."""
    days, hours = seconds // 86_400, seconds % 86_400 // 3600
    minutes = seconds % 3600 // 60
    short = pl.when(seconds >= 3600).then(pl.format("{} h {} min", hours, minutes))
    return (
        pl.when(days > 0)
        .then(pl.format("{} d {} h", days, hours))
        .otherwise(short.otherwise(pl.format("{} min", minutes)))
    )
