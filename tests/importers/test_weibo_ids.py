"""One post of Weibo has one key, whether a tool took down its number, its word, or its address."""

from datetime import UTC, datetime

import polars as pl
import pytest

from plumbline.importers.bilibili_ids import video_id
from plumbline.importers.cells import Unreadable
from plumbline.importers.post_addresses import post_of_address
from plumbline.importers.weibo_ids import moment_of, number_of_word, of_address, post_id
from plumbline.series.id_clocks import weibo_number

PAIRS = [("z0JH2lOMb", "3501756485200075"), ("z8ElgBLeQ", "3520617028999724")]


@pytest.mark.parametrize(("word", "number"), PAIRS)
def test_a_word_is_its_number(word: str, number: str) -> None:
    assert number_of_word(word) == number
    assert post_id(None, word) == post_id(number) == post_id(word) == post_id(f"{number}\t", word) == number


@pytest.mark.parametrize(("word", "number"), PAIRS)
def test_the_clock_in_ids_reads_words_the_same_way(word: str, number: str) -> None:
    assert str(pl.select(weibo_number(pl.lit(word))).item()) == number


def test_what_is_no_word_stays_as_it_is() -> None:
    assert number_of_word("zzzz") is None
    assert number_of_word("zZZZZZZZZ") is None
    assert post_id(None, "xyz_12") == "xyz_12"
    assert post_id("", " ") is None


def test_a_number_that_a_spreadsheet_has_spoilt_is_known_by_its_word() -> None:
    assert post_id("3.50175648520008E+15", "z0JH2lOMb") == "3501756485200075"
    assert post_id("3501756485200070", "z0JH2lOMb") == "3501756485200075"
    with pytest.raises(Unreadable, match="spoilt_id"):
        post_id("3.50175648520008E+15")
    with pytest.raises(Unreadable, match="not_an_id"):
        post_id("not an id")


def test_a_number_that_is_whole_is_believed_beside_another_word() -> None:
    assert post_id("4900000000000001", "z0JH2lOMb") == "4900000000000001"


def test_the_number_says_when_the_post_was_made() -> None:
    at = moment_of("3501756485200075")
    assert at is not None
    assert at.date() == datetime(2012, 10, 16, tzinfo=UTC).date()
    assert moment_of("12345") is None
    assert moment_of("xyz") is None


def test_addresses_of_posts_say_post_and_account() -> None:
    assert of_address("https://weibo.com/5044281310/z0JH2lOMb?from=page") == ("3501756485200075", "5044281310")
    assert of_address("https://m.weibo.cn/detail/3501756485200075") == ("3501756485200075", None)
    assert of_address("https://m.weibo.cn/status/z0JH2lOMb") == ("3501756485200075", None)
    assert of_address("https://weibo.com/u/5044281310") == (None, None)
    assert of_address("https://weibo.com.evil.example/5044281310/z0JH2lOMb") == (None, None)


@pytest.mark.parametrize(
    ("number", "word"),
    [("170001", "BV17x411w7KC"), ("455017605", "BV1Q541167Qg"), ("111298867365120", "BV1L9Uoa9EUx")],
)
def test_a_video_of_bilibili_has_one_id(number: str, word: str) -> None:
    assert video_id(number) == video_id(f"av{number}") == video_id(word) == word
    assert video_id(f"https://www.bilibili.com/video/av{number}/") == word


def test_what_names_no_video_has_no_id() -> None:
    assert video_id("abc") is None
    assert video_id("0") is None


@pytest.mark.parametrize(
    ("address", "post"),
    [
        ("https://weibo.com/5044281310/z0JH2lOMb", "3501756485200075"),
        ("https://www.bilibili.com/video/BV17x411w7KC?spm=1", "BV17x411w7KC"),
        ("https://t.bilibili.com/900000000000000001", "900000000000000001"),
        ("https://www.douyin.com/video/7300000000000000001", "7300000000000000001"),
        ("https://www.kuaishou.com/short-video/3xabcdefg", "3xabcdefg"),
        ("https://www.toutiao.com/article/7300000000000000002/", "7300000000000000002"),
        ("https://x.com/lanzhou_example/status/1800000000000000001", "1800000000000000001"),
        ("yt:video:abcdefghij_", "abcdefghij_"),
        ("https://mastodon.example/@office/115000000000000001", "115000000000000001"),
        ("https://news.example.gov.cn/2026/0105/1.html", None),
        ("https://lanzhou.example/a/123", None),
    ],
)
def test_addresses_tell_the_platforms_own_ids(address: str, post: str | None) -> None:
    assert post_of_address(address) == post
