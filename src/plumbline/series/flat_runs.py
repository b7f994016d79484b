"""Two marks of bought reactions in the first two days of a post: a flat run, and a late acceleration.

Organic interest fades, follows day and night and comes in waves; what is delivered to order comes at an even rate. Both
scores are taken against what the posts of the fleet do at that age and at that hour of the local day, and need no size:
a score says nothing by itself, only its rank among other accounts' posts does (`post_ranks`).
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from plumbline.series.increments import HOURS, SLOTS, SLOTS_AN_HOUR, WIDEST, Counts, Increments

Floats = npt.NDArray[np.float64]
_ROUNDS = 20
"""Rounds of proportional fitting; the shape no longer moves after ten."""
_CAP = 0.95
"""Shares above this quantile of their hour count as if they lay there: a bought run must not be what is expected."""
_FEW = 2.0
"""Reactions added to both sides of a ratio, so that a handful proves nothing."""
_UNEVEN = 0.15
"""Variance of the logarithm of an ordinary post's six hours against the fleet's shape, beyond chance."""
_TINY = 1e-9


@dataclass(frozen=True)
class Runs:
    """Of each post the best window: `score` (-inf: none could be judged), its first hour and its length in hours."""

    score: Floats
    start: Counts
    length: Counts


@dataclass(frozen=True)
class _Sums:
    """Running sums over the hours, one column more than hours: counts, expected shares, the squares of both, hours
    watched."""

    counts: Floats
    squares: Floats
    shape: Floats
    shape_squares: Floats
    watched: Floats


def by_hour(some: Increments) -> Floats:
    """Reactions in each hour after publication, post by post (NaN: not watched). A look across hours is divided."""
    seen = some.spans > 0
    slot = np.arange(1, SLOTS + 1)
    ends = np.where(seen, slot, SLOTS + WIDEST + 1)
    nearest = np.flip(np.minimum.accumulate(np.flip(ends, 1), 1), 1)
    held = nearest <= SLOTS
    at = np.minimum(nearest, SLOTS) - 1
    span = np.take_along_axis(some.spans, at, 1)
    covered = held & (nearest - span < slot)
    each = np.where(covered, np.take_along_axis(some.counts, at, 1) / np.maximum(span, 1), np.nan)
    hours: Floats = each.reshape(-1, HOURS, SLOTS_AN_HOUR).sum(axis=2)
    return hours


def fleet_shape(hours: Floats, minute: Counts) -> tuple[Floats, Floats]:
    """The share of its reactions that a post gets in each hour: fading with age, times how awake people are.

    `minute`: minute of the local day of publication. Iterative proportional fitting on the posts' shares; rows need not
    add up to 1. The second matrix is how awake people are alone.
    """
    known = ~np.isnan(hours)
    share = np.where(known, hours, 0) / np.maximum(np.nansum(hours, axis=1), 1)[:, None]
    share = np.minimum(share, _column_quantile(np.where(known, share, np.nan), _CAP))
    clock = ((minute[:, None] + 60 * np.arange(hours.shape[1]) + 30) // 60) % 24
    fading, awake = _column_mean(share, known), np.ones(24)
    for _ in range(_ROUNDS):
        whole = (fading * awake[clock] * known).sum(axis=1, keepdims=True)
        weight = known * (share.sum(axis=1, keepdims=True) + _TINY) / (whole + _TINY)
        awake = _by_clock(clock, share) / _by_clock(clock, fading * weight)
        fading = (share.sum(axis=0) + _TINY) / ((awake[clock] * weight).sum(axis=0) + _TINY)
    return np.maximum(fading * awake[clock], _TINY), awake[clock]


def flat_runs(hours: Floats, shape: Floats, *, first: int, lengths: tuple[int, ...]) -> Runs:
    """Windows that begin `first` or more hours after publication: high for that age and hour, and too even.

    Sums two logarithms: the window's count over the expected (at most 1: height alone is no mark), and the
    variance-to-mean ratio to be expected over the window's own.
    """
    sums = _running(hours, shape)
    best = [_widest(sums, hours.shape[1], first, length) for length in lengths if first + length <= hours.shape[1]]
    return _best_of([run for run in best if len(run.score)], len(hours))


def accelerations(hours: Floats, shape: Floats, *, first: int, length: int) -> Runs:
    """Windows of `length` hours that begin `first` or more hours after publication, against the one before.

    The logarithm of the ratio, both sides over the expected, by its standard deviation.
    """
    starts = np.arange(max(first, length), hours.shape[1] - length + 1)
    if not len(starts):
        return _none(len(hours))
    sums = _running(hours, shape)
    total = _scale(sums)
    now, before = _window(sums, starts, length), _window(sums, starts - length, length)
    rise, usual = (now.counts + 1) / (before.counts + 1), (total * now.shape + 1) / (total * before.shape + 1)
    ratio = np.log(rise / usual)
    score = ratio / np.sqrt(1 / (now.counts + 1) + 1 / (before.counts + 1) + _UNEVEN)
    return _best(np.where(_whole(now, length) & _whole(before, length), score, -np.inf), starts, length)


def _running(hours: Floats, shape: Floats) -> _Sums:
    known = ~np.isnan(hours)
    count, expected = np.where(known, hours, 0), np.where(known, shape, 0)
    columns = (count, count**2, expected, expected**2, known.astype(np.float64))
    return _Sums(*(np.cumsum(np.pad(column, ((0, 0), (1, 0))), axis=1) for column in columns))


def _window(sums: _Sums, starts: Counts, length: int) -> _Sums:
    parts = (getattr(sums, field.name) for field in fields(sums))
    return _Sums(*(part[:, starts + length] - part[:, starts] for part in parts))


def _scale(sums: _Sums) -> Floats:
    """Reactions by which a share is multiplied to say how many are expected."""
    scale: Floats = (sums.counts[:, -1] / np.maximum(sums.shape[:, -1], _TINY))[:, None]
    return scale


def _whole(window: _Sums, length: int) -> npt.NDArray[np.bool_]:
    """Whether at most a sixth of the window was not watched."""
    whole: npt.NDArray[np.bool_] = window.watched >= length - length // 6
    return whole


def _widest(sums: _Sums, horizon: int, first: int, length: int) -> Runs:
    starts = np.arange(first, horizon - length + 1)
    window = _window(sums, starts, length)
    whole = _whole(window, length)
    level = np.log((window.counts + _FEW) / (_scale(sums) * window.shape + _FEW))
    score = np.minimum(level, 1) + _evenness(window, whole)
    return _best(np.where(whole, score, -np.inf), starts, length)


def _evenness(window: _Sums, whole: npt.NDArray[np.bool_]) -> Floats:
    """Logarithm of the variance-to-mean ratio to be expected at that mean, over the window's own.

    To be expected is what the shape itself rises and falls in the window, and what posts of the fleet do beyond that.
    """
    hours = np.maximum(window.watched, 2)
    mean = window.counts / hours
    ratio = (window.squares / np.maximum(window.counts, 1) - mean) * hours / (hours - 1)
    slope = (window.shape_squares * hours / np.maximum(window.shape, _TINY) ** 2 - 1) * hours / (hours - 1)
    beyond = np.where(whole & (mean >= 1), (ratio - 1) / np.maximum(mean, 1) - slope, np.nan)
    usual = np.maximum(_column_quantile(beyond, 0.5) + slope, 0)
    doubt = 2 / (hours - 1)
    evenness: Floats = np.log((1 + mean * usual + doubt) / (np.maximum(ratio, 0) + doubt))
    return evenness


def _best(score: Floats, starts: Counts, length: int) -> Runs:
    if not score.size:
        return _none(len(score))
    at = np.argmax(score, axis=1)
    top: Floats = np.take_along_axis(score, at[:, None], 1)[:, 0]
    return Runs(top, starts[at], np.full(len(score), length, np.int64))


def _best_of(runs: list[Runs], posts: int) -> Runs:
    """The best of several lengths, each on the scale of its own upper tail: 0 the median post, 1 one in twenty."""
    if not runs:
        return _none(posts)
    scaled = np.stack([upper_tail(run.score) for run in runs])
    at = np.argmax(scaled, axis=0)[None, :]
    starts, lengths = (np.stack([getattr(run, name) for run in runs]) for name in ("start", "length"))
    return Runs(*(np.take_along_axis(each, at, 0)[0] for each in (scaled, starts, lengths)))


def upper_tail(score: Floats) -> Floats:
    """Scores on the scale of their upper tail: 0 the median post, 1 one in twenty."""
    judged = score[np.isfinite(score)]
    if not len(judged):
        return score
    middle, high = np.quantile(judged, [0.5, 0.95])
    scaled: Floats = (score - middle) / max(high - middle, _TINY)
    return scaled


def _none(posts: int) -> Runs:
    return Runs(np.full(posts, -np.inf), np.zeros(posts, np.int64), np.zeros(posts, np.int64))


def _column_mean(share: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    mean: Floats = (share.sum(axis=0) + _TINY) / np.maximum(known.sum(axis=0), 1)
    return mean


def _column_quantile(values: Floats, quantile: float) -> Floats:
    """Of each column's known values; 0 where there are none."""
    if not len(values):
        return np.zeros(values.shape[1])
    empty = np.isnan(values).all(axis=0)
    filled: Floats = np.nanquantile(np.where(empty, 0.0, values), quantile, axis=0)
    return filled


def _by_clock(clock: Counts, share: Floats) -> Floats:
    return np.asarray(np.bincount(clock.ravel(), np.broadcast_to(share, clock.shape).ravel(), 24) + _TINY, np.float64)
