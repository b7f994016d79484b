"""P-values by comparison with what is ordinary, and which of many to look at.

Method: conformal p-values and the Benjamini-Hochberg procedure upon them (Bates, Candès, Lei, Romano, Sesia: "Testing
for outliers with conformal p-values", Annals of Statistics 2023). They need no law of the scores, only that the
compared are exchangeable with the judged; compared ones that are themselves tampered with make p larger, never smaller.
"""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def least_compared(statistics: int, alpha: float, share: float) -> int:
    """How many must be compared with, so that anything can be selected at all.

    The smallest p is 1/(compared + 1); among tests of which `share` are true, with the least p of `statistics` taken,
    Benjamini-Hochberg at `alpha` selects only where p <= alpha x share / statistics. ValueError: alpha or share not in
    (0, 1].
    """
    if not (0 < alpha <= 1 and 0 < share <= 1):
        raise ValueError("alpha and share lie in (0, 1]")
    return math.ceil(round(statistics / (alpha * share), 6))


def p_values(scores: Floats, judged: Longs, compared: Floats, owners: Longs, *, by_owner: bool) -> tuple[Floats, Longs]:
    """The p of each score, and with how many it was compared; the compared of the same owner are left out.

    `judged` and `owners` are the owners (numbers from 0) of `scores` and `compared`. `by_owner` False: each compared
    score counts, p = (1 + number at least as high) / (number + 1). True: each owner counts as one, with the share of
    its scores that are at least as high; for scores that are a lasting trait of their owner, whose months repeat each
    other. NaN scores get p NaN; NaN among `compared` are left out.
    """
    known = ~np.isnan(compared)
    compared, owners = compared[known], owners[known]
    size = int(max(owners.max(initial=-1), judged.max(initial=-1))) + 1
    each = np.bincount(owners, minlength=size)
    weights = 1.0 / each[owners] if by_owner else np.ones(len(owners))
    whole = int(np.count_nonzero(each)) if by_owner else len(owners)
    own = np.minimum(each, 1) if by_owner else each
    above = _at_least(scores, compared, weights) - _own_at_least(scores, judged, compared, owners, weights)
    number = whole - own[judged]
    p = np.minimum((1 + np.maximum(above, 0)) / (number + 1), 1.0)
    return np.where(np.isnan(scores), np.nan, p), number.astype(np.int64)


def _at_least(scores: Floats, compared: Floats, weights: Floats) -> Floats:
    """The weight of what is compared and at least as high."""
    order = np.lexsort((weights, compared))
    upward = np.concatenate([[0.0], np.cumsum(weights[order][::-1])])
    return upward[len(compared) - np.searchsorted(compared[order], scores, side="left")]


def _own_at_least(scores: Floats, judged: Longs, compared: Floats, owners: Longs, weights: Floats) -> Floats:
    order = np.lexsort((compared, owners))
    compared, owners, weights = compared[order], owners[order], weights[order]
    begin, end = np.searchsorted(owners, judged, side="left"), np.searchsorted(owners, judged, side="right")
    out = np.zeros(len(scores))
    for row in np.flatnonzero((end > begin) & ~np.isnan(scores)):
        part = slice(begin[row], end[row])
        out[row] = weights[part][compared[part] >= scores[row]].sum()
    return out


def selected(p: Floats, alpha: float) -> tuple[Flags, Floats]:
    """Benjamini and Hochberg (1995): which to select so that at most `alpha` of them are false in expectation.

    Also q, the least alpha at which each would be selected. NaN counts as not tested (q NaN).
    """
    tested = np.flatnonzero(~np.isnan(p))
    q = np.full(len(p), np.nan)
    if tested.size:
        order = tested[np.argsort(p[tested], kind="stable")]
        raised = p[order] * tested.size / np.arange(1, tested.size + 1)
        q[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return q <= alpha, q
