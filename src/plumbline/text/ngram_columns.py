"""The scores of `model` for whole columns of folded code points: the same whole numbers, many rows at a time."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from plumbline.text.model import Model
from plumbline.text.ngrams import BITS, FACTORS, FRACTION, ORDERS, SHIFT

CHUNK = 1 << 16
"""Characters at a time: the buffers of a chunk stay in the cache."""
LANES, LANE = 3, 21
"""How many sums share a 64-bit number, and the bits of each."""
PIECE = 2048
"""The most characters summed in a lane: PIECE * ORDERS * 127 stays below half of 2^LANE."""

Points = NDArray[np.uint32]
Places = NDArray[np.int64]


def scores(points: Points, starts: Places, models: Sequence[Model]) -> NDArray[np.int16]:
    """Per mille, one row for each text and one column for each model.

    `points` holds the texts one behind the other; text i is [starts[i], starts[i + 1]).
    """
    found = np.zeros((len(starts) - 1, len(models)), dtype=np.int16)
    for column, (model, raw) in enumerate(zip(models, raw_scores(points, starts, models), strict=True)):
        found[:, column] = np.searchsorted(np.array(model.cuts), raw, side="right")
    found[np.diff(starts) == 0] = 0
    return found


def raw_scores(points: Points, starts: Places, models: Sequence[Model]) -> Places:
    """The evened sum of each model (rows) for each text (columns); 0 for an empty text."""
    found = np.zeros((len(models), len(starts) - 1), dtype=np.int64)
    for left in range(0, len(models), LANES):
        table = _packed(tuple(models[left : left + LANES]))
        for first, last in _chunks(starts):
            at = starts[first : last + 1] - starts[first]
            sums = _sums(points[starts[first] : starts[last]], at, table)
            found[left : left + LANES, first:last] = sums[: len(models) - left]
    return _evened(found, _counts(np.diff(starts)))


def each_order(points: Points, at: Places, take: Callable[[Places], None]) -> None:
    """Call `take` with the slot of the n-gram at each character, once for each length of n-gram.

    An n-gram that would run into the next text has the slot 2^BITS, behind the last real one.
    """
    hashes = np.zeros(len(points), dtype=np.uint32)
    product, place = np.empty_like(hashes), np.empty(len(points), dtype=np.int64)
    ends = at[1:][at[1:] > 0]
    for order in range(ORDERS):
        length = max(0, len(points) - order)
        np.multiply(points, np.uint32(FACTORS[order]), out=product)
        np.add(hashes[:length], product[order:], out=hashes[:length])
        np.right_shift(hashes, np.uint32(SHIFT), out=place)
        for back in range(1, order + 1):
            place[np.maximum(ends - back, 0)] = 1 << BITS
        take(place)


def _sums(points: Points, at: Places, table: Places) -> Places:
    filled = at[1:] > at[:-1]
    sums = np.zeros((LANES, len(filled)), dtype=np.int64)
    if len(points):
        totals = _totals(points, at, table)
        rows = at[:-1][filled]
        pieces = np.union1d(rows, np.arange(0, len(points), PIECE))
        lanes = _unpacked(np.add.reduceat(totals, pieces))
        sums[:, filled] = np.add.reduceat(lanes, np.searchsorted(pieces, rows), axis=1)
    return sums


def _totals(points: Points, at: Places, table: Places) -> Places:
    total, weights = np.zeros(len(points), dtype=np.int64), np.empty(len(points), dtype=np.int64)

    def gather(place: Places) -> None:
        np.take(table, place, out=weights, mode="clip")
        np.add(total, weights, out=total)

    each_order(points, at, gather)
    return total


def _unpacked(packed: Places) -> Places:
    lanes = np.empty((LANES, len(packed)), dtype=np.int64)
    half = 1 << (LANE - 1)
    for lane in lanes:
        lane[:] = ((packed + half) & ((1 << LANE) - 1)) - half
        packed = (packed - lane) >> LANE
    return lanes


def _counts(lengths: Places) -> Places:
    counts = np.zeros_like(lengths)
    for order in range(ORDERS):
        counts += np.maximum(lengths - order, 0)
    return counts


def _evened(sums: Places, counts: Places) -> Places:
    # the square root of a number below 2^52 is rounded so that its whole part is exact
    roots = np.sqrt((counts << FRACTION).astype(np.float64)).astype(np.int64)
    return (sums << FRACTION) // np.maximum(roots, 1)


def _chunks(starts: Places) -> Iterator[tuple[int, int]]:
    first, rows = 0, len(starts) - 1
    while first < rows:
        last = int(np.searchsorted(starts, starts[first] + CHUNK, side="right")) - 1
        last = min(rows, max(first + 1, last))
        yield first, last
        first = last


@lru_cache(maxsize=8)
def _packed(models: tuple[Model, ...]) -> Places:
    """The weights of up to three models side by side in one number a slot, so that one look finds them all."""
    table = np.zeros((1 << BITS) + 1, dtype=np.int64)
    for lane, model in enumerate(models):
        table[:-1] += np.frombuffer(model.weights, dtype=np.int8).astype(np.int64) << (LANE * lane)
    return table
