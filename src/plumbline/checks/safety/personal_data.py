"""Identity numbers, phones, bank cards, passports, private e-mail and homes of people, published unmasked.

Method: numbers are found by form (prefixes, check digits, dates, issuer ranges), homes by house or flat number, in
whatever way digits are spaced; then the words around say whose they are. Contacts that an office, a shop or an
employer gives to the public pass, and so do order, file and account numbers of organisations, examples, warnings
against swindlers and what is masked. Fewer hidden digits than `identity_hidden` or `phone_hidden` is no masking
(`weak_mask`). `list_numbers` of them are a `list`. What a family or the police publish to find someone is `lawful`, a
reminder only. The numbers themselves are never shown.

Blind spots: pictures; numbers written in words; landlines of homes that nothing calls so; a private contact given with
the words of an office; homes without a house number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Mark, Wants
from plumbline.text.home_addresses import homes
from plumbline.text.identifiers import Identifier, identifiers
from plumbline.text.masking import mask, remasked, weakly_masked
from plumbline.text.number_holders import Holder, before, holder, is_named, is_other_number, roster
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("list", "weak_mask", "lawful")
LEXICONS = ("privacy",)
MODELS = ()

MOST = 200
"""Numbers of one text that are looked at; a longer list is no worse."""
SUGGESTED = 5
"""Masked forms that a suggestion spells out."""
_CONTEXT = 24
_IDENTITY_WORDS = (
    "身份证",
    "证件号",
    "公民身份",
    "身份号码",
    "id card",
    "id number",
    "identity",
    ", id ",
    "id:",
    "id no",
)
_CARD_WORDS = (
    "卡号",
    "银行卡",
    "储蓄卡",
    "信用卡",
    "账号",
    "账户",
    "帐号",
    "工资卡",
    "打款",
    "转账",
    "汇款",
    "一卡通",
    "card",
)
_ORDER = ("low", "medium", "high")


@dataclass(frozen=True)
class Params:
    """How many people make a list, and how many digits a mask must hide."""

    list_numbers: int
    identity_hidden: int
    phone_hidden: int


@dataclass(frozen=True)
class Facts:
    """What kind of data it is, the first of it masked, and how many there are."""

    kind: str
    shown: str
    numbers: int


@dataclass(frozen=True, slots=True)
class _Datum:
    kind: str
    mark: Mark
    confidence: str
    lawful: bool = False


def wants(params: Params) -> Wants:
    """Long numbers, mail addresses, and the words before them or in a home's address."""
    return Wants(lexicons=LEXICONS, shapes=("digits7", "at"))


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """One flag for a list; otherwise one for each kind of data and variant."""
    data = [*_numbers(reading), *_homes(reading)]
    open_data = [datum for datum in data if not datum.lawful]
    if len(open_data) >= params.list_numbers or (len(open_data) > 1 and roster(reading)):
        yield _flag(open_data, "list")
        open_data = []
    yield from _by_kind(open_data, None)
    yield from _by_kind([datum for datum in data if datum.lawful], "lawful")
    yield from _by_kind(list(_weak(reading, params)), "weak_mask")


def _by_kind(data: list[_Datum], variant: str | None) -> Iterator[Flag]:
    for kind in dict.fromkeys(datum.kind for datum in data):
        yield _flag([datum for datum in data if datum.kind == kind], variant)


def _flag(data: list[_Datum], variant: str | None) -> Flag:
    kind = Counter(datum.kind for datum in data).most_common(1)[0][0]
    shown = [datum.mark.quote for datum in data]
    facts = {"kind": kind, "shown": next(d.mark.quote for d in data if d.kind == kind), "numbers": len(data)}
    confidence = max((datum.confidence for datum in data), key=_ORDER.index)
    suggestion = "、".join(shown[:SUGGESTED])
    subject = "" if variant == "list" else kind
    return Flag(tuple(datum.mark for datum in data), variant, confidence, facts, suggestion, subject)


def _numbers(reading: Reading) -> Iterator[_Datum]:
    """Numbers and mail addresses of people, in the order of the text."""
    found = [one for one in identifiers(reading.folded)[:MOST] if not is_other_number(reading, one)]
    listed = roster(reading)
    holders = {
        _line(reading, one) for one in found if one.kind == "identity" and _identity(reading, one, listed=listed)
    }
    for one in found:
        confidence, lawful = _judge(reading, one, listed=listed, beside=_line(reading, one) in holders)
        if confidence:
            shown = mask(one.kind, one.digits)
            yield _Datum(one.kind, reading.mark(one.start, one.end, shown), confidence, lawful)


def _judge(reading: Reading, one: Identifier, *, listed: bool, beside: bool) -> tuple[str, bool]:
    """How sure it is that the number is somebody's (empty: it is not), and whether it may be published."""
    if one.kind == "identity":
        return _identity(reading, one, listed=listed), bool(reading.hits("privacy", "lawful_notice"))
    if one.kind == "card":
        return _card(reading, one, listed=listed)
    if one.kind == "passport" or one.sure:
        warned = one.kind == "phone" and reading.hits("privacy", "fraud")
        appeal = one.kind == "phone" and reading.hits("privacy", "lawful")
        return "" if warned else "high", bool(appeal or reading.hits("privacy", "lawful_notice"))
    whose = holder(reading, one)
    if whose in (Holder.LAWFUL, Holder.NOBODY):
        return ("high" if whose is Holder.LAWFUL and one.kind == "phone" else ""), True
    if whose is Holder.PERSON or (listed and is_named(reading, one.start)) or (beside and whose is not Holder.OFFICE):
        return "high", False
    return ("medium" if whose is Holder.UNKNOWN and one.kind == "phone" else ""), False


def _identity(reading: Reading, one: Identifier, *, listed: bool) -> str:
    if one.sure:
        return "high"
    if _says(reading, one, _IDENTITY_WORDS) or listed:
        return "medium"
    return "low" if len(one.digits) > 15 and is_named(reading, one.start) else ""


def _card(reading: Reading, one: Identifier, *, listed: bool) -> tuple[str, bool]:
    if reading.hits("privacy", "corporate") and not any(hit.group == "person" for hit in reading.hits("privacy")):
        return "", False
    lawful = bool(reading.hits("privacy", "lawful"))
    if _says(reading, one, _CARD_WORDS) or listed:
        return "high", lawful
    return ("medium" if one.sure else ""), lawful


def _says(reading: Reading, one: Identifier, words: tuple[str, ...]) -> bool:
    head = before(reading, one.start)[-_CONTEXT:]
    return any(word in head for word in words)


def _line(reading: Reading, one: Identifier) -> tuple[int, int]:
    return reading.sentence(one.start)


def _homes(reading: Reading) -> Iterator[_Datum]:
    lawful = bool(reading.hits("privacy", "lawful") or reading.hits("privacy", "lawful_notice"))
    for home in homes(reading):
        shown = mask("address", reading.folded[home.start : home.end])
        mark = reading.mark(home.start, home.end, shown)
        yield _Datum("address", mark, "high" if home.sure else "medium", lawful)


def _weak(reading: Reading, params: Params) -> Iterator[_Datum]:
    for kind, start, end in weakly_masked(reading.text, params.identity_hidden, params.phone_hidden):
        mark = Mark(start, end, remasked(kind, reading.text[start:end]))
        yield _Datum(kind, mark, "high")
