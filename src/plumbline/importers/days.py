"""Figures of an account by day: lines with a day and counts, gathered to one row of `metrics` a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from plumbline.importers.cells import Unreadable, bare
from plumbline.importers.format import Fault, Passed, Row, Taken
from plumbline.importers.tables import Entry
from plumbline.importers.works import BEIJING, totals

WHOLE = "99999999"
"""The platform's own word for “all sources together”: nothing is added up with it."""


@dataclass
class Days:
    """Rows of `metrics` while they are gathered: figures of one day may stand in several tables of a file."""

    rows: dict[date, dict[str, int | None]] = field(default_factory=dict)
    places: dict[date, tuple[int, str]] = field(default_factory=dict)

    def add(self, entry: Entry, on: date, columns: Mapping[str, tuple[str, ...]]) -> None:
        """Take the figures of a line for its day; what is there already stays."""
        row = self.rows.setdefault(on, {})
        self.places.setdefault(on, (entry.number, entry.sheet))
        for name, names in columns.items():
            if row.get(name) is None:
                row[name] = entry.count(*names)

    def taken(self) -> Iterator[Taken]:
        """One row a day, in order of days; a day without any figure is none."""
        for on, row in sorted(self.rows.items()):
            if any(value is not None for value in row.values()):
                number, sheet = self.places[on]
                yield Taken("metrics", {"date": on, **row}, number, sheet)


def day_of(entry: Entry, names: tuple[str, ...], zone: str = BEIJING) -> date | Fault | Passed:
    """The day of a line; a line of totals, a note of a single cell, or a line without a readable day, otherwise."""
    if totals(entry, names):
        return Passed(entry.number, "totals")
    try:
        on = entry.day(zone, *names)
    except Unreadable as error:
        lone = sum(bool(bare(cell)) for cell in entry.cells.values()) == 1
        return Passed(entry.number, "not_ours") if lone else entry.lost(error, *names)
    return on or Fault(entry.number, "no_time", names[0], sheet=entry.sheet)


def inflow(entry: Entry, on: date, measure: str, source: str, *names: str) -> Iterator[Taken]:
    """A row of `inflows`, where there is a number."""
    number = entry.count(*names)
    if number is not None:
        yield entry.taken("inflows", {"date": on, "measure": measure, "source": source, "number": number})


def daily(
    lines: Iterable[Entry | Fault | Passed],
    names: tuple[str, ...],
    columns: Mapping[str, tuple[str, ...]],
    inflows: Mapping[str, tuple[str, ...]],
) -> Iterator[Row]:
    """A table of one line a day: rows of `metrics`, and of `inflows` (by measure) for all sources together."""
    days = Days()
    for entry in lines:
        if not isinstance(entry, Entry):
            yield entry
            continue
        on = day_of(entry, names)
        if not isinstance(on, date):
            yield on
            continue
        days.add(entry, on, columns)
        for measure, places in inflows.items():
            yield from inflow(entry, on, measure, WHOLE, *places)
        yield from entry.faults
    yield from days.taken()
