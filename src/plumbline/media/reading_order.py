"""Boxes of text as lines in the order in which people read them: bands, columns, cells of a table, upright text.

Method: recursive cuts along empty stripes (XY-cut; G. Nagy and S. Seth, Hierarchical representation of optically
scanned documents, ICPR 1984); columns go before bands only where both sides hold whole lines and no short cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from plumbline.text.fold import HAN

COLUMN_CHARACTERS = 8
"""From this median length on, what stands side by side are columns to be read one after the other, not cells."""
WRAPPED = 12
"""Characters of a line from which on it may go on in the next."""
_ENDS = "。！？；!?;：:…”）)」》"
_APART = 0.6
"""Of the height of a line: a gap that cuts."""
_UPRIGHT = 1.6


@dataclass(frozen=True)
class Box:
    """A piece of text and the rectangle it stands in; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    score: float = 1.0

    @property
    def height(self) -> float:
        """Of the rectangle."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """Of the rectangle."""
        return self.right - self.left

    @property
    def upright(self) -> bool:
        """Whether its characters stand one below the other."""
        return len(self.text) > 1 and self.height > _UPRIGHT * self.width


Boxes = Sequence[Box]


def read(boxes: Boxes) -> str:
    """The text, a line each; wrapped lines are joined, blocks parted by nothing but their order."""
    flat = [box for box in boxes if not box.upright]
    standing = [box for box in boxes if box.upright]
    if sum(len(box.text) for box in standing) > sum(len(box.text) for box in flat):
        taken = [box for box in flat if len(box.text) <= 2 and any(_above(box, other) for other in standing)]
        flat, standing = [box for box in flat if box not in taken], [*standing, *taken]
    blocks = [*_blocks(flat), *([_upright(standing)] if standing else [])]
    return "\n".join(line for block in blocks for line in block)


def _blocks(boxes: Boxes) -> list[list[str]]:
    """Lines of each block, by cutting: columns, then bands, then what stands side by side."""
    if not boxes:
        return []
    run = _columns(boxes)
    if run:
        return [block for group in run for block in _blocks(group)]
    bands = _cut(boxes, down=True)
    if len(bands) > 1:
        return _banded(bands)
    sides = _cut(boxes, down=False)
    if len(sides) > 1 and not _one_line(boxes):
        return [block for side in sides for block in _blocks(side)]
    return (
        [[_joined(sorted(boxes, key=lambda box: (box.left, box.top)))]]
        if _one_line(boxes)
        else [[box.text for box in sorted(boxes, key=lambda box: (box.top, box.left))]]
    )


def _columns(boxes: Boxes) -> list[Boxes] | None:
    """Above, left column, right column, below: where a gutter parts lines that are whole lines on both sides."""
    bands = _cut(boxes, down=True)
    parted = [len(_cut(band, down=False)) > 1 for band in bands]
    first = next((place for place, apart in enumerate(parted) if apart), None)
    if first is None:
        return None
    last = first + next((n for n, apart in enumerate([*parted[first:], False]) if not apart), 0)
    gutters = _gutters(_cut([box for band in bands[first:last] for box in band], down=False))
    while last < len(bands) and gutters and not _crossed(bands[last], gutters):
        last += 1  # the longer column goes on alone
    inside = [box for band in bands[first:last] for box in band]
    sides = _cut(inside, down=False)
    rows = last - first > 1 or not _one_line(inside)
    if len(sides) < 2 or not rows or any(len(side) < 2 or _short(side) for side in sides):
        return None
    above = [box for band in bands[:first] for box in band]
    below = [box for band in bands[last:] for box in band]
    return [part for part in (above, *sides, below) if part]


def _gutters(sides: Sequence[Boxes]) -> list[float]:
    """The middle of the empty stripe between each two neighbours."""
    return [(max(box.right for box in left) + min(box.left for box in right)) / 2 for left, right in pairwise(sides)]


def _crossed(band: Boxes, gutters: Sequence[float]) -> bool:
    return any(box.left < gutter < box.right for box in band for gutter in gutters)


def _short(side: Boxes) -> bool:
    return median(len(box.text) for box in side) < COLUMN_CHARACTERS


def _cut(boxes: Boxes, *, down: bool) -> list[Boxes]:
    """The boxes by empty stripes across; in order."""
    order = sorted(boxes, key=lambda box: box.top if down else box.left)
    gap = (0.0 if down else _APART) * median(box.height for box in boxes)
    parts: list[list[Box]] = [[order[0]]]
    edge = order[0].bottom if down else order[0].right
    for box in order[1:]:
        begin = box.top + box.height * 0.25 if down else box.left
        if begin > edge + gap:
            parts.append([])
        parts[-1].append(box)
        edge = max(edge, box.bottom if down else box.right)
    return list(parts)


def _banded(bands: Sequence[Boxes]) -> list[list[str]]:
    """Bands of one line each as one block, so that wrapped lines are joined; others are cut further."""
    blocks: list[list[str]] = []
    run: list[Box] = []
    for band in bands:
        if len(band) == 1:
            run.append(band[0])
            continue
        blocks += [_wrapped(run)] if run else []
        run = []
        blocks += _blocks(band)
    return [*blocks, *([_wrapped(run)] if run else [])]


def _wrapped(lines: Boxes) -> list[str]:
    """Lines one below the other; one that fills its block goes on in the next."""
    told = [lines[0].text]
    for line, following in pairwise(lines):
        if _goes_on(line, following):
            told[-1] = _joined_words(told[-1], following.text)
        else:
            told.append(following.text)
    return told


def _goes_on(line: Box, following: Box) -> bool:
    same = 0.8 < following.height / max(1.0, line.height) < 1.25
    near = following.top - line.bottom < 0.65 * line.height
    left = following.left - line.left < line.height * 0.6 and line.left - following.left < line.height * 2.6
    full = line.right >= following.right - line.height * 0.6
    return same and near and left and full and len(line.text) >= WRAPPED and _unfinished(line.text, following.text)


def _unfinished(first: str, second: str) -> bool:
    """Whether a line may go on in another: no end mark, and Chinese on one side, or a small letter behind."""
    if first[-1:] in _ENDS:
        return False
    return _han(first[-1:]) or _han(second[:1]) or first[-1:] in "，、,（(《“" or second[:1].islower()


def _joined_words(first: str, second: str) -> str:
    """Chinese goes on at once, other words behind a blank."""
    return first + ("" if _han(first[-1:]) or _han(second[:1]) or not first else " ") + second


def _han(char: str) -> bool:
    return bool(char) and any(first <= char <= last for first, last in _RANGES)


_RANGES = tuple((part[0], part[2]) for part in (HAN[n : n + 3] for n in range(0, len(HAN), 3)))


def _one_line(boxes: Boxes) -> bool:
    """Whether all stand in one line."""
    top, bottom = max(box.top for box in boxes), min(box.bottom for box in boxes)
    return bottom - top > 0.4 * min(box.height for box in boxes)


def _joined(line: Boxes) -> str:
    """Cells of a line, two blanks between."""
    return "  ".join(box.text for box in line)


def _above(box: Box, other: Box) -> bool:
    """Whether a short box goes on in an upright one below it (or above it)."""
    middle = (box.left + box.right) / 2
    near = min(abs(other.top - box.bottom), abs(box.top - other.bottom)) < 1.5 * box.height
    return other.left < middle < other.right and near


def _upright(boxes: Boxes) -> list[str]:
    """Upright text: columns from right to left, each from top to bottom."""
    columns: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: -(box.left + box.right)):
        middle = (box.left + box.right) / 2
        if columns and min(one.left for one in columns[-1]) < middle < max(one.right for one in columns[-1]):
            columns[-1].append(box)
        else:
            columns.append([box])
    return ["".join(box.text for box in sorted(column, key=lambda box: box.top)) for column in columns]
