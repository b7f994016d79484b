"""A table as it stands in a file."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet: its number as a spreadsheet counts (from 1) and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """Lines of text cells; whole numbers of a spreadsheet stand without `.0`."""

    name: str
    lines: Sequence[Line]
