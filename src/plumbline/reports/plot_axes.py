"""Axes of a plot as SVG: a frame with round ticks, in a drawing 360 units wide that is legible on a phone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10

from markupsafe import Markup

WIDTH = 360
LEFT, RIGHT, TOP, BELOW = 46, 16, 8, 30
_LINE = Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>')
_RECT = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
_TEXT = Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
_PATH = Markup('<path class="{}" d="{}"/>')


@dataclass(frozen=True)
class Frame:
    """A panel: `y` where it begins in the drawing, its `height`, and how values become places (0 to 1)."""

    y: float
    height: float
    across: Callable[[float], float]
    up: Callable[[float], float]

    def x(self, value: float) -> float:
        """Where a value lies from the left."""
        return LEFT + self.across(value) * (WIDTH - LEFT - RIGHT)

    def at(self, value: float) -> float:
        """Where a value lies from the top."""
        return self.y + TOP + (1 - self.up(value)) * (self.height - TOP - BELOW)

    @property
    def floor(self) -> float:
        """Where the panel ends."""
        return self.y + self.height - BELOW

    def drawn(self, xs: Iterable[tuple[float, str]], ys: Iterable[tuple[float, str]]) -> Markup:
        """The axes with labelled ticks."""
        parts = [_RECT.format("panel", LEFT, self.y + TOP, WIDTH - LEFT - RIGHT, self.height - TOP - BELOW)]
        for value, label in ys:
            parts += [line("grid", LEFT, self.at(value), WIDTH - RIGHT, self.at(value)),
                      text("tick", LEFT - 4, self.at(value) + 3.5, label, "end")]  # fmt: skip
        for value, label in xs:
            parts += [line("tick", self.x(value), self.floor, self.x(value), self.floor + 4),
                      text("tick", self.x(value), self.floor + 14, label)]  # fmt: skip
        return Markup("").join(parts)


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A straight line of a CSS class."""
    return _LINE.format(kind, x1, y1, x2, y2)


def box(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A rectangle between two corners, at least two units wide and high."""
    left, top = min(x1, x2), min(y1, y2)
    return _RECT.format(kind, left, top, max(abs(x2 - x1), 2), max(abs(y2 - y1), 2))


def text(kind: str, x: float, y: float, words: str, anchor: str = "middle") -> Markup:
    """A label."""
    return _TEXT.format(kind, x, y, anchor, words)


def texts(kind: str, x: float, y: float, zh: str, en: str, anchor: str = "middle") -> Markup:
    """A label in both languages, of which the page shows one."""
    return text(f"{kind} zh", x, y, zh, anchor) + text(f"{kind} en", x, y, en, anchor)


def path(kind: str, points: Iterable[tuple[float, float]], *, closed: bool = False) -> Markup:
    """A line through points; nothing for fewer than two."""
    places = [f"{x:.1f} {y:.1f}" for x, y in points]
    return _PATH.format(kind, f"M{'L'.join(places)}{'z' if closed else ''}") if len(places) > 1 else Markup("")


def dots(kind: str, points: Iterable[tuple[float, float]]) -> Markup:
    """Points as one path of short strokes with round ends."""
    strokes = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in points)
    return _PATH.format(kind, strokes) if strokes else Markup("")


def linear(low: float, high: float) -> Callable[[float], float]:
    """Places between 0 and 1 for values from `low` to `high`."""
    span = (high - low) or 1.0
    return lambda value: (value - low) / span


def logarithmic(low: float, high: float) -> Callable[[float], float]:
    """The same on a logarithmic scale; values below 1 are taken as 1."""
    place = linear(log10(max(low, 1)), log10(max(high, 10)))
    return lambda value: place(log10(max(value, 1)))


def round_ticks(high: float, number: int = 4) -> list[tuple[float, str]]:
    """Round numbers from 0 to `high`."""
    step = 10 ** floor(log10(max(high, 1) / number)) if high > 0 else 1.0
    step = next((step * m for m in (1, 2, 5, 10) if high / (step * m) <= number), step * 10)
    step = max(step, 1)
    return [(value * step, shortened(value * step)) for value in range(int(high // step) + 1)]


def power_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Powers of ten."""
    first, last = floor(log10(max(low, 1))), floor(log10(max(high, 10)))
    return [(10.0**power, shortened(10.0**power)) for power in range(first, last + 1)]


def year_ticks(days: Sequence[date]) -> list[tuple[float, str]]:
    """First days of years, at most eight."""
    years = range(min(days).year + 1, max(days).year + 1)
    step = max(1, -(-len(years) // 8))
    return [(date(year, 1, 1).toordinal(), str(year)) for year in years[::step]]


def month_ticks(days: Sequence[date]) -> list[tuple[float, str]]:
    """First days of months, at most six."""
    firsts = sorted({day.replace(day=1) for day in days if day.replace(day=1) >= min(days)})
    step = max(1, -(-len(firsts) // 6))
    return [
        (day.toordinal(), f"{day:%Y-%m}" if number == 0 else f"{day:%m}") for number, day in enumerate(firsts[::step])
    ]


def shortened(value: float) -> str:
    """1,500 as 1.5k, 2,000,000 as 2M."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
