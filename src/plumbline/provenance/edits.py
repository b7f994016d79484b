"""What was changed between two texts of one post, and what sort of change each is.

Method: both texts are compared as folded letters and digits (`keyed`), so that punctuation, space, emoji, width and
script variant are no change; what stands between two agreeing runs is one, widened to whole numbers and Latin words.
A change is read in this order: a number, date or time (`quantities`) that cannot mean the same; a negation or a word
turned into its opposite; a name beside an office or verb of speech; a web address; a whole sentence put in or left
out; a slip of the pen (one or two characters, or one Latin word misspelt); other words. Personal data that were masked
or taken out are told apart (`masked`): that is owed, not a fault. Marks that end a text cut off by the platform count
as nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from plumbline.provenance.blocks import FINE, Block, matching_blocks
from plumbline.provenance.keyed import Keyed, keyed
from plumbline.provenance.person_names import named
from plumbline.provenance.quantities import Quantity, equal, quantities
from plumbline.provenance.turned_words import is_misspelt, is_opposite, is_other_time
from plumbline.text.fold import fold
from plumbline.text.identifiers import identifiers
from plumbline.text.masking import mask
from plumbline.text.patterns import pattern

STRONG = ("number", "date", "negation", "name", "sentence")
"""Changes of what a text says."""
WEAK = ("words", "link")
SLIGHT = ("typo", "masked")
SENTENCE_HAN, SENTENCE_LATIN = 10, 40
"""So many letters more on one side are a sentence, where a mark of its end is among them or not."""
LEAST_SENTENCE = 5
CONTEXT = 40
"""Characters on either side of a change in which it is read."""
LEAST_RUN = 2
"""A single character that agrees between two changes is chance."""
_URL = pattern(r"https?://[^\s\u4e00-\u9fff，。；）)】]+")
_END = pattern(r"[。！？!?；;\n]|\.(?:\s|$)")
_MORE = r"(?:(?:展开|显示|阅读|查看)?全文|展开|(?:read |show )?more)"
_CUT = pattern(rf"(?i)\s*(?:(?:\.{{3}}|…+|⋯+)\s*{_MORE}?|(?:展开|显示|阅读|查看)?全文)\s*[)）\]】]?\s*$")
_HIDDEN = pattern(r"[*＊×✕xX○●某]{2,}|某某?")
_HAN = pattern(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters [old_start, old_end) of the older text became [new_start, new_end) of the newer; one may be empty."""

    kind: str
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    old: str
    new: str


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """Every change from `old` to `new`, by its place. Empty where they say the same, or one is the other cut off."""
    left, right = keyed(old), keyed(new)
    if left.key == right.key:
        return tuple(_refigured(old, new))
    if _is_cut(old, left, right) or _is_cut(new, right, left):
        return ()
    return tuple(_edit(old, new, *places) for places in _gaps(left, right))


def similarity(old: str, new: str) -> int:
    """Per mille of the longer text's letters and digits that stand in both, in order."""
    left, right = keyed(old), keyed(new)
    longest = max(len(left.key), len(right.key))
    return sum(block.size for block in _blocks(left.key, right.key)) * 1000 // longest if longest else 0


def shown(text: str, start: int, end: int, *, around: int = 10) -> str:
    """Characters [start, end) in ［brackets］ with a little of what stands around; personal numbers masked."""
    start, end = _clear_of_numbers(text, start, end)
    first, last = _clear_of_numbers(text, max(0, start - around), min(len(text), end + around))
    marked = f"{text[first:start]}［{text[start:end]}］{text[end:last]}"
    return f"{'…' if first else ''}{' '.join(unnamed(marked).split())}{'…' if last < len(text) else ''}"


def unnamed(text: str) -> str:
    """A text with the personal numbers and mail addresses in it masked."""
    for start, end, masked in reversed(_numbers(text)):
        text = text[:start] + masked + text[end:]
    return text


