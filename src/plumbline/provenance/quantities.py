"""Numbers, dates and times as values, so that two ways of writing the same thing are equal.

Method: numerals in digits and in Chinese, with 万 and 亿, percent, tenths (成), fractions, English number words; days
with or without a year, week-days, hours. A day without a year equals the same day of any year, an hour without its half
of the day either half. 今日 and its like are days where it is known when the text was published, else they equal
everything. 约, 近, 超, 余 make a number loose: it then equals what is within a tenth; 3.6万 equals what rounds to it.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from plumbline.text.fold import fold
from plumbline.text.patterns import pattern

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_WORDS = {
    word: value
    for value, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"), 2)
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
_LATE = ("下午", "晚", "晚上", "傍晚", "夜间")
_COUNTED = ("名", "位", "个人")
"""Ways to count people, as good as 人."""
_N = r"(?:\d{1,20}(?:,\d{3}){0,4}(?:\.\d{1,6})?|[〇零一二两三四五六七八九十百千]{1,12})"
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}"
_QUANTITY = pattern(
    r"(?P<year>\d{4}年)?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
    r"|(?P<iso>(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))"
    rf"|(?P<named>(?<![a-z\d])\d{{1,2}} {_MONTH}|(?<![a-z]){_MONTH}\.? \d{{1,2}}(?!\d))"
    r"|(?P<week>(?:周|星期|礼拜)[一二三四五六日天]|(?<![a-z])(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|(?P<relative>[前昨今明后]天|[昨今明]日)"
    r"|(?P<half>上午|下午|晚上|晚|早上|清晨|凌晨|中午|傍晚|夜间)?(?<![\d:])(?P<hour>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:[时点](?![间候代期评赞击明燃])(?:(?P<minute>\d{1,2})分?|(?P<thirty>半))?|:(?P<clock>\d{2})(?!\d))"
    r"(?P<pm> ?[ap]\.?m\b)?"
    rf"|百分之(?P<hundredths>{_N})|(?P<parts>\d{{1,6}}/\d{{1,6}})"
    rf"|(?P<number>{_N})(?P<large> (?:thousand|million|billion)|[万亿]{{1,2}}(?:[零一二三四五六七八九十百千]{{1,8}})?)?"
    r"(?P<of>%| ?per ?cent|成(?![立为功果员本长]))?"
    rf"|(?P<word>(?<![a-z])(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![a-z]))"
)
_LOOSE_BEFORE = pattern(
    r"(?:约|近|超|超过|逾|将近|大约|至少|不足|上|(?<![a-z])(?:about|around|over|nearly|almost|some|more than))\s?$"
)
_LOOSE_BEHIND = pattern(r"[余多]|左右|以上|上下")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Characters [start, end) of the original. `kind`: number, share, day, week-day or time; `value` "" is unknown.

    `loose`: said to be rough; `step`: what one of its last written digit is worth; `bare`: an hour of either half of
    the day; `behind`: the next character, which is the unit more often than not.
    """

    start: int
    end: int
    kind: str
    value: str
    written: str
    loose: bool = False
    step: Fraction = Fraction(1)
    bare: bool = False
    behind: str = ""


def quantities(text: str, said_on: str = "") -> tuple[Quantity, ...]:
    """All of a text, by start. `said_on` is the ISO day on which it was published, empty where it is not known."""
    folded = fold(text)
    found = _QUANTITY.finditer(folded.text)
    return tuple(_read(text, folded.text, match, folded.place(*match.span()), said_on) for match in found)


def equal(one: Quantity, other: Quantity) -> bool:
    """Whether they mean the same, or could; of two kinds: as far as can be told."""
    if one.kind != other.kind or not one.value or not other.value or one.value == other.value:
        return True
    if one.kind == "day":
        return one.value[-5:] == other.value[-5:] and len(one.value) != len(other.value)
    if one.kind == "time":
        return _same_hour(one, other)
    return one.kind != "week-day" and (_rounds(one, other) or (one.loose != other.loose and _near(one, other)))


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


def _read(text: str, folded: str, match: re.Match[str], place: tuple[int, int], said_on: str) -> Quantity:
    kind, value = _value(match, said_on)
    before, behind = folded[max(0, match.start() - 10) : match.start()], folded[match.end() : match.end() + 2]
    loose = bool(_LOOSE_BEFORE.search(before) or _LOOSE_BEHIND.match(behind))
    bare = kind == "time" and not match["half"] and not match["pm"]
    unit = "人" if behind.startswith(_COUNTED) else behind.strip()[:1]
    return Quantity(*place, kind, value, text[slice(*place)], loose, _step(match), bare, unit)


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
    late = match["half"] in _LATE or (match["half"] == "中午" and hour < 3) or "p" in (match["pm"] or "")
    if hour < 12 and late:
        hour += 12
    return f"{hour:02}:{int(match['minute'] or match['clock'] or (30 if match['thirty'] else 0)):02}"


def _amount(match: re.Match[str]) -> tuple[str, str]:
    if match["hundredths"]:
        return "share", str(numeral(match["hundredths"]) / 100)
    if match["parts"]:
        above, below = match["parts"].split("/")
        return "share", str(Fraction(int(above), int(below))) if int(below) else ""
    if match["word"]:
        return "number", str(_WORDS[match["word"]])
    value = _scaled(match)
    if match["of"]:
        return "share", str(value / (10 if match["of"] == "成" else 100))
    return "number", str(value)


def _scaled(match: re.Match[str]) -> Fraction:
    value = numeral(match["number"])
    large = (match["large"] or "").strip()
    if large.isascii():
        return value * _LARGE.get(large, 1)
    rest = large.lstrip("万亿")
    for char in large[: len(large) - len(rest)]:
        value *= _LARGE[char]
    return value + (numeral(rest) if rest else 0)


def _step(match: re.Match[str]) -> Fraction:
    written = match["hundredths"] or match["number"] or ""
    step = Fraction(1, 10 ** len(written.partition(".")[2]))
    large = (match["large"] or "").strip()
    for unit in (large,) if large.isascii() else tuple(large):
        step *= _LARGE.get(unit, 1)
    if match["hundredths"] or (match["of"] and match["of"] != "成"):
        return step / 100
    return step / 10 if match["of"] else step


def _same_hour(one: Quantity, other: Quantity) -> bool:
    """Whether 3 o'clock can be 15:00; roughly the same within half an hour."""
    first, second = (int(time.value[:-3]) * 60 + int(time.value[-2:]) for time in (one, other))
    apart = abs(first - second)
    return (apart == 12 * 60 and (one.bare or other.bare)) or ((one.loose or other.loose) and apart <= 30)


def _rounds(one: Quantity, other: Quantity) -> bool:
    """Whether the one written with larger steps is the other, rounded or cut."""
    return one.step != other.step and abs(Fraction(one.value) - Fraction(other.value)) < max(one.step, other.step)


def _near(one: Quantity, other: Quantity) -> bool:
    first, second = Fraction(one.value), Fraction(other.value)
    return abs(first - second) * 10 <= max(abs(first), abs(second))
