"""Which documents may be where a text comes from: a column's fingerprints joined with those of the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from plumbline.provenance.covering import Marks
from plumbline.provenance.documents import NEVER
from plumbline.provenance.grams import GRAM, WHOLE, Hashes, Ints, Letters, Prints
from plumbline.provenance.postings import HOLDERS, without_late
from plumbline.provenance.segment import Segment

MOST = 24
"""So many documents are looked at for a text."""
COMMON_SHARE = 8
"""Where only common wording is shared, one in so many of the text's fingerprints must be."""
_RANK = 33


@dataclass(frozen=True)
class Filters:
    """For each row: only what was published before (`NEVER`: all), and not the document of this identity (0: none)."""

    before: Ints
    without: Hashes


@dataclass(frozen=True)
class Candidates:
    """Pairs of a row and a document's rank, by row; `common` marks the letters of the column that many share."""

    rows: Ints
    ranks: Ints
    common: Marks


class Shelf:
    """All segments as one: a document's rank is its place in canonical order among all of them."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """Take the segments of an index."""
        self.segments = tuple(segments)

    def placed(self, ranks: Ints) -> tuple[Ints, Ints]:
        """Segment and number of the documents of these ranks."""
        flat = self._order[ranks]
        segments = np.searchsorted(self._begins, flat, side="right") - 1
        return segments, flat - self._begins[segments]

    def candidates(self, column: Letters, prints: Prints, filters: Filters) -> Candidates:
        """The most promising documents of every row."""
        hashes, which = np.unique(prints.hashes, return_inverse=True)
        asked, ranks = self._holders(hashes)
        sizes = np.bincount(asked, minlength=len(hashes))
        many = (sizes >= HOLDERS)[which]
        counts, begins = sizes[which], (np.cumsum(sizes) - sizes)[which]
        held = np.arange(int(counts.sum())) + np.repeat(begins - (np.cumsum(counts) - counts), counts)
        rows, found = np.repeat(prints.rows, counts), ranks[held]
        common = np.repeat(many & (prints.places != WHOLE), counts)
        allowed = self._published[found] < filters.before[rows]
        allowed |= filters.before[rows] == NEVER
        allowed &= self._identity[found] != filters.without[rows]
        keys = (rows << _RANK | found << 1 | common)[allowed]
        expected = np.bincount(prints.rows[prints.sparse], minlength=len(column.lengths))
        return Candidates(*_best(keys, expected), shared_wording(column, prints, many))

    def _holders(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """Places in `hashes` and the ranks of the first holders of each, in canonical order."""
        found = []
        for segment, rank in zip(self.segments, self._ranks, strict=True):
            asked, numbers = segment.postings.holders(hashes)
            alive = segment.alive[numbers]
            found.append(asked[alive] << _RANK | rank[numbers[alive]])
        keys = np.concatenate(found) if found else np.zeros(0, np.int64)
        if len(found) > 1:
            keys.sort()
            keys = keys[without_late(keys, keys >> _RANK)]
        return keys >> _RANK, keys & ((1 << _RANK) - 1)

    @cached_property
    def _begins(self) -> Ints:
        sizes = [len(segment.numbers) for segment in self.segments]
        return np.cumsum([0, *sizes])[:-1].astype(np.int64)

    @cached_property
    def _order(self) -> Ints:
        """Places in all segments, one behind the other, in canonical order."""
        published = self._all("published")
        order = np.argsort(published, kind="stable")
        if len(self.segments) > 1:
            in_order = published[order]
            begins = np.flatnonzero(np.append(True, in_order[1:] != in_order[:-1])[: len(order)])
            for begin, end in zip(begins, [*begins[1:], len(order)], strict=True):
                if end - begin > 1:
                    order[begin:end] = sorted(order[begin:end].tolist(), key=self._named)
        return order

    @cached_property
    def _ranks(self) -> list[Ints]:
        ranks = np.empty(len(self._order), np.int64)
        ranks[self._order] = np.arange(len(ranks))
        return np.split(ranks, self._begins[1:]) if self.segments else []

    @cached_property
    def _published(self) -> Ints:
        return self._all("published")[self._order]

    @cached_property
    def _identity(self) -> Hashes:
        identity: Hashes = self._all("identity")[self._order]
        return identity

    def _all(self, field: str) -> npt.NDArray[Any]:
        columns = [segment.numbers[field] for segment in self.segments]
        return np.concatenate(columns) if columns else np.zeros(0, np.int64)

    def _named(self, flat: int) -> tuple[str, str, int]:
        segment = int(np.searchsorted(self._begins, flat, side="right")) - 1
        source_id, key = self.segments[segment].named(flat - int(self._begins[segment]))
        return source_id, key, flat


def _best(keys: Ints, expected: Ints) -> tuple[Ints, Ints]:
    """Rows and ranks of the pairs worth a look: most rare fingerprints first, then most of all, then the earlier."""
    keys.sort()
    pairs = keys >> 1
    begins = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)])
    if not begins.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    shared = np.diff(np.append(begins, len(keys)))
    rare = shared - np.add.reduceat(keys & 1, begins)
    rows, ranks = pairs[begins] >> _RANK - 1, pairs[begins] & ((1 << _RANK - 1) - 1)
    worth = np.flatnonzero((rare > 0) | (shared * COMMON_SHARE >= expected[rows]))
    rows, ranks, shared, rare = rows[worth], ranks[worth], shared[worth], rare[worth]
    order = np.lexsort((ranks, -shared, -rare, rows))
    in_order = rows[order]
    place = np.arange(len(order)) - np.searchsorted(in_order, in_order)
    kept = np.sort(order[place < MOST])
    return rows[kept], ranks[kept]


def shared_wording(column: Letters, prints: Prints, many: Marks) -> Marks:
    """Letters whose nearest fingerprint many documents hold; of the dense ones only such fingerprints speak."""
    speaks = np.flatnonzero((prints.places >= 0) & (prints.sparse | many))
    at = column.starts[prints.rows[speaks]] + prints.places[speaks]
    order = np.argsort(at, kind="stable")
    at, rows, flags = at[order], prints.rows[speaks][order], many[speaks][order]
    begins = at.copy()
    begins[1:] = (at[:-1] + at[1:] + GRAM) // 2
    first = np.append(True, rows[1:] != rows[:-1])[: len(rows)]
    begins[first] = column.starts[rows[first]]
    silent = np.setdiff1d(np.arange(len(column.lengths)), rows)
    begins = np.concatenate([begins, column.starts[silent]])
    flags = np.concatenate([flags, np.zeros(len(silent), bool)])
    order = np.argsort(begins, kind="stable")
    return np.repeat(flags[order], np.diff(np.append(begins[order], len(column.codes))))
