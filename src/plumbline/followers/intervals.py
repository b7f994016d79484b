"""The score interval of a share."""

from math import sqrt

Z = 1.959964
"""Two-sided 95%."""


def wilson(part: float, whole: float) -> tuple[float, float] | None:
    """The 95% score interval of `part` of `whole` (Wilson 1927); None for no rows.

    Neither need be whole numbers: with the effective size of a sample as `whole` it is the interval that surveys use
    for small shares (Korn and Graubard 1998; Dean and Pagano 2015).
    """
    if whole == 0:
        return None
    share, spread = part / whole, Z * Z / whole
    centre = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)
