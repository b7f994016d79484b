"""Names of state organs, campaigns and fixed formulae with one wrong character.

Method: the names of the lexicons `organs` and `campaigns` are searched for slips of one character: a character that
sounds or looks like the right one, a missing or doubled character, two characters swapped. What is right in itself
(former names, short forms, words that meet by chance) is listed with them. Any other character inside a long name is a
finding of medium confidence. Corrections that name the slip are left alone, and what another account wrote in a repost.

Blind spots: two slips in one name; a slip that makes another right word; names that are not in the lexicons, names of
people above all; names of four characters but for the slips listed; text in images.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from os.path import commonprefix

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.fold import fold
from plumbline.text.lexicon import Lexicon, Term
from plumbline.text.reading import Reading
from plumbline.text.shipped import lexicon
from plumbline.text.slips import Alike, Slip, SlipIndex, edit

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS: tuple[str, ...] = ()
LEXICONS = ("organs", "campaigns", "confusions")
MODELS: tuple[str, ...] = ()

_NAMES, _TITLES = ("names", "days", "english"), ("laws",)
_QUOTES = ("“”", '""', "「」")
_STRAIGHT = str.maketrans("“”", '""')
_SHORT = re.compile(r"[一-鿿]{4}")
_ORDER_CONTEXT = "价值观"
_CORRECTION = re.compile(
    r"≠|[❌✗✘]|易错|易混|正误|勘误|订正|笔误|[别错]字|更正(?:[:为]|启事|声明|说明|公告|如下)|(?:予以|特此|作出|做出)更正|"
    r"[误错](?:写|作|印|打|输|拼|标|刊|念|读|录|登|植)|(?<![填抒])[写打印读念拼](?:错|成了?[“'\"])|"
    r"(?:表述|书写|拼写|文字|用词|写法)(?:错误|不规范|有误|不准确)|(?:不要|不能|不得|切勿|请勿)写|"
    r"\btypo|misspel|misprint|correction:|erratum"
)
_CORRECTION_WITH_RIGHT = re.compile(
    r"更正|[写打印读念改]成|改为|应为|应[该当]?(?:是|写|改)|正确|错误|有误|区分|区别|不是|而非"
    r"|should (?:be|read)|corrected|instead of"
)


@dataclass(frozen=True)
class Params:
    """How far before and after a slip the words of a correction are looked for, in characters."""

    correction_chars: int


@dataclass(frozen=True)
class Facts:
    """What was written and what is right."""

    wrote: str
    right: str


def wants(_params: Params) -> Wants:
    """Texts with something that only a slip in a name, or a long name, has."""
    return Wants(literals=_literals())


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """A flag for each wrong wording, with all its places."""
    found: dict[str, list[Slip]] = {}
    for slip in _index().slips(_plain(reading.folded)):
        if _counts(reading, slip, params):
            found.setdefault(slip.wrote, []).append(slip)
    for wrote, slips in found.items():
        marks = tuple(reading.mark(slip.start, slip.end) for slip in slips)
        right = _written()[slips[0].right]
        confidence = "high" if all(slip.sure for slip in slips) else "medium"
        yield Flag(marks, None, confidence, {"wrote": marks[0].quote, "right": right}, right, wrote)


def _plain(folded: str) -> str:
    return folded.replace("’", "'")


def _counts(reading: Reading, slip: Slip, params: Params) -> bool:
    if slip.wrote in _orders() and _ORDER_CONTEXT not in reading.folded:
        return False
    return reading.quoted(slip.start, slip.end) != "repost" and not _is_corrected(reading, slip, params)


def _is_corrected(reading: Reading, slip: Slip, params: Params) -> bool:
    """Whether the words around speak of the slip as one."""
    around = _plain(reading.window(slip.start, slip.end, params.correction_chars, params.correction_chars))
    if _CORRECTION.search(around):
        return True
    return slip.right in around and _CORRECTION_WITH_RIGHT.search(around) is not None


@cache
def _literals() -> tuple[str, ...]:
    """With either apostrophe, because the folded text keeps both."""
    straight = _index().literals()
    return tuple(sorted(straight | {literal.replace("'", "’") for literal in straight}))


@cache
def _index() -> SlipIndex:
    near = [fold(name).text for each in _lexicons() for name in _valid(each, *_TITLES)]
    names = [fold(name).text for each in _lexicons() for name in (*_valid(each, *_NAMES), *_in_quotes(each))]
    proper = [fold(name).text for each in _lexicons() for name in (*_valid(each, "proper"), *_expired(each))]
    alike = Alike(set_ for group in lexicon("confusions").groups.values() for set_ in map(str, group.terms))
    return SlipIndex(names, alike, alike_only=near, listed=_listed() | _orders(), proper=proper)


def _in_quotes(each: Lexicon) -> list[str]:
    """Names with quotation marks: short ones, so bounded, are searched for every slip; others as ASCII writes them."""
    short = [f"{first}{name}{last}" for name in _valid(each, "short") if _SHORT.fullmatch(name) for first, last in _QUOTES]
    return [*short, *(name.translate(_STRAIGHT) for name in _valid(each, "names") if "“" in name)]


@cache
def _orders() -> dict[str, str]:
    """The listed wrong orders of the core values, each with the right one: that with most words in common."""
    campaigns = lexicon("campaigns")
    right = [fold(name).text for name in _valid(campaigns, "names")]
    return {
        wrote: max((name for name in right if len(name) == len(wrote)), key=lambda name: len({*name} & {*wrote}))
        for wrote in (fold(name).text for name in _valid(campaigns, "order"))
    }


def _listed() -> dict[str, str]:
    """The listed slips, each with the name that differs in one character."""
    return {
        wrote: next((right for right in rights if edit(right, wrote)), "") or _nearest(wrote, rights)
        for each in _lexicons()
        for rights in [[fold(name).text for name in _valid(each, "short", *_NAMES, *_TITLES)]]
        for wrote in (fold(name).text for name in _valid(each, "slips"))
    }


@cache
def _written() -> dict[str, str]:
    """Each name, folded, as it is written; title marks and quotation marks do not belong to it."""
    return {
        fold(name).text: name.strip("《》")
        for each in _lexicons()
        for name in (*_in_quotes(each), *_valid(each, "short", *_NAMES, *_TITLES))
    }


def _nearest(wrote: str, rights: list[str]) -> str:
    """The name with the same beginning and end as a listed slip of more than one character."""
    return max(rights, key=lambda right: len(commonprefix([right, wrote])) + len(commonprefix([right[::-1], wrote[::-1]])))


def _lexicons() -> tuple[Lexicon, ...]:
    return lexicon("organs"), lexicon("campaigns")


def _valid(each: Lexicon, *groups: str) -> list[str]:
    """The names of these groups that are in use."""
    terms = [term for group in groups if group in each.groups for term in each.groups[group].terms]
    return [term if isinstance(term, str) else term.term for term in terms if isinstance(term, str) or not term.until]


def _expired(each: Lexicon) -> list[str]:
    """Former names: right in their time, and no slip today."""
    terms = [term for group in each.groups.values() for term in group.terms]
    return [term.term for term in terms if isinstance(term, Term) and term.until]
