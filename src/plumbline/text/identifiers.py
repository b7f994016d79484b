"""Numbers and addresses of people in one folded text: identity numbers, phones, bank cards, passports, e-mail.

Found by form alone (prefixes, dates, check digits); whose they are, `number_holders` says.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from plumbline.text.bank_cards import is_card, speaks_for_itself
from plumbline.text.identity_numbers import is_plausible, is_sound
from plumbline.text.masking import MOBILE
from plumbline.text.patterns import pattern

_GAP = r"(?:[ \-.·—–_/,、。|]{0,2})"
_DENSE = pattern(r"\d(?:[ \-.·—–_/,、。|()]{0,2}\d){6}")
"""What every number found here contains; dates and counts in prose do not."""
_WORDS = "零〇幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_SPOKEN = pattern(
    rf"(?<![{_WORDS}十百\d])"
    rf"(?=([幺一壹1][三四五六七八九叁肆伍陆柒捌玖3-9](?:[ 、,·.-]?[{_WORDS}\d]){{9}})(?![{_WORDS}十百\d]))"
)
"""A mobile number in words, or in words and digits mixed; in digits alone others find it."""
_VALUES = str.maketrans(_WORDS, "0011223456789123456789")
_LATIN_AT = pattern(r"@(?<=[a-z0-9._+-]@)[a-z0-9]")
_BEFORE = r"(?:(?<![\da-z@#&=])|(?<=\\t)|(?<=\\n))(?<!\d\.)"
_AFTER = r"(?![\da-z@&=%])(?!\.\d)"
_IDENTITY = pattern(rf"{_BEFORE}(?=([1-8](?:{_GAP}\d){{16}}{_GAP}[\dx]){_AFTER})")
_SHORT_IDENTITY = pattern(rf"{_BEFORE}(?=([1-8]\d{{14}}){_AFTER})")
_CARD = pattern(rf"{_BEFORE}(?=([2-69]\d{{3}}(?:[ -]?\d){{11,15}}){_AFTER}(?!(?<=[ -]\d{{4}})[ -]\d{{4}}(?!\d)))")
_MOBILE = pattern(
    rf"(?:(?<![\da-z@#&=])|(?<=\\t)|(?<=\\n)|(?<=tel)|(?<=phone)|(?<=mobile)|(?<=call))(?<!\d\.)"
    rf"(?=((?:\(?(?:\+|00)?86\)?[ -]?)?(?:1[3-9]\d{{9}}|\(?1[3-9]\d\)?{_GAP}\d{{4}}{_GAP}\d{{4}}"
    rf"|1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}|1[3-9]\d{{2}}[ -]\d{{3}}[ -]\d{{4}}|1[3-9]\d{_GAP}\d{{8}}"
    rf"|1[3-9]\d{{5}}[ -]\d{{4}}|1[3-9]\d\d[ -]\d{{4}}[ -]\d{{3}}"
    rf"|1(?P<s>[ \-.·—–_/,、|])[3-9](?:(?P=s)\d){{9}})){_AFTER})"
)
_PASSPORT = pattern(r"(?<![\da-z])(?=((?:e[a-hj-np-z]\d{7}|[degps]\d{8}|[ps]e\d{7}|[hmck]\d{8}|\d{9}))(?![\da-z]))")
_PASSPORT_WORD = pattern(
    r"(?:护照|通行证|passport)\s?(?:号码?|编号|证号|number|no\.?|num)?\W{0,3}(?:是|为|is|was)?\W{0,3}$"
)
_EMAIL = pattern(r"(?<![a-z0-9._+-])([a-z0-9][a-z0-9._+-]{1,40})@([a-z0-9-]+(?:\.[a-z0-9-]+){1,3})(?![a-z0-9-])")
_PRIVATE_MAIL = frozenset(
    (
        *("qq.com", "vip.qq.com", "foxmail.com", "163.com", "vip.163.com", "126.com", "yeah.net", "188.com", "263.net"),
        *("sina.com", "sina.cn", "vip.sina.com", "sohu.com", "139.com", "189.cn", "wo.cn", "21cn.com", "tom.com"),
        *("aliyun.com", "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "live.cn", "msn.com"),
        *(
            "yahoo.com",
            "yahoo.com.cn",
            "yahoo.cn",
            "icloud.com",
            "me.com",
            "mac.com",
            "aol.com",
            "proton.me",
            "gmx.com",
        ),
        "protonmail.com",
    )
)
_WHOSE = r"\b(?:my|his|her|their|the (?:victim|patient|complainant|witness|suspect|caller)'?s|[a-z]+'s)\b"
_ENGLISH_PHONE = pattern(
    _WHOSE + r"[a-z ]{0,20}\b(?:cell|mobile|phone|number)\b[a-z ]{0,12}:? ?"
    r"(?=((?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-]?\d{3}[ .-]\d{4}|(?:\+44 ?|0)7\d{3} ?\d{6})(?!\d))"
)
_SSN = pattern(r"\b(?:ssn|social security)\b[^\d\n]{0,20}(?=(\d{3}[ -]?\d{2}[ -]?\d{4})(?![\d-]))")
_LANDLINE = pattern(
    r"(?:家庭|家里|宅|住宅|家中)(?:的)?(?:固定)?电话\W{0,3}(?:是|为)?(?=((?:\(?0\d{2,3}\)?[ -]?)?[2-8]\d{6,7})(?!\d))"
)
_URL = pattern(
    r"(?:https?:/|www\.)[^\s一-鿿]+|(?<![a-z0-9.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|gov|edu)/[^\s一-鿿]+"
)
_DIGITS = pattern(r"[\da-z]")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or mail address: folded characters [start, end), bare `digits`, and whether its form alone is proof."""

    kind: str
    start: int
    end: int
    digits: str
    sure: bool


