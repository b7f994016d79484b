"""Deadlines in working days."""

from datetime import date, timedelta

from plumbline.series.working_days import LAST_DAY, CalendarUnknown, add_working_days, working_days_between


def after_working_days(day: date, n: int) -> date:
    """The `n`-th working day after `day`.

    Beyond the years whose holidays are announced every Monday to Friday counts: such a deadline is provisional, and
    `provisional` says so.
    """
    try:
        return add_working_days(day, n)
    except CalendarUnknown:
        known = working_days_between(day, LAST_DAY) if day <= LAST_DAY else 0
        return _weekdays(max(day, LAST_DAY), n - known)


def provisional(deadline: date) -> bool:
    """Whether the holidays of the deadline's year are not known yet."""
    return deadline > LAST_DAY


def _weekdays(day: date, n: int) -> date:
    while n > 0:
        day += timedelta(days=1)
        n -= day.weekday() < 5
    return day
