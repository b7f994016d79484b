"""The way of a filing and of an account, as plain data."""

from datetime import date

import pytest

from plumbline.workflow.account import FILING, HAND_OVER, KINDS, STATUS, first_closing_day, first_reopening_day
from plumbline.workflow.graph import NotNow


def test_a_filing_waits_is_decided_once_and_may_come_back_mended() -> None:
    assert FILING.start == "filed"
    assert FILING.step("return", "filed").target == "returned"
    assert FILING.step("file_again", "returned").target == "filed"
    assert FILING.ended("approved")
    with pytest.raises(NotNow):
        FILING.step("approve", "withdrawn")


def test_an_account_is_announced_before_it_is_closed() -> None:
    with pytest.raises(NotNow):
        STATUS.step("close", "active")
    assert STATUS.step(STATUS.step("announce", "active").name, "suspended").target == "closing"
    assert STATUS.step("close", "closing").target == "closed"
    assert [step.name for step in STATUS.open("closed")] == ["reopen"]


def test_every_step_of_an_account_is_a_kind_of_filing_with_words_in_both_languages() -> None:
    assert {step.name for step in STATUS.steps} | {"open"} == set(KINDS)
    assert all(text.zh and text.en for text in (*KINDS.values(), *HAND_OVER.values()))


def test_a_notice_of_fifteen_working_days_steps_over_the_weekends() -> None:
    assert first_closing_day(date(2026, 11, 23), 15) == date(2026, 12, 14)


def test_a_notice_over_the_national_holiday_takes_longer() -> None:
    assert first_closing_day(date(2026, 9, 25), 15) > date(2026, 10, 20)


def test_the_guard_against_reopening_ends_on_its_last_day() -> None:
    assert first_reopening_day(date(2026, 11, 1), 90) == date(2027, 1, 30)
