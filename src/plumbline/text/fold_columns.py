"""Fold a whole column at once: the same result as `fold`, row by row, from a few passes over its code points."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from plumbline.text.fold import LETTER_RUN, MARK_RUN, SEPARATORS, Folded, fold_table

Points = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
BORDER = 0xFFFF
"""Stands behind every row; no text holds it, because the fold drops what is no character."""
HAN, SEPARATOR, LETTER, DIGIT, SPACE, LATIN = (1 << bit for bit in range(6))
_CODES, _LENGTH, _KIND = 0x110000, 21, 26
_POINT, _LONGEST, _FEW = (1 << _LENGTH) - 1, 31, 80


@dataclass(frozen=True)
class FoldedColumn:
    """Rows one behind the other in `points` (folded code points, `BORDER` behind each row) with the `kind` of each.

    Row i is points[starts[i]:ends[i]]; `origin` is each point's place in its row's original text; `kind` holds the
    bits HAN, SEPARATOR, LETTER, DIGIT, SPACE, LATIN.
    """

    points: Points
    kind: Points
    starts: Places
    ends: Places
    origin: npt.NDArray[np.int32]

    def row(self, number: int) -> Folded:
        """One row as `fold` gives it."""
        start, end = int(self.starts[number]), int(self.ends[number])
        return Folded(self._whole[start:end], self.origin.data[start:end])

    @cached_property
    def _whole(self) -> str:
        return self.points.tobytes().decode("utf-32-le")


@dataclass(frozen=True)
class _Tables:
    """`code`: by code point, what it folds to, the length of that and its kind, packed; longer ones lie in `tail`."""

    code: Points
    tail: Points
    tail_at: npt.NDArray[np.int32]


def fold_column(texts: Sequence[str]) -> FoldedColumn:
    """Fold every text."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    raw = np.frombuffer(chr(BORDER).join([*texts, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
    borders = np.cumsum(lengths + 1) - 1
    code, source = _by_character(raw, borders)
    for gone in (_separators, _repeats):
        code, source = _without(code, source, gone(code))
    points = code & np.uint32(_POINT)
    ends = np.flatnonzero(points == BORDER)
    starts = np.concatenate([np.zeros(min(1, len(ends)), np.int64), ends[:-1] + 1])
    begin = np.repeat((borders - lengths).astype(np.int32), ends - starts + 1)
    return FoldedColumn(points, code >> np.uint32(_KIND), starts, ends, source - begin)


@cache
def tables() -> _Tables:
    """The fold table as arrays over all code points."""
    table = fold_table()
    target = np.arange(_CODES, dtype=np.uint32)
    length, tail_at, tail = np.ones(_CODES, np.uint32), np.zeros(_CODES, np.int32), ""
    for point, to in table.mapping.items():
        length[point] = len(to or "")
        if to and len(to) == 1:
            target[point] = ord(to)
        elif to:
            tail_at[point] = len(tail)
            tail += to
    kind = _kinds()
    after = np.frombuffer(tail.encode("utf-32-le"), np.uint32)
    code = target | length << np.uint32(_LENGTH) | kind[target] << np.uint32(_KIND)
    return _Tables(code, after | np.uint32(1 << _LENGTH) | kind[after] << np.uint32(_KIND), tail_at)


def _kinds() -> Points:
    kind, table = np.zeros(_CODES, np.uint32), fold_table()
    for first, last in table.letters:
        kind[first : last + 1] |= LETTER
    for first, last in ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF)):
        kind[first : last + 1] |= HAN
    for bit, members in ((SEPARATOR, map(ord, SEPARATORS)), (DIGIT, table.digits), (SPACE, (32,))):
        kind[list(members)] |= bit
    kind[np.r_[48:58, 65:91, 97:123]] |= LATIN
    return kind


def _by_character(raw: Points, borders: Places) -> tuple[Points, npt.NDArray[np.int32]]:
    """Packed folded characters, and the place in `raw` that each comes from."""
    table = tables()
    code = table.code[raw.astype(np.intp)]
    code[borders] = BORDER | 1 << _LENGTH
    length = code >> np.uint32(_LENGTH) & np.uint32(_LONGEST)
    odd = np.flatnonzero(length != 1)
    if not odd.size:
        return code, np.arange(len(raw), dtype=np.int32)
    extra = length[odd].astype(np.int64) - 1
    begin = odd + np.cumsum(extra) - extra
    step = np.ones(len(raw) + int(extra.sum()), np.int32)
    np.add.at(step, begin[extra < 0], 1)
    for copy in range(1, int(extra.max()) + 1):
        step[begin[extra >= copy] + copy] = 0
    source = np.cumsum(step, dtype=np.int32) - np.int32(1)
    found = code[source]
    for copy in range(int(extra.max()) + 1):
        longer = (extra >= copy) & (extra > 0)
        found[begin[longer] + copy] = table.tail[table.tail_at[raw[odd[longer]]] + copy]
    return found, source


def _is(code: Points, bits: int) -> npt.NDArray[np.bool_]:
    flagged: npt.NDArray[np.bool_] = (code & np.uint32(bits << _KIND)) > 0
    return flagged


def _separators(code: Points) -> Places:
    """Places of separators that hide a word."""
    between = np.flatnonzero(_is(code, SEPARATOR | SPACE))
    between = between[(between > 0) & (between < len(code) - 1)]
    between = between[_is(code[between - 1], HAN) & _is(code[between + 1], HAN)]
    ahead, behind = np.minimum(between + 3, len(code) - 1), np.maximum(between - 3, 0)
    forward = _is(code[ahead - 1], SPACE) & _is(code[ahead], HAN) & (ahead == between + 3)
    backward = _is(code[behind + 1], SPACE) & _is(code[behind], HAN) & (behind == between - 3)
    hidden: Places = between[~_is(code[between], SPACE) | forward | backward]
    return hidden


def _repeats(code: Points) -> Places:
    """Places of what goes beyond the longest run of one character."""
    same = code[1:] == code[:-1]
    third = np.flatnonzero(same[1:] & same[:-1]) + MARK_RUN
    chars = code[third]
    fourth = third[third >= LETTER_RUN]
    long = np.isin(third, fourth[same[fourth - LETTER_RUN]])
    border = chars & np.uint32(_POINT) == BORDER
    surplus: Places = third[(~_is(chars, LETTER) | long) & ~_is(chars, DIGIT) & ~border]
    return surplus


def _without(code: Points, source: npt.NDArray[np.int32], gone: Places) -> tuple[Points, npt.NDArray[np.int32]]:
    """Both without the places in `gone`; where those are few, what lies between is copied piece by piece."""
    if not gone.size:
        return code, source
    if gone.size * _FEW > len(code):
        kept = np.ones(len(code), bool)
        kept[gone] = False
        return code[kept], source[kept]
    edges = [-1, *gone.tolist(), len(code)]
    pieces = [slice(edges[n] + 1, edges[n + 1]) for n in range(len(edges) - 1)]
    return np.concatenate([code[piece] for piece in pieces]), np.concatenate([source[piece] for piece in pieces])
