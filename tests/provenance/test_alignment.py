"""Where a post stands in a known text and what it changed: places in the originals, whatever is around them."""

import random
import time

import pytest

from plumbline.provenance.alignment import NOTHING, align

STORY = (
    "澜州晚报讯 3月5日上午9时，云汀区双河镇的一座老粮仓失火，12人受伤。"
    "消防员用半个小时扑灭了明火，没有发现人为纵火的迹象。镇长王启明表示，全力救治伤员。目前，1,200名群众已经转移安置，学校照常上课。"
)


def changes(post: str, article: str) -> list[tuple[str, str]]:
    return [(change.post_text, change.article_text) for change in align(post, article).changed]


def test_a_text_stands_in_itself_without_a_change() -> None:
    found = align(STORY, STORY)
    assert (found.cover_pm, found.changed) == (1000, ())
    assert found.post_span == found.article_span == (0, len(STORY) - 1)


def test_what_shares_nothing_is_not_aligned() -> None:
    assert align("今天天气真好", STORY) == align("", STORY) == align(STORY, "") == NOTHING


def test_a_changed_number_name_and_negation_are_shown_whole() -> None:
    post = STORY.replace("12人", "17人").replace("启明", "启鸣").replace("没有发现", "发现")
    assert changes(post, STORY) == [("17", "12"), ("", "没有"), ("鸣", "明")]


def test_places_are_those_of_the_originals() -> None:
    post = "🔥🔥 #云汀发布# " + STORY.replace("12人", "１７人").replace("，", ", ") + " http://t.example/x"
    found = align(post, STORY)
    change = found.changed[0]
    assert post[change.post_start : change.post_end] == change.post_text == "１７"
    assert STORY[change.article_start : change.article_end] == change.article_text == "12"
    assert all(post[run.post_start] == STORY[run.article_start] for run in found.runs)


def test_punctuation_width_script_and_emoji_change_nothing() -> None:
    post = STORY.replace("，", "👉 ").replace("1,200", "1200").replace("9时", "９時").replace("云汀区", "雲汀區")
    assert changes(post, STORY) == []


def test_a_point_between_digits_counts() -> None:
    wide = "{}的河堤已经加固完毕，两岸种上了垂柳和芦苇，供市民散步"
    assert changes(wide.format("全长3.5公里"), wide.format("全长35公里")) == [("3.5", "35")]


def test_an_english_word_is_changed_as_a_whole() -> None:
    source = "The harbour office said on Tuesday that it approved the new timetable for the northern ferry route."
    assert changes(source.replace("approved", "improved"), source) == [("improved", "approved")]


def test_a_short_excerpt_is_found_in_a_long_text() -> None:
    letters = random.Random(7)
    article = "".join(chr(letters.randrange(0x4E00, 0x5E00)) for _ in range(10_000))
    post = list(article[6_000:6_230])
    post[100] = "Ж"
    found = align("".join(post), article)
    assert found.article_span == (6_000, 6_230)
    assert [(change.post_start, change.article_start) for change in found.changed] == [(100, 6_100)]


def test_passages_that_were_moved_or_left_out_are_no_riddle() -> None:
    first, second, third = STORY.split("。")[0] + "。", STORY.split("。")[1] + "。", STORY.split("。")[2] + "。"
    assert align(second + first, STORY).cover_pm == 1000
    left_out = align(first + third, STORY)
    assert left_out.cover_pm == 1000
    assert [change.post_text for change in left_out.changed if change.post_text.strip("。")] == []


def test_words_shared_by_chance_far_away_do_not_widen_the_passage() -> None:
    post = STORY.split("。")[0] + "。请关注云汀区人民政府办公室。"
    article = STORY + "其他消息若干。" * 40 + "云汀区人民政府办公室另行通知。"
    assert align(post, article).article_span[1] <= len(STORY)


@pytest.mark.parametrize(
    ("post", "article"),
    [
        ("啊" * 50_000, "啊" * 50_000),
        ("ab" * 25_000, "ab" * 25_000),
        ("abcdefghij" * 5_000, "abcdefghijk" * 4_500),
        (("ab" * 4 + "c") * 5_500, "ab" * 25_000),
        ("十" * 3 + "一二三四五六七八" * 6_000, "一二三四五六七八九" * 5_500),
    ],
    ids=["one letter", "two letters", "periods", "broken periods", "numerals"],
)
def test_hostile_texts_take_no_more_time_than_long_ones(post: str, article: str) -> None:
    started = time.process_time()
    align(post, article)
    assert time.process_time() - started < 3
