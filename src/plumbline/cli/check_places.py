"""Places in a text as people and tools name them: lines and columns, also in UTF-16 units as editors count."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, both from 0; the column in characters."""

    line: int
    column: int


class Lines:
    """The lines of a text; they end at CR LF, LF or CR."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, offset: int) -> Place:
        """Where the character at `offset` stands."""
        line = bisect_right(self._starts, offset) - 1
        return Place(line, offset - self._starts[line])

    def utf16(self, offset: int) -> dict[str, int]:
        """The place as the Language Server Protocol counts: `line`, and `character` in UTF-16 units."""
        place = self.place(offset)
        before = self._text[offset - place.column : offset]
        return {"line": place.line, "character": len(before) + sum(char > "\uffff" for char in before)}

    def line(self, number: int) -> str:
        """A line without its end."""
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
        return self._text[self._starts[number] : end].rstrip("\r\n")
