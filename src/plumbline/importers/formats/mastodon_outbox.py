"""mastodon-outbox: the archive that Mastodon gives its owner (zip, older tar.gz, or unpacked), or `outbox.json` alone.

Shape: ActivityStreams as Mastodon 3 and 4 write it (documentation, and one public archive seen by others); other
software with the same vocabulary is read where it keeps to it. `outbox.json` is an `OrderedCollection` of `Create`
(an own post) and `Announce` (a boost, of which only the address is given); `actor.json` names the account.
`likes.json`, `bookmarks.json` and pictures stay unopened.

Traps: **private and direct posts stand in it too**: only what is addressed to everybody (`as:Public`, in `to` or, for
unlisted posts, in `cc`) is read, of the others not even the text. `orderedItems` may stand twice in one object.
`content` is HTML; a content warning (`summary`) is the first line of the words, as readers see it. Options of a poll
are words of the post. Times have their offset. The number of a post is the last part of its address, as in the API.
Answers to oneself are threads, so posts; answers to others are replies.

Blind spots: no counts; an edited post stands there in its last form (`updated` says when), earlier ones are lost;
deleted posts are not in it; a page of an outbox taken from the network is not the whole of it, but looks the same.
"""

import re
from collections.abc import Iterator
from typing import Any

from plumbline.importers.cells import Unreadable
from plumbline.importers.export import Export, decoded
from plumbline.importers.format import Context, Fault, Format, Passed, Row, Stated
from plumbline.importers.html_text import plain
from plumbline.importers.json_items import inner, item, listed, written
from plumbline.importers.json_text import loads
from plumbline.importers.tables import Entry
from plumbline.rulebook.model import Text

FORMAT = Format(
    "mastodon-outbox", Text(zh="Mastodon 账号存档", en="archive of a Mastodon account"), platform="mastodon"
)
_OUTBOX = re.compile(r"(?:^|/)outbox\.json$")
_ACTOR = re.compile(r"(?:^|/)actor\.json$")
_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_NUMBER = re.compile(r"/statuses/([0-9A-Za-z]+)(?:/activity)?/?$")
_SAID = frozenset({"Note", "Article", "Question", "Page", "Video", "Audio", "Image", "Event"})


def recognises(export: Export) -> int:
    """Whether this is an archive with an outbox, or an outbox alone."""
    if export.kind == "zip":
        return 10 if any(_OUTBOX.search(name) for name in export.names) else 0
    if export.kind not in ("json", "jsonl"):
        return 0
    start = export.text[:4000]
    return 10 if '"orderedItems"' in export.text and ("OrderedCollection" in start or "activitystreams" in start) else 0


def read(export: Export, context: Context) -> Iterator[Row]:
    """The account, then what it said to everybody, in the order of the outbox."""
    outbox = _content(export, _OUTBOX)
    actor = _content(export, _ACTOR) if export.kind == "zip" else None
    items = listed(outbox, "orderedItems")
    stated, whose = _stated(actor if isinstance(actor, dict) else {}, items)
    if stated:
        yield stated
    seen: dict[str, Any] = {}
    for place, activity in enumerate(items, 1):
        entry = item(activity, place)
        if entry is None:
            yield Fault(place, "not_an_object")
            continue
        why = _left(activity, whose) or ("same" if seen.get(str(activity.get("id"))) == activity else None)
        seen[str(activity.get("id"))] = activity
        if why:
            yield Passed(place, why)
        else:
            yield from _boost(entry, activity) if activity["type"] == "Announce" else _said(entry, activity, context)


def _left(activity: dict[str, Any], whose: str | None) -> str | None:
    """Why an activity is left alone; None if it is the account's own and for everybody."""
    if written(activity, "type") not in ("Create", "Announce") or activity.get("actor") not in (None, whose):
        return "not_ours"
    return None if _is_public(activity) else "private"


def _content(export: Export, pattern: re.Pattern[str]) -> Any:
    if export.kind != "zip":
        return export.parsed if export.kind == "json" else loads(export.text, export.label)
    for name in sorted(export.names, key=len):
        if pattern.search(name):
            return loads(decoded(export.member(name), name), f"{export.label}: {name}")
    return None


def _is_public(activity: dict[str, Any]) -> bool:
    """Addressed to everybody: the activity and, where it has an address of its own, the post in it."""
    said = inner(activity, "object")
    shown = [one for one in (activity, said) if "to" in one or "cc" in one]
    return bool(shown) and all(_PUBLIC & set(_addressees(one)) for one in shown)


