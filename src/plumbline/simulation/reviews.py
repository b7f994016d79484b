"""Made-up followers and readers, on which the share with its interval is measured. Seeded; nobody real in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Chance = np.random.Generator


def _good(marks: Flags, chance: Chance) -> Floats:
    return _logistic(3.5 * (marks - 0.5) + chance.normal(size=marks.size))


def _weak(marks: Flags, chance: Chance) -> Floats:
    return _logistic(1.2 * (marks - 0.5) + chance.normal(size=marks.size))


def _biased(marks: Flags, chance: Chance) -> Floats:
    """Twenty points too high everywhere, and blind to half of the marked."""
    seen = marks & (chance.random(marks.size) < 0.5)
    return np.clip(0.4 + 0.5 * seen + 0.1 * chance.normal(size=marks.size), 0, 1)


def _upside_down(marks: Flags, chance: Chance) -> Floats:
    return _logistic(3.5 * (0.5 - marks) + chance.normal(size=marks.size))


def _constant(marks: Flags, chance: Chance) -> Floats:
    return np.full(marks.size, 0.37)


def _dice(marks: Flags, chance: Chance) -> Floats:
    return chance.random(marks.size)


SCORERS: Mapping[str, Callable[[Flags, Chance], Floats]] = MappingProxyType(
    {
        "good": _good,
        "weak": _weak,
        "biased": _biased,
        "upside_down": _upside_down,
        "constant": _constant,
        "dice": _dice,
    }
)
"""Scores for given marks. Only `good` and `weak` are of any use as they stand; `biased`, `upside_down`, `constant` and
`dice` are wrong on purpose."""


def marks(count: int, share: float, chance: Chance) -> Flags:
    """Followers who carry a mark, each by itself."""
    return np.asarray(chance.random(count) < share)


@dataclass(frozen=True)
class Reader:
    """Somebody who reads profiles: how often a mark is seen, an unmarked one let pass, and doubt confessed."""

    sees: float = 0.95
    passes: float = 0.98
    doubts: float = 0.0

    def answers(self, marked: Flags, chance: Chance) -> list[str]:
        """``1``, ``0`` or ``?`` for each profile."""
        right = chance.random(marked.size) < np.where(marked, self.sees, self.passes)
        said = np.where(right == marked, "1", "0")
        return [str(word) for word in np.where(chance.random(marked.size) < self.doubts, "?", said)]


def follower_list(account_id: str, count: int, share: float, as_of: date, chance: Chance) -> pl.DataFrame:
    """Rows of the table `followers`, `share` of them empty shells from a shop, in order of following.

    Columns as the contract's, `marked` (Boolean) beside them: the truth, to be dropped before use.
    """
    marked = marks(count, share, chance)
    age = np.where(marked, chance.integers(400, 700, count), chance.integers(30, 4_000, count))
    idle = np.where(marked, chance.integers(366, 400, count), np.minimum(chance.integers(0, 600, count), age))
    posts = np.where(marked, chance.integers(0, 2, count), chance.lognormal(3.5, 1.6, count).astype(np.int64))
    following = np.where(marked, chance.integers(150, 900, count), chance.lognormal(4.8, 0.9, count).astype(np.int64))
    days = [[as_of - timedelta(days=int(back)) for back in backs] for backs in (age, idle)]
    return pl.DataFrame(
        {
            "account_id": [account_id] * count,
            "position": range(1, count + 1),
            "registered_on": days[0],
            "posts": posts,
            "followers": np.where(marked, chance.integers(0, 15, count), chance.lognormal(4.2, 1.3, count)).astype(int),
            "following": following,
            "has_avatar": chance.random(count) < np.where(marked, 0.4, 0.95),
            "has_bio": chance.random(count) < np.where(marked, 0.05, 0.6),
            "name_digits": np.where(marked, chance.integers(4, 10, count), chance.poisson(1.2, count)),
            "last_post_on": [day if post else None for day, post in zip(days[1], posts, strict=True)],
            "marked": marked,
        }
    )


def _logistic(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-value)))
