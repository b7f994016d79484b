"""Cells of exports as values: counts with 万, marks for "none", times of a stated zone, ids that are not spoilt."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from functools import cache
from math import isfinite
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.dossier.times import parse_days, parse_times

BLANK = " \t\r\n\u00a0\u3000\ufeff\u200b\u200c\u200d\u2060"
NONE = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "\\", "null", "none", "nan", "n/a", "na", "undefined", "暂无", "无"}
)
_ISO = re.compile(r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?$", re.ASCII)
zone_of = cache(ZoneInfo)
_SPOILT = re.compile(r"^[+-]?\d(?:\.\d+)?[eE]\+?\d{1,3}$|^\d{16,}\.0*$")
"""Also a number of a spreadsheet with more digits than it keeps: `workbooks` leaves its point there as a mark."""
_COUNT = re.compile(r"^(\d[\d,]*(?:\.\d+)?)\s*(万|亿|w|k|m|千|百万|十万)?\+?$", re.IGNORECASE)
_TIMES = {
    "万": 10_000,
    "w": 10_000,
    "亿": 100_000_000,
    "k": 1_000,
    "千": 1_000,
    "m": 1_000_000,
    "百万": 1_000_000,
    "十万": 100_000,
}
_RELATIVE = re.compile(
    r"^(?:刚刚|今天|昨天|前天|\d+\s*(?:秒|分钟|小时|天)前|just now|yesterday|"
    r"\d+\s*(?:s|m|h|d|minutes?|hours?|days?) ago)",
    re.I,
)
_AMERICAN = (
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%b %d, %Y",
    "%b %d, %Y %I:%M %p",
    "%d %b %Y",
)
_TWITTER = "%a %b %d %H:%M:%S %z %Y"


class Unreadable(Exception):  # noqa: N818  not an error of ours: a cell that says nothing we can read
    """A cell that cannot be read; `code` as in `faults.FAULTS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def bare(value: object) -> str:
    """A cell without blanks and invisible characters around it; "" for None."""
    return "" if value is None else str(value).strip(BLANK)


def blank(value: object) -> bool:
    """Whether a cell says that nothing is given: empty, a dash, `null`, 暂无."""
    return bare(value).lower() in NONE


def identity(value: object) -> str | None:
    """An id as text, None if there is none. Unreadable(spoilt_id) for what a spreadsheet has rounded (4.9E+15)."""
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= 2**53:
            raise Unreadable("spoilt_id")
        value = int(value)
    text = bare(value).removeprefix("'")
    if blank(text):
        return None
    if _SPOILT.match(text):
        raise Unreadable("spoilt_id")
    return text


def count(value: object) -> int | None:
    """A whole number; None where nothing is given (blank, a dash, any negative number). ``1.2万`` is 12000.

    Unreadable(not_a_count) otherwise.
    """
    if isinstance(value, bool):
        raise Unreadable("not_a_count")
    if isinstance(value, int):
        return _counted(value) if value >= 0 else None
    text = bare(value)
    if blank(text) or re.fullmatch(r"-\d+(?:\.\d+)?", text):
        return None
    found = _COUNT.match(text)
    if not found:
        raise Unreadable("not_a_count")
    try:
        number = Decimal(found[1].replace(",", "")) * _TIMES.get((found[2] or "").lower(), 1)
    except InvalidOperation:
        raise Unreadable("not_a_count") from None
    if number != number.to_integral_value():
        raise Unreadable("not_a_count")
    return _counted(int(number))


def _counted(number: int) -> int:
    if number >= 2**63:
        raise Unreadable("not_a_count")
    return number


def percent(value: object) -> float | None:
    """A percentage as a number of percent: ``12%`` is 12.0, and so is a bare 12. None where nothing is given.

    A share written as a fraction cannot be told from a small percentage: the reader of a format that writes fractions
    multiplies by 100 itself.
    """
    text = bare(value)
    if blank(text):
        return None
    try:
        number = float(text.replace("％", "%").removesuffix("%").replace(",", ""))
    except ValueError:
        raise Unreadable("not_a_number") from None
    if not isfinite(number):
        raise Unreadable("not_a_number")
    return None if number < 0 else number


def moment(value: object, zone: str) -> datetime | None:
    """An instant in UTC; a written time without offset is local in `zone` (IANA name). None where nothing is given.

    Seconds or milliseconds since 1970, ISO 8601, 2026/1/5 8:30, 2026年1月5日 8:30, RFC 822, `Wed Oct 10 20:19:24 +0000
    2018`, 20260105, 03/15/2024 10:05 am (month first). Unreadable: not_a_time, relative_time, clock_gap.
    """
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    text = bare(value)
    if blank(text):
        return None
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", text):
        return _epoch(text)
    if _RELATIVE.match(text):
        raise Unreadable("relative_time")
    found = None if _ISO.match(text) else _foreign(text, zone)
    return found if found else _written(text, zone)


def day(value: object, zone: str) -> date | None:
    """A natural day, read as `moment` reads times; a time with an offset gives its day in `zone`."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = bare(value)
    if blank(text):
        return None
    days, codes = parse_days(pl.Series([text]), zone)
    if codes[0] is None:
        found: date = days[0]
        return found
    at = moment(value, zone)
    return at.astimezone(ZoneInfo(zone)).date() if at else None


def _epoch(text: str) -> datetime:
    number = Decimal(text)
    seconds = number / 1000 if len(text.partition(".")[0]) >= 12 else number
    at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(seconds * 1_000_000))
    if not 1990 <= at.year <= 2100:
        raise Unreadable("not_a_time")
    return at


def _written(text: str, zone: str) -> datetime:
    if _ISO.match(text):
        try:
            return _at(datetime.fromisoformat(text.replace(" ", "T", 1)), zone)
        except ValueError:
            pass
    times, codes = parse_times(pl.Series([text]), zone)
    if codes[0] is not None:
        raise Unreadable("clock_gap" if codes[0] == "clock_gap" else "not_a_time")
    found: datetime = times[0]
    return found


def _at(naive: datetime, zone: str) -> datetime:
    """A local time as an instant; the usual form of time, read without a column around it."""
    if naive.tzinfo is None:
        naive = naive.replace(tzinfo=zone_of(zone))
        if naive.astimezone(UTC).astimezone(naive.tzinfo).replace(tzinfo=None) != naive.replace(tzinfo=None):
            raise Unreadable("clock_gap")
    if not 1990 <= naive.year <= 2100:
        raise Unreadable("not_a_time")
    return naive.astimezone(UTC)


def _foreign(text: str, zone: str) -> datetime | None:
    """Forms that the dossier itself does not read: those of RFC 822, of X, and with the month first."""
    try:
        return datetime.strptime(text, _TWITTER).astimezone(UTC)
    except ValueError:
        pass
    if re.match(r"^(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d", text):
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            raise Unreadable("not_a_time") from None
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    for form in _AMERICAN:
        try:
            naive = datetime.strptime(text.replace("a.m.", "AM").replace("p.m.", "PM"), form)  # noqa: DTZ007  zone next
        except ValueError:
            continue
        return _written(naive.isoformat(), zone)
    return None
