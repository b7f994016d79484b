"""Which approved draft each published text comes from: the same words, or nearly the same.

Method: texts are compared as letters and digits, without what platforms put in (`approved_wording`). Of the others,
drafts that share stretches of letters are aligned. A draft and a text belong together where `near_pm` of both agree, or
where one stands almost whole in the other; each draft goes with one text and each text with one draft, the nearest
first, and a draft that was published as it is goes with no other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.provenance.approval_steps import Way, way
from plumbline.provenance.approved_wording import Difference, difference, plain
from plumbline.provenance.keyed import keyed

GRAM = 4
CANDIDATES = 12
"""So many drafts that share most with a text are aligned with it."""
INSIDE, LEAST_INSIDE = 90, 12
"""Per cent of the shorter text that must stand in the longer one; and letters that it must have."""
_DEFAULTS = ("转发微博", "转发", "轉發微博", "repost", "reposted", "转", "分享图片", "分享视频", "分享")
"""What a platform writes where nobody wrote anything."""


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A row of `approvals`; `way` is None where its steps are not given."""

    draft_id: str
    text: str
    approved_at: datetime
    way: Way | None
    key: str

    @property
    def is_approved(self) -> bool:
        """Whether the last word on it was not a return."""
        return self.way is None or not self.way.is_returned


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """A published text. `until`: the latest moment at which it can have gone out; `changed_at`: when it was edited."""

    post_id: str
    text: str
    posted_at: datetime
    until: datetime
    changed_at: datetime | None
    automatic: bool
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A text with the drafts of the same words, in order of time; where there is none, the one it is near to."""

    live: Live
    same: tuple[Draft, ...] = ()
    near: Draft | None = None
    alike_pm: int = 0
    changed: Difference = field(default_factory=lambda: Difference(()))

    def approved_before(self, grace: timedelta) -> tuple[Draft, ...]:
        """The drafts of the same words that were approved before the text went out."""
        return tuple(one for one in self.same if one.is_approved and one.approved_at <= self.live.until + grace)


def drafts_of(rows: Iterable[Mapping[str, Any]], timezone: str) -> list[Draft]:
    """Rows of `approvals` in order of time."""
    made = (
        Draft(row["draft_id"], row["text"], row["approved_at"], way(row["steps"], timezone), _key(row["text"]))
        for row in rows
    )
    return sorted((one for one in made if one.key), key=lambda one: (one.approved_at, one.draft_id))


def lives_of(rows: Iterable[Mapping[str, Any]], timezone: str) -> list[Live]:
    """Rows of `reviewed` that hold words, in order of time."""
    made = (_live(row, ZoneInfo(timezone)) for row in rows if row["text"])
    return sorted((one for one in made if one.key), key=lambda one: (one.posted_at, one.post_id))


def pairs(lives: Sequence[Live], drafts: Sequence[Draft], near_pm: int) -> list[Pair]:
    """Every text, with what it comes from."""
    by_key: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_key[draft.key].append(draft)
    found: dict[Live, Pair] = {}
    rest: list[Live] = []
    for live in lives:
        same = tuple(
            one
            for one in by_key.get(live.key, ())
            if one.text == live.text or not difference(one.text, live.text).edits
        )
        if same:
            found[live] = Pair(live, same)
        else:
            rest.append(live)
    found |= _aligned(rest, drafts, near_pm, {one for pair in found.values() for one in pair.same})
    return [found.get(live) or Pair(live) for live in lives]


def _aligned(lives: Sequence[Live], drafts: Sequence[Draft], near_pm: int, used: set[Draft]) -> dict[Live, Pair]:
    """Those that differ harmlessly from a draft, and those that are near to one that nothing else comes from."""
    found: dict[Live, Pair] = {}
    near: list[Pair] = []
    lists = _Shared(drafts if lives else ())
    for live in lives:
        made = [_compared(live, draft, near_pm) for draft in lists.sharing(live)]
        same = tuple(pair.near for pair in made if pair and pair.near and not pair.changed.edits)
        if same:
            found[live] = Pair(live, tuple(sorted(same, key=lambda one: (one.approved_at, one.draft_id))))
            used |= set(same)
        else:
            near += [pair for pair in made if pair]
    near.sort(key=lambda pair: (-pair.alike_pm, pair.live.posted_at, pair.live.post_id))
    for pair in near:
        if pair.near and pair.near not in used and pair.live not in found and _is_open(pair):
            found[pair.live] = pair
            used.add(pair.near)
    return found


def _is_open(pair: Pair) -> bool:
    """Whether the draft was approved before the text went out: else the text cannot come from it."""
    return bool(pair.near and pair.near.is_approved and pair.near.approved_at <= pair.live.until)


def _compared(live: Live, draft: Draft, near_pm: int) -> Pair | None:
    alike = alike_pm(draft.key, live.key)
    if alike >= near_pm or _stands_in(draft.key, live.key):
        return Pair(live, (), draft, alike, difference(draft.text, live.text))
    return None


def alike_pm(first: str, second: str) -> int:
    """Per mille of both texts' letters that stand in both, in order."""
    from rapidfuzz.distance import Indel

    return round(1000 * Indel.normalized_similarity(first, second))


def distance(first: str, second: str) -> int:
    """How many letters must be changed, put in or left out to make one text the other."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(first, second))


def _stands_in(first: str, second: str) -> bool:
    from rapidfuzz import fuzz

    short = min(len(first), len(second))
    return short >= LEAST_INSIDE and fuzz.partial_ratio(first, second) >= INSIDE


class _Shared:
    """Finds the drafts that share most stretches of letters with a text."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._drafts = drafts
        self._short = [number for number, one in enumerate(drafts) if len(one.key) <= 4 * GRAM]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(drafts):
            for gram in _grams(one.key):
                self._holders[gram].append(number)

    def sharing(self, live: Live) -> Iterator[Draft]:
        """At most `CANDIDATES`, and of short texts all short drafts of like length."""
        counts = Counter(number for gram in _grams(live.key) for number in self._holders.get(gram, ()))
        best = sorted(counts, key=lambda number: (-counts[number], number))[:CANDIDATES]
        short = self._short if len(live.key) <= 4 * GRAM else []
        return (self._drafts[number] for number in dict.fromkeys([*best, *short]))


def _grams(key: str) -> set[str]:
    return {key[at : at + GRAM] for at in range(max(1, len(key) - GRAM + 1))}


@lru_cache(maxsize=1 << 15)  # four checks look at the same texts
def _key(text: str) -> str:
    key = keyed(plain(text)).key
    return "" if key in _DEFAULTS else key


def _live(row: Mapping[str, Any], zone: ZoneInfo) -> Live:
    posted = row["posted_at"]
    local = posted.astimezone(zone)
    only_day = local.time() == time(0)
    until = local.replace(hour=23, minute=59, second=59) if only_day else posted
    return Live(row["post_id"], row["text"], posted, until, row["edited_at"], bool(row["automatic"]), _key(row["text"]))
