"""bluesky-car: the repository of a Bluesky account as CAR file (settings → account → export, or `sync.getRepo`).

Shape: repository version 3 of the AT Protocol, as its specification has it and a real server wrote it (sure). The
commit names the account (`did`) and the state (`rev`), the profile its shown name; posts and reposts are the records
of `app.bsky.feed.post` and `app.bsky.feed.repost`; the id of a post is its key, of a repost `repost:` and its key.
Likes, follows, blocks, lists and whatever else other programs keep there are passed over undecoded.

Traps: every block is checked against the hash that names it; of a damaged block the records are told and the others
go on. **`createdAt` is what the writer says**, keys carry a clock of their own: where the two are more than a day
apart this is told, and a `createdAt` that cannot be read, or lies after the state of the repository, gives way to the
key's clock. `text` may be cut links; full addresses stand in `facets`. A quoted post is an address, not words.
Answers to oneself are threads, so posts; of the post that is answered only the key is kept, as its address names a
person.

Blind spots: no counts; deleted posts are gone, and an edited one (few programs can) shows its last text only; pictures
are not in the file (`media` names their blocks); the commit's signature is not checked, as the key is elsewhere.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import libipld

from plumbline.domain.errors import DossierError
from plumbline.importers.car_blocks import blocks, records, tid_micros
from plumbline.importers.cells import Unreadable
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Passed, Row, Stated
from plumbline.importers.json_items import inner, item, listed, written
from plumbline.importers.tables import Entry
from plumbline.rulebook.model import Text

FORMAT = Format(
    "bluesky-car", Text(zh="Bluesky 数据仓库（CAR）", en="repository of a Bluesky account"), platform="bluesky"
)
_POST, _REPOST, _PROFILE = "app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.actor.profile/self"
_APART = timedelta(days=1)


def recognises(export: Export) -> int:
    """Whether this is a CAR file."""
    return 10 if export.kind == "car" else 0


def read(export: Export, context: Context) -> Iterator[Row]:
    """The account, then its posts and reposts in the order of the tree. DossierError: no commit can be read."""
    whole = blocks(export.data, export.label)
    commit = whole.content(whole.root)
    did = written(commit, "did")
    if did is None:
        raise DossierError("the commit of the repository cannot be read", export.label, "download it again")
    paths = list(records(whole, commit.get("data")))
    profile = next((whole.content(cid) for path, cid in paths if path == _PROFILE), None)
    last = _clock(str(commit.get("rev")))
    yield Stated("bluesky", did, written(profile, "displayName"), f"https://bsky.app/profile/{did}", last)
    if whole.cut:
        yield Fault(0, "damaged", value="cut off", row_lost=False)
    for place, (path, cid) in enumerate(paths, 1):
        collection, _, key = path.rpartition("/")
        if path and collection not in (_POST, _REPOST):
            yield Passed(place, "not_ours")
        elif not path or not isinstance(record := whole.content(cid), dict):
            yield Fault(place, "damaged", path and "record", path)
        else:
            words = _said(record, did) if collection == _POST else _passed_on(record)
            post_id = key if collection == _POST else f"repost:{key}"
            yield from _post(place, record, {"post_id": post_id} | words, (_clock(key), last))


def _clock(key: str) -> datetime | None:
    micros = tid_micros(key)
    at = None if micros is None else datetime.fromtimestamp(0, UTC) + timedelta(microseconds=micros)
    return at if at and 2022 <= at.year <= 2100 else None


def _post(
    place: int, record: dict[str, Any], words: dict[str, object], clocks: tuple[datetime | None, datetime | None]
) -> Iterator[Row]:
    """One record. `clocks`: of its key, and of the repository's last state."""
    entry = item(record, place) or Entry({}, place)
    at = _when(entry, *clocks)
    if at is None:
        yield Fault(place, "no_time", "createdAt", entry.text("createdAt") or "")
        return
    yield entry.taken("posts", words | {"posted_at": at})
    yield from entry.faults


def _when(entry: Entry, clock: datetime | None, last: datetime | None) -> datetime | None:
    """The time stated, unless it is unreadable or after the repository's last state: then that of the key."""
    try:
        stated = entry.moment("UTC", "createdAt")
    except Unreadable as error:
        stated = None
        _told(entry, error.code)
    if stated and clock and abs(stated - clock) > _APART:
        _told(entry, "clocks_apart")
    late = stated is not None and last is not None and stated > last + _APART
    return clock or stated if late else stated or clock


def _told(entry: Entry, code: str) -> None:
    entry.faults.append(Fault(entry.number, code, "createdAt", entry.text("createdAt") or "", row_lost=False))


def _said(record: dict[str, Any], did: str) -> dict[str, object]:
    embed = inner(record, "embed")
    media = inner(embed, "media") or embed
    above = written(inner(record, "reply", "parent"), "uri")
    own = above is None or above.startswith(f"at://{did}/")
    pictures = [one for one in listed(media, "images") if isinstance(one, dict)]
    shown = [*(inner(one, "image") for one in pictures), inner(media, "video")]
    return {
        "text": written(record, "text") or "",
        "kind": "post" if own else "reply",
        "in_reply_to": above and above.rpartition("/")[2],
        "urls": _links(record, embed, media),
        "media": [name for blob in shown if (name := _blob(blob))],
        "media_text": "\n".join(text for one in [*pictures, media] if (text := written(one, "alt"))) or None,
    }


def _passed_on(record: dict[str, Any]) -> dict[str, object]:
    """A repost: whose post, by its address."""
    subject = written(inner(record, "subject"), "uri")
    source = subject.removeprefix("at://").partition("/")[0] if subject else None
    return {"kind": "repost", "text": "", "quoted_source": source, "urls": [_page(subject)] if subject else []}


def _links(record: dict[str, Any], embed: dict[str, Any], media: dict[str, Any]) -> list[str]:
    features = [one for facet in listed(record, "facets") for one in listed(facet, "features")]
    quoted = written(inner(embed, "record"), "uri") or written(inner(embed, "record", "record"), "uri")
    found = [written(one, "uri") for one in features] + [written(inner(media, "external"), "uri")]
    return list(dict.fromkeys([*(url for url in found if url), *([_page(quoted)] if quoted else [])]))


def _page(uri: str) -> str:
    """The public page of a post."""
    did, _, path = uri.removeprefix("at://").partition("/")
    return f"https://bsky.app/profile/{did}/post/{path.rpartition('/')[2]}" if _POST in path else uri


def _blob(blob: dict[str, Any]) -> str | None:
    ref = blob.get("ref")
    if isinstance(ref, bytes):
        return str(libipld.encode_cid(ref))
    return written(blob, "cid") or written(ref, "$link")
