"""Gain and reads on one axis of time; likes against reads with the band of peers; the course of one post."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from plumbline.reports.plot_axes import (
    LEFT,
    RIGHT,
    WIDTH,
    Frame,
    box,
    dots,
    linear,
    logarithmic,
    month_ticks,
    path,
    power_ticks,
    round_ticks,
    texts,
)  # fmt: skip

PANEL, TALL = 140, 236
WORDS = {
    "reads": ("阅读数", "reads"), "likes": ("点赞数", "likes"), "reposts": ("转发数", "reposts"),
    "comments": ("评论数", "comments"), "followers": ("关注数", "followers"),
}  # fmt: skip


def growth(shown: Mapping[str, Any]) -> tuple[Markup, float]:
    """Two panels: what was gained each day, and the reads."""
    days = [date.fromisoformat(day) for day in shown["dates"]]
    panels = [("gain", ("每日新增关注", "followers gained a day"))]
    panels += [("reads", ("每日阅读", "reads a day"))] * any(value is not None for value in shown["reads"])
    parts = [_panel(shown, name, title, days, number * PANEL) for number, (name, title) in enumerate(panels)]
    return Markup("").join(parts), PANEL * len(panels)


def _panel(shown: Mapping[str, Any], name: str, title: tuple[str, str], days: Sequence[date], y: float) -> Markup:
    values = [(day.toordinal(), value) for day, value in zip(days, shown[name], strict=True) if value is not None]
    top = max((value for _, value in values), default=1) or 1
    low = min(0, *(value for _, value in values)) if values else 0
    frame = Frame(y, PANEL, linear(days[0].toordinal(), days[-1].toordinal()), linear(low, 1.2 * top))
    parts = [frame.drawn(month_ticks(days), round_ticks(top, 3))]
    for kind, spans in (("declared", shown["declared"]), ("marked", shown["marked"])):
        for span in spans:
            begin, end = (date.fromisoformat(span[side]) for side in ("from", "to"))
            if end >= days[0] and begin <= days[-1]:
                left, right = (frame.x(max(days[0], min(day, days[-1])).toordinal()) for day in (begin, end))
                parts.append(box(kind, left - 1, y + 8, right + 1, frame.floor))
    parts.append(path("curve", ((frame.x(day), frame.at(value)) for day, value in values)))
    parts.append(texts("title", LEFT + 4, y + 20, *title, "start"))
    return Markup("").join(parts)


def growth_told(shown: Mapping[str, Any], lang: str) -> str:
    """What a lay person reads under the two panels."""
    spans = "、".join(f"{span['from']}–{span['to']}" for span in shown["marked"])
    if lang == "zh":
        return (
            f"底色标出的日期（{spans}）新增关注多于星期、阅读和平台共同涨跌所能解释的数量；斜纹为已报备的活动。"
            "须先排除：热点信息、扫码或线下活动、平台推荐、账号合并。这只是线索。"
        )
    return (
        f"Tinted days ({spans.replace('、', ', ')}): more followers than weekday, reads and the platform's own tide "
        "explain; striped: declared campaigns. Rule out first: a viral post, a QR-code drive or event, a "
        "recommendation, a merged account. It is a hint, no more."
    )


def engagement(shown: Mapping[str, Any]) -> tuple[Markup, float]:
    """Posts as dots, old months pale and new ones dark, over the band of the peers."""
    points, band = shown["points"], shown["band"]
    across = [point[0] for point in points] + [row[0] for row in band]
    up = [point[1] for point in points] + [value for row in band for value in row[1:]]
    frame = Frame(0, TALL, logarithmic(min(across), max(across)), logarithmic(min(up), max(up)))
    x_ticks, y_ticks = power_ticks(min(across), max(across)), power_ticks(min(up), max(up))
    parts = [frame.drawn(x_ticks, y_ticks)]
    if band:
        edge = [(frame.x(row[0]), frame.at(row[3])) for row in band]
        edge += [(frame.x(row[0]), frame.at(row[1])) for row in reversed(band)]
        parts += [path("band", edge, closed=True),
                  path("middle", ((frame.x(row[0]), frame.at(row[2])) for row in band))]  # fmt: skip
    months = max((point[2] for point in points), default=0) + 1
    for shade in range(3):
        mine = [p for p in points if min(2, 3 * p[2] // months) == shade]
        parts.append(dots(f"dot old{shade}", ((frame.x(p[0]), frame.at(p[1])) for p in mine)))
    zh, en = (f"{WORDS.get(shown['x'], (shown['x'],) * 2)[n]}" for n in (0, 1))
    up_zh, up_en = WORDS.get(shown["y"], (shown["y"],) * 2)
    parts += [texts("axis", (LEFT + WIDTH - RIGHT) / 2, TALL - 1, zh, en),
              texts("title", LEFT + 4, 20, up_zh, up_en, "start")]  # fmt: skip
    return Markup("").join(parts), TALL


def engagement_told(shown: Mapping[str, Any], lang: str) -> str:
    """What a lay person reads under the dots."""
    (x_zh, x_en), (y_zh, y_en) = (WORDS.get(shown[axis], (shown[axis],) * 2) for axis in ("x", "y"))
    months = shown["months"]
    span = f"{months[0][:7]} – {months[-1][:7]}" if months else ""
    if lang == "zh":
        return (
            f"每点为一条信息：横轴{x_zh}，纵轴{y_zh}，均为对数；颜色由浅到深为由早到晚（{span}）。"
            "带状区域为同类账号十分之八的信息所在范围。须先排除：抽奖、合作方推广、热点、大号转发。"
        )
    return (
        f"Each dot is a post: {x_en} across, {y_en} up, both on a log scale; pale is old, dark is new ({span}). Eight "
        "in ten posts of peers lie in the band. Rule out first: a prize draw, a partner's campaign, a viral post, a "
        "large account's repost."
    )


def curve(shown: Mapping[str, Any]) -> tuple[Markup, float]:
    """The cumulative share of one post's reactions over its age, in the fan of other accounts' posts."""
    minutes, shares, fan = shown["minutes"], shown["share_pm"], shown["fan"]
    last = max(minutes)
    frame = Frame(0, TALL, linear(0, last), linear(0, 1000))
    hours = [(hour * 60.0, str(hour)) for hour in range(0, last // 60 + 1, max(1, last // 60 // 8))]
    parts = [frame.drawn(hours, [(0, "0"), (250, "25%"), (500, "50%"), (750, "75%"), (1000, "100%")])]
    if fan:
        edge = [(frame.x(row[0]), frame.at(row[3])) for row in fan]
        edge += [(frame.x(row[0]), frame.at(row[1])) for row in reversed(fan)]
        parts += [path("band", edge, closed=True),
                  path("middle", ((frame.x(row[0]), frame.at(row[2])) for row in fan))]  # fmt: skip
    course = [(0, 0), *zip(minutes, shares, strict=True)]
    parts.append(path("curve", ((frame.x(minute), frame.at(share)) for minute, share in course)))
    zh, en = "发布后小时", "hours after publication"
    parts.append(texts("axis", (LEFT + WIDTH - RIGHT) / 2, TALL - 1, zh, en))
    return Markup("").join(parts), TALL


def curve_told(shown: Mapping[str, Any], lang: str) -> str:
    """What a lay person reads under the curve, with the texts that were repeated."""
    repeated = "；".join(f"“{words}”×{times}" for words, times in shown["repeated"])
    if lang == "zh":
        more = f"反复出现的文字：{repeated}。" if repeated else ""
        return (
            "实线为该条信息的互动随时间的累积，带状区域为其他账号信息的常见范围。自然传播先快后慢，"
            f"长时间匀速上升是需要核实的特征。{more}须先排除：直播、平台推送、大号转发、报备的活动、粉丝团。"
        )
    more = f"Texts that came again and again: {repeated.replace('；', '; ')}. " if repeated else ""
    return (
        "The line is how the post's reactions added up; in the band lie most posts of other accounts. What spreads by "
        f"itself is fast first and slow later; hours at an even rate are a mark to look into. {more}Rule out first: a "
        "live event, a push notification, a large account's repost, a declared campaign, a fan club."
    )
