"""What two rulebooks say differently: each leaf, both values, and the files that set them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from plumbline.rulebook.layers import leaves
from plumbline.rulebook.model import Rulebook


@dataclass(frozen=True)
class Difference:
    """`path` as in `origins` (`rules/activity.quiet_warning/params/warn_days/value`); null: the book has no such leaf.

    An origin is ``""`` where the value is the schema's default.
    """

    path: str
    left: Any
    right: Any
    left_origin: str
    right_origin: str


def differences(left: Rulebook, right: Rulebook) -> tuple[Difference, ...]:
    """The differing leaves of two resolved books, sorted by path; origins and checksums are not compared."""
    mine, yours = dict(_leaves(left)), dict(_leaves(right))
    return tuple(
        Difference(path, mine.get(path), yours.get(path), left.origins.get(path, ""), right.origins.get(path, ""))
        for path in sorted({*mine, *yours})
        if mine.get(path) != yours.get(path)
    )


def _leaves(book: Rulebook) -> Iterator[tuple[str, Any]]:
    values = msgspec.to_builtins(book)
    del values["origins"], values["sha256"]
    for path, value in leaves(values):
        if value not in (None, {}, []):
            yield path, value
