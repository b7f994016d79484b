"""Working days: weekends, public holidays and the weekends that are worked in exchange, by a calendar.

The calendar is the rulebook's own data; without one it is China's, from the `chinesecalendar` library, which follows
the State Council's yearly holiday notices. A day that a calendar does not know is no working day here, only an error or
a null: a deadline is never guessed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import polars as pl
from chinese_calendar.constants import holidays

from plumbline.domain.calendar import Calendar
from plumbline.domain.errors import PlumblineError

FIRST_DAY = date(min(holidays).year, 1, 1)
LAST_DAY = date(max(holidays).year, 12, 31)
"""The days that China's calendar knows."""


@dataclass
class CalendarUnknown(PlumblineError):  # noqa: N818  says what is wrong, as its neighbours do
    """The working days of a year are not known (yet)."""


def calendar_unknown(day: date, calendar: Calendar | None = None) -> CalendarUnknown:
    """The error for a day outside the calendar: names the year, the years that are known, and the way out."""
    found = calendar or china()
    return CalendarUnknown(
        what=f"the working days of {day.year} are not known: the calendar covers {found.first.year}–{found.last.year}",
        where=f"day {day.isoformat()}",
        remedy=found.renew,
    )


@cache
def china() -> Calendar:
    """China's working days."""
    days = pl.date_range(FIRST_DAY, LAST_DAY, eager=True).to_list()
    off = frozenset(day for day in days if not chinese_calendar.is_workday(day))
    way_out = "update the calendar package once the year's holidays are announced: pip install -U chinesecalendar"
    return Calendar("cn", FIRST_DAY, LAST_DAY, frozenset(), off, renew=way_out)


@cache
def working_day_table(calendar: Calendar | None = None) -> pl.DataFrame:
    """Every known day: `day` (Date), `working` (Boolean), `ordinal` (Int64, working days from the first day to it)."""
    found = calendar or china()
    days = pl.date_range(found.first, found.last, eager=True).alias("day")
    working = pl.Series("working", [found.works(day) for day in days], dtype=pl.Boolean)
    return pl.DataFrame([days, working]).with_columns(ordinal=pl.col("working").cast(pl.Int64).cum_sum())


def working_days_between(start: date, end: date, calendar: Calendar | None = None) -> int:
    """Working days in (start, end]; 0 when `end` is not after `start`. Raises `CalendarUnknown`."""
    if end <= start:
        return 0
    return _ordinal(end, calendar) - _ordinal(start, calendar)


@cache
def add_working_days(day: date, n: int, calendar: Calendar | None = None) -> date:
    """The `n`-th working day after `day` (`day` itself for 0). Raises `CalendarUnknown` outside the calendar."""
    if n <= 0:
        return day
    table, found = working_day_table(calendar), calendar or china()
    reached = table["ordinal"].search_sorted(_ordinal(day, calendar) + n)
    if reached >= table.height:
        raise calendar_unknown(found.last + timedelta(days=1), calendar)
    return found.first + timedelta(days=int(reached))


def working_days_in(start: pl.Expr, end: pl.Expr, calendar: Calendar | None = None) -> pl.Expr:
    """Column form of `working_days_between` (Date, Date → Int64); null where the calendar does not know both days."""
    elapsed = _ordinals(end, calendar) - _ordinals(start, calendar)
    return pl.when(end <= start).then(pl.lit(0, pl.Int64)).otherwise(elapsed)


def known_working_days_in(start: pl.Expr, end: pl.Expr, calendar: Calendar | None = None) -> pl.Expr:
    """As `working_days_in`, of the days that the calendar knows alone: at least so many there are."""
    found = calendar or china()
    return working_days_in(start.clip(found.first, found.last), end.clip(found.first, found.last), calendar)


def _ordinal(day: date, calendar: Calendar | None) -> int:
    found = calendar or china()
    if not found.first <= day <= found.last:
        raise calendar_unknown(day, calendar)
    return int(working_day_table(calendar)["ordinal"][(day - found.first).days])


def _ordinals(day: pl.Expr, calendar: Calendar | None) -> pl.Expr:
    found = calendar or china()
    place = (day - pl.lit(found.first)).dt.total_days()
    known = pl.when(day.is_between(found.first, found.last)).then(place)
    return pl.lit(working_day_table(calendar)["ordinal"]).gather(known)
