"""Find many literals in a folded column: a table of character pairs lets few places through, a trie settles those."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from plumbline.text.fold_columns import Places, Points

_BITS = 20
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77)
_SHIFT = np.uint32(32 - _BITS)
_NODE = 21
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class _Level:
    """Edges from one depth of the trie to the next: keys (node << 21 | character), sorted.

    An edge leads to the node of its own number; `literal` is the number of the literal that ends there, or -1. Edges
    are looked up in a table of slots, each edge in the first free one from the place that its key gives.
    """

    def __init__(self, keys: npt.NDArray[np.int64], literal: npt.NDArray[np.int64]) -> None:
        """Lay out the slots: at most one in four is taken."""
        self.keys, self.literal = keys, literal
        bits = max(4, (4 * len(keys)).bit_length())
        self._shift, self._last = np.uint64(64 - bits), (1 << bits) - 1
        self._slots = np.full(1 << bits, -1, np.int32)
        edges = np.arange(len(keys), dtype=np.int32)
        slots = self._begin(keys)
        while edges.size:
            first = np.unique(np.where(self._slots[slots] < 0, slots, -1), return_index=True)[1]
            first = first[self._slots[slots[first]] < 0]
            self._slots[slots[first]] = edges[first]
            left = np.delete(np.arange(len(edges)), first)
            edges, slots = edges[left], (slots[left] + 1) & self._last

    def nodes(self, keys: npt.NDArray[np.int64]) -> Places:
        """The number of each key's edge, -1 where there is none."""
        found = np.full(len(keys), -1, np.int64)
        rows, slots = np.arange(len(keys)), self._begin(keys)
        while rows.size:
            edges = self._slots[slots]
            taken = np.flatnonzero(edges >= 0)
            rows, slots, edges = rows[taken], slots[taken], edges[taken]
            same = self.keys[edges] == keys[rows]
            found[rows[same]] = edges[same]
            rows, slots = rows[~same], (slots[~same] + 1) & self._last
        return found

    def _begin(self, keys: npt.NDArray[np.int64]) -> Places:
        return ((keys.astype(np.uint64) * _SPREAD) >> self._shift).astype(np.int64)


class LiteralSet:
    """Folded literals of two characters or more, numbered as given."""

    def __init__(self, literals: Iterable[str]) -> None:
        """Build the pair table and the trie."""
        self.literals = tuple(literals)
        spelled = [[ord(char) for char in literal] for literal in self.literals]
        pairs = sorted({(points[0], points[1]) for points in spelled})
        self._open = np.zeros(1 << _BITS, bool)
        first, second = (np.array([pair[i] for pair in pairs], np.uint32) for i in (0, 1))
        self._open[_hash(first, second)] = True
        self._levels = _trie(spelled)

    def find(self, points: Points) -> tuple[Places, Places]:
        """Place in `points` and number of the literal, for every occurrence of every literal."""
        if not self.literals or len(points) < 2:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        places = np.flatnonzero(self._open[_hash(points[:-1], points[1:])])
        nodes = points[places].astype(np.int64)
        found: list[tuple[Places, Places]] = []
        for depth, level in enumerate(self._levels, start=1):
            inside = places + depth < len(points)
            places, nodes = places[inside], nodes[inside]
            keys = nodes << _NODE | points[places + depth].astype(np.int64)
            at = level.nodes(keys)
            known = at >= 0
            places, nodes = places[known], at[known]
            ends = level.literal[nodes] >= 0
            found.append((places[ends], level.literal[nodes[ends]]))
            if not places.size:
                break
        return np.concatenate([place for place, _ in found]), np.concatenate([literal for _, literal in found])


def _hash(first: Points, second: Points) -> npt.NDArray[np.uint32]:
    mixed: npt.NDArray[np.uint32] = (first * _FIRST + second * _SECOND) >> _SHIFT
    return mixed


def _trie(spelled: list[list[int]]) -> list[_Level]:
    """Levels for depth 1, 2, …: the node before depth 1 is the first character itself."""
    lengths = np.array([len(points) for points in spelled], np.int64)
    node = np.array([points[0] for points in spelled], np.int64)
    levels = []
    for depth in range(1, int(lengths.max(initial=1))):
        longer = np.flatnonzero(lengths > depth)
        chars = np.array([spelled[number][depth] for number in longer.tolist()], np.int64)
        keys, at = np.unique(node[longer] << _NODE | chars, return_inverse=True)
        node[longer] = at
        literal = np.full(len(keys), -1, np.int64)
        ends = longer[lengths[longer] == depth + 1]
        literal[node[ends]] = ends
        levels.append(_Level(keys, literal))
    return levels
