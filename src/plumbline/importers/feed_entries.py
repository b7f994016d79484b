"""Entries of RSS, Atom and JSON Feed as far as posts need them: words, times, media, links, counts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from plumbline.domain.errors import DossierError
from plumbline.importers.export import Export
from plumbline.provenance.feed_text import plain_text, tidied
from plumbline.provenance.feed_xml import CONTENT, DC, Element, decoded, entries, parsed

_RSSHUB, _SLASH = "http://rsshub.app/xml/schemas", "http://purl.org/rss/1.0/modules/slash/"
_SIGN = re.compile(r"""<img\b[^>]*?\balt\s*=\s*["']?(\[[^\]"'<>]{1,20}\])["']?[^>]*>""", re.IGNORECASE)
_MEDIA = re.compile(r"""<(?:img|video|source|audio)\b[^>]*?\bsrc\s*=\s*["']([^"'<>]+)["']""", re.IGNORECASE)
_LINK = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["']([^"'<>]+)["']""", re.IGNORECASE)
_ORNAMENT = re.compile(r"/emoticon/|/upload/20\d\d/.*timeline_card|/emoji/", re.IGNORECASE)
_QUOTE = re.compile(r"<blockquote\b[^>]*>(.*?)</blockquote>", re.IGNORECASE | re.DOTALL)
_FORWARDED = re.compile(r"^\s*-?\s*转发\s*@(?P<source>[^:：\n]{1,40})[:：]\s*(?P<quoted>.*)$", re.DOTALL)


