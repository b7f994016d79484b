"""A working-day calendar: which days are worked, and from which day to which day that is known."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Calendar:
    """Every day from `first` to `last` is worked unless it is one of `weekend` or `off`; `worked` wins over both.

    `weekend` holds weekdays (Monday is 0). `renew` says what to do once a day beyond `last` is asked for.
    """

    name: str
    first: date
    last: date
    weekend: frozenset[int]
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    renew: str = ""

    def works(self, day: date) -> bool:
        """Whether offices work on that day; only days from `first` to `last` are known."""
        return day in self.worked or not (day.weekday() in self.weekend or day in self.off)
