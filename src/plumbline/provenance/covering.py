"""How much of a text stands in another: measured on the true letters of both, for whole columns of pairs.

Method: every gram of eight letters of the text is looked up among all grams of the document (containment; Broder,
"On the resemblance and containment of documents", 1997, on all grams in place of a sample). A letter is covered where a
shared gram runs over it. Of a document only every fourth place is looked at: eight letters from wherever hold four that
begin at such a place. Where the text has these four somewhere, the grams around are hashed, found in a small table of
the text's grams by their top bits, and compared in 64 bits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plumbline.provenance.grams import GRAM, Hashes, Ints, Letters, fours, gram_hashes, mixed

BLOCK = 1 << 18
"""Letters of documents that are measured together: few enough to stay near the processor."""
_TABLE = 1 << 19
_STEP = 4
_SPREAD = np.uint64(0xA0761D6478BD642F)
Places = npt.NDArray[np.int32]
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
        self._column = column
        self._own = np.append(0, np.cumsum(~common))
        self._hashes = np.append(gram_hashes(column.codes), np.zeros(GRAM - 1, np.uint64))
        self._after = np.full(len(self._hashes), -1, np.int32)
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
        sizes, starts = self._column.lengths[rows], self._column.starts[rows]
        edges = np.append(0, np.cumsum(sizes))
        shift = edges[:-1] - starts
        table = _Table(self._hashes, self._after, self._column, np.unique(rows), int(self.bits[rows[0]]))
        marks = np.zeros(int(edges[-1]), bool)
        pairs, places = table.shared(rows, documents)
        marks[places + shift.take(pairs)] = True
        table.repeat(marks, shift, starts, sizes)
        at = np.flatnonzero(marks)
        ends = np.minimum(at + GRAM, np.append(at[1:], len(marks)))
        bounds = np.searchsorted(at, edges)
        back = np.repeat(shift, np.diff(bounds))
        own = self._own.take(ends - back) - self._own.take(at - back)
        total = self._own[starts + sizes] - self._own[starts]
        return Measures(
            _sums(ends - at, bounds) * 1000 // sizes,
            _sums(own, bounds) * 1000 // np.maximum(total, 1),
            _longest(at, bounds),
        )


class _Table:
    """The grams of some texts by their hash. Of two in one place the first table keeps one, a list the others."""

    def __init__(self, hashes: Hashes, after: Places, column: Letters, rows: Ints, bits: int) -> None:
        """`after`: for each gram of the column the next one of its place, or -1; what belongs to `rows` is set."""
        self._hashes, self._next, self._rows, self._bits = hashes, after, rows, bits
        starts, counts = column.starts[rows], column.lengths[rows] - GRAM + 1
        at, local = _ranges(starts, counts)
        slots = self._slots(hashes.take(at), local)
        self._first = np.full(len(rows) << bits, -1, np.int32)
        self._first[slots] = at
        late = np.flatnonzero(self._first.take(slots) != at)
        self._others(at[late], slots[late])
        self._four_bits = bits + 2
        at, local = _ranges(starts, counts + GRAM - _STEP)
        self._fours = np.zeros(len(rows) << self._four_bits, bool)
        self._fours[self._four_slots(fours(column.codes)[at], local)] = True

    def _others(self, at: Ints, slots: Ints) -> None:
        """Grams that found their place taken: by the same gram (`twins`), or by another."""
        winner = self._first[slots].astype(np.int64)
        same = self._hashes[at] == self._hashes[winner]
        order = np.lexsort((self._hashes[at], slots, same))[: int((~same).sum())]
        others, places = at[order], slots[order]
        new = np.append(True, (places[1:] != places[:-1]) | (self._hashes[others[1:]] != self._hashes[others[:-1]]))
        new = new[: len(others)]
        leader = others[np.flatnonzero(new)[np.cumsum(new) - 1]]
        more, slots = others[new], places[new]
        chained = slots[1:] == slots[:-1]
        heads = np.append(True, ~chained)[: len(slots)]
        self._next[self._first[slots[heads]]] = more[heads]
        self._next[more[:-1][chained]] = more[1:][chained]
        twins = np.concatenate([at[same], others[~new]])
        order = np.argsort(twins)
        self._twins, self._leaders = twins[order], np.concatenate([winner[same], leader[~new]])[order]

    def repeat(self, marks: Marks, shift: Ints, starts: Ints, sizes: Ints) -> None:
        """Mark what a text says again wherever it says it."""
        if self._twins.size:
            begin, end = np.searchsorted(self._twins, starts), np.searchsorted(self._twins, starts + sizes)
            which, pairs = _ranges(begin, end - begin)
            marks[self._twins[which] + shift[pairs]] = marks[self._leaders[which] + shift[pairs]]

    def shared(self, rows: Ints, documents: Letters) -> tuple[Ints, Ints]:
        """Pairs and places in the column of the grams that stand in both."""
        blocks = np.zeros(len(documents.codes) // _STEP + 2, np.uint64)
        blocks.view(np.uint16)[: len(documents.codes)] = documents.codes
        first = np.minimum(-(-documents.starts // _STEP), len(blocks) - 1)
        local = np.searchsorted(self._rows, rows)
        slots = self._four_slots(blocks[first[0] : first[-1]], np.repeat(local, np.diff(first)))
        at = np.flatnonzero(self._fours.take(slots))
        pairs = np.repeat(np.arange(len(rows)), np.diff(np.searchsorted(at, first)))
        hashes, back = _around(blocks, at), np.arange(_STEP)[:, None]
        slots = (hashes >> np.uint64(64 - self._bits)).view(np.int64)
        slots += local.take(pairs) << self._bits
        met = self._first.take(slots)
        inside = at * _STEP - documents.starts[:-1].take(pairs) >= back
        inside &= documents.starts[1:].take(pairs) - GRAM - at * _STEP >= -back
        inside &= met >= 0
        which = np.flatnonzero(inside)
        return self._agreeing(hashes.ravel().take(which), met.ravel().take(which), pairs.take(which % max(len(at), 1)))

    def _agreeing(self, hashes: Hashes, met: Places, pairs: Ints) -> tuple[Ints, Ints]:
        """Follow each place's list until the gram is found or the list ends."""
        none = np.zeros(0, np.int64)
        found: list[tuple[Ints, Ints]] = [(none, none)]
        while pairs.size:
            same = hashes == self._hashes.take(met)
            found.append((pairs[same], met[same]))
            after = self._next.take(met)
            rest = np.flatnonzero((after >= 0) & ~same)
            hashes, met, pairs = hashes.take(rest), after.take(rest), pairs.take(rest)
        return np.concatenate([at for at, _ in found]), np.concatenate([place for _, place in found])

    def _slots(self, hashes: Hashes, local: Ints) -> Ints:
        slots: Ints = (hashes >> np.uint64(64 - self._bits)).view(np.int64)
        slots += local << self._bits
        return slots

    def _four_slots(self, four: Hashes, local: Ints) -> Ints:
        slots = four * _SPREAD
        slots >>= np.uint64(64 - self._four_bits)
        placed: Ints = slots.view(np.int64)
        placed += local << self._four_bits
        return placed


