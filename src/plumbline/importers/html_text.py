"""Posts written in HTML as plain text, with the links that stand in them."""

from html.parser import HTMLParser

_BREAKS = frozenset({"p", "div", "li", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "template"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BREAKS and self.parts:
            self.parts.append("\n\n" if tag == "p" else "\n")
        elif tag == "a":
            self._link(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)

    def _link(self, attrs: dict[str, str | None]) -> None:
        marks = (attrs.get("class") or "").split()
        address = attrs.get("href") or ""
        if address.startswith(("http://", "https://")) and not {"mention", "hashtag"} & set(marks):
            self.links.append(address)


def plain(page: str) -> tuple[str, list[str]]:
    """The words, paragraphs apart by an empty line, and the addresses of links (not of mentions or tags), each once."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return "".join(reader.parts).strip("\n"), list(dict.fromkeys(reader.links))
