"""Without the order of following: windows of registration that hold more followers than the days around them.

For triage only. What a platform's own surge, a news event or a campaign brings looks the same here; the windows say
whom to compare, not that anything was bought.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

WEEK = 7
WIDTHS = (1, 2, 4)
"""Weeks of a window."""
TRIAGE = 10.0
_FEWEST, _TIMES = 10, 1.5
_EPOCH = date(1970, 1, 1)
_SMOOTH, _ROUNDS = 26, 6
_BORROWED = 0.5


@dataclass(frozen=True)
class Window:
    """Days of registration (both included), followers counted and expected, score in units of the list's dispersion."""

    from_on: date
    to_on: date
    counted: int
    expected: float
    score: float


def windows(registered: Days, *, least_score: float, most: int = 5, peers: Days | None = None) -> list[Window]:
    """Windows of a week, a fortnight or four weeks scoring `least_score` or more, strongest first, all apart.

    `registered` and `peers` Int32 days since 1970-01-01; `peers` are followers of other accounts of the platform, whose
    weeks then shape the expectation. The expectation is the list's own course over half a year, deaf to spikes; the
    score a Poisson log-likelihood ratio (scan statistic, Kulldorff 1997) over the dispersion of the weeks' residuals.
    """
    if registered.size == 0:
        return []
    first = int(registered.min())
    counts = _weekly(registered, first, int(registered.max()))
    expected = _expected(counts, None if peers is None else _weekly(peers, first, int(registered.max())))
    found = _scored(counts, expected, _dispersion(counts, expected))
    return [_window(registered, first, one) for one in _apart(found, least_score)][:most]


def spikes(registered: Days, *, least_score: float = TRIAGE) -> list[tuple[date, date]]:
    """First and last day of the windows of registration worth a look, the strongest first."""
    return [(window.from_on, window.to_on) for window in windows(registered, least_score=least_score)]


@dataclass(frozen=True)
class _Scored:
    weeks: tuple[int, int]
    expected: float
    score: float


def _weekly(days: Days, first: int, last: int) -> Floats:
    inside = days[(days >= first) & (days <= last)]
    return np.bincount((inside - first) // WEEK, minlength=(last - first) // WEEK + 1).astype(np.float64)


def _expected(counts: Floats, peers: Floats | None) -> Floats:
    """The smooth course of the counts, or of their ratio to the peers' weeks; what sticks out is cut, then again."""
    shape = np.ones(counts.size) if peers is None else peers + _BORROWED
    heard = counts
    expected = _course(heard, shape)
    for _ in range(_ROUNDS):
        heard = np.minimum(counts, expected + 2 * np.sqrt(expected) + 1)
        expected = _course(heard, shape)
    return expected


def _course(heard: Floats, shape: Floats) -> Floats:
    width = min(_SMOOTH, max(heard.size - 1, 1) // 2)
    kernel = 1.0 - (np.arange(-width, width + 1) / (width + 1)) ** 2
    inside = slice(width, width + heard.size)
    ratio = (np.convolve(heard, kernel)[inside] + 0.1) / (np.convolve(shape, kernel)[inside] + 0.1)
    return np.asarray(shape * ratio, dtype=np.float64)


def _dispersion(counts: Floats, expected: Floats) -> float:
    """Mean squared residual of the weeks in units of chance, the largest cut; never under 1."""
    squares = (counts - expected) ** 2 / np.maximum(expected, 0.5)
    return max(float(np.minimum(squares, 9.0).mean()), 1.0)


def _scored(counts: Floats, expected: Floats, dispersion: float) -> list[_Scored]:
    sums, wanted = np.concatenate([[0.0], np.cumsum(counts)]), np.concatenate([[0.0], np.cumsum(expected)])
    found: list[_Scored] = []
    for width in (width for width in WIDTHS if width <= counts.size):
        counted, course = sums[width:] - sums[:-width], np.maximum(wanted[width:] - wanted[:-width], 0.01)
        scores = (counted * np.log(np.maximum(counted, 1) / course) - counted + course) / dispersion
        ahead = np.flatnonzero((counted >= _FEWEST) & (counted >= _TIMES * course)).tolist()
        found += [_Scored((start, start + width), float(course[start]), float(scores[start])) for start in ahead]
    return found


def _apart(found: list[_Scored], least_score: float) -> list[_Scored]:
    chosen: list[_Scored] = []
    for one in sorted(found, key=lambda one: (-one.score, one.weeks)):
        if one.score >= least_score and all(
            one.weeks[0] > other.weeks[1] or other.weeks[0] > one.weeks[1] for other in chosen
        ):
            chosen.append(one)
    return chosen


def _window(registered: Days, first: int, found: _Scored) -> Window:
    low, high = first + found.weeks[0] * WEEK, first + found.weeks[1] * WEEK
    days = registered[(registered >= low) & (registered < high)]
    return Window(
        from_on=_EPOCH + timedelta(days=int(days.min())),
        to_on=_EPOCH + timedelta(days=int(days.max())),
        counted=int(days.size),
        expected=round(found.expected, 4),
        score=round(found.score, 4),
    )
