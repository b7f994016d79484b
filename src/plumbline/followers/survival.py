"""Does a cohort of followers vanish sooner than others who came at the same time?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

UNKNOWN = np.iinfo(np.int32).min
SAME_TIME = 14
"""Controls were first seen at most this many days before the first or after the last of the cohort."""


@dataclass(frozen=True)
class Survival:
    """Of `cohort` followers `stayed` were still there `days` after they were first seen; of `controls`, `kept`.

    `p`: how likely at least this loss is, if the cohort stayed as the controls do (Fisher's exact test, one-sided).
    """

    days: int
    cohort: int
    stayed: int
    controls: int
    kept: int
    p: float


def survival(first_seen: Days, last_seen: Days, members: Mask, *, days: int, least: int) -> Survival | None:
    """How many of a cohort stayed for `days`, against the others of the same list who were first seen at that time.

    Days since 1970-01-01, `UNKNOWN` where not given (such rows are left out), a row a follower. Only those count whose
    `days` had run out when the list was last looked at (its latest `last_seen`). None where either group has fewer
    than `least`. 50 and 50 show a loss of 30% against 3% nine times in ten at 1%.
    """
    known = (first_seen != UNKNOWN) & (last_seen != UNKNOWN)
    if not known.any():
        return None
    due = first_seen.astype(np.int64) + days
    counted = known & (due <= int(last_seen[known].max()))
    cohort = counted & members
    controls = counted & ~members & _same_time(first_seen, cohort)
    if cohort.sum() < least or controls.sum() < least:
        return None
    there = last_seen.astype(np.int64) >= due
    stayed, kept = int((cohort & there).sum()), int((controls & there).sum())
    return Survival(days, int(cohort.sum()), stayed, int(controls.sum()), kept, _fisher(cohort, controls, there))


def _same_time(first_seen: Days, cohort: Mask) -> Mask:
    if not cohort.any():
        return np.zeros(len(cohort), dtype=np.bool_)
    seen = first_seen[cohort]
    return (first_seen >= int(seen.min()) - SAME_TIME) & (first_seen <= int(seen.max()) + SAME_TIME)


def _fisher(cohort: Mask, controls: Mask, there: Mask) -> float:
    from scipy.stats import hypergeom  # heavy, and only wanted once a cohort is suspect

    lost = int((cohort & ~there).sum())
    both = int((controls & ~there).sum()) + lost
    size = int(cohort.sum())
    return float(hypergeom.sf(lost - 1, size + int(controls.sum()), both, size))
