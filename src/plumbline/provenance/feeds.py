"""Articles from files of RSS 2.0 and 1.0, Atom and JSON Feed, plain or gzip, or a folder of them. No network."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from plumbline.domain.errors import DossierError
from plumbline.provenance.feed_text import plain_text, tidied
from plumbline.provenance.feed_times import moments
from plumbline.provenance.feed_xml import CONTENT, DC, XHTML, Element, decoded, entries, parsed

ENDINGS = (".xml", ".rss", ".atom", ".rdf", ".json")
LARGEST = 256 * 1024 * 1024
"""Bytes of a feed, unpacked."""
LONGEST = 1_000_000
"""Characters of one entry, tags counted."""


@dataclass(frozen=True, slots=True)
class Article:
    """A row of the table `articles` but for its source; `published_at` in UTC."""

    article_id: str
    text: str
    title: str | None
    url: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be taken from a feed: of entry `number` (from 1; 0: of the whole file).

    `code`: not_a_feed, not_an_entry, no_text, too_long; bad_time alone leaves the entry in, without its time.
    """

    file: str
    number: int
    code: str


@dataclass
class Feed:
    """The articles of a feed in its order, and what could not be taken."""

    articles: list[Article] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    article_id: str
    text: str
    title: str
    url: str
    time: str


def feed_files(place: Path) -> list[Path]:
    """The feed itself, or all feeds in a folder and below, sorted. DossierError if there is none."""
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise DossierError("there is no such file or folder", str(place), "give a feed that was saved to a file")
    found = sorted(path for path in place.rglob("*") if path.is_file() and _ending(path) in ENDINGS)
    if not found:
        raise DossierError("the folder holds no feed", str(place), "feeds end in " + ", ".join(ENDINGS) + " (or .gz)")
    return found


def read_feed(path: Path, timezone: str) -> Feed:
    """The articles of one file. `timezone` is that of times without zone.

    DossierError, with file and line where there is one: unreadable, too large, broken XML or JSON, declared entities.
    """
    raw = _bytes(path)
    feed = Feed()
    found = _json(raw, path) if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else _xml(raw, path)
    if found is None:
        feed.faults.append(Fault(path.name, 0, "not_a_feed"))
        return feed
    kept = list(_sound(found, path.name, feed.faults))
    times = moments([entry.time for _, entry in kept], timezone)
    for (number, entry), moment in zip(kept, times, strict=True):
        if entry.time and moment is None:
            feed.faults.append(Fault(path.name, number, "bad_time"))
        feed.articles.append(Article(entry.article_id, entry.text, entry.title or None, entry.url or None, moment))
    feed.faults.sort(key=lambda fault: fault.number)
    return feed


def _ending(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def _bytes(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DossierError(f"the file cannot be read: {error}", str(path), "fetch the feed again") from None
    if len(raw) > LARGEST:
        raise DossierError(f"larger than {LARGEST >> 20} MiB", str(path), "split the feed into several files")
    return raw


def _sound(found: Iterable["_Entry | str"], file: str, faults: list[Fault]) -> Iterator[tuple[int, _Entry]]:
    """The entries that can be taken, with their numbers; the others are reported."""
    for number, entry in enumerate(found, start=1):
        code = entry if isinstance(entry, str) else "" if entry.text else "no_text"
        if code:
            faults.append(Fault(file, number, code))
        elif isinstance(entry, _Entry):
            yield number, entry


def _entry(article_id: str, text: str, title: str, url: str, time: str) -> _Entry:
    """An entry with an id in any case: its own, its address, or a digest of what it says."""
    said = hashlib.sha256(f"{title}\n{text}".encode("utf-8", "replace")).hexdigest()[:32]
    address = tidied(url)
    return _Entry(tidied(article_id) or address or f"sha256-{said}", text, title, address, tidied(time))


def _xml(raw: bytes, path: Path) -> "Iterator[_Entry | str] | None":
    found = entries(parsed(decoded(raw, str(path)), str(path)))
    return None if found is None else map(_of_element, found)


def _of_element(element: Element) -> "_Entry | str":
    body = element.first("encoded", space=CONTENT) or element.first("content", "description", "summary")
    html = _markup(body)
    if not html and body is not None:
        html = _markup(element.first("description", "summary"))
    if len(html) > LONGEST:
        return "too_long"
    identity = element.first("guid", "id")
    about = next((value for name, value in element.attributes.items() if name.endswith(" about")), "")
    return _entry(
        identity.text if identity else about,
        plain_text(html),
        plain_text(_markup(element.first("title"))[:LONGEST]).replace("\n", " "),
        _link(element) or (identity.text if identity and identity.text.strip().startswith(("http:", "https:")) else ""),
        _time(element),
    )


def _markup(element: Element | None) -> str:
    """What an element says as HTML: plain text is escaped, XHTML is written out again."""
    if element is None:
        return ""
    if element.attributes.get("type") in ("text", "text/plain"):
        return _escaped(element.text)
    return "".join(_written(element)) if any(child.space == XHTML for child in element.below) else element.text


def _written(element: Element) -> Iterator[str]:
    for piece in element.pieces:
        if isinstance(piece, str):
            yield _escaped(piece)
        else:
            yield f"<{piece.name}>"
            yield from _written(piece)
            yield f"</{piece.name}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _link(element: Element) -> str:
    """The address of the article: an RSS link's text, an Atom link's target (the alternate one first)."""
    links = [child for child in element.below if child.name == "link"]
    shown = [link for link in links if link.attributes.get("rel", "alternate") == "alternate"]
    return next((target for link in shown if (target := link.attributes.get("href") or link.text.strip())), "")


def _time(element: Element) -> str:
    found = element.first("pubDate", "published", "issued") or element.first("date", space=DC)
    found = found or element.first("updated", "modified", "date")
    return found.text if found else ""


def _json(raw: bytes, path: Path) -> "Iterator[_Entry | str] | None":
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DossierError("not UTF-8 text", str(path), "save the feed as UTF-8 or fetch it again") from None
    except json.JSONDecodeError as error:
        where = f"{path}, line {error.lineno}"
        raise DossierError(f"broken JSON: {error.msg}", where, "fetch the feed again, or mend it") from None
    except RecursionError:
        raise DossierError("values stand one in another without end", str(path), "this is no feed") from None
    items = found.get("items") if isinstance(found, dict) else None
    return map(_of_item, items) if isinstance(items, list) else None


def _of_item(item: Any) -> "_Entry | str":
    if not isinstance(item, dict):
        return "not_an_entry"
    html, plain = _said(item, "content_html"), _said(item, "content_text") or _said(item, "summary")
    if max(len(html), len(plain)) > LONGEST:
        return "too_long"
    text = plain_text(html) or tidied(plain)
    time = _said(item, "date_published") or _said(item, "date_modified")
    return _entry(_said(item, "id"), text, tidied(_said(item, "title")), _said(item, "url", "external_url"), time)


def _said(item: dict[str, Any], *names: str) -> str:
    """The first of these that is text or a whole number."""
    values = (item.get(name) for name in names)
    return next((str(value) for value in values if isinstance(value, str | int) and str(value)), "")
