"""Columns of texts as letters, their grams as hashes, and which of these are kept as fingerprints.

Letters: UTF-16 units folded one by one (width, case, traditional to simplified); what is no letter or digit is dropped,
as is what lies outside the basic plane. Fingerprints: grams of eight letters whose hash is small (one in `EVERY`, of
short texts one in `EVERY_SHORT`; Manber, "Finding Similar Files in a Large File System", 1994), or the smallest hash
where none is; and one of the whole text, so that a verbatim copy is found whatever else is common.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from plumbline.text.fold import fold_table

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint16]
GRAM = 8
EVERY, EVERY_SHORT = 8, 2
"""One gram in so many is a fingerprint."""
SHORT = 200
"""Texts of fewer letters count as short."""
HASH_BITS = 35
"""Width of a fingerprint: wide enough that at a million articles one look-up in five hundred meets a stranger."""
STRETCH, PORTION = 1 << 14, 1 << 17
"""Letters whose hashes are made together, whose fingerprints are chosen together: few, to stay near the processor."""
WHOLE = -1
"""Place of the fingerprint of a whole text."""
BORDER = "\uffff"

_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_MIX, _MIX_AGAIN = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_HAN = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))


@dataclass(frozen=True)
class Letters:
    """Row i is codes[starts[i]:starts[i + 1]]."""

    codes: Codes
    starts: Ints

    @property
    def lengths(self) -> Ints:
        """Letters of each row."""
        return np.diff(self.starts)


@dataclass(frozen=True)
class Prints:
    """Fingerprints: the row of each, its place there (in letters; `WHOLE`), whether it is one of the sparse ones."""

    rows: Ints
    places: Ints
    hashes: Hashes
    sparse: npt.NDArray[np.bool_]


@cache
def letter_table() -> Codes:
    """By UTF-16 unit: the folded letter or digit; 0 is dropped."""
    fold = fold_table()
    kept = np.zeros(0x10000, bool)
    for first, last in (*fold.letters, *_HAN):
        kept[first : min(last, 0xFFFF) + 1] = True
    kept[[point for point in fold.digits if point < 0x10000]] = True
    target = np.arange(0x10000, dtype=np.uint16)
    for point, to in fold.mapping.items():
        if point < 0x10000:
            target[point] = ord(to) if to and len(to) == 1 and ord(to) < 0x10000 else 0
    table: Codes = np.where(kept[target], target, 0).astype(np.uint16)
    table[[0, 0xFFFF]] = 0
    return table


def letters(texts: Sequence[str]) -> Letters:
    """The letters of a column of texts."""
    if not len(texts):
        return Letters(np.zeros(0, np.uint16), np.zeros(1, np.int64))
    units = _units(texts)
    borders = np.flatnonzero(units == ord(BORDER))
    if len(borders) != len(texts) - 1:
        units = _units([text.replace(BORDER, "\ufffe") for text in texts])
        borders = np.flatnonzero(units == ord(BORDER))
    codes = letter_table().take(units)
    places = np.flatnonzero(codes)
    starts = np.concatenate([[0], np.searchsorted(places, borders), [len(places)]])
    return Letters(codes.take(places), starts.astype(np.int64))


def gram_hashes(codes: Codes) -> Hashes:
    """The hash of the eight letters from each place on; the last seven places have none. Knows no rows."""
    hashes = np.empty(max(0, len(codes) - GRAM + 1), np.uint64)
    if not hashes.size:
        return hashes
    four = fours(codes)
    for begin in range(0, len(hashes), STRETCH):
        end = min(begin + STRETCH, len(hashes))
        hashes[begin:end] = mixed(four[begin:end], four[begin + GRAM - 4 : end + GRAM - 4])
    return hashes


def mixed(first: Hashes, second: Hashes) -> Hashes:
    """The hash of eight letters, given as two times four (`fours`)."""
    hashes: Hashes = first * _FIRST
    hashes ^= hashes >> np.uint64(32)
    hashes += second
    hashes *= _SECOND
    return hashes


def fours(codes: Codes) -> Hashes:
    """The four letters from each place on as one number; of at least four letters."""
    aligned = np.ascontiguousarray(codes, "<u2")
    return np.ndarray((len(codes) - 3,), "<u8", aligned, strides=(2,))


def fingerprints(column: Letters) -> Prints:
    """The fingerprints of every row; rows of fewer than eight letters have none."""
    edges = np.searchsorted(column.starts, np.arange(0, len(column.codes), PORTION))
    edges = np.unique(np.append(edges, len(column.starts) - 1)).tolist()
    parts = [_fingerprints(column, begin, end) for begin, end in pairwise([0, *edges]) if end > begin]
    if not parts:
        return Prints(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, bool))
    if len(parts) == 1:
        return parts[0]
    return Prints(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.places for part in parts]),
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.sparse for part in parts]),
    )


def _fingerprints(whole: Letters, begin: int, end: int) -> Prints:
    """Those of a few rows: few enough that their hashes stay near the processor."""
    starts = whole.starts[begin : end + 1]
    column = Letters(whole.codes[starts[0] : starts[-1]], starts - starts[0])
    hashes, long = gram_hashes(column.codes), np.flatnonzero(column.lengths >= GRAM)
    at, rows = _chosen(hashes, column)
    met = np.zeros(end - begin, bool)
    met[rows] = True
    missing = long[~met[long]]
    if missing.size:
        least = np.array([_least(hashes, column, row) for row in missing.tolist()])
        at, rows = np.concatenate([at, least]), np.concatenate([rows, missing])
    chosen = hashes[at]
    return Prints(
        np.concatenate([rows, long]) + begin,
        np.concatenate([at - column.starts[rows], np.full(len(long), WHOLE)]),
        narrow(np.concatenate([chosen, of_whole(hashes, column, long)])),
        np.concatenate([chosen < limit(EVERY), np.ones(len(long), bool)]),
    )


def _units(texts: Sequence[str]) -> Codes:
    return np.frombuffer(BORDER.join(texts).encode("utf-16-le", "surrogatepass"), "<u2")


def limit(every: int) -> np.uint64:
    """Below this lies one hash in so many."""
    return np.uint64((1 << 64) // every)


def _chosen(hashes: Hashes, column: Letters) -> tuple[Ints, Ints]:
    """Places of small hashes that lie within a row, and these rows."""
    lengths = column.lengths
    short = lengths < SHORT
    if short.any():
        limits = np.repeat(np.where(short, limit(EVERY_SHORT), limit(EVERY)), lengths)
        at = np.flatnonzero(hashes < limits[: len(hashes)])
    else:
        at = np.flatnonzero(hashes < limit(EVERY))
    rows = np.repeat(np.arange(len(lengths)), np.diff(np.searchsorted(at, column.starts)))
    inside = at + GRAM <= column.starts[1:].take(rows)
    return at[inside], rows[inside]


def _least(hashes: Hashes, column: Letters, row: int) -> int:
    start, end = int(column.starts[row]), int(column.starts[row + 1])
    return start + int(hashes[start : end - GRAM + 1].argmin())


def of_whole(hashes: Hashes, column: Letters, rows: Ints) -> Hashes:
    """One hash of all that a row says."""
    if not rows.size:
        return np.zeros(0, np.uint64)
    edges = np.stack([column.starts[rows], column.starts[rows + 1] - GRAM + 1], axis=1).ravel()
    sums: Hashes = np.add.reduceat(hashes, edges[:-1] if edges[-1] == len(hashes) else edges)[::2]
    return sums * _FIRST + column.lengths[rows].astype(np.uint64)


def narrow(hashes: Hashes) -> Hashes:
    """Well mixed, `HASH_BITS` wide."""
    mixed = hashes ^ hashes >> np.uint64(30)
    mixed = mixed * _MIX
    mixed ^= mixed >> np.uint64(27)
    mixed *= _MIX_AGAIN
    narrow: Hashes = mixed >> np.uint64(64 - HASH_BITS)
    return narrow
