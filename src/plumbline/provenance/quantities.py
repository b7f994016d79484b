"""Numbers, dates and times as values, so that two ways of writing the same thing are equal.

Method: numerals in digits and in Chinese, with 万 and 亿, percent, tenths (成) and fractions; days with or without a year,
week-days, hours. A day without a year equals the same day of any year; 今日 and its like are days where the day on which the text was
published is known, else they equal everything. 约, 近, 超, 余 make a number loose: it then equals what is within a tenth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from plumbline.text.fold import fold
from plumbline.text.patterns import pattern

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_N = r"(?:\d{1,9}(?:,\d{3}){0,4}(?:\.\d{1,6})?|[〇零一二两三四五六七八九十百千]{1,12})"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
_HALF = ("下午", "晚", "晚上", "傍晚", "夜间")
_QUANTITY = pattern(
    rf"(?P<year>\d{{4}}年)?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号]"
    r"|(?P<iso>(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))"
    r"|(?P<named>(?<![a-z])(?:\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}(?!\d)))"
    r"|(?P<week>(?:周|星期|礼拜)[一二三四五六日天]|(?<![a-z])(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|(?P<relative>[前昨今明后]天|[昨今明]日)"
    r"|(?P<half>上午|下午|晚上|晚|凌晨|中午|傍晚|夜间)?(?P<hour>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:[时点](?!间|候|代|期|评|赞|击|明|燃)(?:(?P<minute>\d{1,2})分?|(?P<thirty>半))?|:(?P<clock>\d{2})(?!\d))(?P<pm> ?pm)?"
    rf"|百分之(?P<hundredths>{_N})|(?P<parts>\d{{1,6}}/\d{{1,6}})"
    rf"|(?P<number>{_N})(?P<large>[万亿]{{1,2}}(?:[零一二三四五六七八九十百千]{{1,8}})?)?(?P<of>%| ?percent|成(?!立|为|功|果|员|本|长))?"
)
_LOOSE_BEFORE = pattern(
    r"(?:约|近|超|超过|逾|将近|大约|至少|不足|上|about|around|over|nearly|almost|some|more than)\s?$"
)
_LOOSE_BEHIND = pattern(r"[余多]|左右|以上|上下")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Characters [start, end) of the original. `kind`: number, share, day, week-day or time; `value` "" is unknown."""

    start: int
    end: int
    kind: str
    value: str
    written: str
    loose: bool = False
    behind: str = ""


def quantities(text: str, said_on: str = "") -> tuple[Quantity, ...]:
    """All of a text, by start. `said_on` is the ISO day on which it was published, empty where it is not known."""
    folded = fold(text)
    return tuple(_read(text, folded.text, match, folded.place(*match.span()), said_on) for match in _found(folded.text))


def equal(one: Quantity, other: Quantity) -> bool:
    """Whether they mean the same, or could; of two kinds: as far as can be told."""
    if one.kind != other.kind or not one.value or not other.value:
        return True
    if one.kind == "day":
        return one.value[-5:] == other.value[-5:] and _years_agree(one.value, other.value)
    if one.value == other.value:
        return True
    return (one.loose or other.loose) and _near(one, other)


def numeral(written: str) -> Fraction:
    """The value of digits (12,000; 1.2) or Chinese numerals (一百二十, 二〇二五) without 万 and 亿."""
    if written[0].isdecimal():
        return Fraction(written.replace(",", ""))
    if not any(char in _UNITS for char in written):
        return Fraction(int("".join(str(_DIGITS[char]) for char in written)))
    total, last = 0, 0
    for char in written:
        if char in _UNITS:
            total, last = total + (last or 1) * _UNITS[char], 0
        else:
            last = _DIGITS[char]
    return Fraction(total + last)


def _found(folded: str) -> Iterator[re.Match[str]]:
    return _QUANTITY.finditer(folded)


def _read(text: str, folded: str, match: re.Match[str], place: tuple[int, int], said_on: str) -> Quantity:
    kind, value = _value(match, said_on)
    before, behind = folded[max(0, match.start() - 10) : match.start()], folded[match.end() : match.end() + 2]
    loose = bool(_LOOSE_BEFORE.search(before) or _LOOSE_BEHIND.match(behind))
    return Quantity(*place, kind, value, text[slice(*place)], loose, behind.strip()[:1])


def _value(match: re.Match[str], said_on: str) -> tuple[str, str]:
    if match["month"]:
        year = match["year"][:4] + "-" if match["year"] else ""
        return "day", f"{year}{int(numeral(match['month'])):02}-{int(numeral(match['day'])):02}"
    if match["iso"]:
        year, month, day = re.split(r"[-/.]", match["iso"])
        return "day", f"{year}-{int(month):02}-{int(day):02}"
    if match["named"]:
        return "day", _english_day(match["named"])
    if match["week"]:
        return "week-day", match["week"][-1] if match["week"][-1] != "y" else match["week"]
    if match["relative"]:
        return "day", _shifted(said_on, _DAYS.get(match["relative"]))
    return ("time", _time(match)) if match["hour"] else _amount(match)


def _english_day(written: str) -> str:
    month = next(number for number, name in enumerate(_MONTHS, 1) if name in written)
    return f"{month:02}-{int(''.join(char for char in written if char.isdecimal())):02}"


def _shifted(said_on: str, days: int | None) -> str:
    if not said_on or days is None:
        return ""
    return (date.fromisoformat(said_on) + timedelta(days)).isoformat()


def _time(match: re.Match[str]) -> str:
    hour = int(numeral(match["hour"]))
    if hour < 12 and (match["half"] in _HALF or match["pm"]):
        hour += 12
    return f"{hour:02}:{int(match['minute'] or match['clock'] or (30 if match['thirty'] else 0)):02}"


def _amount(match: re.Match[str]) -> tuple[str, str]:
    if match["hundredths"]:
        return "share", str(numeral(match["hundredths"]) / 100)
    if match["parts"]:
        above, below = match["parts"].split("/")
        return "share", str(Fraction(int(above), int(below))) if int(below) else ""
    value = _scaled(match)
    if match["of"]:
        return "share", str(value / (10 if match["of"] == "成" else 100))
    return "number", str(value)


def _scaled(match: re.Match[str]) -> Fraction:
    value = numeral(match["number"])
    large = match["large"] or ""
    rest = large.lstrip("万亿")
    for char in large[: len(large) - len(rest)]:
        value *= _LARGE[char]
    return value + (numeral(rest) if rest else 0)


def _years_agree(one: str, other: str) -> bool:
    return len(one) != len(other) or one == other


def _near(one: Quantity, other: Quantity) -> bool:
    if one.kind not in ("number", "share"):
        return one.kind == "time"
    first, second = Fraction(one.value), Fraction(other.value)
    return abs(first - second) * 10 <= max(abs(first), abs(second))
