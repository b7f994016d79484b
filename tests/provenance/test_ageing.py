"""An older text that is sent again: news gone stale, or a text that may be sent at any time."""

from datetime import date

import pytest

from plumbline.domain.provenance import OWN, Origin
from plumbline.domain.wording import Utterance
from plumbline.provenance.ageing import adds_its_own, is_annual, is_recurring, is_whole, ties
from plumbline.text.reading import Reading

SAID_ON = date(2025, 8, 20)
NOTICE = "今天上午，柳湾渡口临时停航，请改走上游的石桥。"


def earlier(text: str, published_on: str = "2025-08-01", cover_pm: int = 1000) -> Origin:
    return Origin("posts", published_on, "a", "青溪发布", OWN, text, cover_pm, cover_pm, 30, None, published_on)


def reading(text: str, *origins: Origin) -> Reading:
    return Reading(Utterance(text, said_on=SAID_ON.isoformat()), origins=origins)


def test_words_of_the_day_that_both_texts_hold_tie_them_to_it() -> None:
    assert ties(reading(NOTICE), earlier(NOTICE), SAID_ON).moment


def test_words_of_the_day_that_only_the_post_holds_do_not() -> None:
    assert not ties(reading(NOTICE), earlier("柳湾渡口临时停航，请改走上游的石桥。"), SAID_ON).moment


def test_words_of_the_day_in_a_hashtag_do_not() -> None:
    text = "#今天上午看什么# 柳湾渡口的老照片"
    assert not ties(reading(text), earlier(text), SAID_ON).moment


def test_a_date_that_is_over_ties_and_one_to_come_does_not() -> None:
    over, ahead = "8月2日柳湾渡口停航", "8月2日至8月30日柳湾渡口停航"
    assert ties(reading(over), earlier(over), SAID_ON).over
    assert not ties(reading(ahead), earlier(ahead), SAID_ON).over


@pytest.mark.parametrize("own", ["8月19日停航", "20时停航", "周三停航", "停航3班，增开4班"])
def test_a_date_an_hour_or_several_numbers_of_its_own_make_it_a_new_notice(own: str) -> None:
    assert adds_its_own(reading(f"柳湾渡口{own}"), earlier("柳湾渡口停航"))


@pytest.mark.parametrize("own", ["停航", "停航，详询12345"])
def test_no_number_or_a_single_one_does_not(own: str) -> None:
    assert not adds_its_own(reading(f"柳湾渡口{own}"), earlier("柳湾渡口停航"))


def test_the_same_frame_on_two_earlier_days_is_recurring_and_twice_on_one_day_is_not() -> None:
    two = (earlier(NOTICE, "2025-08-01"), earlier(NOTICE, "2025-08-11", 600))
    same = (earlier(NOTICE, "2025-08-01"), earlier(NOTICE, "2025-08-01"))
    assert is_recurring(reading(NOTICE, *two), two, SAID_ON, least_pm=500, least_days=2)
    assert not is_recurring(reading(NOTICE, *same), same, SAID_ON, least_pm=500, least_days=2)


@pytest.mark.parametrize("age", [350, 365, 735])
def test_about_whole_years_apart_is_annual(age: int) -> None:
    assert is_annual(reading(NOTICE), age, SAID_ON)


@pytest.mark.parametrize("age", [20, 300, 550])
def test_any_other_time_apart_is_not(age: int) -> None:
    assert not is_annual(reading(NOTICE), age, SAID_ON)


def test_the_old_year_in_the_text_speaks_against_a_yearly_notice() -> None:
    assert not is_annual(reading("2024年8月25日起，柳湾渡口停航。"), 365, SAID_ON)


def test_a_shorter_text_in_the_same_frame_is_not_the_whole() -> None:
    assert is_whole(reading(NOTICE), earlier(NOTICE), 800)
    assert not is_whole(reading("今天上午，柳湾渡口临时停航。"), earlier(NOTICE), 800)
