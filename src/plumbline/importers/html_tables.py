"""Tables of a page of HTML: what some back-ends call an Excel file."""

from html.parser import HTMLParser

from plumbline.importers.sheet import Line, Sheet


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._close()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self._close()
            span = dict(attrs).get("colspan") or "1"
            self._cell, self._span = [], min(int(span), 100) if span.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close(self) -> None:
        if self._cell is None:
            return
        rows = self.tables[-1]
        if not rows:
            rows.append([])
        rows[-1].extend(["".join(self._cell).strip(), *[""] * (self._span - 1)])
        self._cell = None


def tables_of(page: str) -> list[Sheet]:
    """One sheet a table; merged cells stand in the first of their columns."""
    reader = _Tables()
    reader.feed(page)
    reader.close()
    return [
        Sheet(f"table {number}", tuple(Line(place, tuple(row)) for place, row in enumerate(rows, 1) if any(row)))
        for number, rows in enumerate(reader.tables, start=1)
    ]
