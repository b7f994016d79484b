"""The bars of the checks of numbers as `make evaluate` measured them: what `explain` and `advise` tell."""

from functools import cache
from pathlib import Path

import msgspec

from plumbline.quality.bars import Bar

FILE = Path(__file__).parent / "numbers.json"


class Room(msgspec.Struct, frozen=True):
    """The bars of one check: when they were measured, with which seed, on what."""

    measured_on: str
    seed: int
    bars: tuple[Bar, ...]


@cache
def rooms() -> dict[str, Room]:
    """By check; empty before the first measurement."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, Room]) if FILE.exists() else {}
