"""Rectangles of the follower map that hold far more than expected: stretches of the list x windows of registration."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from plumbline.followers.map_expectation import Expectation
from plumbline.followers.map_grid import Floats, Ints

LENGTHS = (1, 2, 4, 8, 16, 32, 64)
"""Rows: 25 to 1,600 ranks of a list of up to 10,000."""
WIDTHS = (1, 2, 4, 13, 26, 52)
"""Weeks."""
FEWEST = 10
TIMES = 2.5
"""Only rectangles with at least this many times what is expected: a crowd that is somewhat younger is none."""
SUSPECT_TIMES = 1.3
LARGE, MOSTLY = 0.05, 0.6
"""The same of a first look, for rectangles that hold this share of the list and so much of their own stretch: a large
block still feeds much of its own expectation there."""
FLANKS = 3.0
_ENOUGH, _WINSOR, _SAMPLES = 2.0, 9.0, 20


@dataclass(frozen=True)
class Rectangle:
    """Rows and weeks (ends excluded), followers counted and expected, score."""

    rows: tuple[int, int]
    weeks: tuple[int, int]
    counted: float
    expected: float
    score: float


@dataclass(frozen=True)
class _Scale:
    length: int
    width: int
    counted: Floats
    expected: Floats
    total: Floats


def strongest(expected: Expectation, counts: Floats) -> Rectangle | None:
    """The rectangle with the highest score; None where none holds `TIMES` its expectation.

    The score is the log-likelihood ratio of a rectangle given the total of its rows (Kulldorff 1997), divided by the
    dispersion of all rectangles of its scale where these scatter more than chance allows.
    """
    return max(_by_scale(counts, expected, TIMES), key=lambda found: found.score, default=None)


def several(expected: Expectation, counts: Floats, least_score: float, most: int) -> list[Rectangle]:
    """The strongest rectangles of a first look, of all scales, that do not meet each other, strongest first."""
    chosen: list[Rectangle] = []
    large = LARGE * float(counts.sum())
    for found in sorted(_by_scale(counts, expected, SUSPECT_TIMES), key=lambda found: -found.score):
        whole = max(large, MOSTLY * float(counts[slice(*found.rows)].sum()))
        sure = found.counted >= min(TIMES * found.expected, whole)
        if found.score >= least_score and sure and not any(_meet(found, other) for other in chosen):
            chosen.append(found)
    return chosen[:most]


def _meet(one: Rectangle, other: Rectangle) -> bool:
    rows = one.rows[0] < other.rows[1] and other.rows[0] < one.rows[1]
    return rows and one.weeks[0] < other.weeks[1] and other.weeks[0] < one.weeks[1]


def _by_scale(counts: Floats, expected: Expectation, times: float) -> list[Rectangle]:
    return [found for scale in _scales(counts, expected) if (found := _best_of(scale, times)) is not None]


def _scales(counts: Floats, expected: Expectation) -> Iterator[_Scale]:
    rows, weeks = counts.shape
    seen, wanted = _corners(counts), _corners(expected.cells)
    totals = np.concatenate([[0.0], np.cumsum(expected.totals)])
    for width in (width for width in WIDTHS if width <= weeks):
        across = _step(width)
        seen_wide = seen[:, width::across] - seen[:, :-width:across]
        wanted_wide = wanted[:, width::across] - wanted[:, :-width:across]
        for length in (length for length in LENGTHS if 3 * length <= rows or length == 1):
            down = _step(length)
            yield _Scale(
                length,
                width,
                seen_wide[length::down] - seen_wide[:-length:down],
                np.maximum(wanted_wide[length::down] - wanted_wide[:-length:down], 0.0),
                totals[length::down] - totals[:-length:down],
            )


def _step(size: int) -> int:
    """Large windows move by an eighth of their size."""
    return max(size // 8, 1)


def _corners(cells: Floats) -> Floats:
    """Sums of all cells above and left, with a border of zeros."""
    sums = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1))
    np.cumsum(np.cumsum(cells, axis=0), axis=1, out=sums[1:, 1:])
    return sums


def _best_of(scale: _Scale, times: float) -> Rectangle | None:
    least = np.maximum(scale.expected * times, FEWEST - 0.5)
    places = np.flatnonzero(scale.counted >= least)
    if places.size == 0:
        return None
    row, week = np.divmod(places, scale.counted.shape[1])
    counted, expected = scale.counted[row, week], scale.expected[row, week] * _flanks(scale, row, week)
    scores = np.where(counted >= times * expected, _likelihood(counted, expected, scale.total[row]), 0.0)
    at = int(np.argmax(scores))
    if scores[at] <= 0:
        return None
    first, since = int(row[at]) * _step(scale.length), int(week[at]) * _step(scale.width)
    rows, weeks = (first, first + scale.length), (since, since + scale.width)
    return Rectangle(rows, weeks, float(counted[at]), float(expected[at]), float(scores[at]) / _dispersion(scale))


def _flanks(scale: _Scale, row: Ints, week: Ints) -> Floats:
    """How far the same weeks are ahead of expectation in the stretches before and after, on the calmer side.

    What goes on to both sides (or from the start, or to the end) is no stretch but a trait of those weeks' users.
    """
    last, length = scale.counted.shape[0] - 1, scale.length // _step(scale.length)
    sides = []
    for beside in (row - length, row + length):
        there = np.clip(beside, 0, last)
        ahead = (scale.counted[there, week] + 1) / (scale.expected[there, week] + 1)
        sides.append(np.where(there == beside, ahead, np.inf))
    calmer = np.minimum(*sides)
    return np.asarray(np.clip(np.where(np.isinf(calmer), 1.0, calmer), 1.0, FLANKS), dtype=np.float64)


def _likelihood(counted: Floats, expected: Floats, total: Floats) -> Floats:
    """Of `counted` against `expected` among `total`, in natural logarithms."""
    expected = np.maximum(expected, 0.01)
    rest, rest_expected = total - counted, np.maximum(total - expected, 0.01)
    inside = counted * np.log(counted / expected)
    outside = np.where(rest > 0, rest * np.log(np.maximum(rest, 0.5) / rest_expected), 0.0)
    return np.asarray(inside + outside, dtype=np.float64)


def _dispersion(scale: _Scale) -> float:
    """Mean squared residual of this scale's rectangles, in units of chance; 1 where too few can tell."""
    down = max(scale.length // 2 // _step(scale.length), 1)
    across = max(scale.width // 2 // _step(scale.width), 1)
    counted, expected = scale.counted[::down, ::across], scale.expected[::down, ::across]
    total = np.broadcast_to(scale.total[::down, None], expected.shape)
    enough = (expected >= _ENOUGH) & (total - expected >= _ENOUGH)
    if int(enough.sum()) < _SAMPLES:
        return 1.0
    counted, expected, total = counted[enough], expected[enough], total[enough]
    squares = (counted - expected) ** 2 / (expected * (1 - expected / total))
    return max(float(np.minimum(squares, _WINSOR).mean()), 1.0)
