"""The registered accounts, ready to be recognised in a column of millions of ids."""

import numpy as np
import numpy.typing as npt
import polars as pl

NUMBER = "account_no"
_BITS = 21
_SHIFT = np.uint64(64 - _BITS)


class Registered:
    """Finds the number of each id among `ids` (String, unique), in their order.

    One look into a table by hash answers nearly every row and is checked against the id itself; the few ids that share
    a place in the table are joined.
    """

    def __init__(self, ids: pl.Series) -> None:
        self.ids = ids.rename("account_id")
        self._codes = self.ids.to_frame().with_row_index(NUMBER)
        self._table: npt.NDArray[np.uint32] = np.zeros(1 << _BITS, np.uint32)
        self._table[_place(self.ids)] = np.arange(ids.len(), dtype=np.uint32)

    def numbers(self, column: pl.Series) -> pl.Series:
        """Position (UInt32) of each id of `column` (String) among the registered; null for all others."""
        if self.ids.is_empty():
            return pl.Series(NUMBER, [None], dtype=pl.UInt32).new_from_index(0, column.len())
        guess = pl.Series(NUMBER, self._table[_place(column.fill_null(""))])
        wrong = self.ids.gather(guess).ne_missing(column)
        if not wrong.any():
            return guess
        row = wrong.arg_true()
        missed = column.gather(row).rename("account_id").to_frame()
        return guess.scatter(row, missed.join(self._codes, on="account_id", how="left", maintain_order="left")[NUMBER])


def _place(ids: pl.Series) -> npt.NDArray[np.int64]:
    """Where each id stands in the table: the upper bits of its hash."""
    place: npt.NDArray[np.int64] = (ids.hash(seed=0).to_numpy() >> _SHIFT).astype(np.int64)
    return place
