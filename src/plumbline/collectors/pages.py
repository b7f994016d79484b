"""How pages are turned: what is sent for the next page, and whether there is one."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from plumbline.collectors.client import Reply
from plumbline.collectors.endpoint import Endpoint, Paging, Purpose
from plumbline.collectors.paths import at

_NEXT = re.compile(r'<([^>]+)>\s*;[^,]*rel="?next"?')


@dataclass(frozen=True)
class Place:
    """Where a walk through pages stands; kept as text between runs. `before`: cursors and marks of the pages so far;
    `shown`: what stood on the last of them."""

    number: int = 0
    read: int = 0
    cursor: Any = None
    total: int | None = None
    lowest: int | None = None
    before: tuple[str, ...] = field(default_factory=tuple)
    shown: tuple[str, ...] = field(default_factory=tuple)

    def text(self) -> str:
        """As kept in the ledger."""
        held = [self.number, self.read, self.cursor, self.total, self.lowest, list(self.before), list(self.shown)]
        return json.dumps(held)


def place(text: str | None) -> Place:
    """The place that was kept; the first page if none was."""
    if not text:
        return Place()
    number, read, cursor, total, lowest, before, *shown = json.loads(text)
    return Place(number, read, cursor, total, lowest, tuple(before), tuple(shown[0]) if shown else ())


def sent(paging: Paging, where: Place) -> dict[str, Any]:
    """What is sent besides the endpoint's own parameters to get the page at `where`."""
    if paging.kind == "offset":
        return {paging.param: int(paging.start or 0) + where.read}
    if paging.kind == "page":
        return {paging.param: int(paging.start or 1) + where.number}
    if where.number == 0:
        return {} if paging.start is None else {paging.param: paging.start}
    if paging.kind == "below":
        return {} if where.lowest is None else {paging.param: str(where.lowest - 1)}
    if paging.kind == "link":
        return dict(parse_qsl(urlsplit(str(where.cursor)).query))
    return {paging.param: where.cursor}


def kept(endpoint: Endpoint, next_place: Place | None) -> str | None:
    """A place as text, to go on from in a later run; None if there is none, or if the cursor is a citizen's id."""
    return None if next_place is None or endpoint.paging.next in endpoint.persons else next_place.text()


@dataclass(frozen=True)
class Turn:
    """The next place, None at the end. `fault`: why the walk cannot go on though it is not at its end."""

    next: Place | None
    fault: str = ""


def turned(endpoint: Endpoint, where: Place, reply: Reply, found: list[Any]) -> Turn:
    """What comes after a page with these items."""
    paging = endpoint.paging
    total = at(reply.data, paging.total) if paging.total else None
    total = int(str(total)) if str(total).isdigit() else where.total
    if where.number and where.total is not None and total != where.total:
        return Turn(None, "listing_changed")
    lowest = min((*_ids(endpoint, found), *(() if where.lowest is None else (where.lowest,))), default=None)
    cursor = _cursor(endpoint, reply, found)
    named = endpoint.key and endpoint.purpose != Purpose.FOLLOWERS  # a follower's id is kept nowhere, not even here
    shown = tuple(str(at(item, endpoint.key)) for item in found) if named else ()
    mark = hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16] if shown else ""
    read = where.read + len(set(shown) - set(where.shown) if named else found)
    before = (*where.before[-100:], str(cursor), mark)
    after = Place(where.number + 1, read, cursor, total, lowest, before, shown)
    if mark and mark in where.before:
        return Turn(None, "listing_repeats")
    if not _more(paging, reply, found, after):
        short = total is not None and paging.kind in ("offset", "page") and after.read < total and not found
        return Turn(None, "listing_changed" if short else "")
    if paging.kind in ("cursor", "link", "last") and str(cursor) in where.before:
        return Turn(None, "cursor_repeats")
    if paging.kind == "below" and lowest == where.lowest:
        return Turn(None)
    return Turn(after)


def _more(paging: Paging, reply: Reply, found: list[Any], after: Place) -> bool:
    if paging.kind == "none":
        return False
    if paging.more and not at(reply.data, paging.more):
        return False
    if paging.kind in ("cursor", "link"):
        return after.cursor not in (None, "", "0", 0, "-1", -1)
    if not found:
        return False
    if after.total is not None and after.read >= after.total:
        return False
    return len(found) >= paging.size


def _cursor(endpoint: Endpoint, reply: Reply, found: list[Any]) -> Any:
    paging = endpoint.paging
    if paging.kind == "last":
        return at(_last(paging, found), endpoint.key) if found else None
    if paging.kind == "link":
        match = _NEXT.search(reply.headers.get("link", ""))
        return match[1] if match else None
    return at(reply.data, paging.next) if paging.kind == "cursor" else None


def _last(paging: Paging, found: list[Any]) -> Any:
    order = {number: value for number, item in enumerate(found) if isinstance(value := at(item, paging.next), int)}
    return found[min(order, key=lambda number: (order[number], -number))] if paging.next and order else found[-1]


def _ids(endpoint: Endpoint, found: list[Any]) -> list[int]:
    named = (str(at(item, endpoint.key)) for item in found)
    return [int(name) for name in named if name.isdigit()]
