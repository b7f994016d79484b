"""What a post that repeats a text says otherwise: numbers, dates, names and negations.

Method: every change between two agreeing runs is read as what it changes. A number or day counts where both sides have
exactly one of the same kind and unit that cannot mean the same; a negation where nothing but the word was put in or
left out, or a permission or a rise turned into its opposite; a name where it is another beside the same office, verb of
speech or kind of place. What is only on one side was left out or added, and alters nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.provenance.alignment import Alignment, Change
from plumbline.provenance.negations import is_turned
from plumbline.provenance.person_names import Named, named
from plumbline.provenance.quantities import Quantity, equal, quantities
from plumbline.text.patterns import pattern

CONTEXT = 4
"""Characters that must agree within `NEAR` on both sides of a change."""
NEAR = 12
MOST_CHANGES = 60
_CALL = pattern(r"(?:电话|热线|手机|传真|微信|qq|邮编|拨打|致电|phone|tel|call|hotline)[^,，。;；]{0,12}$")
LONGEST_NUMBER = 7
"""Digits of a telephone number or a code, which each office has of its own."""


@dataclass(frozen=True, slots=True)
class Alteration:
    """`kind` is number, date, name or negation; [start, end) of post and article; what stands there.

    `days`: by how many days a date was moved; 0 where it cannot be told.
    """

    kind: str
    post_start: int
    post_end: int
    article_start: int
    article_end: int
    written: str
    original: str
    days: int = 0


def alterations(post: str, article: str, found: Alignment, said_on: str, published_on: str) -> tuple[Alteration, ...]:
    """All of an alignment of these two texts, by place. The days are ISO days or empty."""
    changed = [change for change in found.changed if _is_framed(change, found)]
    if not changed or len(changed) > MOST_CHANGES:
        return ()
    mine, theirs = quantities(post, said_on), quantities(article, published_on)
    made = (
        _quantity(change, mine, theirs, post) or _negation(change, post, article) or _name(change, post, article)
        for change in changed
    )
    return tuple(dict.fromkeys(alteration for alteration in made if alteration))


def _is_framed(change: Change, found: Alignment) -> bool:
    """Whether enough agrees within a few characters on both sides."""
    start, end = change.post_start, change.post_end
    before = sum(_shared(run.post_start, run.post_end, start - NEAR, start) for run in found.runs)
    behind = sum(_shared(run.post_start, run.post_end, end, end + NEAR) for run in found.runs)
    return min(before, behind) >= CONTEXT


def _shared(start: int, end: int, first: int, last: int) -> int:
    return max(0, min(end, last) - max(start, first))


def _quantity(change: Change, mine: tuple[Quantity, ...], theirs: tuple[Quantity, ...], post: str) -> Alteration | None:
    written = list(_touched(mine, change.post_start, change.post_end))
    original = list(_touched(theirs, change.article_start, change.article_end))
    if len(written) != 1 or len(original) != 1:
        return None
    one, other = written[0], original[0]
    if equal(one, other) or one.behind != other.behind or _is_address(one, post):
        return None
    kind = "number" if one.kind in ("number", "share") else "date"
    places = one.start, one.end, other.start, other.end
    return Alteration(kind, *places, one.written, other.written, _moved(one, other))


def _touched(read: tuple[Quantity, ...], start: int, end: int) -> Iterator[Quantity]:
    """The quantities that a change is part of; an empty change must stand inside."""
    return (one for one in read if one.start < end and start < one.end)


def _is_address(number: Quantity, post: str) -> bool:
    """Whether it is a telephone number or the like, which each office puts in for itself."""
    digits = sum(char.isdecimal() for char in number.written)
    before = post[max(0, number.start - 20) : number.start].lower()
    return number.kind == "number" and (digits >= LONGEST_NUMBER or _CALL.search(before) is not None)


def _moved(one: Quantity, other: Quantity) -> int:
    if one.kind == "day":
        first, second = (int(day.value[-5:-3]) * 30 + int(day.value[-2:]) for day in (one, other))
        return first - second
    return 0


def _negation(change: Change, post: str, article: str) -> Alteration | None:
    behind = post[change.post_end : change.post_end + 1], article[change.article_end : change.article_end + 1]
    if not is_turned(change.post_text, change.article_text, *behind):
        return None
    places = change.post_start, change.post_end, change.article_start, change.article_end
    return Alteration("negation", *places, change.post_text, change.article_text)


def _name(change: Change, post: str, article: str) -> Alteration | None:
    written = named(post, change.post_start, change.post_end)
    original = named(article, change.article_start, change.article_end)
    if not written or not original or not _are_two(written, original):
        return None
    if original.name in post or written.name in article:
        return None
    places = written.start, written.end, original.start, original.end
    return Alteration("name", *places, written.name, original.name)


def _are_two(written: Named, original: Named) -> bool:
    """Whether both name the same kind of thing in full, and not the same one."""
    same = _is_short_for(written.name, original.name) or _is_short_for(original.name, written.name)
    return written.kind == original.kind and not same


def _is_short_for(short: str, full: str) -> bool:
    """Whether the characters of a name stand in another one in their order (Cllr, Councillor)."""
    rest = iter(full.lower())
    return all(char in rest for char in short.lower())
