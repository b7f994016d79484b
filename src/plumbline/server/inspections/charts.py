"""The chart of a finding in one language, and its numbers as a table."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from plumbline.reports.plot import plot
from plumbline.reports.plot_series import WORDS
from plumbline.rulebook.model import Text

Rows = Sequence[Sequence[Any]]
_OTHER = {
    "zh": re.compile(r'<span class="en" lang="en">.*?</span>|<text class="[^"]* en"[^>]*>.*?</text>', re.DOTALL),
    "en": re.compile(r'<span class="zh" lang="zh-CN">.*?</span>|<text class="[^"]* zh"[^>]*>.*?</text>', re.DOTALL),
}
"""The reports draw in both languages and hide one; a page of the desk holds only its own."""
_STRIPES = (
    '<svg width="0" height="0" aria-hidden="true" focusable="false"><defs><pattern id="hatch" patternUnits='
    '"userSpaceOnUse" width="5" height="5" patternTransform="rotate(45)"><rect width="1.4" height="5" fill="#8a93a0"/>'
    "</pattern></defs></svg>"
)
"""Declared campaigns are striped; a stylesheet cannot point at a pattern of the page."""


@dataclass(frozen=True)
class Chart:
    """The drawing with its sentence, and headings and rows of its numbers."""

    drawing: SafeString
    heads: Sequence[Text]
    rows: Rows


def chart(exhibit: str, number: str, lang: str) -> Chart | None:
    """The chart of an exhibit (JSON, as runs keep it); None where there is none."""
    drawn = plot(exhibit or None, number)
    if not drawn:
        return None
    shown = json.loads(exhibit)
    heads, rows = _TABLES[shown["kind"]](shown)
    one = _OTHER[lang].sub("", str(drawn)).replace('class="declared"', 'class="declared" fill="url(#hatch)"')
    return Chart(mark_safe(_STRIPES + one), heads, rows)  # noqa: S308  escaped when it was drawn


def _growth(shown: Mapping[str, Any]) -> tuple[Sequence[Text], Rows]:
    heads = (Text(zh="日期", en="day"), Text(zh="新增关注", en="followers gained"), Text(zh="阅读", en="reads"),
             Text(zh="备注", en="note"))  # fmt: skip
    rows = zip(shown["dates"], shown["gain"], shown["reads"], strict=True)
    return heads, [[day, _number(gain), _number(reads), _note(shown, day)] for day, gain, reads in rows]


def _note(shown: Mapping[str, Any], day: str) -> Text | str:
    spans = {
        "marked": Text(zh="超出可解释的范围", en="more than can be explained"),
        "declared": Text(zh="已报备活动", en="declared campaign"),
    }
    for kind, words in spans.items():
        if any(span["from"] <= day <= span["to"] for span in shown[kind]):
            return words
    return ""


def _engagement(shown: Mapping[str, Any]) -> tuple[Sequence[Text], Rows]:
    """By month: how many posts, and the middle of both counts."""
    across, up = (Text(zh=zh, en=en) for zh, en in (WORDS.get(shown[axis], (shown[axis],) * 2) for axis in ("x", "y")))
    middles = (Text(zh=f"{one.zh}中位数", en=f"median {one.en}") for one in (across, up))
    heads = (Text(zh="月份", en="month"), Text(zh="信息数", en="posts"), *middles)
    rows = []
    for number, month in enumerate(shown["months"]):
        points = [point for point in shown["points"] if point[2] == number]
        if points:
            rows.append([month[:7], len(points), _number(median(p[0] for p in points)),
                         _number(median(p[1] for p in points))])  # fmt: skip
    return heads, rows


def _curve(shown: Mapping[str, Any]) -> tuple[Sequence[Text], Rows]:
    heads = (Text(zh="发布后小时", en="hours after publication"), Text(zh="已到互动占比", en="share of reactions"),
             Text(zh="其他账号常见占比", en="usual share elsewhere"))  # fmt: skip
    usual = {row[0]: f"{row[1] / 10:g}%–{row[3] / 10:g}%" for row in shown["fan"]}
    rows = zip(shown["minutes"], shown["share_pm"], strict=True)
    return heads, [[f"{minute / 60:g}", f"{share / 10:g}%", usual.get(minute, "—")] for minute, share in rows]


def _follower_map(shown: Mapping[str, Any]) -> tuple[Sequence[Text], Rows]:
    """By quarter of registration: how many of the followers drawn, and how many of them in the frame."""
    heads = (Text(zh="注册季度", en="registered in quarter"), Text(zh="图中关注者", en="followers drawn"),
             Text(zh="其中在框内次序的", en="of them at the places of the frame"))  # fmt: skip
    block, counts = shown["rectangle"], dict[str, list[int]]()
    for place, day in shown["points"]:
        on = date.fromisoformat(day)
        found = counts.setdefault(f"{on.year}-Q{(on.month + 2) // 3}", [0, 0])
        found[0] += 1
        found[1] += (
            block["from_position"] <= place <= block["to_position"] and block["from_on"] <= day <= block["to_on"]
        )
    return heads, [[quarter, *found] for quarter, found in sorted(counts.items())]


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:,.0f}"


_TABLES: Mapping[str, Callable[[Mapping[str, Any]], tuple[Sequence[Text], Rows]]] = {
    "growth": _growth, "engagement": _engagement, "curve": _curve, "follower_map": _follower_map,
}  # fmt: skip
