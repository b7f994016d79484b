"""Days as people write them, and what they can mean around the day of writing."""

from datetime import date

import pytest

from plumbline.provenance.written_days import written_days

SAID_ON = date(2024, 3, 7)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("将于2024年3月5日举行", date(2024, 3, 5)),
        ("去年12月3日", date(2023, 12, 3)),
        ("今年4月1日起", date(2024, 4, 1)),
        ("on 5 march 2024", date(2024, 3, 5)),
        ("by march 6th, 2024", date(2024, 3, 6)),
    ],
)
def test_a_day_with_its_year_means_one_day(text: str, meant: date) -> None:
    assert [day.full(SAID_ON) for day in written_days(text)] == [meant]


@pytest.mark.parametrize(
    "text", ["5号线开通", "前7日内有效", "农历3月3日", "9.5日元", "2021年2月30日", "3月32日", "13月2日"]
)
def test_what_only_looks_like_a_day_means_none(text: str) -> None:
    assert not any(day.full(SAID_ON) for day in written_days(text))


def test_a_day_without_its_year_may_be_of_last_year_or_of_next() -> None:
    (day,) = written_days("12月31日")
    assert day.full(SAID_ON) is None
    assert day.near(SAID_ON) == (date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))


def test_a_day_without_its_month_may_be_of_last_month_or_of_next() -> None:
    (day,) = written_days("(29日)")
    assert day.near(SAID_ON) == (date(2024, 2, 29), date(2024, 3, 29), date(2024, 4, 29))


def test_both_days_of_a_range_are_read() -> None:
    assert [(day.month, day.day) for day in written_days("3月1日至5日")] == [(3, 1), (None, 5)]