def _numbers(text: str) -> list[tuple[int, int, str]]:
    """Where personal numbers and mail addresses stand, and what they are masked as."""
    folded = fold(text)
    return [
        (*folded.place(found.start, found.end), mask(found.kind, found.digits)) for found in identifiers(folded.text)
    ]


def _clear_of_numbers(text: str, first: int, last: int) -> tuple[int, int]:
    """A stretch that cuts no number and no run of digits in two: half a number would go unmasked."""
    for start, end, _ in _numbers(text):
        if start < last and first < end:
            first, last = min(first, start), max(last, end)
    while first > 0 and text[first - 1].isalnum() and text[first - 1].isascii():
        first -= 1
    while last < len(text) and text[last].isalnum() and text[last].isascii():
        last += 1
    return first, last


def _is_cut(short: str, left: Keyed, right: Keyed) -> bool:
    """Whether the first text is the beginning of the second and ends in a mark that the platform cuts texts with."""
    end = _CUT.search(short)
    if end is None:
        return False
    kept = sum(place < end.start() for place in left.places)
    return kept > 0 and right.key.startswith(left.key[:kept])


def _refigured(old: str, new: str) -> Iterator[Edit]:
    """Numbers that differ though their digits are the same: 3-5 and 35."""
    mine, theirs = quantities(old), quantities(new)
    if [(one.kind, one.value) for one in mine] == [(one.kind, one.value) for one in theirs]:
        return
    if len(mine) == len(theirs):
        for one, other in zip(mine, theirs, strict=True):
            if not equal(one, other):
                yield Edit(_kind_of(one), one.start, one.end, other.start, other.end, one.written, other.written)
    elif mine and theirs:
        was, now = (mine[0].start, mine[-1].end), (theirs[0].start, theirs[-1].end)
        yield Edit("number", *was, *now, old[slice(*was)], new[slice(*now)])


def _blocks(first: str, second: str) -> list[Block]:
    """What agrees, in order in both: the common beginning and end, and matching blocks of what is between."""
    start = _agreeing(first, second)
    end = _agreeing(first[start:][::-1], second[start:][::-1])
    left, right = first[start : len(first) - end], second[start : len(second) - end]
    middle = [Block(start + one.left, start + one.right, one.size) for one in _middle(left, right)]
    whole = [Block(0, 0, start), *middle, Block(len(first) - end, len(second) - end, end)]
    return [block for block in whole if block.size]


def _agreeing(first: str, second: str) -> int:
    pairs = enumerate(zip(first, second, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(first), len(second)))


def _middle(left: str, right: str) -> Iterator[Block]:
    if max(len(left), len(right)) <= FINE:
        found = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        yield from (Block(*one) for one in found if one.size >= LEAST_RUN)
        return
    reached = 0
    for block in matching_blocks(left, right):
        if block.right >= reached:
            reached = block.right_end
            yield block


def _gaps(left: Keyed, right: Keyed) -> Iterator[tuple[int, int, int, int]]:
    """Places of what differs, in both originals."""
    ends = Block(len(left.key), len(right.key), 0)
    kept = [Block(0, 0, 0), *_whole_words(left, right), ends]
    for one, other in pairwise(kept):
        if one.left_end < other.left or one.right_end < other.right:
            yield *left.place(one.left_end, other.left), *right.place(one.right_end, other.right)


def _whole_words(left: Keyed, right: Keyed) -> Iterator[Block]:
    """The blocks without what belongs to a number or Latin word that is changed."""
    for block in _blocks(left.key, right.key):
        start = max(left.tied_from(block.left), right.tied_from(block.right)) if block.left or block.right else 0
        at_end = block.left_end == len(left.key) and block.right_end == len(right.key)
        end = 0 if at_end else max(left.tied_until(block.left_end), right.tied_until(block.right_end))
        if start + end < block.size:
            yield Block(block.left + start, block.right + start, block.size - start - end)


def _edit(old: str, new: str, start: int, end: int, first: int, last: int) -> Edit:
    """One change; what stands around it is looked at, and not the whole of a long text."""
    one, other = old[start:end], new[first:last]
    before, here = _around(old, start, end)
    behind, there = _around(new, first, last)
    return Edit(_sort(before, behind, here, there), start, end, first, last, one, other)


