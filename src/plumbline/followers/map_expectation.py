"""How many followers to expect in a cell of the map: stretch x week of registration x age at follow.

An age-period-cohort model fitted by iterative proportional fitting (Deming and Stephan 1940). The stretch takes up
waves of followers of all ages, the week a surge of registrations on the whole platform, the age what new and old users
do.
"""

from dataclasses import dataclass, replace

import numpy as np

from plumbline.followers.map_grid import AGES, NEW, Cells, Floats, Grid

ROUNDS = 6
_BORROWED = 3.0
_NEIGHBOURS = 8
_FLOOR = 1e-9
_CALM, _YOUNG = 90.0, 30.0
_TURNS = (1, 0, 1, 0)
_TOGETHER, _PRIOR = 9, 4.0


@dataclass(frozen=True)
class Expectation:
    """`cells` rows x weeks: expected followers, each row summing to its observed total. `totals`: these totals.

    `by_week` and `by_age` are the factors found.
    """

    cells: Floats
    totals: Floats
    by_week: Floats
    by_age: Floats


def expectation(grid: Grid) -> Expectation:
    """The three factors, of the whole grid."""
    totals, exposure = grid.counts.sum(axis=1), grid.exposure * _young_waves(grid)
    fitted = Expectation(_rows(exposure, totals), totals, np.ones(exposure.shape[1]), np.ones(AGES))
    for _ in range(ROUNDS):
        fitted = _turn(grid, fitted, grid.counts, exposure, np.ones_like(exposure))
    return fitted


def leaning(grid: Grid, start: Expectation, taken: Cells, suspect: Cells) -> Expectation:
    """The three factors, and stretches and weeks that lean towards the young or the old.

    Cells `taken` count for nothing; `suspect` ones do not feed their own expectation, else a stretch that is bought
    whole would be taken for a young crowd. `start` is the fit of the whole grid.
    """
    counts = np.where(taken, 0.0, grid.counts)
    exposure = np.where(taken, 0.0, grid.exposure) * _young_waves(grid)
    totals, listened = counts.sum(axis=1), np.where(suspect, 0.0, 1.0)
    cells = _rows(exposure * start.by_week * start.by_age[grid.age], totals)
    fitted = Expectation(cells, totals, start.by_week, start.by_age)
    fitted = _turn(grid, fitted, counts, exposure, listened)
    for axis in _TURNS:
        fitted = _turn(grid, fitted, counts, exposure, listened)
        heard, expected = _heard(counts, fitted, listened)
        exposure = exposure * _tilt(grid, heard - expected, expected, axis)
        fitted = replace(fitted, cells=_rows(exposure * fitted.by_week * fitted.by_age[grid.age], totals))
    for _ in range(2):
        fitted = _turn(grid, fitted, counts, exposure, listened)
    return fitted


def _turn(grid: Grid, fitted: Expectation, counts: Floats, exposure: Floats, listened: Floats) -> Expectation:
    heard, expected = _heard(counts, fitted, listened)
    by_week = _weekly(heard.sum(axis=0), expected.sum(axis=0) / fitted.by_week)
    by_age = fitted.by_age * _by_age(grid, heard, expected)
    cells = _rows(exposure * by_week * by_age[grid.age], fitted.totals)
    return Expectation(cells, fitted.totals, by_week, by_age)


def _heard(counts: Floats, fitted: Expectation, listened: Floats) -> tuple[Floats, Floats]:
    """What is listened to, with single cells cut where they stick out, and what was expected of as many."""
    heard = np.minimum(counts, fitted.cells + 3 * np.sqrt(fitted.cells) + 1) * listened
    return heard, _rows(fitted.cells * listened, heard.sum(axis=1))


def _tilt(grid: Grid, residual: Floats, cells: Floats, axis: int) -> Floats:
    """Slopes along the logarithm of age: of each stretch (axis 1), for a crowd may be younger or older than usual; of
    each week (axis 0), for those who joined in one wave may stay more or less curious than others.

    One Newton step for nine stretches or weeks together, held back by a prior of standard deviation one half.
    """
    level = np.log(grid.days_old / NEW)
    weight = np.maximum(cells.sum(axis=axis, keepdims=True), _FLOOR)
    around = level - (cells * level).sum(axis=axis, keepdims=True) / weight
    pull = np.convolve((residual * around).sum(axis=axis), np.ones(_TOGETHER), "same")
    grip = np.convolve((cells * around**2).sum(axis=axis), np.ones(_TOGETHER), "same")
    slope = np.clip(pull / (grip + _PRIOR), -1.0, 1.0)[: level.shape[1 - axis]]
    return np.asarray(np.exp(np.clip(np.expand_dims(slope, axis) * around, -3.0, 3.0)), dtype=np.float64)


def _rows(weights: Floats, totals: Floats) -> Floats:
    return np.asarray(weights * (totals / np.maximum(weights.sum(axis=1), _FLOOR))[:, None], dtype=np.float64)


def _weekly(seen: Floats, level: Floats) -> Floats:
    """Factor of each week over `level` (expected without it); weeks of few followers lean on the weeks around."""
    kernel = 1.0 - np.abs(np.arange(-_NEIGHBOURS, _NEIGHBOURS + 1)) / (_NEIGHBOURS + 1)
    inside = slice(_NEIGHBOURS, _NEIGHBOURS + seen.size)
    smooth = (np.convolve(seen, kernel)[inside] + 0.1) / (np.convolve(level, kernel)[inside] + 0.1)
    factor = smooth * (seen + _BORROWED) / (level * smooth + _BORROWED)
    return np.asarray(np.maximum(factor, _FLOOR), dtype=np.float64)


def _by_age(grid: Grid, heard: Floats, cells: Floats) -> Floats:
    flat = grid.age.ravel()
    seen = np.bincount(flat, weights=heard.ravel(), minlength=AGES)
    expected = np.bincount(flat, weights=cells.ravel(), minlength=AGES)
    return np.asarray((seen + 0.5) / (expected + 0.5), dtype=np.float64)


def _young_waves(grid: Grid) -> Floats:
    """A stretch with far more brand-new users than usual may hold more users of a few weeks too.

    Up to 30 days of age the cells grow with the odds of brand-new users in the stretch, to 90 days ever less.
    """
    everyone = np.bincount(grid.row, minlength=grid.fresh.size).astype(np.float64)
    kernel = np.ones(3)
    fresh, whole = np.convolve(grid.fresh, kernel)[1:-1], np.convolve(everyone, kernel)[1:-1]
    share = (fresh + 1) / (whole + 2)
    odds = share / (1 - share)
    waves = np.maximum(odds / np.median(odds), 1.0)
    reach = np.clip((_CALM - grid.days_old) / (_CALM - _YOUNG), 0.0, 1.0)
    return np.asarray(waves[:, None] ** reach, dtype=np.float64)
