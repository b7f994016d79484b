"""Plain columns for terminals and pipes: aligned by display width (a Chinese character takes two), nothing cut off."""

import unicodedata
from collections.abc import Iterator, Sequence

_GAP = "  "


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows as lines; every column but the last is padded to its widest cell."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)]
        yield _GAP.join([*padded[:-1], row[-1]]).rstrip()


def width(text: str) -> int:
    """Places that a text takes on a terminal."""
    return sum(_places(letter) for letter in text)


def _places(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
