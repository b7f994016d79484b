"""Lexicons: groups of terms and patterns, each group with its reason, and how one folded text is searched for them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import msgspec

from plumbline.text.fold import fold

_SHORTEST = 2


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A literal with dates of validity (ISO days, both inclusive; empty: always)."""

    term: str
    since: str = ""
    until: str = ""


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A regular expression over folded text, searched for only where one of `anchors` occurs in the text."""

    find: str
    anchors: tuple[str, ...]


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Terms and patterns that belong together. A `trigger` makes a text a candidate; other groups are context.

    A hit inside one of the `excused` phrases does not count.
    """

    reason: dict[str, str]
    trigger: bool = True
    terms: tuple[str | Term, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    excused: tuple[str, ...] = ()


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A named set of groups as it stands in `lexicons/<name>.yml`.

    `folded` is there in compiled lexicons only: the literals that fold to something else than themselves.
    """

    lexicon: str
    groups: dict[str, Group]
    folded: dict[str, str] | None = None

    def fold(self, literal: str) -> str:
        """A term, anchor or excused phrase of this lexicon as it stands in folded text."""
        return _folded(literal) if self.folded is None else self.folded.get(literal, literal)

    def with_folds(self) -> "Lexicon":
        """The same, with every literal folded already."""
        every = {text for group in self.groups.values() for text in _every(group)}
        return msgspec.structs.replace(
            self, folded={text: _folded(text) for text in sorted(every) if _folded(text) != text}
        )

    @cached_property
    def search(self) -> "Search":
        """The lexicon made ready to search with."""
        return Search(self)

    def triggers(self) -> frozenset[str]:
        """Folded literals of which at least one occurs in every text that this lexicon makes a candidate."""
        groups = [group for group in self.groups.values() if group.trigger]
        anchors = (anchor for group in groups for pattern in group.patterns for anchor in pattern.anchors)
        return frozenset(map(self.fold, (*(term for group in groups for term in literals(group)), *anchors)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A term or pattern found: folded characters [start, end), its group, and the term or the pattern's expression."""

    start: int
    end: int
    group: str
    term: str
    lexicon: str


def literals(group: Group) -> Iterator[str]:
    """The terms of a group, bare."""
    return (term if isinstance(term, str) else term.term for term in group.terms)


def _every(group: Group) -> Iterator[str]:
    yield from (*literals(group), *group.excused, *(anchor for pattern in group.patterns for anchor in pattern.anchors))


@dataclass(frozen=True, slots=True)
class _Entry:
    literal: str
    group: str
    term: str
    pattern: int


class Search:
    """A lexicon's literals, also by their first two characters, and its patterns by their anchors."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._name = lexicon.lexicon
        self._patterns = [(name, pattern) for name, group in lexicon.groups.items() for pattern in group.patterns]
        self._entries: dict[str, list[_Entry]] = {}
        self._heads: dict[str, list[str]] = {}
        self._excused = {name: tuple(map(lexicon.fold, group.excused)) for name, group in lexicon.groups.items()}
        self.dates = {
            (name, term.term): (term.since, term.until)
            for name, group in lexicon.groups.items()
            for term in group.terms
            if isinstance(term, Term)
        }
        for name, group in lexicon.groups.items():
            for term in literals(group):
                self._add(_Entry(lexicon.fold(term), name, term, -1))
        for number, (name, pattern) in enumerate(self._patterns):
            for anchor in pattern.anchors:
                self._add(_Entry(lexicon.fold(anchor), name, anchor, number))

    def hits(self, folded: str, found: Iterable[tuple[str, int]]) -> tuple[Hit, ...]:
        """Everything found, by start; a hit inside a longer one of its group is left out.

        `found` are the literals of the lexicon that occur in the text, each with the place of every occurrence.
        """
        hits: set[Hit] = set()
        patterns: set[int] = set()
        for literal, start in found:
            for entry in self._entries.get(literal, ()):
                if entry.pattern >= 0:
                    patterns.add(entry.pattern)
                elif whole_word(folded, start, start + len(literal)):
                    hits.add(Hit(start, start + len(literal), entry.group, entry.term, self._name))
        for number in patterns:
            name, pattern = self._patterns[number]
            hits |= {
                Hit(*match.span(), name, pattern.find, self._name)
                for match in compiled(pattern.find).finditer(folded)
                if match.end() > match.start()
            }
        return _outermost({hit for hit in hits if not self._is_excused(hit, folded)})

    def literals(self) -> Iterable[str]:
        """Every folded literal: terms and anchors."""
        return self._entries.keys()

    def occurrences(self, folded: str, heads: frozenset[str]) -> Iterator[tuple[str, int]]:
        """The literals that occur in a text, with their places; `heads` are all pairs of neighbours in it."""
        for head in heads & self._heads.keys():
            for literal in self._heads[head]:
                start = folded.find(literal)
                while start >= 0:
                    yield literal, start
                    start = folded.find(literal, start + 1)

    def _is_excused(self, hit: Hit, folded: str) -> bool:
        for phrase in self._excused[hit.group]:
            at = folded.find(phrase, max(0, hit.end - len(phrase)), hit.start + len(phrase))
            if 0 <= at <= hit.start and hit.end <= at + len(phrase):
                return True
        return False

    def _add(self, entry: _Entry) -> None:
        if len(entry.literal) < _SHORTEST:
            raise ValueError(f"{self._name}/{entry.group}: '{entry.term}' is shorter than two characters when folded")
        if entry.literal not in self._entries:
            self._heads.setdefault(entry.literal[:_SHORTEST], []).append(entry.literal)
        self._entries.setdefault(entry.literal, []).append(entry)


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """The expression, compiled when it is first needed: a draft needs few."""
    return re.compile(expression)


def heads(folded: str) -> frozenset[str]:
    """All pairs of neighbours in a text."""
    return frozenset(map("".join, pairwise(folded)))


def whole_word(folded: str, start: int, end: int) -> bool:
    """Whether Latin letters or digits at the edges of [start, end) are not cut out of a longer word."""
    before = start > 0 and _latin(folded[start]) and _latin(folded[start - 1])
    after = end < len(folded) and _latin(folded[end - 1]) and _latin(folded[end])
    return not before and not after


def _folded(text: str) -> str:
    return fold(text).text


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _outermost(found: set[Hit]) -> tuple[Hit, ...]:
    reach: dict[str, int] = {}
    kept = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end, hit.group, hit.term)):
        if hit.end > reach.get(hit.group, -1):
            reach[hit.group] = hit.end
            kept.append(hit)
    return tuple(kept)
