"""Hashed character n-grams of folded text: where each one stands in a model's weights, and the sums of one text.

The n-gram of code points a, b, c … has the hash (a·F0 + b·F1 + c·F2 …) mod 2^32, whose upper `BITS` bits are its slot.
Longer n-grams grow from shorter ones by one multiplication. Everything is whole numbers, so that `ngram_columns` gives
exactly the same scores for whole columns.
"""

from collections.abc import Sequence
from math import isqrt
from typing import Protocol

FACTORS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
"""One odd factor for each place in an n-gram; their number is the length of the longest n-gram."""
ORDERS = len(FACTORS)
BITS = 20
SHIFT = 32 - BITS
MASK = (1 << 32) - 1
FRACTION = 8
"""Bits behind the point of a score's root, so that short texts differ by more than whole steps."""


class Weighted(Protocol):
    """What has a weight for each slot."""

    @property
    def weights(self) -> Sequence[int]:
        """2^`BITS` whole numbers."""


def slots(folded: str) -> list[int]:
    """The slots of all n-grams of a text, the shorter ones first."""
    points = list(map(ord, folded))
    hashes = [point * FACTORS[0] for point in points]
    found = [(value & MASK) >> SHIFT for value in hashes]
    for order in range(1, ORDERS):
        factor = FACTORS[order]
        hashes = [value + point * factor for value, point in zip(hashes, points[order:], strict=False)]
        found += [(value & MASK) >> SHIFT for value in hashes]
    return found


def grams(length: int) -> int:
    """How many n-grams a text of that many characters has."""
    return sum(max(0, length - order) for order in range(ORDERS))


def evened(total: int, count: int) -> int:
    """A sum of weights made comparable between short and long texts: divided by the root of the number of n-grams."""
    return (total << FRACTION) // max(1, isqrt(count << FRACTION))


def raw_scores(folded: str, models: Sequence[Weighted]) -> list[int]:
    """The evened sum of each model; the text is hashed once."""
    found = slots(folded)
    return [evened(sum(map(model.weights.__getitem__, found)), len(found)) for model in models]
