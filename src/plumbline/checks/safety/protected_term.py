"""Names of state organs, campaigns and fixed formulae with one wrong character.

Method: the names of the lexicons `organs` and `campaigns` are searched for slips of one character: a character that
sounds or looks like the right one, a missing or doubled character, two characters swapped. What is right in itself
(former names, short forms, words that meet by chance) is listed with them. Any other character inside a long name is a
finding of medium confidence. Corrections that name the slip are left alone, and what another account wrote in a repost.

Blind spots: two slips in one name; a slip that makes another right word; names that are not in the lexicons, names of
people above all; names of four characters but for the slips listed; text in images.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.lexicon import Lexicon
from plumbline.text.patterns import pattern
from plumbline.text.protected_names import QUOTES, ProtectedNames, protected_names
from plumbline.text.reading import Reading
from plumbline.text.slips import Slip

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS: tuple[str, ...] = ()
LEXICONS = ("organs", "campaigns", "confusions")
MODELS: tuple[str, ...] = ()

_ORDER_CONTEXT = "价值观"
_CORRECTION = pattern(
    r"≠|[❌✗✘]|易错|易混|正误|勘误|订正|笔误|[别错]字|更正(?:[:为]|启事|声明|说明|公告|如下)|(?:予以|特此|作出|做出)更正|"
    r"[误错](?:写|作|印|打|输|拼|标|刊|念|读|录|登|植)|(?<![填抒])[写打印读念拼](?:错|成了?[“'\"])|"
    r"(?:表述|书写|拼写|文字|用词|写法)(?:错误|不规范|有误|不准确)|(?:不要|不能|不得|切勿|请勿)写|"
    r"\btypo|misspel|misprint|correction:|erratum"
)
_CORRECTION_WITH_RIGHT = pattern(
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
    """Nothing but what `literals` says."""
    return Wants()


def literals(lexicon: Callable[[str], Lexicon]) -> tuple[str, ...]:
    """What only a slip in a name of these lexicons, or a long name, has."""
    return protected_names(lexicon).literals


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """A flag for each wrong wording, with all its places."""
    names = protected_names(reading.lexicon)
    found: dict[str, list[Slip]] = {}
    for slip in names.index.slips(_plain(reading.folded)):
        if _counts(reading, slip, params, names):
            found.setdefault(slip.wrote, []).append(slip)
    for wrote, slips in found.items():
        right = names.written[slips[0].right]
        within = int((right[0], right[-1]) in QUOTES)
        right = right[within : len(right) - within]
        marks = tuple(reading.mark(slip.start + within, slip.end - within) for slip in slips)
        confidence = "high" if all(slip.sure for slip in slips) else "medium"
        yield Flag(marks, None, confidence, {"wrote": marks[0].quote, "right": right}, right, wrote)


def _plain(folded: str) -> str:
    return folded.replace("’", "'")


def _counts(reading: Reading, slip: Slip, params: Params, names: ProtectedNames) -> bool:
    if slip.wrote in names.orders and _ORDER_CONTEXT not in reading.folded:
        return False
    if not names.is_in_force(slip.right, reading.utterance.said_on):
        return False
    return reading.quoted(slip.start, slip.end) != "repost" and not _is_corrected(reading, slip, params)


def _is_corrected(reading: Reading, slip: Slip, params: Params) -> bool:
    """Whether the words around speak of the slip as one."""
    around = _plain(reading.window(slip.start, slip.end, params.correction_chars, params.correction_chars))
    if _CORRECTION.search(around):
        return True
    return slip.right in around and _CORRECTION_WITH_RIGHT.search(around) is not None
