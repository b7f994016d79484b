"""Which checks a text deserves a look by: the row by row counterpart of `sieve`, for drafts, without numpy."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import msgspec

from plumbline.domain.provenance import OWN, is_printed
from plumbline.domain.wording import SHORT_ANSWER, Wants
from plumbline.text.fold import fold_table, is_letter
from plumbline.text.lexicon import Lexicon
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

DIGITS, APART = 7, 3
_AT = pattern("[a-z0-9].?@.?[a-z0-9]")
"""As in `sieve`."""
_HEAD = 2
_BETWEEN = "\n"


class Need(msgspec.Struct, frozen=True):
    """What a check wants, made ready. `tails`: the first two characters of its literals → the rest of each, by lines.

    The fold keeps line ends apart from all else, so that no literal holds one.
    """

    tails: dict[str, str]
    scores: dict[str, int]
    answer_scores: dict[str, int]
    shapes: tuple[str, ...]

    def asks(self, reading: Reading) -> bool:
        """Whether the check wants to look at the text."""
        return self._by_literal(reading.folded, reading.heads) or self._by_shape(reading) or self._by_score(reading)

    def _by_literal(self, folded: str, heads: frozenset[str]) -> bool:
        found = heads & self.tails.keys()
        return any(head + tail in folded for head in found for tail in self.tails[head].split(_BETWEEN))

    def _by_shape(self, reading: Reading) -> bool:
        return any(_SHAPES[shape](reading) for shape in self.shapes)

    def _by_score(self, reading: Reading) -> bool:
        floors = {**self.scores, **self.answer_scores} if reading.is_answer else self.scores
        return any(reading.score(name) >= floor for name, floor in floors.items())


def need(wants: Wants, lexicon: Callable[[str], Lexicon]) -> Need:
    """The wants of a check made ready; `lexicon` gives a lexicon by name."""
    tails: dict[str, list[str]] = {}
    for literal in sorted({*wants.literals, *(text for name in wants.lexicons for text in lexicon(name).triggers())}):
        tails.setdefault(literal[:_HEAD], []).append(literal[_HEAD:])
    joined = {head: _BETWEEN.join(rest) for head, rest in tails.items()}
    return Need(joined, dict(wants.scores), dict(wants.answer_scores), tuple(wants.shapes))


def wanted(reading: Reading, needs: Mapping[str, Need]) -> Iterator[str]:
    """The checks that want to look at the text, in the order of `needs`."""
    return (name for name, each in needs.items() if each.asks(reading))


def _digits(reading: Reading) -> bool:
    """Seven digits with at most two marks (or an x) between one and the next."""
    points, folded = fold_table().digits, reading.folded
    places = [place for place, char in enumerate(folded) if ord(char) in points]
    together = 1
    for first, second in pairwise(places):
        between = folded[first + 1 : second]
        near = second - first <= APART and not any(is_letter(char) and char != "x" for char in between)
        together = together + 1 if near else 1
        if together >= DIGITS:
            return True
    return False


def _at(reading: Reading) -> bool:
    return _AT.search(reading.folded) is not None


def _short_answer(reading: Reading) -> bool:
    return reading.is_answer and len(reading.folded) <= SHORT_ANSWER


def _named(reading: Reading) -> bool:
    said = reading.utterance
    return bool(said.quoted_source or said.source_name or said.urls)


def _copied(reading: Reading) -> bool:
    return any(is_printed(origin) for origin in reading.origins)


def _repeated(reading: Reading) -> bool:
    return any(is_printed(origin) or origin.kind == OWN for origin in reading.origins)


_SHAPES: Mapping[str, Callable[[Reading], bool]] = {
    "digits7": _digits, "at": _at, "short_answer": _short_answer, "named": _named, "copied": _copied,
    "repeated": _repeated,
}  # fmt: skip