def identifiers(folded: str) -> tuple[Identifier, ...]:
    """All of one folded text, by start; where two overlap the one with the stronger form stays."""
    if not _DENSE.search(folded) and not _LATIN_AT.search(folded) and not _SPOKEN.search(folded):
        return ()
    links = [match.span() for match in _URL.finditer(folded)] if "/" in folded or "www." in folded else []
    kept: list[Identifier] = []
    for finder in _FINDERS:
        for found in finder(folded):
            if not any(found.start < end and start < found.end for start, end in links) and not any(
                found.start < other.end and other.start < found.end for other in kept
            ):
                kept.append(found)
    return tuple(sorted(kept, key=lambda found: found.start))


def _runs(form: re.Pattern[str], folded: str) -> Iterator[tuple[int, int, str]]:
    for match in form.finditer(folded):
        yield *match.span(1), "".join(_DIGITS.findall(match[1]))


def _long_identity(folded: str) -> Iterator[Identifier]:
    for start, end, digits in _runs(_IDENTITY, folded):
        if is_plausible(digits):
            yield Identifier("identity", start, end, digits, is_sound(digits))


def _short_identity(folded: str) -> Iterator[Identifier]:
    for start, end, digits in _runs(_SHORT_IDENTITY, folded):
        if is_plausible(digits):
            yield Identifier("identity", start, end, digits, sure=False)


def _cards(folded: str) -> Iterator[Identifier]:
    for start, end, digits in _runs(_CARD, folded):
        if is_card(digits):
            yield Identifier("card", start, end, digits, speaks_for_itself(digits))


def _phones(folded: str) -> Iterator[Identifier]:
    for start, end, digits in _runs(_MOBILE, folded):
        yield Identifier("phone", start, end, digits[-MOBILE:], sure=False)


def _spoken(folded: str) -> Iterator[Identifier]:
    for match in _SPOKEN.finditer(folded):
        digits = "".join(_DIGITS.findall(match[1].translate(_VALUES)))
        if not set(_WORDS).isdisjoint(match[1]):
            yield Identifier("phone", *match.span(1), digits, sure=not _DIGITS.search(match[1]))


def _passports(folded: str) -> Iterator[Identifier]:
    for start, end, digits in _runs(_PASSPORT, folded):
        if _PASSPORT_WORD.search(folded, max(0, start - 24), start):
            yield Identifier("passport", start, end, digits, sure=True)


def _emails(folded: str) -> Iterator[Identifier]:
    for match in _EMAIL.finditer(folded) if "@" in folded else ():
        if match[2] in _PRIVATE_MAIL:
            yield Identifier("email", *match.span(), match[0], sure=False)


def _labelled(kind: str, form: re.Pattern[str], folded: str) -> Iterator[Identifier]:
    for start, end, digits in _runs(form, folded):
        yield Identifier(kind, start, end, digits, sure=True)


_FINDERS: tuple[Callable[[str], Iterator[Identifier]], ...] = (
    _emails,
    _long_identity,
    _cards,
    partial(_labelled, "phone", _ENGLISH_PHONE),
    partial(_labelled, "identity", _SSN),
    partial(_labelled, "landline", _LANDLINE),
    _phones,
    _spoken,
    _passports,
    _short_identity,
)
