"""Two texts of one draft, and what lies between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 20_000
"""Letters beyond which texts are compared by lines."""


@dataclass(frozen=True)
class Change:
    """A stretch: kept, put in, or left out."""

    text: str
    kind: str


def changes(old: str, new: str) -> Iterator[Change]:
    """Stretches of both texts in order: ``same``, ``out``, ``in``."""
    whole = len(old) + len(new) > LONGEST
    first, second = (old.splitlines(keepends=True), new.splitlines(keepends=True)) if whole else (old, new)
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("".join(first[a:b]), "same")
            continue
        if b > a:
            yield Change("".join(first[a:b]), "out")
        if d > c:
            yield Change("".join(second[c:d]), "in")
