"""How many followers to look at for which claim: textbook formulas for shares, with what is assumed said out loud."""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

ALPHA, POWER = 0.01, 0.80
"""One-sided false alarms and power of everything that is to be *detected*."""
SENSITIVITY = 0.9
"""Share of bought followers that a mark is taken to catch."""
ORDINARY = 0.15
"""Share of ordinary followers that bear the same mark, where nothing better is known."""


def reviews(prevalence: float, half_width: float, correlation: float = 0.0) -> int:
    """Followers to review by hand so that a 95% interval reaches `half_width` to each side of `prevalence`.

    `correlation` is that of a machine score with the reviewers' labels, 0 for no score (Angelopoulos et al. 2023: a
    score saves the share of the variance that it explains; many more followers are scored than reviewed).
    ValueError outside 0 < prevalence < 1, 0 < half_width < 1, -1 < correlation < 1.
    """
    if not (0 < prevalence < 1 and 0 < half_width < 1 and abs(correlation) < 1):
        raise ValueError("shares lie between 0 and 1")
    return ceil(_z(0.975) ** 2 * prevalence * (1 - prevalence) * (1 - correlation**2) / half_width**2)


def half_width(prevalence: float, scored: int, accuracy: float) -> float:
    """Half a 95% interval from `scored` followers, if sensitivity and specificity were both `accuracy` and known.

    They never are: this is what a raw classifier share would need to be honest (Rogan and Gladen 1978).
    """
    marked = prevalence * accuracy + (1 - prevalence) * (1 - accuracy)
    return _z(0.975) * sqrt(marked * (1 - marked) / scored) / (2 * accuracy - 1)


def followers_to_detect(bought: float, ordinary: float) -> int:
    """Followers to sample to detect a bought share, where exactly `ordinary` of the others bear the mark."""
    marked = ordinary * (1 - bought) + SENSITIVITY * bought
    spread = _z(1 - ALPHA) * _deviation(ordinary) + _z(POWER) * _deviation(marked)
    return ceil((spread / (marked - ordinary)) ** 2)


def window_share(window: int, before: int, ordinary: float = ORDINARY) -> float:
    """The smallest bought share of a window that `window` followers against `before` earlier ones can show."""
    error = _deviation(ordinary) * sqrt(1 / window + 1 / before)
    return (_z(1 - ALPHA) + _z(POWER)) * error / (SENSITIVITY - ordinary)


def share_against_peers(scored: int, spread: float, ordinary: float = ORDINARY) -> float:
    """The smallest bought share that stands out from peers whose ordinary share of marks has deviation `spread`."""
    error = sqrt(spread**2 + ordinary * (1 - ordinary) / scored)
    return (_z(1 - ALPHA) + _z(POWER)) * error / (SENSITIVITY - ordinary)


@dataclass(frozen=True)
class PowerTable:
    """A table to read off: headings of rows and columns, and the figures."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    cells: tuple[tuple[float, ...], ...]


def detection_table() -> PowerTable:
    """Followers to detect a bought share (columns) by the ordinary share of marks (rows)."""
    rows, columns = (0.02, 0.05, 0.15, 0.30), (0.01, 0.02, 0.05, 0.10, 0.20)
    return PowerTable(rows, columns, tuple(tuple(followers_to_detect(x, b) for x in columns) for b in rows))


def review_table(half: float = 0.035) -> PowerTable:
    """Reviews for an interval of ± `half` by prevalence (rows) and correlation of the score (columns)."""
    rows, columns = (0.05, 0.10, 0.20, 0.35, 0.50), (0.0, 0.5, 0.7, 0.85)
    return PowerTable(rows, columns, tuple(tuple(reviews(p, half, r) for r in columns) for p in rows))


def peer_table() -> PowerTable:
    """The smallest share that stands out from peers, by followers scored (rows) and spread between them (columns)."""
    rows, columns = (1_000, 5_000, 50_000), (0.0, 0.02, 0.05, 0.10)
    return PowerTable(rows, columns, tuple(tuple(share_against_peers(int(n), s) for s in columns) for n in rows))


def window_table() -> PowerTable:
    """The smallest bought share of a window, by its followers (rows); as many before it."""
    rows = (100, 200, 400, 1_000)
    return PowerTable(rows, (0.0,), tuple((window_share(int(n), int(n)),) for n in rows))


def _z(probability: float) -> float:
    return NormalDist().inv_cdf(probability)


def _deviation(share: float) -> float:
    return sqrt(share * (1 - share))
