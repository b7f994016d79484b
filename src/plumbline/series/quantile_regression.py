"""Quantile regression: the line below which a given share of the responses lies (Koenker and Bassett 1978)."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
DIGITS = 6
"""Coefficients are rounded to so many decimals: the last bits of a solver decide nothing."""


def quantile_line(design: Floats, response: Floats, quantile: float) -> Floats:
    """Coefficients, one a column of `design`, of the line at `quantile` (strictly between 0 and 1).

    Solved as the dual linear programme max y'a, X'a = (1 - quantile) X'1, 0 <= a <= 1; its multipliers are the
    coefficients. A column that is constant or says the same as earlier ones gets 0. ValueError: no rows, or fewer rows
    than columns that differ, or a quantile outside (0, 1).
    """
    if not 0 < quantile < 1:
        raise ValueError(f"quantile {quantile} is not between 0 and 1")
    kept = _independent(design)
    if len(response) < max(1, len(kept)):
        raise ValueError(f"{len(response)} rows for {len(kept)} coefficients")
    out = np.zeros(design.shape[1])
    out[kept] = _multipliers(design[:, kept], response, quantile)
    return np.round(out, DIGITS) + 0.0


def _independent(design: Floats) -> list[int]:
    """Columns that are no combination of the columns before them."""
    kept: list[int] = []
    for column in range(design.shape[1]):
        trial = design[:, [*kept, column]]
        scale = np.maximum(np.abs(trial).max(axis=0, initial=0.0), 1e-12)
        if np.linalg.matrix_rank(trial / scale, tol=1e-8 * np.sqrt(max(1, len(trial)))) == len(kept) + 1:
            kept.append(column)
    return kept


def _multipliers(design: Floats, response: Floats, quantile: float) -> Floats:
    from scipy.optimize import linprog

    total = (1 - quantile) * design.sum(axis=0)
    solved = linprog(-response, A_eq=design.T, b_eq=total, bounds=(0, 1), method="highs-ds")
    if solved.status != 0:
        raise ValueError(f"no line at quantile {quantile}: {solved.message}")
    return -np.asarray(solved.eqlin.marginals, dtype=np.float64)
