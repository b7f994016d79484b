"""How pages are turned: what is sent for the next page, and whether there is one."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from plumbline.collectors.client import Reply
from plumbline.collectors.endpoint import Endpoint, Paging
from plumbline.collectors.paths import at

_NEXT = re.compile(r'<([^>]+)>\s*;[^,]*rel="?next"?')


@dataclass(frozen=True)
class Place:
    """Where a walk through pages stands; kept as text between runs."""

    number: int = 0
    read: int = 0
    cursor: Any = None
    total: int | None = None
    lowest: int | None = None
    before: tuple[str, ...] = field(default_factory=tuple)

    def text(self) -> str:
        """As kept in the ledger."""
        return json.dumps([self.number, self.read, self.cursor, self.total, self.lowest, list(self.before)])


def place(text: str | None) -> Place:
    """The place that was kept; the first page if none was."""
    if not text:
        return Place()
    number, read, cursor, total, lowest, before = json.loads(text)
    return Place(number, read, cursor, total, lowest, tuple(before))


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
    cursor = _cursor(paging, reply)
    after = Place(where.number + 1, where.read + len(found), cursor, total, lowest, (*where.before[-50:], str(cursor)))
    if not _more(paging, reply, found, after):
        short = total is not None and paging.kind in ("offset", "page") and after.read < total and not found
        return Turn(None, "listing_changed" if short else "")
    if paging.kind in ("cursor", "link") and str(cursor) in where.before:
        return Turn(None, "cursor_repeats")
    if paging.kind == "below" and lowest == where.lowest:
        return Turn(None, "") if found else Turn(None)
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


def _cursor(paging: Paging, reply: Reply) -> Any:
    if paging.kind == "link":
        match = _NEXT.search(reply.headers.get("link", ""))
        return match[1] if match else None
    return at(reply.data, paging.next) if paging.kind == "cursor" else None


def _ids(endpoint: Endpoint, found: list[Any]) -> list[int]:
    named = (str(at(item, endpoint.key)) for item in found)
    return [int(name) for name in named if name.isdigit()]
