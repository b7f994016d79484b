"""Counts by account and week, added up batch by batch."""

from collections.abc import Iterable

import polars as pl

from plumbline.domain.check import WEEKS_SCHEMA

LEAST_ROWS = 100_000


def totalled(weeks: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The same weeks of several batches added up (WEEKS_SCHEMA), by account and week."""
    counts = [name for name in WEEKS_SCHEMA if name not in ("account_id", "week")]
    whole = pl.concat([pl.DataFrame(schema=WEEKS_SCHEMA), *weeks])
    return whole.group_by("account_id", "week").agg(pl.col(counts).sum()).sort("account_id", "week")


class Weeks:
    """A running total. New rows wait until they outnumber those added up: a sum after each batch would be quadratic."""

    def __init__(self) -> None:
        """No weeks yet."""
        self._parts = [pl.DataFrame(schema=WEEKS_SCHEMA)]

    def add(self, weeks: pl.DataFrame) -> None:
        """Take in the weeks of a batch (WEEKS_SCHEMA)."""
        self._parts.append(weeks)
        if sum(part.height for part in self._parts[1:]) > max(LEAST_ROWS, self._parts[0].height):
            self.total()

    def total(self) -> pl.DataFrame:
        """All weeks so far, added up."""
        if len(self._parts) > 1:
            self._parts = [totalled(self._parts)]
        return self._parts[0]
