"""What share of a list of followers carries a mark: people's answers, helped by a score, with an honest interval.

The difference estimator of double sampling (Neyman 1938; Cochran 1977, ch. 12), known as prediction-powered inference
(Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023) with a tuned weight. Nothing is assumed about the score: a wrong
one widens the interval, it does not move it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from plumbline.followers.intervals import wilson

Floats = npt.NDArray[np.float64]
FEWEST = 100
"""Reviews under which no share is given."""


@dataclass(frozen=True)
class Scored:
    """What the score says of all that were drawn: how many, mean, and of how many they were drawn at random.

    `population` None: the list is itself only a part, of unknown size, of what is spoken of.
    """

    count: int
    mean: float
    population: int | None = None


@dataclass(frozen=True)
class Prevalence:
    """A share (0 to 1) with its 95% interval. `weight`: how much of the score's difference is believed (0: none).

    `method` is ``difference``, ``review`` (answers alone, where all agree) or ``counted`` (every one was reviewed).
    """

    share: float
    low: float
    high: float
    reviewed: int
    scored: int
    weight: float
    method: str


def prevalence(labels: Sequence[bool], scores: Sequence[float], scored: Scored) -> Prevalence:
    """The share of marks. `labels` and `scores` are those of the reviewed, who were drawn at random from the `scored`.

    The weight is the slope of labels on scores, of either sign: a score that points the wrong way helps as much. The
    interval is Wilson's at the sample size that would give the estimated variance, so that it also holds for rare
    marks. ValueError: no reviews, unlike lengths, or more reviewed than scored.
    """
    marks, points = np.asarray(labels, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    if not 0 < marks.size == points.size <= scored.count:
        raise ValueError(f"{marks.size} labels, {points.size} scores, {scored.count} scored")
    if scored.population == marks.size:
        return _counted(marks, scored)
    if marks.min() == marks.max():
        return _agreeing(marks, scored)
    weight = _slope(marks, points)
    share = float(marks.mean() + weight * (scored.mean - points.mean()))
    variance = _variance(marks, points, weight, scored)
    return _answer(min(max(share, 0.0), 1.0), variance, weight, marks, scored)


def reviews_for(found: Prevalence, half_width: float) -> int:
    """How many reviews in all would bring the interval to ± `half_width`, at the same share and the same score."""
    return ceil(found.reviewed * ((found.high - found.low) / 2 / half_width) ** 2)


def _counted(marks: Floats, scored: Scored) -> Prevalence:
    share = float(marks.mean())
    return Prevalence(share, share, share, marks.size, scored.count, 0.0, "counted")


def _agreeing(marks: Floats, scored: Scored) -> Prevalence:
    """All answers alike: no variance to estimate, so the score interval of the answers alone."""
    size = marks.size / _left(marks.size, scored.population)
    low, high = _possible(wilson(float(marks[0]) * size, size) or (0.0, 1.0), marks, scored.population)
    return Prevalence(float(marks[0]), low, high, marks.size, scored.count, 0.0, "review")


def _answer(share: float, variance: float, weight: float, marks: Floats, scored: Scored) -> Prevalence:
    mean = float(marks.mean())
    spread = share * (1 - share) or mean * (1 - mean)
    size = max(spread / variance, 1.0)
    low, high = _possible(wilson(share * size, size) or (0.0, 1.0), marks, scored.population)
    return Prevalence(min(max(share, low), high), low, high, marks.size, scored.count, weight, "difference")


def _possible(interval: tuple[float, float], marks: Floats, population: int | None) -> tuple[float, float]:
    """Of a list that is known, the share is a whole number of followers, and those who were read are known."""
    if population is None:
        return interval
    low, high = floor(interval[0] * population + 1e-9), ceil(interval[1] * population - 1e-9)
    seen, clear = int(marks.sum()), int(marks.size - marks.sum())
    return max(low, seen) / population, min(high, population - clear) / population


def _slope(marks: Floats, points: Floats) -> float:
    around = points - points.mean()
    square = float(around @ around)
    if square <= 1e-12 * points.size:
        return 0.0
    return float((marks - marks.mean()) @ around / square)


def _variance(marks: Floats, points: Floats, weight: float, scored: Scored) -> float:
    """Of the difference estimator in double sampling: what the score explains is only uncertain for being a draw.

    A score that fits all reviews without a fault is not believed to have none: at least the faults that Laplace's rule
    expects.
    """
    rest = marks - weight * points
    freedom = marks.size - (2 if weight else 1)
    residual = float(((rest - rest.mean()) ** 2).sum()) / max(freedom, 1)
    unseen = 1 / (marks.size + 2)
    residual = max(residual, unseen * (1 - unseen))
    whole = float(marks.var(ddof=1))
    within = residual * (1 / marks.size - 1 / scored.count)
    beyond = whole * _left(scored.count, scored.population) / scored.count
    return max(within + beyond, 1e-12)


def _left(drawn: int, population: int | None) -> float:
    """Share of the list that was not drawn: 1 where the list is only a part."""
    return 1.0 if population is None else max(population - drawn, 0) / population
