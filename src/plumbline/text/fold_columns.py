"""Fold a whole column at once: the same result as `fold`, row by row, from a few passes over its code points."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from plumbline.text.fold import LETTER_RUN, MARK_RUN, SEPARATORS, Folded, fold_table

Points = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
BORDER = 0xFFFF
"""Stands behind every row; no text holds it, because the fold drops what is no character."""
HAN, SEPARATOR, LETTER, DIGIT, SPACE, LATIN, TRADITIONAL = (np.uint8(1 << bit) for bit in range(7))
_CODES = 0x110000


@dataclass(frozen=True)
class FoldedColumn:
    """Rows one behind the other in `points` (folded code points, `BORDER` behind each row).

    Row i is points[starts[i]:ends[i]]; `origin` is each point's place in its row's original text.
    """

    points: Points
    starts: Places
    ends: Places
    origin: npt.NDArray[np.int32]

    def row(self, number: int) -> Folded:
        """One row as `fold` gives it."""
        start, end = self.starts[number], self.ends[number]
        text = self.points[start:end].tobytes().decode("utf-32-le")
        return Folded(text, tuple(self.origin[start:end].tolist()))


@dataclass(frozen=True)
class _Tables:
    """By code point: `target` (what it folds to), `length` (of that), `kind` (bits); longer ones lie in `tail`."""

    target: Points
    length: npt.NDArray[np.uint8]
    kind: npt.NDArray[np.uint8]
    tail: Points
    tail_at: npt.NDArray[np.int32]


def fold_column(texts: Sequence[str]) -> FoldedColumn:
    """Fold every text."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    raw = np.frombuffer(f"{chr(BORDER)}".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
    borders = np.cumsum(lengths + 1) - 1
    points, source = _by_character(raw, borders)
    for gone in (_separators, _repeats):
        points, source = _without(points, source, gone(points))
    ends = np.flatnonzero(points == BORDER)
    starts = np.concatenate([np.zeros(min(1, len(ends)), np.int64), ends[:-1] + 1])
    begin = np.repeat(borders - lengths, ends - starts + 1)
    return FoldedColumn(points, starts, ends, (source - begin).astype(np.int32))


@cache
def tables() -> _Tables:
    """The fold table as arrays over all code points."""
    table = fold_table()
    target = np.arange(_CODES, dtype=np.uint32)
    length, kind = np.ones(_CODES, np.uint8), np.zeros(_CODES, np.uint8)
    tail_at, tail = np.zeros(_CODES, np.int32), ""
    for point, to in table.mapping.items():
        length[point] = len(to or "")
        if to and len(to) == 1:
            target[point] = ord(to)
        elif to:
            tail_at[point] = len(tail)
            tail += to
    for first, last in table.letters:
        kind[first : last + 1] |= LETTER
    for first, last in ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF)):
        kind[first : last + 1] |= HAN
    for bit, members in ((SEPARATOR, map(ord, SEPARATORS)), (DIGIT, table.digits), (SPACE, (32,))):
        kind[list(members)] |= bit
    kind[np.r_[48:58, 65:91, 97:123]] |= LATIN
    kind[[ord(char) for char in table.traditional]] |= TRADITIONAL
    return _Tables(target, length, kind, np.frombuffer(tail.encode("utf-32-le"), np.uint32), tail_at)


def _by_character(raw: Points, borders: Places) -> tuple[Points, Places]:
    """Folded points and the place in `raw` that each comes from."""
    table = tables()
    length = table.length[raw]
    length[borders] = 1
    source = np.repeat(np.arange(len(raw)), length) if (length != 1).any() else np.arange(len(raw))
    points = table.target[raw[source]]
    longer = np.flatnonzero(length[source] > 1)
    if longer.size:
        begin = np.cumsum(length, dtype=np.int64) - length
        inside = longer - begin[source[longer]]
        points[longer] = table.tail[table.tail_at[raw[source[longer]]] + inside]
    return points, source


def _separators(points: Points) -> Places:
    """Places of separators that hide a word."""
    kind = tables().kind[points]
    han, space = (kind & HAN) > 0, (kind & SPACE) > 0
    between = np.flatnonzero((kind & (SEPARATOR | SPACE)) > 0)
    between = between[(between > 0) & (between < len(points) - 1)]
    between = between[han[between - 1] & han[between + 1]]
    spaced = space[between]
    ahead, behind = np.minimum(between + 3, len(points) - 1), np.maximum(between - 3, 0)
    forward = space[ahead - 1] & han[ahead] & (ahead == between + 3)
    backward = space[behind + 1] & han[behind] & (behind == between - 3)
    hidden: Places = between[~spaced | forward | backward]
    return hidden


def _repeats(points: Points) -> Places:
    """Places of what goes beyond the longest run of one character."""
    same = points[1:] == points[:-1]
    third = np.flatnonzero(same[1:] & same[:-1]) + MARK_RUN
    kind = tables().kind[points[third]]
    letter = (kind & LETTER) > 0
    fourth = np.zeros(len(points), bool)
    fourth[third] = True
    beyond = ~letter | fourth[third - (LETTER_RUN - MARK_RUN)]
    surplus: Places = third[beyond & ((kind & DIGIT) == 0) & (points[third] != BORDER)]
    return surplus


def _without(points: Points, source: Places, gone: Places) -> tuple[Points, Places]:
    if not gone.size:
        return points, source
    kept = np.ones(len(points), bool)
    kept[gone] = False
    return points[kept], source[kept]
