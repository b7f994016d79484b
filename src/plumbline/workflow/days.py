"""Deadlines in working days."""

from datetime import date, timedelta

from plumbline.domain.calendar import Calendar
from plumbline.series.working_days import CalendarUnknown, add_working_days, china, working_days_between


def after_working_days(day: date, n: int, calendar: Calendar | None = None) -> date:
    """The `n`-th working day after `day`.

    `calendar` says which days are worked; None: China's. Beyond the years whose holidays are announced every Monday to
    Friday counts: such a deadline is provisional, and `provisional` says so.
    """
    try:
        return add_working_days(day, n, calendar)
    except CalendarUnknown:
        found = calendar or china()
        known = working_days_between(day, found.last, calendar) if found.first <= day <= found.last else 0
        return _weekdays(max(day, found.last) if day >= found.first else day, n - known)


def provisional(deadline: date, calendar: Calendar | None = None) -> bool:
    """Whether the holidays of the deadline's year are not known yet."""
    return deadline > (calendar or china()).last


def _weekdays(day: date, n: int) -> date:
    while n > 0:
        day += timedelta(days=1)
        n -= day.weekday() < 5
    return day
