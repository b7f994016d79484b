"""The follower map as a grid of counts: stretches of the list against weeks of registration."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Cells = npt.NDArray[np.bool_]

WEEK = 7
STRETCH = 25
"""Ranks in a row of the grid, in lists of up to 10,000; longer lists have at most 400 rows."""
ROWS = 400
NEW = 14
"""Days: who registered less than this before following stands on the ridge of new users and is not counted."""
AGES = 17
"""Classes of age at follow, on a log scale from `NEW` to fifteen years."""
_OLD = 5500.0
_TELLING, _DOWN = 100, -0.1
_NEAR, _SUPPORT, _SLACK = 4, 4, 30


@dataclass(frozen=True)
class Grid:
    """Counts of a list in follow order.

    `row` and `week` are the cell of each rank; `kept` says whether it is counted (older than `NEW` days at follow).
    `counts` and `exposure` are rows x weeks: followers, and the share of the row's ranks that could fall there. `age`
    is the class of age of a cell, `days_old` its age in days; `fresh` the uncounted followers of each row; `first_day`
    the first day of week 0.
    """

    row: Ints
    week: Ints
    kept: Cells
    counts: Floats
    exposure: Floats
    age: Ints
    days_old: Floats
    fresh: Floats
    first_day: int


def in_order(position: Ints, registered: Days) -> Ints:
    """Indices that put a list in follow order; ties in position by date of registration.

    A list that was numbered from the newest follower is turned round: whoever comes late can have registered late, so
    dates rise along a list, and where their rank correlation with the position is clearly negative it is upside down.
    """
    order = np.lexsort((registered, position))
    if order.size < _TELLING:
        return order
    ranks = np.empty(order.size)
    ranks[np.lexsort((position, registered))] = np.arange(order.size)
    steps = np.arange(order.size) - (order.size - 1) / 2
    slope = float((steps * ranks[order]).sum()) * 12 / float(order.size) ** 3
    return np.lexsort((registered, -position)) if slope < _DOWN else order


def earliest_follow(registered: Days) -> Days:
    """The earliest day each can have followed, for dates in follow order: the running maximum (Meeder et al. 2011).

    A date that nobody near in the list comes close to (fewer than four of the 400 followers around reach to within 30
    days of it) is taken for a mistake and does not move the maximum.
    """
    if registered.size == 0:
        return registered.astype(np.int32)
    believed = np.where(registered <= _ceiling(registered), registered, registered.min())
    return np.maximum.accumulate(believed).astype(np.int32)


def grid(registered: Days, followed: Days) -> Grid:
    """The grid of a list in follow order; `followed` as `earliest_follow` gives it."""
    size = registered.size
    stretch = max(STRETCH, -(-size // ROWS))
    rows = max(size // stretch, 1)
    row = np.minimum(np.arange(size, dtype=np.int64) // stretch, rows - 1)
    first_day = _first_day(registered)
    weeks = (int(followed.max()) - first_day) // WEEK + 1
    week = np.clip((registered.astype(np.int64) - first_day) // WEEK, 0, weeks - 1)
    latest = (followed.astype(np.int64) - NEW - first_day + 1) // WEEK  # weeks that ended at least NEW days before
    kept = (week < latest) & (registered <= followed)
    counts = np.bincount(row[kept] * weeks + week[kept], minlength=rows * weeks).reshape(rows, weeks)
    age, days_old = _ages(row, followed, rows, weeks, first_day)
    exposure = _exposure(row, latest, rows, weeks)
    fresh = np.bincount(row[~kept], minlength=rows).astype(np.float64)
    return Grid(row, week, kept, counts.astype(np.float64), exposure, age, days_old, fresh, first_day)


def _first_day(registered: Days) -> int:
    """The earliest date, or a year before all but two in a thousand: single dates long ago share the first week."""
    few = registered.size // 500
    return max(int(registered.min()), int(np.partition(registered, few)[few]) - 52 * WEEK)


def _ceiling(registered: Days) -> Ints:
    """By rank: the fourth latest date of the stretches around, and a month."""
    rows = -(-registered.size // 50)
    padded = np.full(rows * 50, registered.min(), dtype=np.int64)
    padded[: registered.size] = registered
    top = np.sort(padded.reshape(rows, 50), axis=1)[:, -_SUPPORT:]
    around = np.full((rows + 2 * _NEAR, _SUPPORT), registered.min(), dtype=np.int64)
    around[_NEAR : _NEAR + rows] = top
    windows = np.concatenate([around[shift : shift + rows] for shift in range(2 * _NEAR + 1)], axis=1)
    ceiling = np.sort(windows, axis=1)[:, -_SUPPORT] + _SLACK
    return np.repeat(ceiling, 50)[: registered.size]


def _ages(row: Ints, followed: Days, rows: int, weeks: int, first_day: int) -> tuple[Ints, Floats]:
    middle = np.bincount(row, weights=followed.astype(np.float64), minlength=rows) / np.bincount(row, minlength=rows)
    registered = first_day + WEEK * np.arange(weeks) + WEEK / 2
    days = np.maximum(middle[:, None] - registered[None, :], float(NEW))
    classes = np.log(days / NEW) * (AGES / np.log(_OLD / NEW))
    return np.minimum(classes.astype(np.int64), AGES - 1), days


def _exposure(row: Ints, latest: Ints, rows: int, weeks: int) -> Floats:
    """Share of a row's ranks for which a week is old enough."""
    ends = np.clip(latest, 0, weeks)
    steps = np.bincount(row * (weeks + 1) + ends, minlength=rows * (weeks + 1)).reshape(rows, weeks + 1)
    older = np.cumsum(steps[:, ::-1], axis=1)[:, ::-1]  # ranks whose last week is at or after a column
    return np.asarray(older[:, 1:] / np.maximum(steps.sum(axis=1), 1)[:, None], dtype=np.float64)
