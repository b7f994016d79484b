"""The follower map with its rectangle, and how the profiles of a cohort lie beside those of its neighbours."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from plumbline.reports.plot_axes import (
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Frame,
    box,
    dots,
    linear,
    round_ticks,
    shortened,
    text,
    texts,
    year_ticks,
)  # fmt: skip

HEIGHT, SMALL = 230, 84
FIELDS = {
    "posts": ("发布数", "posts"), "followers": ("粉丝数", "followers"), "following": ("关注数", "following"),
    "likes": ("点赞数", "likes"), "name_digits": ("名称数字", "digits in name"),
}  # fmt: skip


def follower_map(shown: Mapping[str, Any]) -> tuple[Markup, float]:
    """The drawing and its height."""
    points = [(float(place), date.fromisoformat(day).toordinal()) for place, day in shown["points"]]
    days = [date.fromordinal(int(day)) for _, day in points]
    last = max(place for place, _ in points)
    frame = Frame(0, HEIGHT, linear(0, last), linear(min(days).toordinal(), max(days).toordinal()))
    block = shown["rectangle"]
    low, high = (date.fromisoformat(block[name]).toordinal() for name in ("from_on", "to_on"))
    mark = box("mark", frame.x(block["from_position"]), frame.at(low), frame.x(block["to_position"]), frame.at(high))
    drawn = [
        frame.drawn(round_ticks(last), year_ticks(days)),
        dots("dot", ((frame.x(place), frame.at(day)) for place, day in points)),
        mark,
        texts(
            "axis", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 1, "关注次序（1 为最早）", "order of following (1 came first)"
        ),
    ]
    small, height = _histograms(shown["histograms"])
    return Markup("").join(drawn) + small, HEIGHT + height


def _histograms(fields: list[Mapping[str, Any]]) -> tuple[Markup, float]:
    parts = [_histogram(field, HEIGHT + 14 + number * SMALL) for number, field in enumerate(fields[:4])]
    return Markup("").join(parts), SMALL * len(parts) + 14 * bool(parts)


def _histogram(field: Mapping[str, Any], y: float) -> Markup:
    """Shares of the cohort (filled) and of its neighbours (outlined) in each bin."""
    ours, theirs = field["cohort"], field["neighbours"]
    whole, others = max(sum(ours), 1), max(sum(theirs), 1)
    bins, width = len(ours), (WIDTH - LEFT - RIGHT) / max(len(ours), 1)
    top = max([*(count / whole for count in ours), *(count / others for count in theirs)])
    bottom, tall = y + SMALL - 26, SMALL - 26 - TOP
    zh, en = FIELDS.get(field["field"], (field["field"], field["field"]))
    parts = [texts("title", LEFT, y + 4, zh, en, "start")]
    for number in range(bins):
        left = LEFT + number * width
        for kind, count, size in (("ours", ours[number], whole), ("theirs", theirs[number], others)):
            if count:
                parts.append(box(kind, left + 1, bottom, left + width - 1, bottom - tall * count / size / top))
        parts.append(text("tick", left, bottom + 11, shortened(field["edges"][number])))
    return Markup("").join(parts)


def told(shown: Mapping[str, Any], lang: str) -> str:
    """What a lay person reads under the map."""
    block, counted, expected = shown["rectangle"], shown["counted"], shown["expected_c"] / 100
    first, last = block["from_on"], block["to_on"]
    if lang == "zh":
        return (
            "每点为一名关注者：越靠右关注越晚，越靠上注册越晚。"
            f"框内有 {counted} 名注册于 {first} 至 {last}，按次序、注册时段和账龄推算应有 {expected:g} 名。"
            "下方小图：实心为框内，空心为前后同龄关注者，不足20人的并档。"
            "须先排除：热点事件、集中推广、平台向新用户推荐、账号合并。图上看不出是谁所为。"
        )
    return (
        "Each dot is a follower: the further right, the later they followed; the higher, the later they registered. "
        f"In the frame {counted} registered from {first} to {last}; order, time and age of accounts would lead one to "
        f"expect {expected:g}. Below: filled, those in the frame; outlined, others of the same age around them; bins "
        "under 20 people are merged. Rule out first: a news event, a drive, a recommendation to beginners, "
        "a merged account. Nobody can see here who did it."
    )
