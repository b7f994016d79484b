"""Age buckets as a platform words them, and the edges that several wordings share.

Buckets are kept word for word. They are added up only between edges that exist on every side; nothing is interpolated.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SPAN = re.compile(r"^(\d{1,3})(?:-|~|–|—|至|到)(\d{1,3})$")
_FROM = re.compile(r"^(\d{1,3})(?:\+|-|岁以上|以上|及以上)$|^(?:>=|≥)(\d{1,3})$|^>(\d{1,3})$")
_UNDER = re.compile(r"^<(\d{1,3})$")
_UP_TO = re.compile(r"^(?:<=|≤)(\d{1,3})$")


@dataclass(frozen=True)
class Ages:
    """Whole years from `low` up to, not including, `end` (None: no upper end)."""

    low: int
    end: int | None


def ages_of(bucket: str) -> Ages | None:
    """What a bucket spans; None where the words leave it open (24岁以下 may or may not take in 24)."""
    word = re.sub(r"\s|岁(?!以)|周岁|years?|yrs?|age", "", bucket.strip().lower())
    if found := _SPAN.match(word):
        low, high = int(found[1]), int(found[2])
        return Ages(low, high + 1) if low <= high else None
    if found := _FROM.match(word):
        return Ages(int(found[1] or found[2] or int(found[3]) + 1), None)
    if found := _UNDER.match(word):
        return Ages(0, int(found[1]))
    if found := _UP_TO.match(word):
        return Ages(0, int(found[1]) + 1)
    return None


def edges(buckets: Iterable[str]) -> tuple[int, ...] | None:
    """The ages at which one bucket ends and the next begins; None where they leave holes or are open words.

    Where two overlap (41-50, 50 and over) there is no edge. What lies below the lowest bucket is taken to be empty: a
    platform that begins at 1 or 13 has nobody younger.
    """
    spans = [ages_of(bucket) for bucket in buckets]
    known = sorted((span for span in spans if span), key=lambda span: span.low)
    if len(known) < len(spans) or not known:
        return None
    pairs = list(pairwise(known))
    if known[-1].end is not None or any(one.end is not None and one.end < two.low for one, two in pairs):
        return None
    return tuple(two.low for one, two in pairs if one.end == two.low)


def common_edges(wordings: Sequence[Iterable[str]]) -> tuple[int, ...]:
    """The edges that every wording has; empty where one of them cannot be read."""
    found = [edges(wording) for wording in wordings]
    if not found or any(one is None for one in found):
        return ()
    return tuple(sorted(set.intersection(*(set(one or ()) for one in found))))


def share_below(people: Sequence[tuple[str, int]], edge: int) -> float | None:
    """The share of people younger than `edge`, of those whose age is known; None if no bucket ends there."""
    if edge not in (edges(bucket for bucket, _ in people) or ()):
        return None
    whole = sum(number for _, number in people)
    spans = [(ages_of(bucket), number) for bucket, number in people]
    young = sum(number for span, number in spans if span and span.end is not None and span.end <= edge)
    return young / whole if whole else None
