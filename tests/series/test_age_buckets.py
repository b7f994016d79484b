"""Age buckets are compared only where their edges meet."""

import pytest

from plumbline.series.age_buckets import Ages, ages_of, common_edges, edges, share_below

WEIBO = ["0-17", "18-24", "25-29", "30-34", "35-39", "40-49", "50-59", "60+"]
DOUYIN = ["1-23", "24-30", "31-40", "41-50", "50-"]
YOUTUBE = ["13-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65-"]


@pytest.mark.parametrize(
    ("bucket", "ages"),
    [
        ("18-24", Ages(18, 25)), ("18~24岁", Ages(18, 25)), ("<18", Ages(0, 18)), ("<=25", Ages(0, 26)),
        ("60+", Ages(60, None)), ("60岁以上", Ages(60, None)), ("50-", Ages(50, None)), (">=65", Ages(65, None)),
        ("24岁以下", None), ("未知", None), ("24-18", None),
    ],
)  # fmt: skip
def test_reads_a_bucket_only_where_its_words_are_plain(bucket: str, ages: Ages | None) -> None:
    assert ages_of(bucket) == ages


def test_edges_of_two_platforms_meet_where_they_meet_and_nowhere_else() -> None:
    assert common_edges([WEIBO, YOUTUBE]) == (18, 25, 35)
    assert edges(DOUYIN) == (24, 31, 41), "41-50 and 50- overlap"
    assert common_edges([WEIBO, DOUYIN]) == ()
    assert common_edges([DOUYIN, ["0-23", "24-40", "41+"]]) == (24, 41)


def test_a_share_is_given_only_at_an_edge() -> None:
    people = list(zip(YOUTUBE, [10, 30, 30, 10, 10, 5, 5], strict=True))
    assert share_below(people, 25) == pytest.approx(0.4)
    assert share_below(people, 24) is None


def test_buckets_with_a_hole_are_not_added_up() -> None:
    assert edges(["0-17", "25-34", "35+"]) is None
    assert share_below([("0-17", 1), ("25+", 1)], 18) is None
