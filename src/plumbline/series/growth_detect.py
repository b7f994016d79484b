"""Three detectors of growth that nothing explains: a burst, a run of days, a shift of the level."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from plumbline.series.growth_adjust import known_median
from plumbline.series.growth_panel import Flags, Floats, Longs

BEFORE_DAYS = 56
RECENT_DAYS = 28
CAP, DRIFT = 4.0, 0.75
"""CUSUM: what one day may add at most, and what each day takes away."""
LEAST_SCALE = 0.12


@dataclass(frozen=True)
class Signals:
    """By account: the largest value of each detector in the days judged, and the days [from, to] it stands for."""

    burst: Floats
    burst_days: tuple[Longs, Longs]
    cusum: Floats
    cusum_days: tuple[Longs, Longs]
    shift: Floats
    shift_days: tuple[Longs, Longs]


def signals(x: Floats, gain: Floats, quiet: Flags, *, judged: int) -> Signals:
    """`x`: adjusted log gains (NaN: unknown); `gain`: raw; `quiet`: days that do not count; the last `judged` days."""
    days = x.shape[1]
    first = max(BEFORE_DAYS, days - judged)
    if first >= days:
        return _nothing(x.shape[0])
    base = np.where(quiet, np.nan, x)
    level, scale = _before(base, gain, first)
    z = (x[:, first:] - level) / scale
    z = np.where(np.isnan(z) | quiet[:, first:], 0.0, z)
    return Signals(*_burst(z, first), *_cusum(z, first), *_shift(base, scale, first))


def _nothing(rows: int) -> Signals:
    none, days = np.zeros(rows), (np.zeros(rows, np.int64), np.full(rows, -1))
    return Signals(none, days, none, days, none, days)


def _before(x: Floats, gain: Floats, first: int) -> tuple[Floats, Floats]:
    """Level and scale of the `BEFORE_DAYS` days before each judged day.

    The scale is at least that of counting people: a handful of followers more is no riddle.
    """
    windows = sliding_window_view(x, BEFORE_DAYS, axis=1)[:, first - BEFORE_DAYS : -1]
    level = known_median(windows)
    scale = 1.4826 * known_median(np.abs(windows - level[:, :, None]))
    usual = np.maximum(known_median(gain), 0.0)[:, None]
    return level, np.maximum(np.maximum(scale, LEAST_SCALE), 1.25 / np.sqrt(1.0 + usual))


def _burst(z: Floats, first: int) -> tuple[Floats, tuple[Longs, Longs]]:
    """The largest single day, or three days together."""
    three = np.minimum.reduce([z, np.roll(z, -1, axis=1), np.roll(z, -2, axis=1)]) * np.sqrt(3)
    three[:, -2:] = 0.0
    together = np.maximum(z, three)
    at = together.argmax(axis=1)
    here = np.arange(z.shape[0])
    least = together[here, at] / 2
    low, high = at.copy(), at.copy()
    for _ in range(6):
        lower = np.maximum(low - 1, 0)
        low = np.where(z[here, lower] >= np.maximum(least, 1.0), lower, low)
        upper = np.minimum(high + 1, z.shape[1] - 1)
        high = np.where(z[here, upper] >= np.maximum(least, 1.0), upper, high)
    return together[here, at], (low + first, high + first)


def _cusum(z: Floats, first: int) -> tuple[Floats, tuple[Longs, Longs]]:
    """The highest sum of days above the drift, each capped, and the days it grew over."""
    rows, days = z.shape
    total, began = np.zeros(rows), np.zeros(rows, np.int64)
    best, best_from, best_to = np.zeros(rows), np.zeros(rows, np.int64), np.full(rows, -1)
    for day in range(days):
        began = np.where(total <= 0, day, began)
        total = np.maximum(0.0, total + np.clip(z[:, day], -CAP, CAP) - DRIFT)
        higher = total > best
        best = np.where(higher, total, best)
        best_from, best_to = np.where(higher, began, best_from), np.where(higher, day, best_to)
    return best, (best_from + first, best_to + first)


def _shift(x: Floats, scale: Floats, first: int) -> tuple[Floats, tuple[Longs, Longs]]:
    """The median of the last `RECENT_DAYS` days against that of the `BEFORE_DAYS` before them."""
    late = max(0, BEFORE_DAYS + RECENT_DAYS - first)
    first, scale = first + late, scale[:, late:]
    if first >= x.shape[1]:
        return _nothing(x.shape[0]).shift, _nothing(x.shape[0]).shift_days
    begin = first - BEFORE_DAYS - RECENT_DAYS + 1
    recent = known_median(sliding_window_view(x, RECENT_DAYS, axis=1)[:, begin + BEFORE_DAYS :])
    before = known_median(sliding_window_view(x, BEFORE_DAYS, axis=1)[:, begin : begin + recent.shape[1]])
    spread = 1.2533 * scale * np.sqrt(1 / RECENT_DAYS + 1 / BEFORE_DAYS)
    ratio = (recent - before) / spread
    at = ratio.argmax(axis=1)
    return ratio[np.arange(x.shape[0]), at], (at + first - RECENT_DAYS + 1, at + first)