@dataclass(frozen=True)
class Words:
    """What an entry says: its own words apart from those of a post that it forwards."""

    text: str
    quoted_text: str | None = None
    quoted_source: str | None = None
    media: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed; times as they are written, counts as text."""

    identity: str
    link: str
    title: str
    words: Words
    published: str
    updated: str
    counts: Mapping[str, Any]


@dataclass(frozen=True)
class Channel:
    """A feed: its address of reference (the page that it is about), its title, and its entries.

    An entry of JSON that is no object is None.
    """

    link: str
    title: str
    entries: tuple[FeedEntry | None, ...]


def channel(export: Export) -> Channel:
    """The feed in a file. DossierError with file and line: broken XML or JSON, declared entities, no feed."""
    found = _of_json(export.parsed) if export.kind == "json" else _of_xml(export)
    if found is None:
        raise DossierError("this is no feed", export.label, "give a file of RSS, Atom or JSON Feed")
    return found


def words_of(markup: str) -> Words:
    """The words of a fragment of HTML; a quotation that begins with “转发 @…” is that of a forwarded post."""
    shown, quoted_text, source = _SIGN.sub(r"\1", markup), None, None
    for quote in _QUOTE.finditer(shown):
        forwarded = _FORWARDED.match(plain_text(quote[1]))
        if forwarded:
            quoted_text, source = forwarded["quoted"], forwarded["source"].strip()
            shown = shown[: quote.start()] + "<br>" + shown[quote.end() :]
            break
    media = (unescape(address) for address in _MEDIA.findall(markup) if not _ORNAMENT.search(address))
    links = (unescape(address) for address in _LINK.findall(shown))
    return Words(
        plain_text(shown),
        quoted_text,
        source,
        tuple(dict.fromkeys(address for address in media if address.startswith(("http:", "https:", "//")))),
        tuple(dict.fromkeys(address for address in links if address.startswith(("http:", "https:")))),
    )


def _of_xml(export: Export) -> Channel | None:
    root = parsed(decoded(export.data, export.label).lstrip("\ufeff \r\n\t"), export.label)
    found = entries(root)
    if found is None:
        return None
    head = root.first("channel") or root
    title = head.first("title")
    return Channel(_link(head), tidied(title.text) if title else "", tuple(_entry(element) for element in found))


def _entry(element: Element) -> FeedEntry:
    body = element.first("encoded", space=CONTENT) or element.first("content", "description", "summary")
    identity = element.first("guid", "id")
    group = element.first("group")
    told = group.first("description") if group and body is None else None
    words = words_of(_markup(body) or (_escaped(told.text) if told else ""))
    enclosed = tuple(_enclosures(element))
    about = next((value for name, value in element.attributes.items() if name.endswith(" about")), "")
    title = element.first("title")
    return FeedEntry(
        tidied(identity.text) if identity else about,
        _link(element) or _permalink(identity),
        plain_text(_markup(title)).replace("\n", " "),
        Words(words.text, words.quoted_text, words.quoted_source, (*enclosed, *words.media), words.links),
        _first(element, ("published", "pubDate", "issued")) or _first(element, ("date",), space=DC),
        _first(element, ("updated", "modified")),
        dict(_counts(element)),
    )


def _permalink(identity: Element | None) -> str:
    text = identity.text.strip() if identity else ""
    return text if text.startswith(("http:", "https:")) else ""


def _markup(element: Element | None) -> str:
    if element is None:
        return ""
    if element.attributes.get("type") in ("text", "text/plain"):
        return _escaped(element.text)
    return "".join(_written(element)) if element.below else element.text


def _written(element: Element) -> Iterator[str]:
    """What stands within an element as HTML: XHTML is written out again, with the addresses in it."""
    for piece in element.pieces:
        if isinstance(piece, str):
            yield _escaped(piece)
        else:
            kept = {name: value for name, value in piece.attributes.items() if name in ("src", "href", "alt")}
            yield f"<{piece.name}{''.join(_attribute(name, value) for name, value in kept.items())}>"
            yield from _written(piece)
            yield f"</{piece.name}>"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _link(element: Element) -> str:
    links = [child for child in element.below if child.name == "link"]
    shown = [link for link in links if link.attributes.get("rel", "alternate") == "alternate"]
    return next((target for link in shown if (target := (link.attributes.get("href") or link.text).strip())), "")


def _first(element: Element, names: tuple[str, ...], space: str | None = None) -> str:
    found = element.first(*names, space=space)
    return found.text.strip() if found else ""


def _enclosures(element: Element) -> Iterator[str]:
    for child in element.below:
        if child.name == "enclosure" and child.attributes.get("url"):
            yield child.attributes["url"]
        if child.name == "link" and child.attributes.get("rel") == "enclosure" and child.attributes.get("href"):
            yield child.attributes["href"]


def _counts(element: Element) -> Iterator[tuple[str, Any]]:
    """Counts that RSSHub, WordPress and YouTube add; in plain RSS `comments` is an address and no count."""
    for child in element.below:
        if child.space in (_RSSHUB, _SLASH) and child.name in ("comments", "upvotes"):
            yield ("comments" if child.name == "comments" else "likes"), child.text
        if child.name in ("group", "community"):
            yield from _counts(child)
        if child.name == "statistics":
            yield "reads", child.attributes.get("views")
        if child.name == "starRating":
            yield "likes", child.attributes.get("count")


def _of_json(found: Any) -> Channel | None:
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list):
        return None
    link, title = _text(found, "home_page_url"), _text(found, "title")
    return Channel(link, tidied(title), tuple(_item(item) if isinstance(item, dict) else None for item in items))


def _item(item: Mapping[str, Any]) -> FeedEntry:
    html = _text(item, "content_html") or _escaped(_text(item, "content_text", "summary"))
    words = words_of(html)
    attached = item.get("attachments")
    files = [_text(one, "url") for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
    media = tuple(dict.fromkeys(address for address in (*files, _text(item, "image"), *words.media) if address))
    return FeedEntry(
        tidied(_text(item, "id")),
        _text(item, "url", "external_url"),
        tidied(_text(item, "title")),
        Words(words.text, words.quoted_text, words.quoted_source, media, words.links),
        _text(item, "date_published"),
        _text(item, "date_modified"),
        {},
    )


def _text(item: Mapping[str, Any], *names: str) -> str:
    values = (item.get(name) for name in names)
    return next((str(value) for value in values if isinstance(value, str | int) and str(value)), "")
