"""From the HTML of a feed's entry to the plain text that a reader sees: blocks to lines, no scripts, no styles.

Every character is looked at once or twice, however broken the HTML is: feeds come from others.
"""

import html
from collections.abc import Iterator

from plumbline.text.patterns import pattern

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title",
        "tr", "ul",
    )
)  # fmt: skip
_DROPPED = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg"))
_TAG = pattern(r"""<(/?)([A-Za-z][A-Za-z0-9:-]*+)(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_LOOSE_TAG = pattern(r"<(/?)([A-Za-z][A-Za-z0-9:-]*+)[^>]*+>")
_ONE_LINE = pattern(r"\s+")
_BLANKS = pattern(r"[^\S\n]+")
_UNSEEN = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]+")
_ENDS = pattern(r" ?\n[ \n]*")


def plain_text(markup: str) -> str:
    """The text of an HTML fragment (or of plain text): a line a block, no blank lines, entities resolved."""
    if "<" not in markup and "&" not in markup:
        return tidied(markup)
    return tidied("".join(_pieces(markup)))


def tidied(text: str) -> str:
    """Plain text with single blanks, no blank lines, no controls, and nothing at its ends."""
    bare = _UNSEEN.sub("", text.replace("\r", "\n"))
    return _ENDS.sub("\n", _BLANKS.sub(" ", bare)).strip()


def _pieces(markup: str) -> Iterator[str]:
    """What is shown, piece by piece, a line end for each block that begins or ends."""
    place, last_end = 0, markup.rfind(">")
    while 0 <= (start := markup.find("<", place)) < last_end:
        yield _shown(markup[place:start])
        piece, place = _skipped(markup, start)
        yield piece
    yield _shown(markup[place:])


def _skipped(markup: str, start: int) -> tuple[str, int]:
    """What stands for the mark at `start`, and where the text goes on."""
    if markup.startswith(("<!", "<?"), start):
        end = "-->" if markup.startswith("<!--", start) else ">"
        return "", _after(markup, end, start)
    tag = _TAG.match(markup, start) or _LOOSE_TAG.match(markup, start)
    if not tag:
        return "<", start + 1
    name = tag[2].lower()
    if name in _DROPPED and not tag[1] and not tag[0].endswith("/>"):
        return "", _after(markup, ">", _closing(markup, name, tag.end()))
    return "\n" if name in _BLOCKS else "", tag.end()


def _closing(markup: str, name: str, start: int) -> int:
    """Where a dropped element ends; the end of the text where it is never closed."""
    while (found := markup.find("</", start)) >= 0:
        if markup[found + 2 : found + 2 + len(name)].lower() == name:
            return found
        start = found + 2
    return len(markup)


def _after(markup: str, mark: str, start: int) -> int:
    found = markup.find(mark, start)
    return len(markup) if found < 0 else found + len(mark)


def _shown(text: str) -> str:
    return _ONE_LINE.sub(" ", html.unescape(text))
