"""How an account's readers differ from the fleet's: sooner or later, and awake at other hours of the day.

Readers of a weekly paper are slower than those of a police desk, and those of an embassy live in every time zone.
Without this an honest account with such readers looks as if somebody kept its posts alive.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
_ROUNDS, _WEIGHT, _PRIOR, _STEEPEST = 12, 200.0, 1.0, 3.0
"""Newton's steps; reactions from which a post counts in full; how strongly the fleet holds it; steepest bend."""
_ASLEEP = 1e-3
_SHY = 0.5
"""Posts that stand for the fleet beside the account's own."""


def at_own_tempo(hours: Floats, shape: Floats, awake: Floats, owner: Counts) -> Floats:
    """The shape, bent as the owner's posts are: by the age (its logarithm and itself), then by how `awake` the fleet's
    readers are (more or less of that).

    A bend multiplies by exp(a · first + b · second); each post's a and b are those of greatest likelihood, drawn to
    nought. By age the median of the owner's posts counts; by waking, because what is bought comes at night too, the
    mean of the half that came most by day. `hours`: NaN where not watched.
    """
    known = ~np.isnan(hours)
    counts, ages = np.where(known, hours, 0), _ages(hours.shape)
    expected = np.where(known, shape, 0)
    bent = shape * np.exp(_exponent(_medians(_bends(counts, expected, *ages), owner), *ages))
    waking = np.log(np.maximum(awake, _ASLEEP))
    pair, expected = (waking, np.zeros_like(waking)), np.where(known, bent, 0)
    by_day = _mean(counts, waking) - _mean(expected, waking)
    return np.asarray(bent * np.exp(_exponent(_of_the_half(_bends(counts, expected, *pair), owner, by_day), *pair)))


def _mean(weights: Floats, values: Floats) -> Floats:
    mean: Floats = (weights * values).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-12)
    return mean


def _ages(shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """The logarithm of the age and the age, each with mean 0 and variance 1."""
    age = np.arange(shape[1]) + 0.5
    rows = np.stack([np.log(age), age])
    scaled = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    first, second = np.broadcast_to(scaled[0], shape), np.broadcast_to(scaled[1], shape)
    return first, second


def _bends(counts: Floats, shape: Floats, first: Floats, second: Floats) -> Floats:
    """Of each post the two factors (Newton on an exponential family)."""
    total = np.maximum(counts.sum(axis=1), 1)
    weight = np.minimum(total, _WEIGHT)
    seen = [(counts * each).sum(axis=1) / total for each in (first, second)]
    bend = np.zeros((len(counts), 2))
    for _ in range(_ROUNDS):
        bent = shape * np.exp(_exponent(bend, first, second))
        bent /= np.maximum(bent.sum(axis=1, keepdims=True), 1e-12)
        one, two = ((bent * each).sum(axis=1) for each in (first, second))
        spread = (bent * first**2).sum(axis=1) - one**2, (bent * second**2).sum(axis=1) - two**2
        both = weight * ((bent * first * second).sum(axis=1) - one * two)
        slopes = weight * (seen[0] - one) - _PRIOR * bend[:, 0], weight * (seen[1] - two) - _PRIOR * bend[:, 1]
        step = _solved(weight * spread[0] + _PRIOR, both, weight * spread[1] + _PRIOR, *slopes)
        bend = np.clip(bend + step, -_STEEPEST, _STEEPEST)
    return bend


def _solved(first: Floats, both: Floats, second: Floats, one: Floats, two: Floats) -> Floats:
    """The step of two equations with a symmetric matrix."""
    det = first * second - both**2
    step: Floats = np.stack([(second * one - both * two) / det, (first * two - both * one) / det], axis=1)
    return step


def _medians(bend: Floats, owner: Counts) -> Floats:
    """The owner's median of each factor, drawn to nought where there are few posts."""
    _, of, posts = np.unique(owner, return_inverse=True, return_counts=True)
    middle = np.zeros((len(posts), 2))
    first = np.cumsum(posts) - posts
    for column in range(2):
        ordered = bend[np.lexsort((bend[:, column], of)), column]
        middle[:, column] = (ordered[first + (posts - 1) // 2] + ordered[first + posts // 2]) / 2
    drawn: Floats = (middle * (posts / (posts + _SHY))[:, None])[of]
    return drawn


def _of_the_half(bend: Floats, owner: Counts, rank: Floats) -> Floats:
    """The mean over the half of the owner's posts that ranks highest, drawn to nought where there are few."""
    _, of, posts = np.unique(owner, return_inverse=True, return_counts=True)
    order = np.lexsort((bend[:, 1], bend[:, 0], -rank, of))
    place = np.arange(len(of)) - (np.cumsum(posts) - posts)[of[order]]
    usual = (place < (posts[of[order]] + 1) // 2).astype(np.float64)
    counted = np.bincount(of[order], usual, len(posts))
    sums = [np.bincount(of[order], usual * bend[order, column], len(posts)) for column in range(2)]
    drawn: Floats = np.stack([each / (counted + _SHY) for each in sums], axis=1)[of]
    return drawn


def _exponent(bend: Floats, first: Floats, second: Floats) -> Floats:
    return np.clip(bend[:, :1] * first + bend[:, 1:] * second, -6, 6)
