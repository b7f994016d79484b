"""Find a header line in a sheet, wherever it starts, and read the lines below it by the names of their columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from plumbline.importers import cells
from plumbline.importers.cells import Unreadable, bare
from plumbline.importers.export import Export
from plumbline.importers.format import Fault, Header, Passed, Taken
from plumbline.importers.sheet import Line, Sheet

DEPTH = 30
"""Lines of a sheet in which a header is looked for."""


@dataclass(frozen=True)
class Table:
    """A table within a sheet: the place of each known column, columns that are not known, and the header's line."""

    sheet: Sheet
    header: Header
    places: Mapping[str, int]
    unknown: tuple[str, ...]
    at: int
    first: int
    width: int

    def entries(self) -> Iterator["Entry | Fault | Passed"]:
        """The lines below the header; repeated headers, blank lines and lines of another width are told apart."""
        header = tuple(bare(cell) for cell in self.sheet.lines[self.at].cells[self.first :])
        for line in self.sheet.lines[self.at + 1 :]:
            row = line.cells[self.first :]
            if not any(bare(cell) for cell in row[: self.width]):
                continue
            if tuple(bare(cell) for cell in row)[: self.width] == header[: self.width]:
                yield Passed(line.number, "repeated_header")
            elif self._misfit(row):
                yield Fault(line.number, "row_width", value=f"{len(row)} / {self.width}", sheet=self.sheet.name)
            else:
                yield Entry(self._named(line), line.number, self.sheet.name)

    def _misfit(self, row: tuple[str, ...]) -> bool:
        """Longer than header and allowance, or cut short before the last column that is needed."""
        beyond = row[self.width + self.header.unlabelled :]
        needed = max(self.places[name] for name in self.header.required) - self.first
        return any(bare(cell) for cell in beyond) or len(row) <= min(needed, self.width - 1)

    def _named(self, line: Line) -> dict[str, str]:
        return {name: line.cells[place] for name, place in self.places.items() if place < len(line.cells)}


@dataclass
class Entry:
    """A line by the names of its columns. A value that cannot be read is left out and taken down in `faults`."""

    cells: Mapping[str, object]
    number: int
    sheet: str = ""
    faults: list[Fault] = field(default_factory=list)

    def text(self, *names: str) -> str | None:
        """The first of these columns in which something stands, to the letter; None if none does."""
        for name in names:
            value = self.cells.get(name)
            if value is not None and bare(value):
                return str(value)
        return None

    def word(self, *names: str) -> str | None:
        """As `text`, without blanks around it; a dash and its like are nothing."""
        found = bare(self.text(*names))
        return None if cells.blank(found) else found

    def identity(self, *names: str) -> str | None:
        """An id; None if there is none. Raises Unreadable for a spoilt one: the row cannot be kept."""
        return cells.identity(self._first(names))

    def count(self, *names: str) -> int | None:
        """A whole number; a fault, and None, where something else stands."""
        name = self._name(names)
        try:
            return cells.count(self.cells.get(name)) if name else None
        except Unreadable as error:
            self._fault(name or "", error.code)
            return None

    def percent(self, *names: str) -> float | None:
        """A percentage; a fault, and None, where something else stands."""
        name = self._name(names)
        try:
            return cells.percent(self.cells.get(name)) if name else None
        except Unreadable as error:
            self._fault(name or "", error.code)
            return None

    def moment(self, zone: str, *names: str) -> datetime | None:
        """An instant; None if nothing stands there. Raises Unreadable."""
        return cells.moment(self._first(names), zone)

    def day(self, zone: str, *names: str) -> date | None:
        """A natural day; None if nothing stands there. Raises Unreadable."""
        return cells.day(self._first(names), zone)

    def lost(self, error: Unreadable, *names: str) -> Fault:
        """The fault for a row that cannot be kept because of these columns."""
        name = self._name(names) or (names[0] if names else "")
        return Fault(self.number, error.code, name, bare(self.cells.get(name)), sheet=self.sheet)

    def taken(self, table: str, row: Mapping[str, object]) -> Taken:
        """A row of the dossier that comes from this line."""
        return Taken(table, row, self.number, self.sheet)

    def _fault(self, name: str, code: str) -> None:
        self.faults.append(Fault(self.number, code, name, bare(self.cells.get(name)), row_lost=False, sheet=self.sheet))

    def _name(self, names: tuple[str, ...]) -> str | None:
        return next((name for name in names if bare(self.cells.get(name))), None)

    def _first(self, names: tuple[str, ...]) -> object:
        name = self._name(names)
        return self.cells.get(name) if name else None


def find_tables(export: Export, header: Header) -> Iterator[Table]:
    """The table with this header in each sheet that has one; the header may start at any line and column."""
    for sheet in export.sheets:
        found = locate(sheet, header)
        if found:
            yield found


def locate(sheet: Sheet, header: Header, *, start: int = 0, depth: int = DEPTH) -> Table | None:
    """The first line from `start` on that holds all required columns; None if there is none within `depth` lines."""
    for at, line in enumerate(sheet.lines[start : start + depth], start=start):
        names = [bare(cell).lstrip("\ufeff") for cell in line.cells]
        places = {name: place for place, name in reversed(list(enumerate(names))) if name in header.columns}
        if header.required <= set(places):
            return _table(sheet, header, names, places, at)
    return None


def _table(sheet: Sheet, header: Header, names: list[str], places: Mapping[str, int], at: int) -> Table:
    """From the first known column to the last cell of the header that is not empty."""
    first = min(places.values())
    last = max(place for place, name in enumerate(names) if name)
    unknown = tuple(name for name in names[first : last + 1] if name and name not in header.columns)
    return Table(sheet, header, places, unknown, at, first, last + 1 - first)
