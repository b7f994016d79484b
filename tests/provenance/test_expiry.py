"""Whether a text that was written for certain days is over."""

from datetime import date

import pytest

from plumbline.provenance.expiry import is_over

FIRST_ON, SAID_ON = date(2025, 4, 1), date(2025, 6, 10)


@pytest.mark.parametrize(
    "text",
    [
        "琴房4月3日至20日闭馆",
        "缴费截止到4月20日",
        "2025年4月3日上午停水",
        "the hall is closed until 20 april",
    ],
)
def test_a_text_whose_days_all_lie_behind_is_over(text: str) -> None:
    assert is_over(text, FIRST_ON, SAID_ON, urgent=False)


@pytest.mark.parametrize(
    "text",
    [
        "琴房闭馆",
        "琴房4月3日至8月20日闭馆",
        "办法4月3日起施行",
        "4月3日起周末开放夜市",
        "4月3日开展,长期有效",
        "1998年4月3日建馆",
        "农历四月初三",
    ],
)
def test_without_a_day_with_one_ahead_of_law_of_what_goes_on_and_of_history_it_is_not(text: str) -> None:
    assert not is_over(text, FIRST_ON, SAID_ON, urgent=False)


def test_of_urgent_matters_a_beginning_is_enough_but_not_of_a_law() -> None:
    assert is_over("4月3日起老桥封闭", FIRST_ON, SAID_ON, urgent=True)
    assert not is_over("封闭管理办法4月3日起施行", FIRST_ON, SAID_ON, urgent=True)


def test_without_its_year_a_day_comes_again_and_with_the_old_year_it_does_not() -> None:
    later = date(2026, 1, 20)
    assert not is_over("考试于4月3日举行", FIRST_ON, later, urgent=False)
    assert is_over("2025年考试于4月3日举行", FIRST_ON, later, urgent=False)
