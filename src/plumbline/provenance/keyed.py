"""A text as its folded letters and digits, each with its place in the original."""

from dataclasses import dataclass
from functools import lru_cache

from plumbline.text.fold import fold, fold_table, is_letter

LONGEST_WORD = 40
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")


@dataclass(frozen=True, slots=True)
class Keyed:
    """`key` holds the letters and digits (and a point between two digits); `places` where each stands in `text`."""

    text: str
    key: str
    places: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the key characters [start, end) stand in the original; an empty stretch stands behind the last one."""
        if start < end:
            return self.places[start], self.places[end - 1] + 1
        at = self.places[start - 1] + 1 if start else (self.places[0] if self.places else 0)
        return at, at

    def tied_from(self, at: int) -> int:
        """So many key characters from `at` on belong to the word or number that began before it."""
        end = at
        while end - at < LONGEST_WORD and self._is_tied(end):
            end += 1
        return end - at

    def tied_until(self, at: int) -> int:
        """So many key characters before `at` belong to the word or number that goes on behind it."""
        if not self._is_tied(at):
            return 0
        start = at - 1
        while at - start < LONGEST_WORD and self._is_tied(start):
            start -= 1
        return at - start

    def _is_tied(self, at: int) -> bool:
        """Whether the characters before and at a place are of one Latin word or number."""
        if not 0 < at < len(self.key) or self.places[at] - self.places[at - 1] > 1 + (self.key[at].isdecimal()):
            return False
        kind = _kind(self.key[at])
        return kind != "" and kind == _kind(self.key[at - 1])


def keyed(text: str) -> Keyed:
    """The text without what punctuation, space, emoji and script variants make of it."""
    folded = fold(text)
    kept = {char for char in set(folded.text) if _counts(char)}
    places = [place for place, char in enumerate(folded.text) if char in kept or _is_point(folded.text, place)]
    key = "".join([folded.text[place] for place in places])
    origin = folded.origin
    return Keyed(text, key, tuple(places) if origin is None else tuple([origin[place] for place in places]))


@lru_cache(maxsize=8192)
def _counts(char: str) -> bool:
    return is_letter(char) or ord(char) in fold_table().digits


def _kind(char: str) -> str:
    if char.isdecimal() or char in _NUMERALS or char == ".":
        return "number"
    return "word" if char.isascii() else ""


def _is_point(folded: str, place: int) -> bool:
    """Whether this is the point of 3.5, without which it would be the same as 35."""
    if folded[place] != "." or not 0 < place < len(folded) - 1:
        return False
    return folded[place - 1].isdecimal() and folded[place + 1].isdecimal()
