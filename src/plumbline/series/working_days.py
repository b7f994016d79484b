"""Working days of China: weekends, public holidays and the weekends that are worked in exchange.

The days come from the `chinesecalendar` library, which follows the State Council's yearly holiday notices. A year that
it does not know has no working days here, only an error or a null: a deadline is never guessed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import polars as pl
from chinese_calendar.constants import holidays

from plumbline.domain.errors import PlumblineError

FIRST_DAY = date(min(holidays).year, 1, 1)
LAST_DAY = date(max(holidays).year, 12, 31)


@dataclass
class CalendarUnknown(PlumblineError):  # noqa: N818  says what is wrong, as its neighbours do
    """The working days of a year are not known (yet)."""


def calendar_unknown(day: date) -> CalendarUnknown:
    """The error for a day outside the calendar: names the year, the years that are known, and the way out."""
    return CalendarUnknown(
        what=f"the working days of {day.year} are not known: the calendar covers {FIRST_DAY.year}–{LAST_DAY.year}",
        where=f"day {day.isoformat()}",
        remedy="update the calendar package once the year's holidays are announced: pip install -U chinesecalendar",
    )


@cache
def working_day_table() -> pl.DataFrame:
    """Every known day: `day` (Date), `working` (Boolean), `ordinal` (Int64, working days from the first day to it)."""
    days = pl.date_range(FIRST_DAY, LAST_DAY, eager=True).alias("day")
    working = pl.Series("working", [chinese_calendar.is_workday(day) for day in days], dtype=pl.Boolean)
    return pl.DataFrame([days, working]).with_columns(ordinal=pl.col("working").cast(pl.Int64).cum_sum())


def working_days_between(start: date, end: date) -> int:
    """Working days in (start, end]; 0 when `end` is not after `start`. Raises `CalendarUnknown`."""
    if end <= start:
        return 0
    return _ordinal(end) - _ordinal(start)


@cache
def add_working_days(day: date, n: int) -> date:
    """The `n`-th working day after `day` (`day` itself for 0). Raises `CalendarUnknown` outside the calendar."""
    if n <= 0:
        return day
    reached = working_day_table()["ordinal"].search_sorted(_ordinal(day) + n)
    if reached >= working_day_table().height:
        raise calendar_unknown(LAST_DAY + timedelta(days=1))
    return FIRST_DAY + timedelta(days=int(reached))


def working_days_in(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Column form of `working_days_between` (Date, Date → Int64); null where the calendar does not know both days."""
    elapsed = _ordinals(end) - _ordinals(start)
    return pl.when(end <= start).then(pl.lit(0, pl.Int64)).otherwise(elapsed)


def _ordinal(day: date) -> int:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise calendar_unknown(day)
    return int(working_day_table()["ordinal"][(day - FIRST_DAY).days])


def _ordinals(day: pl.Expr) -> pl.Expr:
    place = (day - pl.lit(FIRST_DAY)).dt.total_days()
    known = pl.when(day.is_between(FIRST_DAY, LAST_DAY)).then(place)
    return pl.lit(working_day_table()["ordinal"]).gather(known)
