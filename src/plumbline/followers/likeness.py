"""Is a cohort of followers unnaturally alike: its density against that of comparable followers."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
COUNTS = ("followers", "following", "posts")
"""The columns of a profile that are compared, where they are given."""
LEAST_COLUMNS = 2
"""Fewer usable columns say nothing about likeness."""

_NEIGHBOURS = 0.10
_QUANTILE = 0.90
_LEAST_SPREAD = 0.25
"""Of a column of the comparison group, on the log scale: a group that hardly varies does not blow up a difference."""


def likeness(cohort: Floats, baseline: Floats) -> float | None:
    """How much closer together the profiles of `cohort` lie than those of `baseline`, on a log scale.

    Both: one row a follower, one column a count (posts, followers, following …; NaN: not given; same columns). The
    answer is the 90th percentile over the cohort of log(distance to the k-th neighbour in the baseline) − log(distance
    to the k-th neighbour in the cohort), on log counts scaled by the baseline's deviation; k is a tenth of either
    group. 0: as varied as the others; log 2 = 0.7: half as far apart; factory stock lies at 1.5 to 3. None where fewer
    than two columns are given for nine tenths of both groups (one in which the others are all equal tells nothing), or
    either group has fewer than 20 whole rows.

    Counts are whole numbers, and new users have few of them: each count is spread evenly over its own unit, so that
    many equal profiles in both groups are no likeness, and no distance is 0. Does not depend on the order of rows.
    """
    both = _whole_rows(cohort, baseline)
    if both is None:
        return None
    ours, others = (_spread(part) for part in both)
    scale = np.maximum(others.std(axis=0), _LEAST_SPREAD)
    inside, outside = _distances(ours / scale, others / scale)
    return float(np.quantile(np.sort(outside - inside), _QUANTILE))


def _whole_rows(cohort: Floats, baseline: Floats) -> tuple[Floats, Floats] | None:
    """The rows without a gap in the columns that are given for most of both groups and differ between the others."""
    if not len(cohort) or not len(baseline):
        return None
    given = (np.isfinite(cohort).mean(axis=0) >= 0.9) & (np.isfinite(baseline).mean(axis=0) >= 0.9)
    known = np.where(np.isfinite(baseline), baseline, 0.0)
    given &= known.max(axis=0) > known.min(axis=0)
    if given.sum() < LEAST_COLUMNS:
        return None
    parts = [part[:, given] for part in (cohort, baseline)]
    ours, others = (part[np.isfinite(part).all(axis=1)] for part in parts)
    return (ours, others) if min(len(ours), len(others)) >= 20 else None


def _spread(counts: Floats) -> Floats:
    """Log counts, each spread over its unit by a sequence that fills space evenly (Roberts 2018), in a fixed order."""
    rows = counts[np.lexsort(counts.T[::-1])]
    columns = rows.shape[1]
    ratio = _golden(columns)
    steps = (0.5 + np.arange(1, len(rows) + 1)[:, None] * ratio ** -np.arange(1, columns + 1)[None, :]) % 1.0
    return np.log(np.maximum(rows, 0.0) + 0.5 + steps)


def _golden(columns: int) -> float:
    """The positive root of x^(d+1) = x + 1: the golden ratio for one dimension."""
    root = 2.0
    for _ in range(40):
        root = (1.0 + root) ** (1.0 / (columns + 1))
    return root


def _distances(ours: Floats, others: Floats) -> tuple[Floats, Floats]:
    """Log distance from each of ours to its k-th neighbour among ours (itself left out) and among the others."""
    from scipy.spatial import cKDTree  # heavy, and only wanted once a cohort is suspect

    near = max(1, round(_NEIGHBOURS * len(ours)))
    far = max(1, round(_NEIGHBOURS * len(others)))
    inside = cKDTree(ours).query(ours, k=[near + 1])[0][:, 0]
    outside = cKDTree(others).query(ours, k=[far])[0][:, 0]
    least = 1e-9
    return np.log(np.maximum(inside, least)), np.log(np.maximum(outside, least))
