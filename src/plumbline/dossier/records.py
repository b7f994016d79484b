"""CSV text as records: strict about quotes, and able to go on behind a record that is broken."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from plumbline.dossier.lines import Damaged

LONGEST_CELL = 1 << 28
_LONGEST_RECORD = 1 << 29
_MOST_LINES = 1_000_000
_TOO_LONG = "field larger"


class Record(NamedTuple):
    """One record: its cells (of a broken one, those of its first line, as far as they go) and what is wrong with it.

    `size` counts characters; `open_ended`: its quotes are still open where the file ends; `finished`: a line ending
    follows.
    """

    cells: list[str]
    fault: str | None
    size: int
    open_ended: bool = False
    finished: bool = True


class _Feed:
    """Hands lines to the CSV reader and keeps those of the present record, to give them out again if it breaks."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.size = 0
        self.ended = False

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self.size > _LONGEST_RECORD or len(self.taken) > _MOST_LINES:
            raise csv.Error("a record without end")
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        self.size += len(line)
        return line

    def begin(self) -> None:
        self.taken = []
        self.size = 0
        self.ended = False

    def give_back(self) -> None:
        """All lines but the first come again."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def records(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """All records, blank lines among them (no cells). Behind a broken record reading goes on with its second line."""
    csv.field_size_limit(LONGEST_CELL)
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(feed, str(error), delimiter)
            continue
        yield Record(cells, _fault(feed.taken), feed.size, finished=feed.taken[-1].endswith(("\n", "\r")))


def split(line: str, delimiter: str) -> list[str]:
    """The cells of a single line, as far as they can be made out."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _fault(taken: list[str]) -> str | None:
    for line in taken:
        if isinstance(line, Damaged):
            return "bad_encoding"
        if "\0" in line:
            return "nul_byte"
    return None


def _broken(feed: _Feed, error: str, delimiter: str) -> Record:
    ended = feed.ended
    if not feed.taken:
        return Record([], "bad_quotes", 0)
    fault = "too_long" if _TOO_LONG in error else "bad_quotes"
    feed.give_back()
    return Record(split(feed.taken[0], delimiter), fault, feed.size, open_ended=ended)
