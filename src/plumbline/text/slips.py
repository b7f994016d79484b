"""Slips of one character in a list of names: a character taken for another, left out, put in, or two swapped.

One slip leaves one half of a name intact, so that the halves (and the four characters where they join, swapped) are
what a text is searched for, and around each of them it is compared with the name. Whole columns are searched for
`literals` instead: of a shorter name the slips themselves, for what is right is far more frequent than what is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import add

from plumbline.text.fold import HAN
from plumbline.text.lexicon import whole_word
from plumbline.text.patterns import pattern

SHORTEST, OMITTING, LONG = 5, 6, 8
"""Characters of a name from which it is searched, for a character left out, and for a character that is not alike."""
WINDOW = 4
"""Characters of a slip that are looked for in whole columns."""

_HAN = pattern(f"[{HAN}]+")
_LIGHT = frozenset("和与及的总各副")
"""Characters that a right variant of a name may lack, have or exchange: 国家发展改革委员会, 住房与城乡建设部."""
_FIRM = ("共和国", "和谐")
"""Words in which such a character is no mere link."""
_BEFORE = frozenset("在由经向据是的和与及从至到请按以依见了、省市县区州实彻")
_AFTER = frozenset(
    "的和与及等、关发印决召表今副主新党制第常代在对已将开举提坚是宣指通公组出推积原自近昨闭幕调批负查监成"
)
"""Characters that, next to a name, show that its edge is the edge of a word."""
_EVERYDAY = frozenset(
    "不以一为有是又也已于在其之而则可就还这那所起经被向对给把用从到我你他来去上下中大小多少好要想使让做作说看举据具居挺停关步补位未委维去取"
)
"""Characters that often begin or end the word beside a name, so that they are no slip at its edge."""
_BOUND = pattern(
    r"(?:会议|大会|建设|布局|意识|银山|斗争|战略|精神|复兴|教育|改革|政治|体系|思想|法院|格局|理念|现代化|共产党)$"
)
"""Ends of names whose last character cannot be missing, so that another one there is a slip whatever follows."""


@dataclass(frozen=True, slots=True)
class Edit:
    """How a right wording becomes a wrong one: at `place` of the wrong one stands `wrong` instead of `right`."""

    kind: str
    place: int
    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Slip:
    """Folded characters [start, end) say `wrote` for `right`; `sure` if it can hardly be meant otherwise."""

    start: int
    end: int
    wrote: str
    right: str
    edit: str
    sure: bool


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A literal of a name: so many characters of the name stand `before` it; None: it ends the name."""

    literal: str
    name: str
    before: int | None


def edit(right: str, wrote: str) -> Edit | None:
    """The one slip (substituted, omitted, inserted, swapped) that makes `right` into `wrote`; None if it is not one."""
    if abs(len(right) - len(wrote)) > 1:
        return None
    head = shared(right, wrote)
    tail = shared(right[head:][::-1], wrote[head:][::-1])
    gone, come = right[head : len(right) - tail], wrote[head : len(wrote) - tail]
    kind = {(1, 1): "substituted", (1, 0): "omitted", (0, 1): "inserted", (2, 2): "swapped"}.get((len(gone), len(come)))
    return None if kind is None or (kind == "swapped" and gone != come[::-1]) else Edit(kind, head, gone, come)


class Alike:
    """Which characters are taken for one another, from sets of such characters."""

    def __init__(self, sets: Iterable[str]) -> None:
        self._sets = tuple(sets)
        self.of = cache(self._of)

    def _of(self, char: str) -> frozenset[str]:
        return frozenset("".join(each for each in self._sets if char in each)) - {char}


