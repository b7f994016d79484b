"""Faults in a rulebook's working-day calendars: one that is not there, days outside it, days off that are none."""

from collections.abc import Iterator
from datetime import date

import msgspec

from plumbline.rulebook.lint_sources import Fault, is_day
from plumbline.rulebook.model import CHINA, WEEKDAYS, CalendarEntry, Rulebook


def calendar_faults(book: Rulebook) -> Iterator[Fault]:
    """Every fault of the calendars; what the schema sees (an unknown weekday) is not looked for again."""
    entries = {} if book.calendars is msgspec.UNSET else book.calendars
    named = book.book.calendar
    if named != CHINA and named not in entries:
        known = ", ".join(sorted({CHINA, *entries}))
        yield "book/calendar", f"there is no calendar {named!r} (known: {known}); add it to the section calendars", True
    for name, entry in entries.items():
        path = f"calendars/{name}"
        if entry.until < entry.since:
            yield f"{path}/until", f"it ends on {entry.until}, before it begins on {entry.since}", True
        if set(entry.weekend) == set(WEEKDAYS):
            yield f"{path}/weekend", "no day of the week is left to work on", True
        yield from _off(entry, path)
        yield from _worked(entry, path)


def _off(entry: CalendarEntry, path: str) -> Iterator[Fault]:
    for written in entry.days_off:
        yield from _day(written, entry, f"{path}/days_off/{written}")
        if is_day(written) and (weekday := _weekday(written)) in entry.weekend:
            yield f"{path}/days_off/{written}", f"it is a {weekday}, on which nobody works anyway", False


def _worked(entry: CalendarEntry, path: str) -> Iterator[Fault]:
    for written in entry.worked:
        yield from _day(written, entry, f"{path}/worked/{written}")
        if is_day(written) and (weekday := _weekday(written)) not in entry.weekend:
            yield f"{path}/worked/{written}", f"it is a {weekday}, which is worked anyway", False


def _day(written: str, entry: CalendarEntry, path: str) -> Iterator[Fault]:
    if not is_day(written):
        yield path, f"{written!r} is no day; write it like '2026-01-31'", True
    elif not entry.since <= date.fromisoformat(written) <= entry.until:
        yield path, f"it lies outside {entry.since} to {entry.until}", False


def _weekday(day: str) -> str:
    return WEEKDAYS[date.fromisoformat(day).weekday()]
