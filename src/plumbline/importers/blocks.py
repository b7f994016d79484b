"""Several tables on one sheet, beside or below each other: each is cut out, to be read like a sheet of its own."""

from collections.abc import Iterator
from itertools import zip_longest

from plumbline.importers.cells import bare
from plumbline.importers.sheet import Line, Sheet


def blocks(sheet: Sheet, words: frozenset[str], *, depth: int | None = None) -> Iterator[Sheet]:
    """The tables whose header is a run of at least two cells, at least two of them among `words`, within `depth` lines.

    A table ends above the next header in its columns, and above the lone cell (a caption) over that.
    """
    for at, line in enumerate(sheet.lines[:depth]):
        for first, last in _runs(line):
            if sum(bare(cell) in words for cell in line.cells[first:last]) >= 2:
                yield Sheet(sheet.name, tuple(_below(sheet, at, first, last, words)))


def _runs(line: Line) -> Iterator[tuple[int, int]]:
    """First and last place (not included) of each run of cells that are not empty."""
    first = None
    for place, cell in enumerate((*line.cells, "")):
        if bare(cell) and first is None:
            first = place
        elif not bare(cell) and first is not None:
            yield first, place
            first = None


def _below(sheet: Sheet, at: int, first: int, last: int, words: frozenset[str]) -> Iterator[Line]:
    yield Line(sheet.lines[at].number, sheet.lines[at].cells[first:last])
    below = [Line(line.number, line.cells[first:last]) for line in sheet.lines[at + 1 :]]
    for line, after in zip_longest(below, below[1:]):
        if _heads(line, words) or (_filled(line) == 1 and after is not None and _heads(after, words)):
            return
        if _filled(line):
            yield line


def _heads(line: Line, words: frozenset[str]) -> bool:
    return sum(bare(cell) in words for cell in line.cells) >= 2


def _filled(line: Line) -> int:
    return sum(bool(bare(cell)) for cell in line.cells)
