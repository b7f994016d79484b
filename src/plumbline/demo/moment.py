"""When the made-up quarter is: fixed days, so that the demo says the same on every day it is run."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TIMEZONE = "Asia/Shanghai"
TODAY = date(2026, 3, 31)
FIRST_DAY = date(2025, 12, 22)
"""The first day with posts: 100 natural days, `TODAY` included."""
WATCHED_FROM = date(2025, 12, 11)


def instant(day: date, clock: time = time.min) -> datetime:
    """A local clock time as an instant in UTC."""
    return datetime.combine(day, clock, ZoneInfo(TIMEZONE)).astimezone(UTC)


def days(first: date, last: date) -> list[date]:
    """Every natural day from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


AS_OF = instant(TODAY, time(23, 59, 59))
