"""Personal data made unreadable as LOC-16 asks, and numbers of which too little has been hidden."""

import re
from collections.abc import Iterator

from plumbline.text.identity_numbers import LONG, PROVINCES
from plumbline.text.patterns import pattern

_STAR = "*"
_MARKS = "*＊✱﹡×✕✖xXｘＸ●•○◯〇□■▇█▓?？#＃_＿"
_ALIKE = dict.fromkeys(map(ord, _MARKS), _STAR) | {ord("０") + value: str(value) for value in range(10)}
_IDENTITY = pattern(r"(?<![a-zA-Z\d*])(?=\d+\*)[1-8][\d*]{17}(?![\d*a-zA-Z])")
_PHONE = pattern(r"(?<![a-zA-Z\d*.])1[3-9](?=\d*\*)[\d*]{9}(?![\d*a-zA-Z.])")
_HALF_HIDDEN = pattern(rf"[1-8１-８][\d{re.escape(_MARKS)}]{{10}}")
_TOWN = pattern(r".*(?:镇|乡|街道|苏木|(?<![小社园])[省市县区旗](?!\w*[镇乡]))")
MOBILE = 11


def mask(kind: str, digits: str) -> str:
    """The masked form of a number or mail address; of an address only what names the town or a larger place."""
    if kind == "address":
        town = _TOWN.match(digits)
        return (town[0] if town else "") + 3 * _STAR
    if kind == "email":
        local, _, domain = digits.partition("@")
        return f"{local[:2] if len(local) > 2 else ''}***@{domain}"
    first, last = _shown(kind, len(digits))
    digits = digits.upper()
    return digits[:first] + _STAR * (len(digits) - first - last) + digits[len(digits) - last :]


def weakly_masked(original: str, identity_hidden: int, phone_hidden: int) -> Iterator[tuple[str, int, int]]:
    """Kind and place (in the original text) of numbers with fewer hidden digits than asked."""
    if not _HALF_HIDDEN.search(original):
        return
    alike = original.translate(_ALIKE)
    for match in _IDENTITY.finditer(alike):
        ends_in_x = original[match.end() - 1] in "xXｘＸ"
        hidden = match[0].count(_STAR) - ends_in_x
        if 0 < hidden < identity_hidden and _is_dated(match[0]):
            yield "identity", *match.span()
    for match in _PHONE.finditer(alike):
        if match[0].count(_STAR) < phone_hidden:
            yield "phone", *match.span()


def remasked(kind: str, written: str) -> str:
    """A weakly masked number of the original text, masked properly."""
    return mask(kind, written.translate(_ALIKE))


def _shown(kind: str, length: int) -> tuple[int, int]:
    if kind == "identity":
        return (2, 3) if length in (LONG, 15) else (0, 4)
    if kind == "phone":
        return (3, 4) if length == MOBILE else (0, 3)
    return (4, 4) if kind == "card" else (2, 2)


def _is_dated(written: str) -> bool:
    province, year, month, day = written[:2], written[6:8], written[10:12], written[12:14]
    return (
        (province in PROVINCES)
        and (_STAR in year or year in ("19", "20"))
        and (_STAR in month or 1 <= int(month) <= 12)
        and (_STAR in day or 1 <= int(day) <= 31)
    )