def _addressees(one: dict[str, Any]) -> list[str]:
    return [name for field in ("to", "cc") for name in listed(one, field) if isinstance(name, str)]


def _said(entry: Entry, activity: dict[str, Any], context: Context) -> Iterator[Row]:
    said = inner(activity, "object")
    note = item(said, entry.number)
    if not note or written(said, "type") not in _SAID:
        yield Fault(entry.number, "not_an_object", "object")
        return
    try:
        at = note.moment("UTC", "published") or entry.moment("UTC", "published")
        edited = note.moment("UTC", "updated")
    except Unreadable as error:
        yield note.lost(error, "published", "updated")
        return
    number = _number(written(said, "id") or written(activity, "id"))
    if at is None or number is None:
        yield Fault(entry.number, "no_time" if at is None else "no_id", "published" if at is None else "id")
        return
    row: dict[str, object] = {"post_id": number, "posted_at": at, "edited_at": edited if edited != at else None}
    yield note.taken("posts", row | _words(said) | _answered(said, activity, context))


def _words(said: dict[str, Any]) -> dict[str, object]:
    text, links = plain(written(said, "content") or "")
    options = [name for field in ("oneOf", "anyOf") for one in listed(said, field) if (name := written(one, "name"))]
    attached = [one for one in listed(said, "attachment") if isinstance(one, dict)]
    head = [part for name in ("summary", "name") if (part := written(said, name))]
    return {
        "text": "\n\n".join([*head, *([text] if text else []), *(["\n".join(options)] if options else [])]),
        "urls": links,
        "media": [address for one in attached if (address := _address(one))],
        "media_text": "\n".join(words for one in attached if (words := written(one, "name"))) or None,
    }


def _address(attachment: dict[str, Any]) -> str | None:
    return written(attachment, "url") or written(attachment, "href") or written(inner(attachment, "url"), "href")


def _answered(said: dict[str, Any], activity: dict[str, Any], context: Context) -> dict[str, object]:
    """Whether the post answers somebody. An address that is no number names a person and is kept as a keyed hash."""
    above = written(said, "inReplyTo") or written(inner(said, "inReplyTo"), "id")
    if not above:
        return {"kind": "post"}
    own = above.startswith(f"{str(activity.get('actor')).rstrip('/')}/")
    number = _number(above)
    return {
        "kind": "post" if own else "reply",
        "in_reply_to": number if own or number != above else context.keyed("mastodon", above),
    }


def _boost(entry: Entry, activity: dict[str, Any]) -> Iterator[Row]:
    """Somebody else's post passed on; the archive gives its address only."""
    try:
        at = entry.moment("UTC", "published")
    except Unreadable as error:
        yield entry.lost(error, "published")
        return
    passed_on = written(activity, "object") or written(inner(activity, "object"), "id")
    number = _number(written(activity, "id"))
    if at is None or number is None:
        yield Fault(entry.number, "no_time" if at is None else "no_id", "published" if at is None else "id")
        return
    words, _ = plain(written(inner(activity, "object"), "content") or "")
    row = {"post_id": number, "posted_at": at, "kind": "repost", "text": "", "quoted_text": words or None}
    yield entry.taken("posts", row | {"quoted_source": _acct(passed_on), "urls": [passed_on] if passed_on else []})


def _number(address: str | None) -> str | None:
    """The id that the API gives the same post; the whole address for software that numbers otherwise."""
    found = _NUMBER.search(address or "")
    return found[1] if found else address


def _acct(address: str | None) -> str | None:
    """`@user@host` of a post's or actor's address; None where it does not show."""
    found = re.match(r"https?://([^/]+)/(?:users/|@|ap/users/)([^/@]+)", address or "")
    return f"@{found[2]}@{found[1].lower()}" if found else None


def _stated(actor: dict[str, Any], items: list[Any]) -> tuple[Stated | None, str | None]:
    """The account and its address as an actor: of the archive, else the actor that the first activity names."""
    address = written(actor, "id") or next((found for one in items if (found := written(one, "actor"))), None)
    if address is None:
        return None, None
    acct, handle = _acct(address), written(actor, "preferredUsername")
    host = re.match(r"https?://([^/]+)/", address)
    if handle and host:
        acct = f"@{handle}@{host[1].lower()}"
    name, url = written(actor, "name") or handle or acct, written(actor, "url") or address
    return Stated("mastodon", acct.removeprefix("@") if acct else None, name, url), address
