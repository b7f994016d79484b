"""The texts that one post had, one after another, and which changes between them need to be accounted for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from plumbline.provenance.edits import SLIGHT, STRONG, WEAK, Edit, edits, similarity
from plumbline.provenance.keyed import keyed


@dataclass(frozen=True, slots=True)
class Version:
    """A text as it stood from `at` (first seen) to `last` (last seen). `edited_at`: when the platform says it was made.

    `table`: where it stands, versions or posts.
    """

    text: str
    at: datetime
    last: datetime
    edited_at: datetime | None = None
    table: str = "versions"

    @property
    def since(self) -> datetime:
        """The earliest moment at which it is known to have stood there."""
        return min(self.edited_at, self.at) if self.edited_at else self.at


@dataclass(frozen=True, slots=True)
class Step:
    """A change from one text to the next; `kinds` what sort of changes count."""

    old: Version
    new: Version
    edits: tuple[Edit, ...]
    kinds: tuple[str, ...]


def by_observer(versions: Sequence[Version]) -> list[tuple[Version, ...]]:
    """The versions parted so that no two of a part stood there at the same time.

    A post has one text at a time: two at once are what two observers (an export and a collector) made of it, and are
    not to be compared. A text goes on from the most similar of the texts that it can have followed. Who has seen one
    text only is no observer of changes: then all are one history, with stretches that were written down loosely.
    """
    parts: list[list[Version]] = []
    ordered = sorted(versions, key=lambda one: (one.at, one.text))
    for one in ordered:
        open_parts = [part for part in parts if part[-1].last <= one.at and part[-1].at < one.at]
        if len(open_parts) > 1:
            open_parts.sort(key=lambda part: -similarity(part[-1].text, one.text))
        if open_parts:
            open_parts[0].append(one)
        else:
            parts.append([one])
    return [tuple(part) for part in parts] if all(len(part) > 1 for part in parts) else [tuple(ordered)]


def history(versions: Sequence[Version], current: Version | None) -> tuple[Version, ...]:
    """The versions in order, and the post's own text where it is none of them: before or behind, by when it stood."""
    ordered = sorted(versions, key=lambda one: (one.at, one.text))
    if current is None or not ordered or any(one.text == current.text for one in ordered):
        return tuple(ordered)
    if current.last < ordered[0].at:
        return (current, *ordered)
    return (*ordered, replace(current, at=max(current.at, ordered[-1].at)))


def since_published(versions: Sequence[Version], posted_at: datetime, grace: timedelta) -> tuple[Version, ...]:
    """The versions from the last one that stood there within the time of grace after publication."""
    early = [number for number, one in enumerate(versions) if one.since <= posted_at + grace]
    return tuple(versions[early[-1] :] if early else versions)


def steps(versions: Sequence[Version], most_typos: int) -> tuple[Step, ...]:
    """The changes that count: of what is said, of words, or of more than `most_typos` slips of the pen at once."""
    found = (step(one, other, most_typos) for one, other in pairwise(versions))
    return tuple(one for one in found if one.kinds)


def step(old: Version, new: Version, most_typos: int) -> Step:
    """The change between two versions; `kinds` is empty where nothing counts."""
    made = edits(old.text, new.text)
    slight = [one for one in made if one.kind == "typo"]
    counted = [one for one in made if one.kind not in SLIGHT] + (slight if len(slight) > most_typos else [])
    order = (*STRONG, *WEAK, *SLIGHT)
    return Step(old, new, made, tuple(sorted({one.kind for one in counted}, key=order.index)))


def is_same(old: Version, new: Version) -> bool:
    """Whether two versions say the same."""
    return keyed(old.text).key == keyed(new.text).key and not edits(old.text, new.text)


def foremost(step: Step) -> Edit:
    """The change to show: the first of the gravest sort."""
    return next(one for kind in step.kinds for one in step.edits if one.kind == kind)
