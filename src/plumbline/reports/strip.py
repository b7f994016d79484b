"""A strip of posting days as SVG: one cell a day, silent gaps bracketed, days that nobody watched hatched."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from markupsafe import Markup

from plumbline.reports.days import LENGTH, Days, Gap, silent_days
from plumbline.reports.saying import MONTHS

TOP, TALL, HEIGHT = 26, 30, 78
"""Pixels: where the cells begin, how high they are, and the whole strip."""
_LEVELS = ((1, "a", 15), (3, "b", 22), (None, "c", TALL))
"""Posts a day at most, the shade, and the height of the bar: more posts, darker and higher."""
_NARROWEST_LABEL, _RIGHT, _LAST_MONTH = 8, 0.93 * LENGTH, 0.78 * LENGTH
"""In days: the narrowest bracket with a label, from where labels hang on the edge, the last month's name."""

_GROUP = Markup('<svg y="{}" width="100%" height="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>')
_PATH = Markup('<path class="{}" d="{}"/>')
_HATCH = Markup('<rect class="hatch" x="{}" y="{}" width="{}" height="{}"/>')
_TEXT = Markup('<text class="{} {}" x="{}" y="{}" text-anchor="{}">{}</text>')
_LINE = Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>')
_GROUND = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
_SVG = Markup('<svg class="strip{}" role="img" aria-labelledby="{}" width="100%" height="{}">{}</svg>')


def strip(days: Days, label: str) -> Markup:
    """The strip; `label` is the id of the element whose text says the same in words."""
    parts = [_hatches(days), _grounds(days), _cells(days), _brackets(days), _months(days), _limit(days)]
    return _SVG.format("" if days.gaps else " calm", label, HEIGHT, Markup("").join(parts))


def _cells(days: Days) -> Markup:
    ground = Markup('<path class="ground" d="M0 {}h{}"/>').format(TALL, LENGTH)
    bars = [_bars(days, low, most, shade, height) for (low, most, shade, height) in _bands()]
    hollow = "".join(f"M{_index(day, days)}.2 {TALL}v-7h.6v7" for day in sorted(days.uncounted) if _hollow(day, days))
    parts = [ground, *bars, _PATH.format("u", hollow) if hollow else Markup("")]
    return _GROUP.format(TOP, TALL, LENGTH, TALL, Markup("").join(parts))


def _bands() -> Iterator[tuple[int, int | None, str, int]]:
    low = 1
    for most, shade, height in _LEVELS:
        yield low, most, shade, height
        low = (most or 0) + 1


def _bars(days: Days, low: int, most: int | None, shade: str, height: int) -> Markup:
    chosen = sorted(
        day for day, posts in days.published.items() if day >= days.first and posts >= low and posts <= (most or posts)
    )
    path = "".join(f"M{_index(day, days)}.1 {TALL}v-{height}h.8v{height}z" for day in chosen)
    return _PATH.format(shade, path) if path else Markup("")


def _hollow(day: date, days: Days) -> bool:
    return day >= days.first and day not in days.published


def _hatches(days: Days) -> Markup:
    indexes = sorted(_index(day, days) for day in days.unwatched if day >= days.first)
    starts = [index for before, index in pairwise([-9, *indexes]) if index != before + 1]
    ends = [index + 1 for index, after in pairwise([*indexes, LENGTH + 9]) if after != index + 1]
    return Markup("").join(
        _HATCH.format(_x(start), TOP, _x(end - start), TALL) for start, end in zip(starts, ends, strict=True)
    )


def _grounds(days: Days) -> Markup:
    """A tint behind the silent days."""
    return Markup("").join(
        _GROUND.format("quiet" + _blind(gap, days), _x(left), TOP, _x(right - left), TALL)
        for gap, (left, right) in ((gap, _reach(gap, days)) for gap in days.gaps)
    )


def _brackets(days: Days) -> Markup:
    return Markup("").join(_bracket(gap, days) for gap in days.gaps)


def _bracket(gap: Gap, days: Days) -> Markup:
    left, right = _reach(gap, days)
    blind = _blind(gap, days)
    ends = [_LINE.format("gap" + blind, _x(at), _x(at), 16, 24) for at in (left, right)]
    line = _LINE.format("gap" + blind, _x(left), _x(right), 20, 20)
    return Markup("").join([line, *ends, _gap_label(gap, left, right, doubt="?" if blind else "")])


def _reach(gap: Gap, days: Days) -> tuple[int, int]:
    inside = silent_days(gap, days)
    return _index(inside[0], days), _index(inside[-1], days) + 1


def _blind(gap: Gap, days: Days) -> str:
    """The CSS class, after a space, of a gap that was not watched throughout."""
    return " blind" if days.unwatched.intersection(silent_days(gap, days)) else ""


def _gap_label(gap: Gap, left: int, right: int, *, doubt: str) -> Markup:
    """How long the gap is, above its bracket; nothing where the part that is shown is too narrow for it."""
    if right - left < _NARROWEST_LABEL:
        return Markup("")
    middle = (left + right) / 2
    index, anchor = (LENGTH, "end") if middle > _RIGHT else (middle, "middle")
    if middle < LENGTH - _RIGHT:
        index, anchor = 0, "start"
    least = "" if gap.last else "≥"
    return _texts("gap", index, anchor, 12, f"{least}{gap.days}天{doubt}", f"{least}{gap.days} days{doubt}")


def _months(days: Days) -> Markup:
    firsts = [day for day in (days.first + timedelta(n) for n in range(LENGTH)) if day.day == 1]
    bottom = TOP + TALL
    ticks = [_LINE.format("tick", _x(_index(day, days)), _x(_index(day, days)), bottom, bottom + 5) for day in firsts]
    return Markup("").join([*ticks, *(_month(day, _index(day, days)) for day in firsts)])


def _month(day: date, index: int) -> Markup:
    """The month's name, unless the label of the limit stands there."""
    if index > _LAST_MONTH:
        return Markup("")
    return _texts("month", index, "start", HEIGHT - 6, f"{day.month}月", MONTHS[day.month - 1][:3])


def _limit(days: Days) -> Markup:
    """The line on the right of which a post must lie."""
    if days.limit is None or days.limit >= LENGTH:
        return Markup("")
    index = LENGTH - 1 - days.limit
    line = _LINE.format("limit", _x(index), _x(index), TOP - 4, TOP + TALL + 5)
    return line + _texts("limit", index, "middle", HEIGHT - 6, f"{days.limit}天线", f"{days.limit}-day line")


def _texts(kind: str, index: float, anchor: str, y: int, zh: str, en: str) -> Markup:
    """A label in both languages, of which the page shows one."""
    parts = (_TEXT.format(kind, lang, _x(index), y, anchor, text) for lang, text in (("zh", zh), ("en", en)))
    return Markup("").join(parts)


def _index(day: date, days: Days) -> int:
    return (day - days.first).days


def _x(index: float) -> str:
    return f"{100 * index / LENGTH:.2f}%"
