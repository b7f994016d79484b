"""An account that is close to the limit of silence, and past silences that went beyond it.

Method: warns the operator when the natural days since the last published post have reached `warn_days` and not yet
passed `silent_days`, and names the day on which the account becomes stale. The variant `past` reports each silence
of more than `silent_days` between two published posts, however long ago, as advice: an inspection is a snapshot,
and a silence that has ended fails nobody. Watching is judged as in `stale_account`, from the last post before the
silence to the day that ended it.

Blind spots: a past silence that was not watched throughout is left out; so is the time between the opening of an
account and its first post; an account that never published is not warned.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.silences import silences, with_post
from plumbline.series.standing import judged
from plumbline.series.unreadable import may_hide_a_post, without
from plumbline.series.watching import keep_watched, local_midnight

KIND = "account_check"
READS = ("accounts", "activity", "latest", "pauses", "coverage", "posts", "unreadable")
NEEDS = ("accounts", "posts")
REASONS = (Reason.NOT_COLLECTED, Reason.BLIND, Reason.UNREADABLE_ROWS)
VARIANTS = ("past",)


@dataclass(frozen=True)
class Params:
    """Natural days: `warn_days` from which the operator is warned, `silent_days` that may pass at most."""

    warn_days: int
    silent_days: int
    bridge_hours: int


@dataclass(frozen=True)
class Facts:
    """`next_on`: the day that ended a past silence. `breach_on`: the first day on which the account is stale."""

    last_on: date
    days: int
    next_on: date | None
    breach_on: date | None


def find(shard: Shard, params: Params) -> Detection:
    """Warnings and past silences of the shard's judged accounts."""
    quiet = _spans(_quiet(shard, params), shard)
    watched = keep_watched(quiet, shard, bridge_hours=params.bridge_hours)
    hidden = may_hide_a_post(_windows(watched.spans, shard, params), shard)
    lasting = quiet.filter(pl.col("next_on").is_null())
    unwatched = watched.abstentions.join(lasting, on="account_id", how="semi")
    unwatched = unwatched.join(watched.spans.filter(pl.col("next_on").is_null()), on="account_id", how="anti")
    silent = pl.concat([unwatched, without(hidden, unwatched)], how="diagonal")
    return detection(_findings(without(watched.spans, hidden), shard, params), silent)


def _quiet(shard: Shard, params: Params) -> pl.DataFrame:
    """Silences that have ended and were too long, and those that last and are long but not too long."""
    shortest = min(params.warn_days - 1, params.silent_days)
    found = silences(shard, longer_than=shortest)
    near = pl.col("next_on").is_null() & pl.col("days").is_between(params.warn_days, params.silent_days)
    past = pl.col("next_on").is_not_null() & (pl.col("days") > params.silent_days)
    accounts = judged(shard.table("accounts")).select("account_id", "opened_on")
    return found.filter(near | past).join(accounts, on="account_id", how="inner")


def _spans(quiet: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    """Add the time that must have been watched: from the last post to the day of the next, or until now."""
    end = pl.coalesce(local_midnight(pl.col("next_on"), shard.timezone), pl.lit(shard.as_of))
    return quiet.with_columns(start=pl.col("last_at"), end=end)


def _windows(quiet: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    """The days on which one more post would change what is said."""
    lasting = pl.col("next_on").is_null()
    recent = pl.lit(shard.today - timedelta(days=params.warn_days - 1))
    first = pl.when(lasting).then(recent).otherwise(pl.col("last_on").dt.offset_by("1d"))
    last = pl.when(lasting).then(pl.lit(shard.today)).otherwise(pl.col("next_on").dt.offset_by("-1d"))
    return quiet.with_columns(first=first, last=last)


def _findings(quiet: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    past = pl.col("next_on").is_not_null()
    breach = pl.max_horizontal("last_on", "opened_on").dt.offset_by(f"{params.silent_days + 1}d")
    return with_post(quiet, shard).select(
        "account_id",
        variant=pl.when(past).then(pl.lit("past")),
        subject=pl.col("last_on").cast(pl.String()),
        evidence=evidence("posts", "post_id", "posted_at", "posted_text"),
        last_on="last_on",
        days="days",
        next_on="next_on",
        breach_on=pl.when(~past).then(breach),
    )
