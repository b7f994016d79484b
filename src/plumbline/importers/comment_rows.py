"""Comments below posts: those of registered accounts are posts of theirs, all others a text and a keyed hash.

Of a citizen nothing else leaves this module: no id, name, picture, place, and no cell that could not be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plumbline.importers.cells import Unreadable, bare, blank
from plumbline.importers.format import Context, Fault, Row
from plumbline.importers.owners import owner_of
from plumbline.importers.post_rows import Names
from plumbline.importers.tables import Entry


@dataclass(frozen=True)
class Comments:
    """The names of the columns of a comment. `hashed`: the first 16 digits of the plain SHA-256 of the writer's id."""

    platform: str
    comment_id: Names
    post_id: Names
    at: Names
    text: Names
    parent: Names = ()
    likes: Names = ()
    user_id: Names = ()
    hashed: Names = ()
    name: Names = ()


def comment_rows(
    entry: Entry, names: Comments, zone: str, context: Context, *, post_id: str, owner: str | None
) -> Iterator[Row]:
    """The row of one comment below the post `post_id` of the account `owner` (None: that of the export)."""
    try:
        at = entry.moment(zone, *names.at)
        writer = _writer(entry, names, context)
        identity = entry.identity(*names.comment_id)
    except Unreadable as error:
        yield Fault(entry.number, error.code, sheet=entry.sheet)
        return
    if at is None:
        yield Fault(entry.number, "no_time", names.at[0], sheet=entry.sheet)
        return
    text = entry.text(*names.text)
    if writer and identity:
        parent = _parent(entry, names, identity)
        yield entry.taken(
            "posts",
            {
                "account_id": writer,
                "post_id": identity,
                "posted_at": at,
                "text": text or "",
                "kind": "reply" if parent else "comment",
                "in_reply_to": parent or post_id,
            },
        )
        return
    row = {"account_id": owner, "post_id": post_id, "at": at, "kind": "comment", "text": text}
    row["actor_key"] = actor(entry, names, context)
    yield entry.taken("interactions", {name: value for name, value in row.items() if value is not None})
    yield from (replace(fault, value="") for fault in entry.faults)


def actor(entry: Entry, names: Comments, context: Context) -> str | None:
    """The keyed hash of who wrote it: by the id, else by the hash that stands there, else by the name."""
    for columns, mark in ((names.user_id, ""), (names.hashed, "sha256:"), (names.name, "name:")):
        told = bare(entry.text(*columns))
        if not blank(told):
            return context.keyed(names.platform, mark + told)
    return None


def _writer(entry: Entry, names: Comments, context: Context) -> str | None:
    """The registered account that wrote the comment; None for everyone else."""
    number, hashed, name = entry.identity(*names.user_id), entry.word(*names.hashed), entry.word(*names.name)
    if number or hashed:
        return owner_of(context, names.platform, number, hashed=hashed)
    return context.find(platform=names.platform, name=name) if name else None


def _parent(entry: Entry, names: Comments, identity: str) -> str | None:
    """The comment that is answered; None for one that stands directly below the post."""
    try:
        parent = entry.identity(*names.parent)
    except Unreadable:
        return None
    return None if parent in (None, "0", identity) else parent
