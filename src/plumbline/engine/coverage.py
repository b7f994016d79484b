"""How much of the observed period each account was watched."""

from datetime import datetime

import polars as pl

from plumbline.series.watching import local_midnight, watched_stretches


def watched_share(
    coverage: pl.DataFrame | None, accounts: pl.DataFrame, as_of: datetime, timezone: str, bridge_hours: int
) -> pl.DataFrame:
    """account_id and coverage_pct (Float64, one decimal): share of the observed period in which it was watched.

    The period runs from the first row of the fleet's coverage, or from the account's opening if that is later, to
    `as_of`. Without a coverage table every account counts as watched throughout. Holes shorter than
    `bridge_hours` count as watched.
    """
    everyone = accounts.select("account_id", "opened_on")
    if coverage is None:
        return everyone.select("account_id", coverage_pct=pl.lit(100.0))
    if coverage.is_empty():
        return everyone.select("account_id", coverage_pct=pl.lit(0.0))
    moment = pl.lit(as_of).cast(pl.Datetime("us", "UTC"))
    first = pl.lit(coverage["started_at"].min()).cast(pl.Datetime("us", "UTC"))
    spans = everyone.select(
        "account_id", start=pl.max_horizontal(first, local_midnight(pl.col("opened_on"), timezone)), end=moment
    ).filter(pl.col("start") < pl.col("end"))
    stretches = watched_stretches(coverage, as_of=as_of, bridge_hours=bridge_hours)
    inside = (
        spans.join(stretches.rename({"start": "from", "end": "to"}), on="account_id")
        .with_columns(
            seconds=(pl.min_horizontal("end", "to") - pl.max_horizontal("start", "from")).dt.total_seconds().clip(0)
        )
        .group_by("account_id")
        .agg(pl.col("seconds").sum())
    )
    tenths = (pl.col("seconds") * 1000) // (pl.col("end") - pl.col("start")).dt.total_seconds()
    share = spans.join(inside, on="account_id").select("account_id", coverage_pct=(tenths / 10).round(1))
    return everyone.select("account_id").join(share, on="account_id", how="left").with_columns(
        pl.col("coverage_pct").fill_null(0.0)
    )  # fmt: skip
