"""Small bars as SVG. They only repeat numbers that stand beside them in the text, so they are hidden from readers."""

from markupsafe import Markup

from plumbline.reports.summary import Tally

_SVG = Markup('<svg class="bar {}" aria-hidden="true" focusable="false" width="100%" height="{}">{}</svg>')
_PART = Markup('<rect class="{}" x="{}" y="0" width="{}" height="{}"/>')
Shares = tuple[tuple[str, int], ...]
"""CSS class (colour and pattern) and number of each part."""


def verdict_bar(tally: Tally, height: int = 10) -> Markup:
    """Passed, unknown and failed accounts side by side; unknown dotted and failed striped, not by colour alone."""
    shares = (("ok", tally.passed), ("unsure", tally.unknown), ("bad", tally.failed))
    return _SVG.format("verdicts", height, _parts(shares, tally.judged, height))


def rate_bar(part: int, whole: int, height: int = 10) -> Markup:
    """A share of a whole."""
    return _SVG.format("rate", height, _parts((("bad", part),), whole, height))


def _parts(shares: Shares, whole: int, height: int) -> Markup:
    start = 0
    parts: list[Markup] = []
    for name, number in shares:
        if number:
            parts.append(_PART.format(name, _percent(start, whole), _percent(number, whole), height))
        start += number
    return Markup("").join(parts)


def _percent(number: int, whole: int) -> str:
    return f"{100 * number / whole:.2f}%" if whole else "0%"
