"""Plots for report.html, each a self-contained SVG with a sentence under it that a lay person can read."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from plumbline.reports.markup import said
from plumbline.reports.plot_axes import WIDTH
from plumbline.reports.plot_followers import follower_map, told
from plumbline.reports.plot_series import curve, curve_told, engagement, engagement_told, growth, growth_told

Shown = Mapping[str, Any]
_FIGURE = Markup(
    '<figure class="plot"><svg role="img" aria-labelledby="{0}" viewBox="0 0 {1} {2:.0f}">{3}</svg>'
    '<figcaption id="{0}">{4}</figcaption></figure>'
)
_KINDS: Mapping[str, tuple[Callable[[Shown], tuple[Markup, float]], Callable[[Shown, str], str]]] = {
    "follower_map": (follower_map, told),
    "growth": (growth, growth_told),
    "engagement": (engagement, engagement_told),
    "curve": (curve, curve_told),
}


def plot(exhibit: str | None, number: str) -> Markup:
    """The plot of an exhibit (JSON, see domain.judgement) under the id `number`; empty where there is none."""
    if not exhibit:
        return Markup("")
    shown: dict[str, Any] = json.loads(exhibit)
    if not (shown.get("points") or shown.get("dates") or shown.get("minutes")):
        return Markup("")
    draw, tell = _KINDS[shown["kind"]]
    drawn, height = draw(shown)
    return _FIGURE.format(number, WIDTH, height, drawn, said(lambda lang: tell(shown, lang)))
