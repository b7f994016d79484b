"""Posts of an X archive: one object of `tweets.js`, or the successive objects of an edited post, as rows."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from plumbline.importers import cells
from plumbline.importers.cells import Unreadable
from plumbline.importers.json_items import inner, item, listed, written
from plumbline.importers.tables import Entry

_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
"""The zero of X's clock: ids since November 2010 hold the milliseconds since then above their lowest 22 bits."""
_FIRST = 10**17
_ID = re.compile(r"[0-9]{1,19}")
_RETWEET = re.compile(r"RT @(\w{1,20}): ?(.*)", re.DOTALL)
_CUT = re.compile(r"(?:…|\.\.\.)?\s*(?:https://t\.co/\w+)?\s*$")
_ANCHOR = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)

Notes = Mapping[datetime, Sequence[str]]
"""Long texts by the second they were posted in."""


def identity(tweet: Any) -> str:
    """The id of one object. Unreadable: none, or rounded by a program that took it for a number."""
    entry = item(tweet, 0)
    found = entry.identity("id_str", "id") if entry else None
    if not found:
        raise Unreadable("no_id")
    if not _ID.fullmatch(found):
        raise Unreadable("not_an_id")
    return found


def chain(tweet: Any, own: str) -> tuple[str, ...]:
    """Ids of all versions of the post, oldest first; only its own where it was never edited."""
    info = inner(tweet, "edit_info")
    for block in (inner(info, "edit", "editControlInitial"), inner(info, "initial")):
        ids = tuple(str(one) for one in listed(block, "editTweetIds") if _ID.fullmatch(str(one)))
        if own in ids:
            return ids
    return (own,)


def minted(post_id: str) -> datetime | None:
    """The moment that an id says it was made; None for ids of before November 2010."""
    number = int(post_id)
    return _EPOCH + timedelta(milliseconds=number >> 22) if number >= _FIRST else None


def words(tweet: Any, notes: Notes) -> str:
    """The text as its author wrote it: entities of HTML undone, a long post in full from the notes."""
    text = unescape(written(tweet, "full_text") or written(tweet, "text") or "")
    return _note(tweet, text, notes) or text


def _note(tweet: Any, text: str, notes: Notes) -> str | None:
    """The long text that belongs to a post: same second, same beginning. The two files share no id."""
    entry = item(tweet, 0)
    try:
        at = entry.moment("UTC", "created_at") if entry and notes else None
    except Unreadable:
        return None
    start = _CUT.sub("", text)
    near = [note for shift in (0, 1, -1) if at for note in notes.get(at + timedelta(seconds=shift), ())]
    return next((note for note in near if len(note) > len(start) and note.startswith(start[:80])), None)


def post(entry: Entry, tweet: Any, *, text: str, owner: str | None) -> dict[str, object]:
    """The row of one object (no time, no id). `owner`: the id of the account, by which its own threads are told."""
    found = _RETWEET.match(text)
    row: dict[str, object] = {"urls": _urls(tweet), "client": _client(entry), "media": _media(tweet)}
    if found:
        return row | {"kind": "repost", "text": "", "quoted_text": found[2], "quoted_source": f"@{found[1]}"}
    above, whose = (
        entry.word("in_reply_to_status_id_str", "in_reply_to_status_id"),
        entry.word("in_reply_to_user_id_str", "in_reply_to_user_id"),
    )
    threaded = owner is not None and whose == owner
    counts = {"likes": entry.count("favorite_count"), "reposts": entry.count("retweet_count")}
    kind = "reply" if (above or whose) and not threaded else "post"
    return row | counts | {"kind": kind, "text": text, "in_reply_to": above, "media_text": _alt(tweet)}


def _urls(tweet: Any) -> list[str]:
    found = (written(one, "expanded_url") or written(one, "url") for one in listed(inner(tweet, "entities"), "urls"))
    return list(dict.fromkeys(url for url in found if url))


def _client(entry: Entry) -> str | None:
    source = entry.text("source") or ""
    found = _ANCHOR.search(source)
    return unescape(found[1] if found else source).strip() or None


def _attached(tweet: Any) -> Sequence[Any]:
    return listed(inner(tweet, "extended_entities"), "media") or listed(inner(tweet, "entities"), "media")


def _media(tweet: Any) -> list[str]:
    found = (_film(one) or written(one, "media_url_https") or written(one, "media_url") for one in _attached(tweet))
    return list(dict.fromkeys(url for url in found if url))


def _film(media: Any) -> str | None:
    """The address of the best copy of a video."""
    copies = [one for one in listed(inner(media, "video_info"), "variants") if written(one, "url")]
    return written(max(copies, key=_rate), "url") if copies else None


def _rate(copy: Mapping[str, Any]) -> int:
    try:
        return cells.count(copy.get("bitrate")) or 0
    except Unreadable:
        return 0


def _alt(tweet: Any) -> str | None:
    """What the author wrote for those who cannot see the pictures."""
    return "\n".join(text for one in _attached(tweet) if (text := written(one, "ext_alt_text"))) or None