class SlipIndex:
    """Names made ready to be searched for slips; everything is folded."""

    def __init__(
        self,
        names: Iterable[str],
        alike: Alike,
        *,
        alike_only: Iterable[str] = (),
        listed: Mapping[str, str] | None = None,
        proper: Iterable[str] = (),
    ) -> None:
        """`alike_only` names have near neighbours, `listed` slips are always found, `proper` wordings never."""
        self._alike = alike
        self._near = frozenset(alike_only)
        self._listed = dict(listed or {})
        self._names = tuple(name for name in dict.fromkeys((*names, *self._near)) if len(name) >= SHORTEST)
        self._right = tuple(dict.fromkeys((*self._names, *self._listed.values(), *proper)))
        self._starts: dict[str, list[_Anchor]] = {}
        for anchor in (anchor for name in self._names for anchor in _anchors(name)):
            self._starts.setdefault(anchor.literal[:2], []).append(anchor)
        for wrote, right in self._listed.items():
            self._starts.setdefault(wrote[:2], []).append(_Anchor(wrote, right, 0))

    def literals(self) -> frozenset[str]:
        """Literals of which at least one occurs in every text that has a slip."""
        long = {anchor.literal for anchors in self._starts.values() for anchor in anchors if self._is_open(anchor.name)}
        short = (name for name in self._names if not self._is_open(name))
        return frozenset({*long, *self._listed, *(window for name in short for window in self._windows(name))})

    def slips(self, folded: str) -> tuple[Slip, ...]:
        """All slips by place; of those that overlap, the sure one of the longest name."""
        found = {slip for at, anchor in self._occurrences(folded) for slip in self._around(folded, at, anchor)}
        kept: list[Slip] = []
        for slip in sorted(found, key=lambda slip: (not slip.sure, -len(slip.right), slip.start, slip.right, slip.end)):
            if all(slip.end <= other.start or other.end <= slip.start for other in kept):
                kept.append(slip)
        return tuple(sorted(kept, key=lambda slip: slip.start))

    def _is_open(self, name: str) -> bool:
        """Whether any character may be a slip in it, alike or not."""
        return name.isascii() or (len(name) >= LONG and name not in self._near)

    def _windows(self, name: str) -> Iterator[str]:
        """What is characteristic of each slip that an alike, doubled, left-out or swapped character makes."""
        for place, char in enumerate(name):
            before, after = name[:place], name[place + 1 :]
            yield from (_window(before + other + after, place) for other in self._alike.of(char))
            if after:
                yield _window(before + after[0] + char + after[1:], place)
            if before and after:
                yield _window(before + char + char + after, place)
                yield _window(before + after, place - 1)

    def _occurrences(self, folded: str) -> Iterator[tuple[int, _Anchor]]:
        starts = self._starts
        for at in [at for at, pair in enumerate(map(add, folded, folded[1:])) if pair in starts]:
            for anchor in starts[folded[at : at + 2]]:
                if folded.startswith(anchor.literal, at):
                    yield at, anchor

    def _around(self, folded: str, at: int, anchor: _Anchor) -> Iterator[Slip]:
        end = at + len(anchor.literal)
        if self._listed.get(anchor.literal) == anchor.name:
            if whole_word(folded, at, end) and not self._is_right(folded, at, end):
                yield Slip(at, end, anchor.literal, anchor.name, "listed", sure=True)
            return
        size = len(anchor.name)
        start = end - size if anchor.before is None else at - anchor.before
        if folded.startswith(anchor.name, max(0, start)) or not _may_slip(folded, at, end, anchor):
            return
        spans = [
            (end - length, end) if anchor.before is None else (at - anchor.before, at - anchor.before + length)
            for length in (size - 1, size, size + 1)
        ]
        yield from (slip for span in spans if span[0] >= 0 for slip in self._slip(folded, *span, anchor.name))

    def _slip(self, folded: str, start: int, end: int, name: str) -> Iterator[Slip]:
        change = edit(name, folded[start:end])
        if change is None or end > len(folded):
            return
        sure = _latin(folded, start, end, change) if name.isascii() else self._han(folded, start, end, name, change)
        place = start + change.place
        wide = (place, place + len(change.wrong)) if change.wrong and change.right else (place - 1, place + 1)
        if sure is not None and not self._is_right(folded, *wide):
            yield Slip(start, end, folded[start:end], name, change.kind, sure)

    def _han(self, folded: str, start: int, end: int, name: str, change: Edit) -> bool | None:
        """Whether a slip in a Chinese name is sure (if unlike: only a rare character); None if it is none at all."""
        if not _HAN.fullmatch(change.wrong + change.right):
            return None
        if change.kind == "swapped":
            return True
        inside = 0 < change.place < end - start - (change.kind != "omitted")
        if change.kind != "substituted" and not inside:
            return None
        if change.kind == "inserted" and change.wrong in name[change.place - 1 : change.place + 1]:
            return True
        if _LIGHT.issuperset(change.wrong + change.right) and not _is_firm(name, change.place):
            return None
        if change.kind == "omitted":
            return (len(name) >= OMITTING and _stands_apart(folded, start, end, change)) or None
        if change.kind == "substituted" and change.wrong in self._alike.of(change.right):
            return inside or _is_bound(name, change) or _edge_of_word(folded, start, end, change) or None
        return not self._alike.of(change.wrong) if inside and self._is_open(name) else None

    def _is_right(self, folded: str, start: int, end: int) -> bool:
        """Whether [start, end) lies within a wording that is right."""
        for right in self._right:
            at = folded.find(right, max(0, end - len(right)), start + len(right))
            if at >= 0:
                return True
        return False


