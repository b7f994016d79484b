"""Fold one text so that wording can be compared: width, case, script variant, invisible characters, common evasions.

First each character by a table (NFKC, lower case, traditional to simplified, marks and controls dropped), then single
separators between Han characters, then long runs of one character. Folding twice changes nothing, and every character
of the result knows where it came from. `fold_columns` does the same to whole columns.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plumbline.text.patterns import pattern

_HAN = (("\u4e00", "\u9fff"), ("\u3400", "\u4dbf"), ("\u3007", "\u3007"), ("\U00020000", "\U000323af"))
HAN = "".join(f"{first}-{last}" for first, last in _HAN)
SEPARATORS = "·・•‧∙.*_^|`'+=~/\\-"
"""Marks that someone puts between two Han characters to hide a word; hyphens and slashes may go, too."""
MARK_RUN, LETTER_RUN = 2, 3
"""How many of the same mark, and of the same letter or Han character, may follow each other."""

_BETWEEN = pattern(f"[{re.escape(SEPARATORS)} ]")
_RUN = pattern(r"(.)\1{2,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` and, for each of its characters, the place in the original (`origin`; None: the same place)."""

    text: str
    origin: Sequence[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters [start, end) stand in the original."""
        if self.origin is None:
            return start, end
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else (self.origin[-1] + 1 if self.origin else 0)
            return at, at
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True)
class FoldTable:
    """What each character folds to: `mapping` for `str.translate`; `moving` holds those that change a length."""

    mapping: dict[int, str | None]
    moving: frozenset[str]
    letters: tuple[tuple[int, int], ...]
    digits: frozenset[int]
    traditional: frozenset[str]


@cache
def fold_table() -> FoldTable:
    """The table that ships with the program."""
    record = json.loads((Path(__file__).parent / "fold.json").read_bytes())
    mapping: dict[int, str | None] = dict(zip(map(ord, record["from"]), record["to"], strict=True))
    longer = {ord(char): to for char, to in record["longer"].items()}
    dropped = dict.fromkeys(record["dropped"])
    return FoldTable(
        mapping | longer | dropped,
        frozenset(map(chr, (*longer, *dropped))),
        tuple((first, last) for first, last in record["letters"]),
        frozenset(record["digits"]),
        frozenset(record["traditional"]),
    )


def fold(text: str) -> Folded:
    """The folded text with its way back."""
    table = fold_table()
    if not table.moving.isdisjoint(text):
        pieces = [(table.mapping.get(ord(char), char) or "", place) for place, char in enumerate(text)]
        origin = [place for piece, place in pieces for _ in piece]
        folded = "".join(piece for piece, _ in pieces)
    else:
        origin, folded = None, text.translate(table.mapping)
    for gone in (_separators, _repeats):
        folded, origin = _without(folded, origin, gone(folded))
    return Folded(folded, None if origin is None else tuple(origin))


def is_letter(char: str) -> bool:
    """Whether the fold counts a character as a letter (Han included); as the table says, whatever Python runs this."""
    point = ord(char)
    if point < 128:
        return char.isalpha()
    if "\u4e00" <= char <= "\u9fff":
        return True
    letters = fold_table().letters
    run = bisect_right(letters, point, key=_first) - 1
    return run >= 0 and point <= letters[run][1]


def _first(run: tuple[int, int]) -> int:
    return run[0]


def _separators(folded: str) -> list[int]:
    places = (match.start() for match in _BETWEEN.finditer(folded, 1))
    return [place for place in places if _is_han(folded[place - 1]) and _hides(folded, place)]


def _hides(folded: str, place: int) -> bool:
    """Whether what stands behind a Han character stands before one, too; a space must be one of several."""
    if not _is_han(folded[place + 1 : place + 2]):
        return False
    if folded[place] != " ":
        return True
    forward = folded[place + 2 : place + 3] == " " and _is_han(folded[place + 3 : place + 4])
    return forward or (place > 2 and folded[place - 2] == " " and _is_han(folded[place - 3]))


def _is_han(char: str) -> bool:
    return any(first <= char <= last for first, last in _HAN)


def _repeats(folded: str) -> list[int]:
    gone: list[int] = []
    for run in _RUN.finditer(folded):
        if ord(run[1]) not in fold_table().digits:
            gone += range(run.start() + (LETTER_RUN if is_letter(run[1]) else MARK_RUN), run.end())
    return gone


def _without(folded: str, origin: list[int] | None, gone: list[int]) -> tuple[str, list[int] | None]:
    if not gone:
        return folded, origin
    away = set(gone)
    kept = [place for place in range(len(folded)) if place not in away]
    return "".join(folded[place] for place in kept), kept if origin is None else [origin[place] for place in kept]
