"""Counts added up batch by batch."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

LEAST_ROWS = 100_000


class Tally:
    """A running total by some keys. New rows wait until they outnumber those added up.

    A sum after each batch would go through all keys each time: quadratic in the number of posts.
    """

    def __init__(self, schema: Mapping[str, pl.DataType], keys: Sequence[str]) -> None:
        """`schema`: the keys and the counts."""
        self._schema, self._keys = dict(schema), tuple(keys)
        self._parts = [pl.DataFrame(schema=self._schema)]
        self._waiting = 0

    def add(self, counts: pl.DataFrame) -> None:
        """Take in the counts of a batch; its columns may stand in another order."""
        self._parts.append(counts.select(*self._schema))
        self._waiting += counts.height
        if self._waiting > max(LEAST_ROWS, self._parts[0].height):
            self.total()

    def total(self) -> pl.DataFrame:
        """All counts so far, added up, a row for each set of keys, sorted by them."""
        if len(self._parts) > 1:
            self._parts, self._waiting = [added(self._parts, self._keys)], 0
        return self._parts[0]


def added(parts: Iterable[pl.DataFrame], keys: Sequence[str]) -> pl.DataFrame:
    """The rows of frames with the same columns added up by their keys, and sorted by them."""
    whole = pl.concat(parts)
    counts = [name for name in whole.columns if name not in keys]
    return whole.group_by(keys).agg(pl.col(counts).sum()).sort(keys).select(whole.columns)
