"""Times and days as people write them, turned into columns of Polars."""

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.domain.errors import UsageError

UTC_TIME = pl.Datetime("us", "UTC")
FIRST_YEAR, LAST_YEAR, LAST_YEAR_OF_A_DAY = 1990, 2100, 9999
"""Before 1990 nothing was posted: such a time is an empty clock. A day may lie far ahead (“valid until 9999-12-31”)."""
_BELIEVED = (datetime(FIRST_YEAR - 1, 12, 31, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, 23, 59, tzinfo=UTC))
_SECOND, _DAY = 1_000_000, 86_400_000_000
_QUARTER = 900 * _SECOND
_TIME = (
    r"(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})"
    r"(?:[:分](?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?秒?|分)?\s*(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?"
)
_WRITTEN = rf"^\s*(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?(?:[Tt\s日]\s*{_TIME})?\s*$"
_AFTER_DAY = r"日(\d)"
_COMPACT = r"^\s*(\d{4})(\d{2})(\d{2})(?:[Tt](\d{2})(\d{2})(\d{2}))?"
_MONTH = re.compile(r"^\s*(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})(?!\d))?")

Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def parse_times(text: pl.Series, timezone: str) -> tuple[pl.Series, pl.Series]:
    """Instants from text (String, no nulls): values (Datetime[us, UTC]) and codes of what is wrong (String, null =
    fine).

    ISO 8601 with ``T`` or a blank, seconds and fractions optional, and 2026/1/5 8:30 or 2026年1月5日 8:30. Without an
    offset the time is local in `timezone`; of an hour that comes twice the first counts, one that is skipped does not
    exist.
    """
    parts = _parts(text)
    code = _faults(parts, last_year=LAST_YEAR, unknown="not_a_time")
    micros = _micros(parts)
    good = code.is_null()
    local = pl.Series(micros).cast(pl.Datetime("us")).set(~good, None)
    zoned = parts["zone"].is_not_null()
    shifted = pl.Series(micros - _offsets(parts)).cast(UTC_TIME).set(~good, None)
    found = localised(local, timezone).zip_with(~zoned, shifted)
    gap = good & found.is_null()
    if gap.any():
        late = gap & parts["hour"].is_null()
        found = localised(local.dt.offset_by("1h"), timezone).zip_with(late, found)
        code = _coded(code, gap & found.is_null(), "clock_gap")
    return found, code


