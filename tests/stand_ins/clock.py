"""The time that a stand-in lives in: set by the test, never by the wall.

clock = Clock("2026-11-20 09:00")      # Beijing wall time
clock.advance(hours=2)
clock.unix, clock.day, clock.yesterday
"""

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

BEIJING = timezone(timedelta(hours=8))


class Clock:
    """A clock that stands still until the test moves it."""

    def __init__(self, start: str | datetime = "2026-11-20 09:00") -> None:
        told = datetime.fromisoformat(start) if isinstance(start, str) else start
        self.now = (told if told.tzinfo else told.replace(tzinfo=BEIJING)).astimezone(UTC)

    def advance(self, **span: float) -> datetime:
        """Moves on (or back) by the keywords of timedelta; gives the new moment."""
        self.now += timedelta(**span)
        return self.now

    @property
    def unix(self) -> int:
        return int(self.now.timestamp())

    @property
    def day(self) -> date:
        """The day in Beijing, by which all the platforms here count."""
        return self.now.astimezone(BEIJING).date()

    @property
    def yesterday(self) -> date:
        return self.day - timedelta(days=1)

    def http_date(self, skew: timedelta = timedelta()) -> str:
        """The words of a Date header, wrong by `skew` if the test wants it so."""
        return format_datetime(self.now + skew, usegmt=True)

    def at(self, when: datetime | str | None) -> datetime:
        """A moment told by the test (without zone: Beijing), or now."""
        if when is None:
            return self.now
        told = datetime.fromisoformat(when) if isinstance(when, str) else when
        return (told if told.tzinfo else told.replace(tzinfo=BEIJING)).astimezone(UTC)


def unix(when: datetime) -> int:
    return int(when.timestamp())


def beijing_day(when: datetime) -> date:
    return when.astimezone(BEIJING).date()


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
