"""Repeated words count only where people could have had their own."""

import polars as pl
import pytest

from plumbline.text.repeated_texts import Said, core, own_words, repeats, without_names
from plumbline.text.repeated_under_posts import repeated_under_posts

PRAISE = "政府办事效率真高,点赞"
PEOPLE = [Said(f"今天第{number}次路过这里{chr(0x4E00 + number * 7)}了", f"k{number}") for number in range(100)]


def test_the_same_words_of_different_people_are_repeats() -> None:
    said = [Said(PRAISE, f"f{number}") for number in range(60)] + PEOPLE[:40]
    found = repeats(own_words(said, "今日要闻"), 100)
    assert found is not None
    assert (found.texts, found.exact_pm, found.often) == (100, 590, ((PRAISE, 60),))


def test_punctuation_and_emoticons_do_not_make_words_different() -> None:
    assert core("政府办事,效率真高!!") == core("政府办事 效率真高[赞][赞]") == "政府办事效率真高"


@pytest.mark.parametrize(
    "text",
    ["转发微博", "Repost", "[心][心][心]", "👍👍👍👍👍", "顶!", "@张三 @李四", "//@王五:说得好啊各位", "#全民阅读#"],
)
def test_what_a_platform_fills_in_or_says_nothing_does_not_count(text: str) -> None:
    assert core(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "我已参与全民阅读活动",
        "打卡第3天继续坚持",
        "来看看#全民阅读#的好书",
        "全民阅读从我做起",
        "I've joined the pledge",
    ],
)
def test_a_button_the_posts_hashtag_or_its_own_words_are_innocent(text: str) -> None:
    assert own_words([Said(text)], "#全民阅读# 全民阅读,从我做起") == []


def test_one_person_who_says_it_ten_times_says_it_once() -> None:
    assert len(own_words([Said(PRAISE, "k")] * 10, "")) == 1
    assert len(own_words([Said(PRAISE)] * 10, "")) == 10


def test_fewer_texts_than_the_fixed_number_say_nothing() -> None:
    assert repeats(own_words(PEOPLE[:99], ""), 100) is None


def test_people_who_speak_for_themselves_do_not_repeat() -> None:
    found = repeats(own_words(PEOPLE, ""), 100)
    assert found is not None
    assert found.exact_pm == 0


def test_nearly_the_same_words_are_counted_apart() -> None:
    words = own_words([Said(f"为家乡的发展感到由衷骄傲{end}") for end in "甲乙丙丁"], "")
    found = repeats(words, 4)
    assert found is not None
    assert (found.exact_pm, found.near_pm) == (0, 1000)


def test_a_text_of_two_people_is_not_shown_and_names_and_numbers_never_are() -> None:
    two = [Said(PRAISE, "k1"), Said(PRAISE, "k2")]
    assert repeats(own_words(two, ""), 2).often == ()  # type: ignore[union-attr]
    assert repeats(own_words([Said(PRAISE)] * 19, ""), 2).often == ()  # type: ignore[union-attr]
    assert repeats(own_words([Said(PRAISE)] * 20, ""), 2).often == ((PRAISE, 20),)  # type: ignore[union-attr]
    assert without_names("支持@张三 电话13800138000 https://t.cn/x") == "支持@… 电话…"


def test_the_custom_of_an_accounts_readers_does_not_count() -> None:
    posts = [f"p{number}" for number in range(5)]
    rows = [
        ("a", post, f"{text}", f"k{at}", at, "正文") for post in posts for at, text in enumerate(["守护我们的主播"] * 3)
    ]
    rows += [("a", "p0", PRAISE, f"j{at}", 10 + at, "正文") for at in range(3)]
    said = pl.DataFrame(rows, schema=["account_id", "post_id", "text", "actor_key", "at", "post"], orient="row")
    assert repeated_under_posts(said, 3).select("post_id", "exact_pm").rows() == [("p0", 666)]
