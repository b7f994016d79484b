"""How much of a text stands in another: measured on the true letters of both, for whole columns of pairs.

Method: every gram of eight letters of the text is looked up among all grams of the document (containment; Broder,
"On the resemblance and containment of documents", 1997, on all grams in place of a sample). A letter is covered where a
shared gram runs over it. The grams of a text lie in a small table by their hash's top bits; a document's grams are
gathered from it in one step, what meets a full place is compared in 64 bits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plumbline.provenance.grams import GRAM, Hashes, Ints, Letters, gram_hashes

BLOCK = 1 << 18
"""Letters of documents that are measured together: few enough to stay near the processor."""
_TABLE = 1 << 20
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Measures:
    """Of each pair: share of the text's letters that are covered, the same without common wording, longest run."""

    cover_pm: Ints
    distinct_pm: Ints
    longest: Ints


class Measured:
    """A column of texts, ready to be measured against documents."""

    def __init__(self, column: Letters, common: Marks) -> None:
        """`common` marks the letters of the column that are shared wording."""
        self._column, self._common = column, common
        self._hashes = np.append(gram_hashes(column.codes), np.zeros(GRAM - 1, np.uint64))
        grams = np.maximum(column.lengths - GRAM + 1, 1)
        self.bits = np.ceil(np.log2(grams * 8)).astype(np.int64)

    def blocks(self, rows: Ints, sizes: Ints) -> Iterator[Ints]:
        """Pairs that are measured together: texts of one size, documents of not too many letters."""
        bits = self.bits[rows]
        for width in np.unique(bits).tolist():
            pairs = np.flatnonzero(bits == width)
            portion = np.cumsum(sizes[pairs]) // BLOCK
            portion = np.maximum(portion, (np.cumsum(np.diff(rows[pairs], prepend=-1) != 0) << width) // _TABLE)
            yield from np.split(pairs, np.flatnonzero(np.diff(portion)) + 1)

    def measure(self, rows: Ints, documents: Letters) -> Measures:
        """The pairs of one block, by row; pair i is of rows[i] and the i-th of `documents`."""
        sizes = self._column.lengths[rows]
        offsets = np.cumsum(sizes) - sizes
        shift = offsets - self._column.starts[rows]
        table = _Table(self._hashes, self._column, np.unique(rows), int(self.bits[rows[0]]))
        marks = np.zeros(int(sizes.sum()), bool)
        for pairs, places in table.shared(rows, documents):
            marks[places + shift[pairs]] = True
        where = np.arange(len(marks)) - np.repeat(shift, sizes)
        if table.twins.size:
            marks = marks[table.same(where) + np.repeat(shift, sizes)]
        covered, own = _widened(marks), ~self._common[where]
        return Measures(
            _sums(covered, offsets) * 1000 // sizes,
            _sums(covered & own, offsets) * 1000 // np.maximum(_sums(own, offsets), 1),
            _longest(marks, offsets),
        )


class _Table:
    """The grams of some texts by their hash. Of two in one place the first table keeps one, a list the others."""

    def __init__(self, hashes: Hashes, column: Letters, rows: Ints, bits: int) -> None:
        self._hashes, self._rows, self._bits = hashes, rows, bits
        counts = column.lengths[rows] - GRAM + 1
        at = np.arange(int(counts.sum())) + np.repeat(column.starts[rows] - (np.cumsum(counts) - counts), counts)
        slots = self._slots(hashes[at], np.repeat(np.arange(len(rows)), counts))
        self._first = np.full(len(rows) << bits, -1, np.int32)
        self._first[slots] = at
        late = np.flatnonzero(self._first[slots] != at)
        self._others(at[late], slots[late])

    def _others(self, at: Ints, slots: Ints) -> None:
        """Grams that found their place taken: by the same gram (`twins`), or by another."""
        winner = self._first[slots].astype(np.int64)
        same = self._hashes[at] == self._hashes[winner]
        order = np.lexsort((self._hashes[at], slots, same))[: int((~same).sum())]
        others, places = at[order], slots[order]
        new = np.append(True, (places[1:] != places[:-1]) | (self._hashes[others[1:]] != self._hashes[others[:-1]]))
        new = new[: len(others)]
        leader = others[np.flatnonzero(new)[np.cumsum(new) - 1]]
        self._more, self._more_slots = others[new], places[new]
        self.twins = np.concatenate([at[same], others[~new]])
        self._leaders = np.concatenate([winner[same], leader[~new]])

    def same(self, where: Ints) -> Ints:
        """For places in the column, the place whose mark counts for them."""
        to = np.arange(int(where.max()) + 1)
        inside = self.twins < len(to)
        to[self.twins[inside]] = self._leaders[inside]
        return to[where]

    def shared(self, rows: Ints, documents: Letters) -> Iterator[tuple[Ints, Ints]]:
        """Pairs and places in the column of the grams that stand in both."""
        hashes = gram_hashes(documents.codes)
        local = np.repeat(np.searchsorted(self._rows, rows), documents.lengths)[: len(hashes)]
        slots = self._slots(hashes, local)
        met = self._first[slots]
        at = np.flatnonzero(met >= 0)
        yield self._agreeing(hashes, documents, at, met[at].astype(np.int64))
        if self._more.size:
            again = np.flatnonzero(np.isin(slots[at], self._more_slots))
            begin = np.searchsorted(self._more_slots, slots[at[again]])
            end = np.searchsorted(self._more_slots, slots[at[again]], side="right")
            sizes = end - begin
            which = np.arange(int(sizes.sum())) + np.repeat(begin - (np.cumsum(sizes) - sizes), sizes)
            yield self._agreeing(hashes, documents, np.repeat(at[again], sizes), self._more[which])

    def _agreeing(self, hashes: Hashes, documents: Letters, at: Ints, met: Ints) -> tuple[Ints, Ints]:
        agree = hashes[at] == self._hashes[met]
        at, met = at[agree], met[agree]
        pairs = np.searchsorted(documents.starts, at, side="right") - 1
        inside = at + GRAM <= documents.starts[pairs + 1]
        return pairs[inside], met[inside]

    def _slots(self, hashes: Hashes, local: Ints) -> Ints:
        slots: Ints = (hashes >> np.uint64(64 - self._bits)).view(np.int64)
        slots += local << self._bits
        return slots


def _widened(marks: Marks) -> Marks:
    """All letters of the marked grams; no gram begins in the last seven of a row."""
    wide = marks.copy()
    for step in (1, 2, 4):
        wide[step:] |= wide[:-step].copy()
    return wide


def _sums(marks: Marks, offsets: Ints) -> Ints:
    sums: Ints = np.add.reduceat(marks.view(np.uint8), offsets, dtype=np.int64)
    return sums


def _longest(marks: Marks, offsets: Ints) -> Ints:
    """The longest run of letters that stands in the document."""
    edges = np.flatnonzero(np.diff(marks.view(np.int8), prepend=np.int8(0)))
    longest = np.zeros(len(offsets), np.int64)
    if edges.size:
        pairs = np.searchsorted(offsets, edges[::2], side="right") - 1
        begins = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1]))
        longest[pairs[begins]] = np.maximum.reduceat(edges[1::2] - edges[::2], begins) + GRAM - 1
    return longest