def _around(text: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    """The text near a change, and where the change stands in that."""
    first = max(0, start - CONTEXT)
    return text[first : end + CONTEXT], (start - first, end - first)


def _sort(old: str, new: str, was: tuple[int, int], now: tuple[int, int]) -> str:
    one, other = old[slice(*was)], new[slice(*now)]
    if _is_masking(old, was, other):
        return "masked"
    if _in_link(old, *was) and _in_link(new, *now) and (one or other):
        return "link"
    if _is_sentence(one, other) or _stands_alone(old, *was) or _stands_alone(new, *now):
        return "sentence"
    figure = _figure([*_touched(quantities(old), *was)], [*_touched(quantities(new), *now)])
    if figure:
        return figure
    if is_other_time(one, other):
        return "date"
    if is_opposite(one, other, old[was[1] : was[1] + 1], new[now[1] : now[1] + 1]):
        return "negation"
    before, after = named(old, *was), named(new, *now)
    if before and after and before.kind == after.kind and before.name != after.name:
        return "name"
    return "typo" if is_misspelt(one, other) else "words"


def _is_masking(old: str, was: tuple[int, int], now: str) -> bool:
    """Whether personal numbers were masked or taken out, or a name gave way to a mark."""
    folded = fold(old)
    inside = [folded.place(found.start, found.end) for found in identifiers(folded.text)]
    hit = any(start < was[1] and was[0] < end for start, end in inside)
    masked = _HIDDEN.search(now) is not None
    return (hit and not any(char.isdecimal() for char in now) and (masked or not now)) or (
        hit and masked
    ) or (masked and len(now) <= LEAST_SENTENCE + 10 and was[1] - was[0] <= LEAST_SENTENCE + 15)  # fmt: skip


def _in_link(text: str, start: int, end: int) -> bool:
    return any(match.start() <= start and end <= match.end() for match in _URL.finditer(text)) or (
        start < end and _URL.fullmatch(text[start:end].strip()) is not None
    ) or start == end  # fmt: skip


def _is_sentence(one: str, other: str) -> bool:
    """Whether one side has a sentence more than the other."""
    longer = one if len(one) >= len(other) else other
    more = abs(len(keyed(one).key) - len(keyed(other).key))
    least = SENTENCE_HAN if _HAN.search(longer) else SENTENCE_LATIN
    return more >= least or (more >= LEAST_SENTENCE and _END.search(longer.strip()) is not None)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether what was put in or left out is all of a sentence, of more than a word."""
    before, behind = text[:start].rstrip(), text[end:].lstrip()
    ends = (not before or _END.search(before[-1:] + " ")) and (not behind or _END.search(behind[:1] + " "))
    return bool(ends) and bool(before or behind) and len(keyed(text[start:end]).key) >= LEAST_SENTENCE


def _touched(read: tuple[Quantity, ...], start: int, end: int) -> Iterator[Quantity]:
    return (one for one in read if one.start < end and start < one.end)


def _figure(mine: list[Quantity], theirs: list[Quantity]) -> str:
    """``number`` or ``date`` where a figure of one side has no equal on the other, else empty."""
    lost = [one for one in mine if not any(equal(one, other) and one.kind == other.kind for other in theirs)]
    won = [one for one in theirs if not any(equal(one, other) and one.kind == other.kind for other in mine)]
    odd = [*lost, *won] if mine and theirs else [one for one in (*lost, *won) if _is_certain(one)]
    return _kind_of(odd[0]) if odd else ""


def _is_certain(one: Quantity) -> bool:
    """Whether it is a figure though nothing on the other side answers to it: 一起 holds a numeral and is none."""
    return one.kind in ("day", "week-day", "time", "share") or any(char.isdecimal() for char in one.written)


def _kind_of(one: Quantity) -> str:
    return "number" if one.kind in ("number", "share") else "date"
