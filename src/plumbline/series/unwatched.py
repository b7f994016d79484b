"""Holes in the watching of an account: when nobody looked, or looked in vain."""

from datetime import datetime, timedelta

import polars as pl

from plumbline.series.watching import watched_stretches

HOLES: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "start": pl.Datetime("us", "UTC"),
    "end": pl.Datetime("us", "UTC"),
    "outcome": pl.String(),
}


def holes(coverage: pl.DataFrame, *, as_of: datetime, days: int) -> pl.DataFrame:
    """Spans of more than `days` days in which an account was not watched, since it was first looked at or tried.

    `coverage` is the contract's table. Columns as `HOLES`, sorted; `outcome` is what stands in the ledger for the span:
    ``blind`` or ``not_tried`` (the more frequent of the two), or ``no_look`` where no row touches it.
    """
    long = timedelta(days=days)
    rows = coverage.filter(pl.col("started_at") <= as_of, pl.col("started_at") <= pl.col("ended_at"))
    stretches = watched_stretches(coverage, as_of=as_of, bridge_hours=24 * days)
    first = rows.group_by("account_id").agg(end=pl.col("started_at").min())
    now = pl.lit(as_of).cast(pl.Datetime("us", "UTC"))
    edges = [
        stretches.select("account_id", "start", "end"),
        first.select("account_id", start="end", end="end"),
        first.select("account_id", start=now, end=now),
    ]
    ordered = pl.concat(edges).sort("account_id", "start", "end")
    reached = pl.col("end").cum_max().shift(1).over("account_id")
    found = ordered.select("account_id", start=reached, end="start").filter(pl.col("end") - pl.col("start") > long)
    return _named(found, rows).select(*HOLES).sort("account_id", "start")


def _named(found: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What the ledger says of each span."""
    failed = rows.filter(pl.col("outcome").is_in(["blind", "not_tried"]))
    touching = (
        found.join(failed, on="account_id")
        .filter(pl.col("started_at") < pl.col("end"), pl.col("ended_at") > pl.col("start"))
        .group_by("account_id", "start")
        .agg(blind=(pl.col("outcome") == "blind").sum(), left=(pl.col("outcome") == "not_tried").sum())
    )
    told = pl.when(pl.col("blind") >= pl.col("left")).then(pl.lit("blind")).otherwise(pl.lit("not_tried"))
    named = found.join(touching.select("account_id", "start", outcome=told), on=["account_id", "start"], how="left")
    return named.with_columns(pl.col("outcome").fill_null("no_look"))


def unwatched(coverage: pl.DataFrame, accounts: pl.DataFrame, *, as_of: datetime, since: datetime, days: int,
              ) -> pl.DataFrame:  # fmt: skip
    """Of `accounts` (account_id) those that nobody can answer for: with a hole since `since`, or never looked at.

    `account_id`, `start`, `end` (Datetime UTC, first to last hole; null: never looked at).
    """
    late = holes(coverage, as_of=as_of, days=days).filter(pl.col("end") > since)
    spans = late.group_by("account_id").agg(start=pl.col("start").min(), end=pl.col("end").max())
    known = coverage.filter(pl.col("started_at") <= as_of).select("account_id").unique()
    never = accounts.select("account_id").join(known, on="account_id", how="anti")
    blank = never.with_columns(start=pl.lit(None, pl.Datetime("us", "UTC")), end=pl.lit(None, pl.Datetime("us", "UTC")))
    return pl.concat([spans.join(accounts, on="account_id", how="semi"), blank])
