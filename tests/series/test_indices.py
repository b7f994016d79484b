"""Indices of reach: the published formulas, by hand."""

from math import log

import pytest

from plumbline.series.indices import INDICES

WECHAT = {
    "days": 30, "posts": 20, "reads": 60_000, "likes": 300, "wows": 90, "headline_reads": 45_000, "headline_wows": 60,
    "headline_likes": 200, "most_reads": 9_000, "most_wows": 20, "most_likes": 50,
}  # fmt: skip


def test_wci_is_the_square_of_four_weighted_logarithms() -> None:
    whole = 0.85 * log(2_001) + 0.09 * log(31) + 0.06 * log(101)
    each = 0.85 * log(3_001) + 0.09 * log(46) + 0.06 * log(151)
    head = 0.85 * log(1_501) + 0.09 * log(21) + 0.06 * log(200 / 3 + 1)
    peak = 0.85 * log(9_001) + 0.09 * log(201) + 0.06 * log(501)
    by_hand = (0.6 * whole + 0.2 * each + 0.1 * head + 0.1 * peak) ** 2 * 10
    assert INDICES["wci-14.2"].value(WECHAT) == pytest.approx(by_hand, abs=0.01)


def test_weibo_index_by_hand() -> None:
    figures = {"posts": 99, "reposts": 999, "comments": 99, "likes": 9_999}
    by_hand = 160 * (0.2 * log(100) + 0.8 * (0.4 * log(1_000) + 0.4 * log(100) + 0.2 * log(10_000)))
    assert INDICES["weibo-2024"].value(figures) == pytest.approx(by_hand, abs=0.01)


def test_more_reads_never_lower_an_index() -> None:
    for name in ("wci-14.2", "wechat-2024"):
        assert INDICES[name].value({**WECHAT, "reads": 120_000}) > INDICES[name].value(WECHAT)


def test_a_missing_figure_is_named_and_not_taken_as_nought() -> None:
    assert INDICES["wci-14.2"].missing({**WECHAT, "wows": None}) == ("wows",)
    assert INDICES["wechat-2024"].missing(WECHAT) == ()


def test_a_period_without_a_post_has_index_nought() -> None:
    assert INDICES["weibo-2024"].value({"posts": 0, "reposts": 0, "comments": 0, "likes": 0}) == 0


@pytest.mark.parametrize("wrong", [{"days": 0}, {"reads": -1}])
def test_impossible_figures_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="not negative"):
        INDICES["wechat-2024"].value({**WECHAT, **wrong})


def test_every_index_says_where_it_was_published() -> None:
    assert all(index.source and index.needs for index in INDICES.values())