def parse_days(text: pl.Series, timezone: str) -> tuple[pl.Series, pl.Series]:
    """Natural days from text (String, no nulls): values (Date) and codes. `timezone` serves times with an offset."""
    parts = _parts(text)
    code = _faults(parts, last_year=LAST_YEAR_OF_A_DAY, unknown="not_a_day")
    moved = parts["zone"].is_not_null() | (parts["hour"] == "24").fill_null(value=False)
    far = moved & pl.Series(_number(parts, "year") > LAST_YEAR, dtype=pl.Boolean)
    code = _coded(code, far & code.is_null(), "out_of_range")
    good = code.is_null()
    micros = _micros(parts)
    plain = pl.Series(micros // _DAY).set(~good, None).cast(pl.Int32).cast(pl.Date)
    utc = pl.Series(micros - _offsets(parts)).cast(UTC_TIME).set(~good, None)
    return utc.dt.convert_time_zone(timezone).dt.date().zip_with(parts["zone"].is_not_null(), plain), code


def localised(naive: pl.Series, timezone: str) -> pl.Series:
    """Local times (Datetime[us]) as instants (Datetime[us, UTC]); skipped ones become null, doubled ones the first.

    Offsets only change on a quarter of an hour, so a long column is looked up by quarters instead of row by row.
    """
    quarters = naive.to_physical() // _QUARTER
    first, last = quarters.min(), quarters.max()
    if not isinstance(first, int) or not isinstance(last, int) or last - first > naive.len() // 4:
        zoned = naive.dt.replace_time_zone(timezone, non_existent="null", ambiguous="earliest")
        return zoned.dt.convert_time_zone("UTC").cast(UTC_TIME)
    table = pl.Series(np.arange(first, last + 1) * _QUARTER).cast(pl.Datetime("us"))
    zoned = table.dt.replace_time_zone(timezone, non_existent="null", ambiguous="earliest")
    offset = table.to_physical() - zoned.dt.convert_time_zone("UTC").to_physical()
    shift = offset[0] if offset.null_count() == 0 and offset.n_unique() == 1 else offset.gather(quarters - first)
    return (naive.to_physical() - shift).cast(UTC_TIME)


def out_of_range(times: pl.Series) -> pl.Series | None:
    """Which instants (Datetime[us, UTC]) lie outside the years that are believed in any zone; None if none does."""
    far = ~times.is_between(*_BELIEVED)
    return far if far.any() else None


def parse_as_of(text: str, timezone: str) -> datetime:
    """The moment that `text` names, aware; a date alone means the end of that natural day. UsageError if unreadable."""
    found, code = parse_times(pl.Series([text], dtype=pl.String), timezone)
    moment = found[0]
    if code[0] is not None or moment is None:
        raise UsageError(f"“{text}” is not a time", "as_of", "write a time like 2026-01-05T08:30:00+08:00 or a date")
    local: datetime = moment.astimezone(ZoneInfo(timezone))
    if _parts(pl.Series([text], dtype=pl.String))["hour"][0] is None:
        return local.replace(hour=23, minute=59, second=59, microsecond=999_999, fold=0)
    return local


def window(text: str | None) -> tuple[date | None, date | None]:
    """The days (first, last) to which an unreadable time still points: 30 February to that month; else (None, None)."""
    found = _MONTH.match(text or "")
    if not found:
        return None, None
    year, month, day = (int(part or 0) for part in found.groups())
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None, None
    length = calendar.monthrange(year, month)[1]
    if 1 <= day <= length:
        near = date(year, month, day)
        return near - timedelta(days=1), near + timedelta(days=1)
    return date(year, month, 1), date(year, month, length) + timedelta(days=1)


def _parts(text: pl.Series) -> pl.DataFrame:
    """One column of text for each part of a written time; all null where `text` is no time."""
    parts = text.str.extract_groups(_WRITTEN).struct.unnest()
    missed = parts["year"].is_null()
    if not missed.any():
        return parts
    again = text.filter(missed).str.normalize("NFKC").str.replace(_AFTER_DAY, "日 $1")
    again = again.str.replace(_COMPACT, "${1}-${2}-${3}T${4}:${5}:${6}").str.replace("T::", "", literal=True)
    row = missed.arg_true()
    fresh = again.str.extract_groups(_WRITTEN).struct.unnest()
    return parts.with_columns(parts[name].scatter(row, fresh[name]) for name in parts.columns)


def _number(parts: pl.DataFrame, name: str) -> Longs:
    return parts[name].cast(pl.Int64).fill_null(0).to_numpy()


def _faults(parts: pl.DataFrame, *, last_year: int, unknown: str) -> pl.Series:
    """What is wrong with each written time; null where nothing is."""
    year, month, day = (_number(parts, name) for name in ("year", "month", "day"))
    hour, minute, second = (_number(parts, name) for name in ("hour", "minute", "second"))
    midnight = (hour == 24) & (minute == 0) & (second == 0)
    code = pl.Series([None], dtype=pl.String).new_from_index(0, parts.height)
    code = _coded(
        code, ((hour > 23) & ~midnight) | (minute > 59) | (second > 59) | (_zone(parts) > 18 * 3600), "no_such_hour"
    )
    code = _coded(code, (year < FIRST_YEAR) | (year > last_year), "out_of_range")
    code = _coded(code, (month < 1) | (month > 12) | (day < 1) | (day > _length(year, month)), "no_such_day")
    return _coded(code, parts["year"].is_null(), unknown)


def _coded(code: pl.Series, where: pl.Series | Flags, name: str) -> pl.Series:
    mask = where if isinstance(where, pl.Series) else pl.Series(where, dtype=pl.Boolean)
    return code.set(mask, name)


def _length(year: Longs, month: Longs) -> Longs:
    """Days in each month."""
    lengths = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    days: Longs = lengths[np.clip(month, 1, 12) - 1] + (leap & (month == 2))
    return days


def _micros(parts: pl.DataFrame) -> Longs:
    """Microseconds since 1970-01-01 00:00 on the clock that the time was written by (days from civil date)."""
    year, month, day = (_number(parts, name) for name in ("year", "month", "day"))
    shifted = year - (month <= 2)
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
    seconds = _number(parts, "hour") * 3600 + _number(parts, "minute") * 60 + _number(parts, "second")
    fraction = parts["fraction"].fill_null("").str.pad_end(6, "0").str.head(6).cast(pl.Int64).to_numpy()
    total: Longs = days * _DAY + seconds * _SECOND + fraction
    return total


def _zone(parts: pl.DataFrame) -> Longs:
    """Size of the offset in seconds."""
    zone = (
        parts["zone"].str.replace_all(":", "", literal=True).str.to_uppercase().str.replace("Z", "+0000", literal=True)
    )
    hours = zone.str.slice(1, 2).cast(pl.Int64, strict=False).fill_null(0)
    minutes = zone.str.slice(3, 2).cast(pl.Int64, strict=False).fill_null(0)
    return (hours * 3600 + minutes * 60).to_numpy()


def _offsets(parts: pl.DataFrame) -> Longs:
    """Microseconds east of UTC as written; 0 where no offset is written."""
    west = parts["zone"].str.starts_with("-").fill_null(value=False).to_numpy()
    return np.where(west, -1, 1) * _zone(parts) * _SECOND