def _around(blocks: Hashes, at: Ints) -> Hashes:
    """The hashes of the grams that begin 0, 1, 2, 3 places before some blocks of four letters: four rows."""
    before, here, behind = blocks.take(at - 1), blocks.take(at), blocks.take(at + 1)
    first, second = np.empty((2, _STEP, len(at)), np.uint64)
    first[0], second[0] = here, behind
    for back in range(1, _STEP):
        up, down = np.uint64(16 * back), np.uint64(64 - 16 * back)
        np.bitwise_or(here << up, before >> down, out=first[back])
        np.bitwise_or(behind << up, here >> down, out=second[back])
    return mixed(first, second)


def _ranges(begins: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """All numbers of some ranges, and the range of each."""
    which = np.repeat(np.arange(len(sizes)), sizes)
    return np.arange(len(which)) + (begins - (np.cumsum(sizes) - sizes)).take(which), which


def _sums(values: Ints, bounds: Ints) -> Ints:
    sums: Ints = np.diff(np.append(0, np.cumsum(values)).take(bounds))
    return sums


def _longest(at: Ints, bounds: Ints) -> Ints:
    """The longest run of letters that stands in the document, by the places of its grams."""
    longest = np.zeros(len(bounds) - 1, np.int64)
    if at.size:
        begins = np.append(0, np.flatnonzero(np.diff(at) != 1) + 1)
        runs = np.diff(np.append(begins, len(at)))
        pairs = np.searchsorted(bounds, begins, side="right") - 1
        first = np.flatnonzero(np.diff(pairs, prepend=-1))
        longest[pairs[first]] = np.maximum.reduceat(runs, first) + GRAM - 1
    return longest
