"""What counts as a time, and what it means."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.domain.errors import UsageError
from plumbline.dossier.times import localised, parse_as_of, parse_days, parse_times, window

SHANGHAI = "Asia/Shanghai"
HALF_PAST_EIGHT = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)


def instant(text: str, timezone: str = SHANGHAI) -> datetime | str | None:
    """The instant that a text names, or the code of what is wrong with it."""
    values, codes = parse_times(pl.Series([text]), timezone)
    return codes[0] or values[0]


def day(text: str, timezone: str = SHANGHAI) -> date | str | None:
    values, codes = parse_days(pl.Series([text]), timezone)
    return codes[0] or values[0]


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05T08:30:00+08:00", "2026-01-05T08:30:00+0800", "2026-01-05 08:30:00 +08", "2026-01-05T00:30:00Z",
        "2026-01-05T00:30:00z", "2026-01-05T08:30", "2026-01-05 08:30:00", "2026-01-05 8:30", "2026/1/5 8:30",
        "2026.1.5 8:30:00", "2026年1月5日 8:30", "2026年1月5日8:30", "2026年1月5日8时30分",
        "2026年01月05日 08时30分00秒",
        "20260105T083000", "２０２６-01-05 08：30", " 2026-01-05 08:30 ", "2026-01-05T08:30:00.000",
    ],
)  # fmt: skip
def test_one_moment_may_be_written_in_many_ways(text: str) -> None:
    assert instant(text) == HALF_PAST_EIGHT


def test_a_time_without_an_offset_is_local_in_the_dossiers_timezone() -> None:
    assert instant("2026-01-05T08:30", "Europe/Berlin") == datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


def test_a_date_alone_is_the_beginning_of_that_day() -> None:
    assert instant("2026-01-05") == datetime(2026, 1, 4, 16, tzinfo=UTC)
    assert instant("20260105") == instant("2026年1月5日") == instant("2026-01-05")


def test_fractions_of_a_second_are_kept_to_the_microsecond() -> None:
    assert instant("2026-01-05T08:30:00.1234567") == HALF_PAST_EIGHT + timedelta(microseconds=123_456)


def test_midnight_may_be_written_as_24_o_clock() -> None:
    assert instant("2026-01-05 24:00") == instant("2026-01-06 00:00")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-30", "no_such_day"), ("2025-02-29 08:00", "no_such_day"), ("2026-13-01", "no_such_day"),
        ("2026-00-10", "no_such_day"), ("2026-04-31T00:00:00Z", "no_such_day"), ("2026-01-05 25:00", "no_such_hour"),
        ("2026-01-05 24:01", "no_such_hour"), ("2026-01-05 08:60", "no_such_hour"), ("1970-01-01", "out_of_range"),
        ("2026-01-05T08:30:00+25:00", "no_such_hour"), ("2999-01-01", "out_of_range"), ("昨天", "not_a_time"),
        ("46027.35", "not_a_time"),
        ("1767573000", "not_a_time"), ("", "not_a_time"), ("2026-01-05-06", "not_a_time"), ("26-01-05", "not_a_time"),
    ],
)  # fmt: skip
def test_what_is_no_time_is_told_apart_by_why(text: str, why: str) -> None:
    assert instant(text) == why


def test_29_february_exists_in_a_leap_year_only() -> None:
    assert day("2024-02-29") == date(2024, 2, 29)
    assert day("2100-02-29") == "no_such_day"


def test_an_hour_skipped_by_summer_time_does_not_exist() -> None:
    assert instant("2026-03-08 02:30", "America/New_York") == "clock_gap"
    assert instant("2026-03-08 03:30", "America/New_York") == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert instant("2026-03-08T02:30:00-05:00", "America/New_York") == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first() -> None:
    assert instant("2026-11-01 01:30", "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_day_whose_midnight_is_skipped_still_begins() -> None:
    assert instant("2018-11-04", "America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_a_day_is_taken_in_the_dossiers_timezone() -> None:
    assert day("2026-01-05T23:30:00Z") == date(2026, 1, 6)
    assert day("2026-01-05T23:30:00") == date(2026, 1, 5)


def test_a_day_may_stand_for_ever() -> None:
    assert day("9999-12-31") == date(9999, 12, 31)
    assert day("9999-12-31T23:00:00-08:00") == "out_of_range"
    assert day("9999-12-31 24:00") == "out_of_range"


@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 12, 31)), st.integers(-720, 720))  # noqa: DTZ001  a bare clock
def test_what_python_writes_is_read_back(moment: datetime, minutes: int) -> None:
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    written = f"{moment.isoformat()}{sign}{size // 60:02d}:{size % 60:02d}"
    assert instant(written) == (moment - timedelta(minutes=minutes)).replace(tzinfo=UTC)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_says_why_not(text: str) -> None:
    values, codes = parse_times(pl.Series([text]), SHANGHAI)
    assert (values[0] is None) == (codes[0] is not None)
    values, codes = parse_days(pl.Series([text]), SHANGHAI)
    assert (values[0] is None) == (codes[0] is not None)


@pytest.mark.parametrize("timezone", ["America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_a_long_column_is_localised_like_a_short_one(timezone: str) -> None:
    start = datetime(2026, 3, 7, 22)  # noqa: DTZ001  a bare clock
    naive = pl.Series([start + timedelta(seconds=37 * step) for step in range(5_000)])
    slow = naive.dt.replace_time_zone(timezone, non_existent="null", ambiguous="earliest").dt.convert_time_zone("UTC")
    assert localised(naive, timezone).eq_missing(slow).all()


def test_as_of_a_date_means_the_end_of_that_day() -> None:
    assert parse_as_of("2026-01-05", SHANGHAI) == datetime(2026, 1, 5, 15, 59, 59, 999_999, tzinfo=UTC)


def test_as_of_a_time_means_that_moment() -> None:
    assert parse_as_of("2026-01-05T08:30", SHANGHAI) == HALF_PAST_EIGHT
    assert parse_as_of("2026-01-05T00:00", SHANGHAI) == datetime(2026, 1, 4, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2026-02-30", "yesterday"])
def test_as_of_what_is_no_time_says_how_to_write_one(text: str) -> None:
    with pytest.raises(UsageError, match="is not a time"):
        parse_as_of(text, SHANGHAI)


def test_an_unreadable_time_still_points_to_its_month() -> None:
    assert window("2026-02-30") == (date(2026, 2, 1), date(2026, 3, 1))
    assert window("2026年2月30日 8:30") == (date(2026, 2, 1), date(2026, 3, 1))


def test_an_unreadable_hour_still_points_to_its_day() -> None:
    assert window("2026-01-05 25:10") == (date(2026, 1, 4), date(2026, 1, 6))


@pytest.mark.parametrize("text", ["2026-13-01", "昨天", "", None, "1970-01-01"])
def test_other_unreadable_times_may_be_any_day(text: str | None) -> None:
    assert window(text) == (None, None)
