"""Days as they are written in a text: 2024年3月5日, 3月5日, 5日, 5 March 2024, March 5."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.text.patterns import pattern

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_CHINESE = pattern(
    r"(?<![\d.])(?:(\d{4})年|(今年|去年|前年|明年))?(?:(?:(?<=年)|(?<![\d.年]))(\d{1,2})月(?:份)?)?(?<![\d.:])(\d{1,2})[日号](?!线|楼|院|馆|门|机|文|内|游|龄)"
)
_DAY_MARK, _LONGEST = pattern(r"\d[日号]"), 12
_DAY_FIRST = pattern(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? (\d{{4}})\b)?")
_MONTH_FIRST = pattern(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{{4}})\b)?")
_LUNAR = pattern(r"(?:农历|阴历|旧历|夏历)[^,。;\n]{0,8}$")
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """Folded characters [start, end) that name a day. `year` and `month` are None where they are left out;

    `shift` is the year as told from the day of writing (去年 -1), None where it is not told so.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int
    shift: int | None = None

    def full(self, said_on: date) -> date | None:
        """The day, where its year is written (as a number, or as this or last year); None: not clear, or none such."""
        year = said_on.year + self.shift if self.shift is not None else self.year
        return None if year is None or self.month is None else _made(year, self.month, self.day)

    def near(self, said_on: date) -> tuple[date, ...]:
        """The days that it can mean around the day of writing, earliest first."""
        full = self.full(said_on)
        if full or self.year is not None:
            return (full,) if full else ()
        if self.month is not None:
            around = [(said_on.year + more, self.month) for more in (-1, 0, 1)]
        else:
            months = [(said_on.replace(day=15) + timedelta(30 * more)) for more in (-1, 0, 1)]
            around = [(month.year, month.month) for month in months]
        found = (_made(year, month, self.day) for year, month in around)
        return tuple(day for day in found if day is not None)


def written_days(folded: str) -> tuple[WrittenDay, ...]:
    """Every day of the solar calendar that a folded text names in digits, by its place."""
    return tuple(sorted(_found(folded), key=lambda written: (written.start, -written.end)))


def _found(folded: str) -> Iterator[WrittenDay]:
    for match in _chinese(folded):
        year, told, month, day = match.groups()
        if not _is_lunar(folded, match) and _is_day(month, day):
            yield WrittenDay(*match.span(), _whole(year), _whole(month), int(day), _YEARS.get(told or ""))
    if not any(month in folded for month in _MONTHS):
        return
    for match in _DAY_FIRST.finditer(folded):
        yield from _english(match, match[1], match[2], match[3])
    for match in _MONTH_FIRST.finditer(folded):
        yield from _english(match, match[2], match[1], match[3])


def _chinese(folded: str) -> Iterator[re.Match[str]]:
    """What `_CHINESE` finds, looked for only before a 日 or 号 that follows a digit."""
    end = 0
    for mark in _DAY_MARK.finditer(folded):
        match = _CHINESE.search(folded, max(end, mark.end() - _LONGEST), mark.end() + 1)
        if match and match.end() == mark.end():
            end = match.end()
            yield match


def _english(match: re.Match[str], day: str, month: str, year: str | None) -> Iterator[WrittenDay]:
    if 1 <= int(day) <= 31:
        yield WrittenDay(*match.span(), _whole(year), _MONTHS.index(month[:3]) + 1, int(day))


def _is_lunar(folded: str, match: re.Match[str]) -> bool:
    return _LUNAR.search(folded[max(0, match.start() - 12) : match.start()]) is not None


def _is_day(month: str | None, day: str) -> bool:
    return 1 <= int(day) <= 31 and (month is None or 1 <= int(month) <= 12)


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
