"""JSON of Bilibili's web pages that somebody has saved (by third-party clients that read the same fields).

Not an export of the platform: people keep what `bilibili-api-python` and the like return. Only files are read; nothing
asks these addresses (the platform objects to that). Known wherever they stand in a JSON file or in JSON Lines: videos
(`View` of a page, `vlist` of an account), dynamics (`modules`), comments (`rpid`), and the number of followers
(`follower` beside `mid`). Everything of accounts that are not registered is passed over unread; of citizens' comments
only text, time and a keyed hash stay.

Traps: times in seconds; hidden plays (`--`); the same video in two lists; `oid` of a comment is the video's number
(its post is BV…). A list shows the newest pages only: it proves no watching. Blind spots: comments below a dynamic that
is not in the file belong to `--account` or stay unread.
"""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.domain.errors import DossierError
from plumbline.importers.bilibili_ids import video_id
from plumbline.importers.bilibili_objects import Found, objects
from plumbline.importers.cells import Unreadable
from plumbline.importers.comment_rows import Comments, comment_rows
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Passed, Row
from plumbline.importers.owners import owner_of
from plumbline.importers.post_rows import Columns, entry_of, once, post_rows
from plumbline.importers.tables import Entry
from plumbline.importers.weibo_rows import BEIJING
from plumbline.rulebook.model import Text

FORMAT = Format(
    "bilibili-web-json",
    Text(zh="哔哩哔哩网页 JSON", en="JSON of Bilibili's web pages"),
    platform="bilibili",
    complete=False,
)
_COLUMNS = Columns(
    post_id=("id",),
    posted_at=("at",),
    title=("title",),
    text=("text",),
    reads=("reads",),
    likes=("likes",),
    reposts=("reposts",),
    comments=("comments",),
    media=("media",),
)
_COMMENTS = Comments(
    "bilibili",
    comment_id=("id",),
    post_id=("post",),
    at=("at",),
    text=("text",),
    parent=("parent",),
    user_id=("user",),
)
_FIT = 3


def recognises(export: Export) -> int:
    """By the first object of a known kind."""
    try:
        return _FIT if next(_found(export), None) else 0
    except (DossierError, RecursionError):
        return 0


def read(export: Export, context: Context) -> Iterator[Row]:
    """Works and followers of registered accounts, then the comments below their works."""
    return once(_rows(export, context))


def _rows(export: Export, context: Context) -> Iterator[Row]:
    found = list(enumerate(_found(export), start=1))
    owners: dict[str, str] = {}
    for number, one in found:
        if one.kind != "comment":
            yield from _work(one, number, context, owners)
    known = bool(owners) or any(one.kind in ("video", "dynamic") for _, one in found)
    for number, one in found:
        if one.kind == "comment":
            yield from _comment(one, number, context, owners if known else None)


def _work(one: Found, number: int, context: Context, owners: dict[str, str]) -> Iterator[Row]:
    owner = owner_of(context, "bilibili", _plain(one.maker))
    if owner is None:
        yield Passed(number, "not_registered")
        return
    entry = entry_of(one.values, number, ("media",))
    if one.kind == "relation":
        yield from _followers(entry, context, owner)
        return
    for name in ("id", "number"):
        if identity := _plain(one.values.get(name)):
            owners[_post(identity) if one.kind == "video" else identity] = owner
    yield from post_rows(entry, _COLUMNS, BEIJING, owner=owner, identify=_identity(one.kind), refine=_refine)


def _comment(one: Found, number: int, context: Context, owners: dict[str, str] | None) -> Iterator[Row]:
    """A comment; `owners` None: the file holds no works, so that they are those of `--account`."""
    entry, post = entry_of(one.values, number), _post(_plain(one.values.get("post")) or "")
    owner = None if owners is None else owners.get(post) or owners.get(_plain(one.values.get("post")) or "")
    if not post:
        yield Fault(number, "no_id", "oid")
    elif owners is not None and owner is None:
        yield Passed(number, "not_registered")
    else:
        yield from comment_rows(entry, _COMMENTS, BEIJING, context, post_id=post, owner=owner)


def _followers(entry: Entry, context: Context, owner: str) -> Iterator[Row]:
    count = entry.count("follower")
    if count is not None:
        day = context.observed_at.astimezone(ZoneInfo(context.timezone)).date()
        yield entry.taken("metrics", {"account_id": owner, "date": day, "followers": count})
    yield from entry.faults


def _identity(kind: str) -> Any:
    def identify(entry: Entry) -> str | None:
        found = entry.identity("id")
        return _post(found) if found and kind == "video" else found

    return identify


def _refine(entry: Entry, row: dict[str, Any]) -> None:
    row["media"] = row["media"] or (
        [f"https://www.bilibili.com/video/{row['post_id']}"] if "number" in entry.cells else []
    )
    if entry.word("type") == "DYNAMIC_TYPE_FORWARD":
        row["kind"], row["quoted_text"] = "repost", entry.text("quoted")


def _post(identity: str) -> str:
    return video_id(identity) or identity


def _plain(value: Any) -> str | None:
    try:
        return Entry({"id": value}, 0).identity("id") if isinstance(value, str | int) else None
    except Unreadable:
        return None


def _found(export: Export) -> Iterator[Found]:
    if export.kind == "json":
        yield from objects(export.parsed)
    elif export.kind == "jsonl":
        for _, value in export.objects():
            yield from objects(value)
