"""Two ways of writing the same number, day or hour are equal; others are not."""

import pytest

from plumbline.provenance.quantities import Quantity, equal, quantities


def read(text: str, said_on: str = "") -> Quantity:
    found = quantities(text, said_on)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.2万元", "12,000元"), ("1.2万元", "一万二千元"), ("１２０人", "一百二十人"), ("37人", "37名"),
        ("5%", "百分之五"), ("三成", "30%"),
        ("3亿", "30000万"), ("二〇二五", "2025"), ("第三", "第3"), ("twelve", "12"), ("1.2 million", "1,200,000"),
        ("12 percent", "12%"), ("1/4", "25%"),
        ("3月5日", "三月五日"), ("2025年3月5日", "3月5日"), ("2025-03-05", "2025年3月5日"), ("5 March", "March 5"),
        ("周三", "星期三"), ("下午3时", "15:00"), ("下午3点半", "15时30分"), ("3:00 pm", "15:00"),
        ("3时", "15:00"), ("晚8点", "20:00"),
        ("约1200人", "1186人"), ("近4万", "36218"), ("3.6万", "36218"), ("36.2%", "36.24%"), ("1000余人", "1042人"),
    ],
)  # fmt: skip
def test_the_same_in_another_way_is_equal(one: str, other: str) -> None:
    assert equal(read(one), read(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("37人", "73人"), ("1.2万元", "1200元"), ("5%", "8%"), ("三成", "五成"),
        ("3.5", "35"), ("twelve", "20"),
        ("3月5日", "3月6日"), ("2025年3月5日", "2024年3月5日"), ("周三", "周四"),
        ("下午3时", "上午3时"), ("9:30", "9:00"),
        ("约1200人", "约2100人"), ("3.6万", "63218"), ("近4万", "近7万"), ("第三", "第四"),
    ],
)  # fmt: skip
def test_what_differs_is_not_equal(one: str, other: str) -> None:
    assert not equal(read(one), read(other))


def test_today_is_a_day_where_it_is_known_when_it_was_said() -> None:
    assert equal(read("今日", "2025-03-05"), read("3月5日"))
    assert equal(read("昨天", "2025-03-01"), read("2月28日"))
    assert not equal(read("今日", "2025-03-05"), read("3月6日"))
    assert equal(read("今日"), read("3月6日"))


def test_a_share_and_a_number_cannot_be_compared() -> None:
    assert equal(read("5%"), read("8"))


def test_places_are_those_of_the_original() -> None:
    text = "共　１，２００ 人"
    found = quantities(text)[0]
    assert text[found.start : found.end] == found.written == "１，２００"


@pytest.mark.parametrize(
    "text", ["千" * 5_000, "1," * 20_000, "一" * 20_000, "1/" * 20_000, "99月99日", "三十十", "0/0"]
)
def test_nonsense_is_read_without_harm(text: str) -> None:
    assert isinstance(quantities(text, "2025-03-05"), tuple)
