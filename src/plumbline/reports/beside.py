"""A post beside the known text that it repeats, for the page: both passages with what was changed, and the source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlsplit

from markupsafe import Markup

from plumbline.domain.judgement import Evidence, Finding
from plumbline.domain.wording import Mark
from plumbline.provenance.comparison import Comparison, Paired, Piece, paired
from plumbline.reports.cells import plain, shortened
from plumbline.reports.markup import both, said
from plumbline.reports.saying import spelled

SOURCING = "sourcing."
AROUND, FOLDED = 60, 60
"""Characters of an agreeing stretch that stay in sight on either side of its middle, and the shortest middle folded."""
MOST_URL = 200
KINDS = {
    "number": ("数字", "a number"),
    "date": ("日期", "a date"),
    "name": ("名称", "a name"),
    "negation": ("否定", "a negation"),
}


@dataclass(frozen=True)
class Shown:
    """A stretch of a passage; `kind` same, folded (agrees, out of sight until opened), changed or missing."""

    kind: str
    text: str


@dataclass(frozen=True)
class Side:
    """One passage: the row that it stands in, its characters [start, end) there, and what is shown of it."""

    table: str
    key: str
    start: int
    end: int
    pieces: tuple[Shown, ...]


@dataclass(frozen=True)
class Beside:
    """Two passages side by side. `facts` are names and values; `link` is `url` where a browser may follow it, or ""."""

    post: Side
    known: Side
    facts: tuple[tuple[Markup, Markup], ...]
    url: str
    link: str

    @property
    def changed(self) -> bool:
        """Whether anything is marked."""
        return any(piece.kind in ("changed", "missing") for piece in (*self.post.pieces, *self.known.pieces))


@dataclass(frozen=True)
class Shelf:
    """A finding's evidence: passages side by side, and the items that belong to none."""

    pairs: tuple[Beside, ...]
    rest: tuple[Evidence, ...]


class Lookup(Protocol):
    """What the run knows of the texts that posts repeat."""

    def match(self, finding: Finding, table: str, key: str) -> Mapping[str, Any]:
        """Row of domain.check.MATCHES_SCHEMA and the local day `published_on`; empty where there is none."""


def shelf(finding: Finding, match: Lookup) -> Shelf:
    """The evidence put up side by side where it holds pairs; `match` looks up what the run knows of a text."""
    if not finding.check.startswith(SOURCING) or len(finding.evidence) < 2:
        return Shelf((), finding.evidence)
    marks = marks_of(finding)
    found: Paired = paired(marks)
    rest = tuple(item for item, mark in zip(finding.evidence, marks, strict=True) if mark in found.rest)
    return Shelf(tuple(_beside(finding, pair, match) for pair in found.comparisons), rest)


def marks_of(finding: Finding) -> tuple[Mark, ...]:
    """The evidence as marks: those in the row of the first are the post's own and name no table."""
    first = (finding.evidence[0].table, finding.evidence[0].key) if finding.evidence else ("", "")
    return tuple(_mark(item, foreign=(item.table, item.key) != first) for item in finding.evidence)


def link(url: str) -> str:
    """The address where it is one of the web, that a browser may follow; else empty."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def _mark(item: Evidence, *, foreign: bool) -> Mark:
    quote = plain(item.quote or "")
    start = item.start or 0
    end = item.end if item.end is not None else start + len(quote)
    return Mark(start, end, quote, item.field or "", item.table if foreign else "", (item.key or "") if foreign else "")


def _beside(finding: Finding, pair: Comparison, match: Lookup) -> Beside:
    own, row = finding.evidence[0], match.match(finding, pair.known.table, pair.known.key)
    url = plain(str(row.get("url") or _url(finding, pair.known)))
    return Beside(
        _side(own.table, own.key or "", pair.post, pair.post_pieces),
        _side(pair.known.table, pair.known.key, pair.known, pair.known_pieces),
        tuple(_facts(finding, pair, row)),
        shortened(url, MOST_URL),
        link(url),
    )


def _url(finding: Finding, known: Mark) -> str:
    """The address among the evidence: a field of the known text's own row."""
    rows = (item for item in finding.evidence if (item.table, item.key, item.field) == (known.table, known.key, "url"))
    return next((item.quote or "" for item in rows), "")


def _side(table: str, key: str, mark: Mark, pieces: Iterable[Piece]) -> Side:
    return Side(table, key, mark.start, mark.end, tuple(shown for piece in pieces for shown in _shown(piece)))


def _shown(piece: Piece) -> Iterator[Shown]:
    text = piece.text
    if piece.changed:
        yield Shown("changed" if text else "missing", text)
    elif len(text) < 2 * AROUND + FOLDED:
        yield Shown("same", text)
    else:
        yield Shown("same", text[:AROUND])
        yield Shown("folded", text[AROUND:-AROUND])
        yield Shown("same", text[-AROUND:])


def _facts(finding: Finding, pair: Comparison, row: Mapping[str, Any]) -> Iterator[tuple[Markup, Markup]]:
    """What is known of the source and of how much is the same."""
    facts = finding.facts
    title = row.get("title") or (facts.get("article") if facts.get("article") != pair.known.key else "")
    cover = facts.get("cover_pct", row["cover_pm"] // 10 if row else None)
    if facts.get("source") or row.get("name"):
        yield both("来源", "Source"), _name(facts.get("source") or row["name"])
    if title:
        yield both("标题", "Title"), _name(title)
    if day := _day(facts.get("published_on") or facts.get("first_on") or row.get("published_on")):
        yield both("发布", "Published"), said(lambda lang: spelled(day, lang))
    if facts.get("days") is not None:
        yield both("相隔", "Apart"), both("{n} 天", "{n} days", n=facts["days"])
    if cover is not None:
        yield both("重合", "Shared"), both("本文的 {n}%", "{n}% of the post", n=cover)
    if facts.get("longest") is not None:
        yield both("最长连续", "Longest run"), both("{n} 字", "{n} characters", n=facts["longest"])
    if facts.get("kind"):
        yield both("改动", "Changed"), _change(facts)


def _change(facts: Mapping[str, Any]) -> Markup:
    kind = both(*KINDS.get(facts["kind"], (facts["kind"], facts["kind"])))
    values = {"was": plain(str(facts.get("original") or "")), "now": plain(str(facts.get("written") or ""))}
    told = both("：原文“{was}”，本文“{now}”", ": the source has “{was}”, the post “{now}”", **values)
    return kind + told


def _name(text: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(plain(str(text)))


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
