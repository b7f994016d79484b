"""Feeds as posts of an account: RSS 2.0 and 1.0, Atom, JSON Feed, and what RSSHub makes of platforms (saved files).

A feed shows the last entries only: what is absent from it was not therefore deleted, and it proves no watching. The
account is the one whose page the feed names, else `--account`. An entry's id is its `guid` or `id`; where its address
tells the platform's own id (Weibo, Bilibili, Douyin, Kuaishou, Toutiao, X, YouTube, Mastodon), that one, so that it
meets the same post from elsewhere. A title that only repeats how the text begins is left out. RSSHub: counts of
comments stand in Atom only; a post that Weibo forwards is a quotation “转发 @…”: it is taken apart. An entry of Weibo
that belongs to another account (a feed of a search) is passed over, and so are readers'
comments. Times without zone are read in the dossier's
timezone; `updated` is taken as the time of an edit only where it is not the same for all entries.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from plumbline.addresses.address import Address
from plumbline.addresses.canonical import canonical
from plumbline.domain.errors import DossierError
from plumbline.importers.cells import Unreadable, count
from plumbline.importers.export import Export
from plumbline.importers.feed_entries import Channel, FeedEntry, channel
from plumbline.importers.format import Context, Fault, Format, Passed, Row, Stated, Taken
from plumbline.importers.owners import owner_of
from plumbline.importers.post_addresses import post_of_address
from plumbline.importers.post_rows import is_cut, told_cut, words
from plumbline.importers.weibo_ids import of_address
from plumbline.provenance.feed_times import moments
from plumbline.rulebook.model import Text

FORMAT = Format(
    "feed",
    Text(zh="RSS、Atom、JSON Feed（含 RSSHub）", en="RSS, Atom, JSON Feed (RSSHub too)"),
    complete=False,
)
_XML = re.compile(r"<(?:[\w-]+:)?(?:rss|feed|RDF)\b")
_COMMENT = re.compile(r"#comment-\d+")
_ITEM = ("content_html", "content_text", "date_published", "summary", "url")


def recognises(export: Export) -> int:
    """By the root of the XML, or by the items of JSON Feed."""
    if export.kind == "xml":
        return 3 if _XML.search(export.data[:4000].decode("utf-8", "ignore").replace("\x00", "")) else 0
    if export.kind != "json":
        return 0
    try:
        found = export.parsed
    except DossierError:
        return 0
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        return 0
    if "jsonfeed.org" in str(found.get("version", "")):
        return 3
    first = next((item for item in found["items"] if isinstance(item, dict)), {})
    return 2 if "title" in found and len([name for name in _ITEM if name in first]) >= 2 else 0


def read(export: Export, context: Context) -> Iterator[Row]:
    """The entries as posts of the account that the feed is about."""
    feed = channel(export)
    page = canonical(feed.link) if feed.link else None
    owner = _owner(page, context)
    if owner is None and context.account_id is None and page and page.kind == "id":
        yield Stated(page.platform, page.key, feed.title or None, feed.link)
    yield from _posts(feed, owner, _weibo_user(page, context), context)


def _owner(page: Address | None, context: Context) -> str | None:
    """The account in whose name the rows stand; None: that of `--account`, or the one just stated."""
    if context.account_id or page is None:
        return None
    return owner_of(context, page.platform, page.key, url=page.url)


def _weibo_user(page: Address | None, context: Context) -> str | None:
    """The account's number on Weibo where it is known, to tell its entries from those of others."""
    given = (context.account_id or "").removeprefix("weibo:")
    if page and page.platform == "weibo" and page.kind == "id":
        return page.key
    return given if given.isdigit() else None


def _posts(feed: Channel, owner: str | None, user: str | None, context: Context) -> Iterator[Row]:
    there = [entry for entry in feed.entries if entry]
    zone, seen, cut = context.timezone, dict[str, int](), list[int]()
    published = dict(zip(map(id, there), moments([one.published or one.updated for one in there], zone), strict=True))
    edited = dict(zip(map(id, there), _edits(there, published, zone), strict=True))
    for number, entry in enumerate(feed.entries, start=1):
        if entry is None:
            yield Fault(number, "not_an_object")
        elif _of_a_reader(entry) or (user and _stranger(entry, user)):
            yield Passed(number, "not_registered")
        else:
            yield from _post(entry, number, owner, published[id(entry)], edited[id(entry)], seen, cut)
    yield from told_cut(cut, "content")


def _post(
    entry: FeedEntry,
    number: int,
    owner: str | None,
    at: datetime | None,
    edited: datetime | None,
    seen: dict[str, int],
    cut: list[int],
) -> Iterator[Row]:
    if at is None:
        written = entry.published or entry.updated
        yield Fault(number, "not_a_time" if written else "no_time", "published", written)
        return
    text = words(entry.title, entry.words.text)
    if not text and not entry.words.media:
        yield Passed(number, "no_text")
        return
    identity = _identity(entry, text, at)
    if identity in seen:
        yield Passed(number, "same")
        return
    seen[identity] = number
    if is_cut(text):
        cut.append(number)
    row, faults = _row(entry, number)
    row |= {"account_id": owner, "post_id": identity, "posted_at": at, "text": text, "edited_at": edited}
    yield Taken("posts", {name: value for name, value in row.items() if value is not None}, number)
    yield from faults


def _row(entry: FeedEntry, number: int) -> tuple[dict[str, Any], list[Fault]]:
    said, faults = entry.words, list[Fault]()
    row: dict[str, Any] = {
        "kind": "repost" if said.quoted_text is not None else "post",
        "quoted_text": said.quoted_text or None,
        "quoted_source": said.quoted_source,
        "media": list(said.media),
        "urls": [address for address in said.links if address != entry.link] or None,
    }
    for name, value in entry.counts.items():
        try:
            row[name] = count(value)
        except Unreadable as error:
            faults.append(Fault(number, error.code, name, str(value), row_lost=False))
    return row, faults


def _identity(entry: FeedEntry, text: str, at: datetime) -> str:
    """The platform's own id where the address tells it, else the entry's, its address, or one of time and text."""
    told = post_of_address(entry.link) or post_of_address(entry.identity) or entry.identity or entry.link
    if told:
        return told
    return f"inferred:{hashlib.sha256(f'{at.isoformat()} {text}'.encode()).hexdigest()[:16]}"


def _of_a_reader(entry: FeedEntry) -> bool:
    """Whether it is a reader's comment, as the feeds of comments of web sites have them."""
    return bool(_COMMENT.search(entry.link) or _COMMENT.search(entry.identity))


def _stranger(entry: FeedEntry, user: str) -> bool:
    """Whether the entry's address is that of a post of another account of Weibo, which is not registered."""
    _, writer = of_address(entry.link)
    return writer is not None and writer != user


def _edits(there: list[FeedEntry], published: dict[int, datetime | None], zone: str) -> list[datetime | None]:
    """When each entry was edited; None for all where every `updated` is the same: that is when the feed was made."""
    updated = moments([entry.updated if entry.published else "" for entry in there], zone)
    told = [moment for moment in updated if moment]
    if len(told) > 1 and len(set(told)) == 1:
        return [None] * len(there)
    return [
        moment if moment and (first := published[id(entry)]) and moment > first else None
        for entry, moment in zip(there, updated, strict=True)
    ]
