"""Do two readers mean the same by a mark: Cohen's kappa with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from plumbline.followers.intervals import Z

FLOOR = 0.6
"""Kappa under which two readers did not read the same thing: the lower end of “substantial” (Landis and Koch 1977)."""


@dataclass(frozen=True)
class Agreement:
    """`kappa` with its 95% interval; None where both gave one and the same answer to everything (nothing to tell)."""

    items: int
    agreed: int
    kappa: float | None
    low: float | None
    high: float | None

    @property
    def enough(self) -> bool:
        """Whether a share may rest on these readings."""
        return self.agreed == self.items if self.kappa is None else self.kappa >= FLOOR


def agreement(first: Sequence[str], second: Sequence[str]) -> Agreement:
    """Cohen's kappa (1960) of two readings of the same items, in the same order; any number of answers.

    Interval by the large-sample variance of Fleiss, Cohen and Everitt (1969). ValueError: no items, unlike lengths.
    """
    if not first or len(first) != len(second):
        raise ValueError(f"{len(first)} answers against {len(second)}")
    table = _table(first, second)
    agreed = sum(one == two for one, two in zip(first, second, strict=True))
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    seen, chance = agreed / len(first), float(rows @ columns)
    if chance >= 1 - 1e-12:
        return Agreement(len(first), agreed, None, None, None)
    kappa = (seen - chance) / (1 - chance)
    half = Z * sqrt(max(_variance(table, kappa, chance), 0.0) / len(first))
    return Agreement(len(first), agreed, kappa, max(-1.0, kappa - half), min(1.0, kappa + half))


def _table(first: Sequence[str], second: Sequence[str]) -> npt.NDArray[np.float64]:
    """Shares of each pair of answers."""
    place = {answer: number for number, answer in enumerate(sorted({*first, *second}))}
    table = np.zeros((len(place), len(place)))
    for one, two in zip(first, second, strict=True):
        table[place[one], place[two]] += 1
    return table / len(first)


def _variance(table: npt.NDArray[np.float64], kappa: float, chance: float) -> float:
    """Of kappa, times the number of items."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    same = np.diag(table)
    alike = same @ (1 - (rows + columns) * (1 - kappa)) ** 2
    unlike = table * (columns[:, None] + rows[None, :]) ** 2
    apart = (1 - kappa) ** 2 * (unlike.sum() - np.diag(unlike).sum())
    return float((alike + apart - (kappa - chance * (1 - kappa)) ** 2) / (1 - chance) ** 2)
