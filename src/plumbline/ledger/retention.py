"""Rows that speak of citizens do not stay for ever, though they hold keyed hashes only."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import polars as pl

from plumbline.ledger.bodies import micros
from plumbline.ledger.ledger import Ledger

LIMITS: Mapping[str, timedelta] = MappingProxyType(
    {"followers": timedelta(days=400), "interactions": timedelta(days=400)}
)
"""For how long after it was last seen a row of these tables is kept: two autumns can be compared, no more."""


def forget(ledger: Ledger, now: datetime) -> None:
    """Take rows beyond the limits out of the ledger (inside `writing`)."""
    for table, limit in LIMITS.items():
        ledger.base.execute("DELETE FROM stretches WHERE tbl = ? AND seen_to < ?", (table, micros(now - limit)))


def within(table: str, frame: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """The rows of a table that are kept; those that were not collected or imported (no `record`) are not touched."""
    if table not in LIMITS:
        return frame
    limit = now - LIMITS[table]
    moment = pl.col("at") if table == "interactions" else pl.col("last_seen_on").cast(pl.Datetime("us", "UTC"))
    old = moment < pl.lit(limit).cast(pl.Datetime("us", "UTC"))
    return frame.filter(~(old & pl.col("record").is_not_null()).fill_null(value=False))
