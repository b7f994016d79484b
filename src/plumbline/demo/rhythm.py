"""On which days and at which minutes an account posts."""

from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from plumbline.demo.moment import days, instant
from plumbline.demo.plans import Posting

_HOURS = (0, 0, 0, 0, 0, 0, 2, 5, 9, 11, 12, 8, 7, 4, 6, 9, 11, 10, 6, 4, 3, 2, 1, 0)
LONGEST_GAP = 4
"""Days that an account in good order lets pass at most."""


def moments(posting: Posting, rng: Random) -> list[datetime]:
    """Every moment at which a person publishes, in order. The first and the last day of `posting` have at least one."""
    if posting.last is None:
        return []
    return sorted(_moment(day, rng) for day, number in _numbers(posting, posting.last, rng) for _ in range(number))


def _numbers(posting: Posting, last: date, rng: Random) -> list[tuple[date, int]]:
    """Days of posting and posts on them: drawn, then one post on each day that `gaps` pin down."""
    pinned = _pinned(last, posting.gaps)
    steady_until = pinned[0]
    chosen: list[tuple[date, int]] = []
    for day in days(posting.first, steady_until):
        idle = (day - chosen[-1][0]).days if chosen else LONGEST_GAP
        least = 1 if idle >= LONGEST_GAP or day in _edges(posting, steady_until) else 0
        number = max(least, _draw(posting.rate, rng))
        if number and not _is_quiet(posting, day):
            chosen.append((day, number))
    return chosen + [(day, 1) for day in pinned[1:]]


def _pinned(last: date, gaps: tuple[int, ...]) -> list[date]:
    return [last - timedelta(days=behind) for behind in accumulate((0, *reversed(gaps)))][::-1]


def _edges(posting: Posting, last: date) -> tuple[date, ...]:
    return (last, *(posting.quiet or ()))


def _is_quiet(posting: Posting, day: date) -> bool:
    return posting.quiet is not None and posting.quiet[0] < day < posting.quiet[1]


def _draw(rate: float, rng: Random) -> int:
    """A number of posts with the mean `rate`: whole posts, and one more with the chance that is left."""
    spread = rate * rng.uniform(0.4, 1.6)
    return int(spread) + (rng.random() < spread % 1)


def _moment(day: date, rng: Random) -> datetime:
    hour = rng.choices(range(24), _HOURS)[0]
    return instant(day, time(hour, rng.randrange(60), rng.randrange(60)))
