"""What an answer of the index is worth, found out without the index: right document, wrong document, true claim."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Protocol

RUN = 8
HOLDS_PM, COPY_PM, THIRD_PM, TRUE_WITHIN_PM = 900, 700, 350, 50
"""Share of the passage from which on a document holds it; share that a check would call a copy; how far a claim may
be from the count made here."""


class Hit(Protocol):
    """What is asked of a hit."""

    @property
    def key(self) -> str:
        """Of the document."""

    @property
    def text(self) -> str:
        """Of the document."""

    @property
    def cover_pm(self) -> int:
        """How much of the post stands in the document."""

    @property
    def distinct_pm(self) -> int:
        """The same without shared wording."""


@dataclass(frozen=True)
class Post:
    """A post and the truth about it; `passage` and `key` are empty where it was taken from nothing that is known."""

    kind: str
    text: str
    passage: str
    key: str


@dataclass(frozen=True)
class Tally:
    """Counts by kind of post. Of what was taken: `very` the very article is among the hits, `found` a document that
    holds the passage is, `best` one is the first hit, `other` the first hit is none. `wrong`: `other`, or anything of
    what was not taken, and it claims so much own wording that it misleads. `touched`: there is a hit; `says_…`: one
    that claims so much own wording. `claims`, `true`: first hits looked at, and with a cover that is the true one."""

    posts: Counter[str] = field(default_factory=Counter)
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, post: Post, hits: tuple[Hit, ...]) -> None:
        """Judge one answer."""
        self.posts[post.kind] += 1
        if not hits:
            return
        said = {"touched": True, "claims": True, "true": _true(post, hits[0])}
        said |= {f"says_{pm}": any(hit.distinct_pm >= pm for hit in hits) for pm in (THIRD_PM, COPY_PM)}
        said["very"] = any(hit.key == post.key for hit in hits)
        said["found"] = bool(post.key) and (said["very"] or any(_right(post, hit) for hit in hits))
        said["best"] = bool(post.key) and _right(post, hits[0])
        said["other"] = bool(post.key) and not said["best"]
        said["wrong"] = not said["best"] and hits[0].distinct_pm >= (THIRD_PM if post.key else COPY_PM)
        for name, truth in said.items():
            self.counts.setdefault(name, Counter())[post.kind] += truth

    def record(self) -> dict[str, Any]:
        """As plain JSON."""
        return {"posts": dict(self.posts), "counts": {name: dict(found) for name, found in self.counts.items()}}

    @classmethod
    def read(cls, record: dict[str, Any]) -> "Tally":
        """From plain JSON."""
        return cls(Counter(record["posts"]), {name: Counter(found) for name, found in record["counts"].items()})

    def of(self, name: str, kind: str) -> int:
        """How many posts of a kind."""
        return self.counts.get(name, Counter())[kind]


def held_pm(text: str, document: str) -> int:
    """Letters of a text that lie in runs of eight or more of the document too, per mille: by plain search."""
    mine, whole = _letters(text), _letters(document)
    runs = [start for start in range(len(mine) - RUN + 1) if mine[start : start + RUN] in whole]
    inside = {place for start in runs for place in range(start, start + RUN)}
    return 1000 * len(inside) // len(mine) if mine else 0


def _right(post: Post, hit: Hit) -> bool:
    return hit.key == post.key or held_pm(post.passage, hit.text) >= HOLDS_PM


def _true(post: Post, hit: Hit) -> bool:
    return abs(hit.cover_pm - held_pm(post.text, hit.text)) <= TRUE_WITHIN_PM


def _letters(text: str) -> str:
    return "".join(one for one in text.lower() if one.isalnum())
