"""Cells as exports write them: counts, percentages, ids and times, told apart from what cannot be read."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.importers import cells
from plumbline.importers.cells import Unreadable

BEIJING = "Asia/Shanghai"
NOON = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)


def code(reader: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(Unreadable) as refused:
        reader(*arguments)
    return refused.value.code


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12), ("1,234", 1234), ("1.2万", 12_000), ("3.45w", 34_500), ("1亿", 100_000_000), ("2.5k", 2500),
        ("10万+", 100_000), ("100000+", 100_000), ("0", 0), (7, 7), ("\t12\u200b", 12), ("1.0", 1), ("３", 3),
        ("-1", None), (-1, None), ("", None), ("--", None), ("暂无", None), (None, None), ("null", None),
    ],
)  # fmt: skip
def test_counts_are_whole_numbers_or_not_given(cell: object, number: int | None) -> None:
    assert cells.count(cell) == number


@pytest.mark.parametrize("cell", ["many", "1.5", "1.23456万", "12人", True, "1e9", "１２a", "∞", "0x10"])
def test_what_is_no_whole_number_is_no_count(cell: object) -> None:
    assert code(cells.count, cell) == "not_a_count"


@given(st.integers(0, 10**12))
def test_every_whole_number_is_read_back_however_it_is_grouped(number: int) -> None:
    for text in (str(number), f"{number:,}", f" {number}\t", f"{number}.0"):
        assert cells.count(text) == number


@given(st.text(max_size=12))
def test_no_text_makes_a_cell_fall_over(text: str) -> None:
    for read in (cells.count, cells.percent, cells.identity):
        with suppress(Unreadable):
            read(text)
    for zoned in (cells.moment, cells.day):
        with suppress(Unreadable):
            zoned(text, BEIJING)


@pytest.mark.parametrize(("cell", "number"), [("12%", 12.0), ("12.5％", 12.5), ("7", 7.0), ("", None), ("-1", None)])
def test_percentages_have_a_sign_or_none(cell: str, number: float | None) -> None:
    assert cells.percent(cell) == number


@pytest.mark.parametrize("cell", ["nan%", "inf", "half"])
def test_what_is_no_percentage_is_told(cell: str) -> None:
    assert code(cells.percent, cell) == "not_a_number"


@given(st.integers(1, 10**20))
def test_ids_stay_as_they_are_to_the_last_digit(number: int) -> None:
    for text in (str(number), f"'{number}", f"{number}\t", f"\ufeff{number}"):
        assert cells.identity(text) == str(number)


@pytest.mark.parametrize("cell", ["4.99432E+15", "4.9943E15", "5e+15", 4.5, 1.8e18])
def test_ids_that_a_spreadsheet_rounded_are_spoilt(cell: object) -> None:
    assert code(cells.identity, cell) == "spoilt_id"


@pytest.mark.parametrize("cell", ["OaBc1E5x", "1e5a", "e10", "5.04"])
def test_ids_that_only_look_like_it_are_not(cell: str) -> None:
    assert cells.identity(cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-05 08:30:00", "2026-01-05T08:30+08:00", "2026/1/5 8:30", "2026年1月5日 8:30", "1767573000",
        "1767573000000", "Mon, 05 Jan 2026 00:30:00 GMT", "05 Jan 2026 00:30:00 +0000",
        "Mon Jan 05 00:30:00 +0000 2026", "2026-01-05T00:30:00Z", "01/05/2026 8:30 AM", "01/05/2026 8:30 a.m.",
    ],
)  # fmt: skip
def test_one_moment_in_all_its_spellings(cell: str) -> None:
    assert cells.moment(cell, BEIJING) == NOON


@given(st.integers(800_000_000, 3_800_000_000))
def test_every_moment_is_read_back_from_iso_8601(seconds: int) -> None:
    whole = datetime.fromtimestamp(seconds, ZoneInfo("Asia/Tokyo"))
    for text in (whole.isoformat(), whole.astimezone(UTC).isoformat().replace("+00:00", "Z")):
        assert cells.moment(text, BEIJING) == whole
    assert cells.moment(whole.strftime("%Y-%m-%d %H:%M:%S"), "Asia/Tokyo") == whole


@pytest.mark.parametrize("cell", ["刚刚", "昨天 08:30", "3分钟前", "2小时前", "just now", "5 hours ago"])
def test_a_relative_time_says_no_moment(cell: str) -> None:
    assert code(cells.moment, cell, BEIJING) == "relative_time"


@pytest.mark.parametrize("cell", ["soon", "2026-02-30 08:00", "25:00", "31/31/2026", "99999999999999"])
def test_what_is_no_time_is_told(cell: str) -> None:
    assert code(cells.moment, cell, BEIJING) == "not_a_time"


def test_an_hour_that_summer_time_skips_does_not_exist() -> None:
    assert code(cells.moment, "2026-03-08 02:30", "America/New_York") == "clock_gap"
    assert cells.moment("2026-03-08 03:30", "America/New_York") == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_days_are_those_of_the_zone() -> None:
    assert cells.day("20260105", BEIJING) == date(2026, 1, 5)
    assert cells.day("2026-01-04T17:00:00Z", BEIJING) == date(2026, 1, 5)
    assert cells.day(str(int((NOON - timedelta(hours=10)).timestamp())), BEIJING) == date(2026, 1, 4)
    assert cells.day("-", BEIJING) is None
