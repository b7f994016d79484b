"""Plots of the report: what they show, what they say under it, and what they keep to themselves."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from plumbline.reports.plot import plot
from plumbline.reports.plot_axes import power_ticks, round_ticks

FOLLOWER_MAP = {
    "kind": "follower_map", "points": [[place, f"20{10 + place // 100}-03-01"] for place in range(1, 900, 9)],
    "rectangle": {"from_position": 300, "to_position": 420, "from_on": "2013-03-01", "to_on": "2013-03-08"},
    "counted": 197, "expected_c": 40,
    "histograms": [{"field": "posts", "edges": [0, 1, 10, 100], "cohort": [150, 40, 0], "neighbours": [30, 60, 90]}],
}  # fmt: skip
GROWTH = {
    "kind": "growth", "dates": [f"2026-03-{day:02d}" for day in range(1, 29)], "gain": [5, None, *([7] * 26)],
    "reads": [None] * 28, "marked": [{"from": "2026-03-10", "to": "2026-03-12", "detector": "burst"}],
    "declared": [{"from": "2025-01-01", "to": "2025-01-03", "kind": "drive"}], "band_low": [], "band_high": [],
}  # fmt: skip
ENGAGEMENT = {
    "kind": "engagement", "x": "reads", "y": "likes", "months": ["2026-01-01", "2026-02-01"],
    "points": [[100, 5, 0], [0, 0, 1], [90_000, 900, 1]], "band": [[10, 1, 2, 4], [100_000, 300, 900, 2_000]],
}  # fmt: skip
CURVE = {
    "kind": "curve", "minutes": [60, 120, 180], "share_pm": [300, 600, 1000],
    "fan": [[60, 400, 600, 800], [180, 900, 950, 1000]],
    "repeated": [["支持<b>家乡</b>", 14]],
}  # fmt: skip
KINDS = (FOLLOWER_MAP, GROWTH, ENGAGEMENT, CURVE)
each_kind = pytest.mark.parametrize("shown", KINDS, ids=lambda shown: shown["kind"])


def drawn(shown: dict[str, Any]) -> str:
    return str(plot(json.dumps(shown), "p1"))


@each_kind
def test_a_plot_is_well_formed_needs_nothing_else_and_has_a_caption_in_both_languages(shown: dict[str, Any]) -> None:
    figure = ElementTree.fromstring(drawn(shown))  # noqa: S314  our own markup
    svg = next(iter(figure))
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "p1"
    caption = figure.find("figcaption")
    assert caption is not None
    assert [part.get("lang") for part in caption] == ["zh-CN", "en"]
    assert not re.search(r"href|url\(|style=|<script|onload", drawn(shown))


@each_kind
def test_every_number_lies_inside_the_drawing(shown: dict[str, Any]) -> None:
    figure = ElementTree.fromstring(drawn(shown))  # noqa: S314  our own markup
    width, height = map(float, str(next(iter(figure)).get("viewBox")).split()[2:])
    for place in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn(shown)):
        assert -1 <= float(place[0]) <= width + 1
        assert -1 <= float(place[1]) <= height + 1


@each_kind
def test_the_innocent_explanations_stand_beside_it(shown: dict[str, Any]) -> None:
    assert "须先排除" in drawn(shown)
    assert "Rule out first" in drawn(shown)


def test_the_map_says_how_many_and_how_many_were_to_be_expected() -> None:
    assert "197" in drawn(FOLLOWER_MAP)
    assert "expect 0.4" in drawn(FOLLOWER_MAP)


def test_words_of_the_dossier_are_escaped() -> None:
    assert "<b>" not in drawn(CURVE)
    assert "&lt;b&gt;" in drawn(CURVE)


def test_reads_that_nobody_has_make_no_panel() -> None:
    assert "每日阅读<" not in drawn(GROWTH)
    assert "每日阅读<" in drawn({**GROWTH, "reads": [1] * 28})


def test_without_an_exhibit_or_without_data_there_is_no_plot() -> None:
    assert plot(None, "p") == ""
    assert plot(json.dumps({**CURVE, "minutes": []}), "p") == ""


@pytest.mark.parametrize(
    ("high", "labels"), [(0, ["0"]), (3, ["0", "1", "2", "3"]), (950, ["0", "500"]), (2_400_000, ["0", "1M", "2M"])]
)
def test_ticks_are_round(high: float, labels: list[str]) -> None:
    assert [label for _, label in round_ticks(high)] == labels


def test_log_ticks_are_powers_of_ten() -> None:
    assert [label for _, label in power_ticks(30, 20_000)] == ["10", "100", "1k", "10k"]
