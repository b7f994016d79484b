"""Rows of posts from lines and objects whose columns only differ in name."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plumbline.importers.cells import Unreadable, bare, blank
from plumbline.importers.format import Fault, Passed, Row, Taken
from plumbline.importers.tables import Entry

_BETWEEN = re.compile(r"[,;，；\s]+(?=(?:https?:)?//)|[;；\n]+")
_CUT = re.compile(r"(?:\.{2,6}|…+)\s*(?:展开)?全文[a-zA-Z]?\s*$|展开全文[a-zA-Z]?\s*$")
Names = tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """The names under which an export has each part of a post; of several the first that holds something counts.

    `title` and `text` are both the post's words. `media` and `urls` hold one or more references.
    """

    post_id: Names
    posted_at: Names
    text: Names
    title: Names = ()
    client: Names = ()
    reads: Names = ()
    likes: Names = ()
    reposts: Names = ()
    comments: Names = ()
    media: Names = ()
    urls: Names = ()


Identify = Callable[[Entry], str | None]
Refine = Callable[[Entry, dict[str, Any]], None]


def post_rows(
    entry: Entry,
    columns: Columns,
    zone: str,
    *,
    owner: str | None = None,
    identify: Identify | None = None,
    refine: Refine | None = None,
) -> Iterator[Row]:
    """A row of `posts` from a line, or the fault for which it is lost; then what could not be read in it.

    `owner`: the registered account (None: that of the export). `identify` gives the id where it takes more than a
    look into a column; `refine` changes the row at the end.
    """
    try:
        found = identify(entry) if identify else entry.identity(*columns.post_id)
    except Unreadable as error:
        yield entry.lost(error, *columns.post_id)
        return
    if found is None:
        yield Fault(entry.number, "no_id", columns.post_id[0], sheet=entry.sheet)
        return
    try:
        at = entry.moment(zone, *columns.posted_at)
    except Unreadable as error:
        yield entry.lost(error, *columns.posted_at)
        return
    if at is None:
        yield Fault(entry.number, "no_time", columns.posted_at[0], sheet=entry.sheet)
        return
    row = {"account_id": owner, "post_id": found, "posted_at": at, **_said(entry, columns)}
    if refine:
        refine(entry, row)
    yield entry.taken("posts", {name: value for name, value in row.items() if value is not None})
    yield from entry.faults


def _said(entry: Entry, columns: Columns) -> dict[str, Any]:
    return {
        "text": words(entry.text(*columns.title), entry.text(*columns.text)),
        "kind": "post",
        "client": entry.word(*columns.client),
        "reads": entry.count(*columns.reads),
        "likes": entry.count(*columns.likes),
        "reposts": entry.count(*columns.reposts),
        "comments": entry.count(*columns.comments),
        "media": references(entry, columns.media),
        "urls": references(entry, columns.urls) or None,
    }


def words(title: str | None, text: str | None) -> str:
    """Title and text as one; a title that only repeats how the text begins is left out. Empty if there are none."""
    said, headed = text or "", title or ""
    start = bare(headed).rstrip(".…")
    if not start or blank(headed) or bare(said).startswith(start):
        return said
    return headed if not bare(said) or bare(said) == "-" else f"{headed}\n{said}"


def once(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows without those that say nothing but what one before them has said."""
    seen: set[bytes] = set()
    for row in rows:
        if isinstance(row, Taken):
            mark = hashlib.sha256(repr((row.table, sorted(row.row.items()))).encode("utf-8", "replace")).digest()[:16]
            if mark in seen:
                yield Passed(row.place, "same")
                continue
            seen.add(mark)
        yield row


def references(entry: Entry, names: Names) -> list[str] | None:
    """All addresses and file names in these columns, none twice; None where the export has none of the columns."""
    there = [name for name in names if name in entry.cells]
    pieces = [piece for name in there for piece in _pieces(entry.cells[name])]
    found = [piece for piece in dict.fromkeys(bare(piece) for piece in pieces) if not blank(piece)]
    return found if there else None


def is_cut(text: str) -> bool:
    """Whether a list page has cut the text off: it ends in “…全文” or “展开全文”."""
    return bool(_CUT.search(text))


def told_cut(cut: list[int], column: str) -> Iterator[Fault]:
    """One remark for all texts of a file that were cut off; `cut` are their lines."""
    if cut:
        yield Fault(cut[0], "cut_text", column, f"{len(cut)} ×", row_lost=False)


def entry_of(found: Mapping[str, Any], number: int, lists: Names = (), sheet: str = "") -> Entry:
    """An object of JSON as a line: what is nested where a plain value belongs is taken down as a fault.

    `lists`: the names under which lists or objects may stand. Its place is `number`.
    """
    plain = {name: value for name, value in found.items() if name in lists or not isinstance(value, list | dict)}
    return Entry(plain, number, sheet)


def nested(found: Mapping[str, Any], names: Names, number: int) -> list[Fault]:
    """A fault for each of these names under which a list or an object stands; its content is not repeated."""
    wrong = [name for name in names if isinstance(found.get(name), list | dict)]
    return [Fault(number, "not_an_object", name, row_lost=False) for name in wrong]


def _pieces(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _pieces(one)
    elif isinstance(value, dict):
        yield from _pieces(next((value[name] for name in ("url", "large", "src") if value.get(name)), None))
    elif isinstance(value, str):
        yield from _BETWEEN.split(value)
