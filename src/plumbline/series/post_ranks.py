"""Ranks among other accounts' posts, and what several such ranks say of an account.

A conformal p-value is the share of the others' posts that stand out at least as much (Bates, Candès, Lei, Romano and
Sesia, Annals of Statistics 2023): it holds whatever the shape of the scores, as long as honest posts are alike.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
_TENTH = 0.1
_LIKENESS = (0.02, 0.03, 0.05, 0.08, 0.12, 0.18, 0.25, 0.35, 0.45, 0.6, 0.75, 0.9)


def others(owner: Counts) -> Counts:
    """Of each post how many belong to other owners."""
    _, of, count = np.unique(owner, return_inverse=True, return_counts=True)
    return np.asarray(len(owner) - count[of], np.int64)


def outranked(score: Floats, owner: Counts) -> Floats:
    """p-value of each post: (1 + other owners' posts with that score or more) / (1 + other owners' posts)."""
    everywhere = _at_least(score, np.zeros(len(score), np.int64))
    return np.asarray((1 + everywhere - _at_least(score, owner)) / (1 + others(owner)), np.float64)


def several_out(out: Counts, posts: Counts, reference: Counts, *, rate: float, alike: float) -> Floats:
    """Chance that an honest account has `out` or more of `posts` posts above a line that one in 1/`rate` posts crosses.

    Beta-binomial: the line is known from `reference` posts only, and posts of one account are alike (`alike`: share of
    the variance that lies between accounts).
    """
    from scipy.special import betaln, gammaln

    if not len(out):
        return np.zeros(0)
    free = (1 / (alike / (1 - alike) + 1 / np.maximum(reference, 1)))[:, None]
    number, count = posts[:, None].astype(np.float64), np.arange(int(posts.max()) + 1)
    left = np.maximum(number - count, 0)
    ways = gammaln(number + 1) - gammaln(count + 1) - gammaln(left + 1)
    likely = ways + betaln(count + rate * free, left + (1 - rate) * free) - betaln(rate * free, (1 - rate) * free)
    counted = (count >= out[:, None]) & (count <= number)
    return np.asarray(np.minimum(np.where(counted, np.exp(likely), 0).sum(axis=1), 1), np.float64)


def likeness(out: Counts, posts: Counts, reference: Counts, *, rate: float, least: float) -> float:
    """How alike posts of one account are, so that of all accounts hardly more than a tenth have a chance of a tenth.

    The empirical null of Efron (2004) on `several_out`: the few who buy hardly move it, a fleet whose honest accounts
    differ much raises it and so finds nobody. From `least` upwards; 0.9 if even that does not do.
    """
    allowed = _TENTH * len(out) + np.sqrt(_TENTH * (1 - _TENTH) * len(out))
    for alike in [least, *(step for step in _LIKENESS if step > least)]:
        if (several_out(out, posts, reference, rate=rate, alike=alike) <= _TENTH).sum() <= allowed:
            return float(alike)
    return _LIKENESS[-1]


def _at_least(score: Floats, owner: Counts) -> Counts:
    """Of each post how many of its owner's posts, itself included, have that score or more."""
    order = np.lexsort((-score, owner))
    kept, mine = score[order], owner[order]
    place = np.arange(len(order))
    begins = np.concatenate([[True], mine[1:] != mine[:-1]])[: len(order)]
    first = np.maximum.accumulate(np.where(begins, place, 0))
    ends = np.concatenate([(mine[1:] != mine[:-1]) | (kept[1:] != kept[:-1]), [True]])[: len(order)]
    last = np.flip(np.minimum.accumulate(np.flip(np.where(ends, place, len(order)))))
    counts = np.empty(len(order), np.int64)
    counts[order] = last - first + 1
    return counts