def _anchors(name: str) -> tuple[_Anchor, ...]:
    half = len(name) // 2
    joint = name[half - 2] + name[half] + name[half - 1] + name[half + 1]
    return (_Anchor(name[:half], name, 0), _Anchor(name[half:], name, None), _Anchor(joint, name, half - 2))


def _may_slip(folded: str, at: int, end: int, anchor: _Anchor) -> bool:
    """Whether what stands beside the anchor is one slip away from the rest of the name; quick, and often no."""
    name = anchor.name
    if anchor.before is None:
        rest = name[: len(name) - len(anchor.literal)]
        return _one_slip(rest[::-1], folded[max(0, at - len(rest) - 1) : at][::-1])
    if anchor.before > 0:
        return True
    rest = name[len(anchor.literal) :]
    return _one_slip(rest, folded[end : end + len(rest) + 1])


def _one_slip(rest: str, text: str) -> bool:
    place = shared(rest, text)
    one, two = rest[place + 1 :], rest[place:]
    return (
        text.startswith(one, place + 1)
        or text.startswith(one, place)
        or text.startswith(two, place + 1)
        or (text[place : place + 2] == two[1::-1] and text.startswith(two[2:], place + 2))
    )


def _window(wrote: str, place: int) -> str:
    start = max(0, min(place - 1, len(wrote) - WINDOW))
    return wrote[start : start + WINDOW]


def shared(one: str, other: str) -> int:
    """How many characters two wordings have in common from the beginning."""
    place = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        place += 1
    return place


def _is_firm(name: str, place: int) -> bool:
    return any(word in name[place - 1 : place + 2] for word in _FIRM)


def _latin(folded: str, start: int, end: int, change: Edit) -> bool | None:
    """In a Latin name any slip of a letter is sure, but for a letter put before or after: estate council, councils."""
    added = change.kind == "inserted" and change.place in (0, end - start - 1)
    if added or not (change.wrong + change.right).isalpha():
        return None
    return True if whole_word(folded, start, end) else None


def _is_bound(name: str, change: Edit) -> bool:
    return len(name) >= OMITTING and change.place == len(name) - 1 and _BOUND.search(name) is not None


def _edge_of_word(folded: str, start: int, end: int, change: Edit) -> bool:
    """Whether the slip in the first or last character of a name cannot belong to the word beside it."""
    if change.wrong in _EVERYDAY:
        return False
    return _begins(folded, start) if change.place == 0 else _ends(folded, end)


def _stands_apart(folded: str, start: int, end: int, change: Edit) -> bool:
    """Whether a single character before or after the gap cannot belong to the word beside it: 残疾|人代表大会."""
    if change.place == 1:
        return _begins(folded, start)
    return change.place < end - start - 1 or _ends(folded, end)


def _begins(folded: str, start: int) -> bool:
    beside = folded[max(0, start - 1) : start]
    return beside in _BEFORE or not _HAN.fullmatch(beside)


def _ends(folded: str, end: int) -> bool:
    beside = folded[end : end + 1]
    return beside in _AFTER or not _HAN.fullmatch(beside)
