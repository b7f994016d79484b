"""China's working days: swapped weekends, festivals, and the years that nobody knows yet."""

from datetime import date, timedelta

import polars as pl
import pytest

from plumbline.domain.errors import PlumblineError
from plumbline.series.working_days import (
    FIRST_DAY,
    LAST_DAY,
    CalendarUnknown,
    add_working_days,
    working_day_table,
    working_days_between,
    working_days_in,
)

NEW_YEARS_EVE_WEEK = date(2025, 1, 24)


def test_counts_the_days_after_the_first_up_to_the_last() -> None:
    assert working_days_between(date(2025, 3, 3), date(2025, 3, 10)) == 5
    assert working_days_between(date(2025, 3, 3), date(2025, 3, 4)) == 1
    assert working_days_between(date(2025, 3, 7), date(2025, 3, 9)) == 0


def test_a_sunday_worked_in_exchange_counts_and_the_festival_does_not() -> None:
    assert working_days_between(date(2025, 1, 25), date(2025, 1, 26)) == 1
    assert working_days_between(date(2025, 1, 27), date(2025, 2, 4)) == 0
    assert working_days_between(NEW_YEARS_EVE_WEEK, date(2025, 2, 10)) == 7


def test_no_working_day_lies_before_a_day_itself() -> None:
    assert working_days_between(date(2025, 3, 3), date(2025, 3, 3)) == 0
    assert working_days_between(date(2025, 3, 10), date(2025, 3, 3)) == 0


def test_the_nth_working_day_is_the_first_on_which_n_have_passed() -> None:
    for n in range(1, 40):
        reached = add_working_days(NEW_YEARS_EVE_WEEK, n)
        assert working_days_between(NEW_YEARS_EVE_WEEK, reached) == n
        assert working_days_between(NEW_YEARS_EVE_WEEK, reached - timedelta(days=1)) == n - 1
    assert add_working_days(NEW_YEARS_EVE_WEEK, 0) == NEW_YEARS_EVE_WEEK


def test_a_year_that_is_not_announced_is_an_error_that_names_the_year_and_the_way_out() -> None:
    after = LAST_DAY + timedelta(days=1)
    for ask in (
        lambda: working_days_between(LAST_DAY, after),
        lambda: add_working_days(LAST_DAY, 1),
        lambda: add_working_days(after, 1),
        lambda: working_days_between(FIRST_DAY - timedelta(days=1), LAST_DAY),
    ):
        with pytest.raises(CalendarUnknown, match="not known") as caught:
            ask()
        assert isinstance(caught.value, PlumblineError)
        assert f"{FIRST_DAY.year}–{LAST_DAY.year}" in str(caught.value)
        assert "help: update the calendar package" in str(caught.value)
    with pytest.raises(CalendarUnknown, match=str(after.year)):
        working_days_between(LAST_DAY, after)


def test_the_last_known_day_is_known() -> None:
    assert working_days_between(LAST_DAY - timedelta(days=7), LAST_DAY) in range(3, 7)


def test_columns_agree_with_single_days_and_are_null_where_nobody_knows() -> None:
    starts = [date(2025, 1, 20) + timedelta(days=n) for n in range(30)] * 2
    ends = [start + timedelta(days=n % 23 - 2) for n, start in enumerate(starts)]
    known = pl.DataFrame({"a": starts, "b": ends}).select(n=working_days_in(pl.col("a"), pl.col("b")))
    assert known["n"].to_list() == [working_days_between(a, b) for a, b in zip(starts, ends, strict=True)]
    unknown = pl.DataFrame({"a": [LAST_DAY, LAST_DAY, None], "b": [LAST_DAY, LAST_DAY + timedelta(days=1), LAST_DAY]})
    assert unknown.select(n=working_days_in(pl.col("a"), pl.col("b")))["n"].to_list() == [0, None, None]


def test_the_table_has_every_day_of_every_known_year_once() -> None:
    table = working_day_table()
    assert table["day"].to_list() == [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    assert table.schema == {"day": pl.Date(), "working": pl.Boolean(), "ordinal": pl.Int64()}
