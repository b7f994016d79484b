"""One sweep through a listing: page by page into the ledger, to its end or to where nothing is new."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from plumbline.collectors.client import Client, Reply, items
from plumbline.collectors.endpoint import Each, Endpoint, Kind, Purpose, Scope
from plumbline.collectors.pages import kept, place, sent, turned
from plumbline.collectors.paths import at
from plumbline.importers.cells import Unreadable
from plumbline.ledger.bodies import instant
from plumbline.ledger.sightings import Missing, returned, sighted
from plumbline.ledger.stretches import Observation
from plumbline.ledger.sweeps import Sweep, end_sweep, listing_of, open_sweep, turn_page

MOST_PAGES = 5_000
REPEATS = 3
PUBLISHED = ("post", "repost")


@dataclass(frozen=True)
class Ended:
    """How a sweep ended. `state` complete or incomplete, `reason` why incomplete; `oldest` post on its pages (None: it
    had none); `started_at` when its first page was asked for, maybe days ago; `fresh`: posts not known before."""

    state: str
    reason: str
    started_at: datetime
    oldest: datetime | None
    fresh: int
    sweep_id: int
    record: str | None = None

    @property
    def whole(self) -> bool:
        """Whether every page was read."""
        return self.state == "complete"


@dataclass
class Sweeper:
    """Sweeps of one account in one run. `known_since`: a page whose posts are all known and older ends a sweep early
    (None: it goes to the end). `step` is told of every page."""

    client: Client
    origin: str
    run_id: int
    known_since: datetime | None = None
    step: Callable[[], None] = lambda: None

    def listing(self, endpoint: Endpoint, values: Mapping[str, Any] | None = None, *, label: str = "") -> Ended:
        """Go through a listing; one that changes under our hands is read again, a few times."""
        name, fresh = endpoint.name + label, 0
        for _ in range(REPEATS):
            ended = self._through(endpoint, values or {}, name)
            fresh += ended.fresh
            if ended.reason != "listing_changed":
                break
        return replace(ended, fresh=fresh)

    def _through(self, endpoint: Endpoint, values: Mapping[str, Any], name: str) -> Ended:
        line = self.client.line
        with line.ledger.writing():
            account = str(self.client.account["account_id"])
            sweep = open_sweep(line.ledger.base, account, name, line.clock(), self.run_id)
        where, oldest, fresh, broken, record = place(sweep.cursor), None, 0, 0, None
        doubted = None
        found: list[Any] = []
        for _ in range(MOST_PAGES):
            reply = self.client.ask(endpoint, {**values, "page": sent(endpoint.paging, where)})
            if not reply.ok:
                return self._stopped(sweep, reply, oldest, fresh, record)
            found, before = list(items(reply.data, at(reply.data, endpoint.items))), found
            if found and found == before:
                return self._end(sweep, "incomplete", "listing_repeats", oldest, fresh, reply.record)
            if endpoint.items and at(reply.data, endpoint.items) is None and not _empty(endpoint, reply):
                return self._end(sweep, "incomplete", "unexpected_answer", oldest, fresh, reply.record)
            turn = turned(endpoint, where, reply, found)
            if not found and turn.next and doubted != where:
                doubted = where  # empty, and more behind it: such a page is asked for again before it is believed
                continue
            rows, lost = self.rows(endpoint, found, reply, values)
            broken, record = broken + lost, reply.record or record
            times = _times(rows, _pinned(endpoint, found))
            oldest = min((*times, *((oldest,) if oldest else ())), default=None)
            new = self._page(sweep, rows, reply, kept(endpoint, turn.next), min(times, default=None))
            fresh += new
            self.step()
            if turn.next is None or self._known(times, new):
                break
            where = turn.next
        else:
            return self._end(sweep, "incomplete", "too_many_pages", oldest, fresh, record)
        reason = turn.fault or ("unreadable_items" if broken else "")
        return self._end(sweep, "incomplete" if reason else "complete", reason, oldest, fresh, record)

    def rows(
        self, endpoint: Endpoint, found: Iterable[Any], reply: Reply, values: Mapping[str, Any]
    ) -> tuple[list[Observation], int]:
        """What the items of a page become, and how many could not be read."""
        client = self.client
        scope = Scope(
            account=client.account,
            at=reply.at,
            record=reply.record,
            keyed=lambda who: client.line.keyed(client.platform.name, who),
            parent=values,
            known=client.held,
            stands=self._stands,
        )
        rows: list[Observation] = []
        lost = 0
        for item in found:
            try:
                rows += endpoint.take(item, scope)
            except (Unreadable, KeyError, TypeError, ValueError, AttributeError):
                lost += 1
        return rows, lost

    def _page(
        self, sweep: Sweep, rows: list[Observation], reply: Reply, cursor: str | None, oldest: datetime | None
    ) -> int:
        """A page: its rows and where the next begins (`cursor`), both or neither."""
        ledger, posts = self.client.line.ledger, _posts(rows)
        with ledger.writing():
            told = 0
            for row in rows:
                if row.table == "sightings":
                    self._said_lost(row, reply)
                    continue
                counted = row.table == "post_metrics"  # each endpoint counts in its own way
                origin = f"{self.origin}#{listing_of(sweep.endpoint)}" if counted else self.origin
                count = ledger.take([row], origin=origin, at=reply.at, run_id=self.run_id)
                told += count["new"] if row.table == "posts" else 0
            for post in _there(rows):
                returned(ledger.base, sweep.account_id, post, at=reply.at, run_id=self.run_id)
            turn_page(ledger.base, sweep, posts, cursor, oldest, reply.at)
        return told

    def _stands(self, post_id: str) -> bool:
        named = (self.client.account["account_id"], post_id)
        row = self.client.line.ledger.base.execute(
            "SELECT 1 FROM stretches WHERE tbl = 'posts' AND account_id = ? AND key = ? "
            "UNION SELECT 1 FROM listed WHERE account_id = ? AND key = ? LIMIT 1",
            (*named, *named),
        ).fetchone()
        return row is not None

    def _said_lost(self, row: Observation, reply: Reply) -> None:
        """The listing itself says that a post is gone: nothing to confirm. One that was never seen is not missed."""
        base, account, post_id = self.client.line.ledger.base, row.account_id, str(row.row["post_id"])
        last = base.execute(
            "SELECT max(seen_to) AS at FROM stretches WHERE tbl = 'posts' AND account_id = ? AND key = ?",
            (account, post_id),
        ).fetchone()
        if last["at"] is None:
            return
        state, answer = str(row.row["state"]), str(row.row["answer"])
        sighted(
            base,
            account,
            Missing(post_id, instant(last["at"])),
            state,
            at=reply.at,
            run_id=self.run_id,
            answer=answer,
            record=row.record,
        )

    def _known(self, times: list[datetime], new: int) -> bool:
        """Whether what follows this page has been read before, and is old enough to be left to the next whole sweep."""
        return self.known_since is not None and not new and bool(times) and max(times) < self.known_since

    def _stopped(self, sweep: Sweep, reply: Reply, oldest: datetime | None, fresh: int, record: str | None) -> Ended:
        """The platform does not go on. What may work later stays open: the next run goes on from this page."""
        later = reply.meaning.kind in (Kind.RETRY, Kind.QUOTA, Kind.RENEW)
        reason = reason_of(reply)
        if later:
            return Ended("incomplete", reason, sweep.started_at, oldest, fresh, sweep.sweep_id, reply.record or record)
        return self._end(sweep, "incomplete", reason, oldest, fresh, reply.record or record)

    def _end(
        self, sweep: Sweep, state: str, reason: str, oldest: datetime | None, fresh: int, record: str | None
    ) -> Ended:
        ledger = self.client.line.ledger
        with ledger.writing():
            end_sweep(ledger.base, sweep.sweep_id, state, self.client.line.clock(), reason or None)
            row = ledger.base.execute("SELECT oldest FROM sweeps WHERE sweep_id = ?", (sweep.sweep_id,)).fetchone()
        if row["oldest"] is not None:
            oldest = instant(row["oldest"])
        return Ended(state, reason, sweep.started_at, oldest, fresh, sweep.sweep_id, record)


def reason_of(reply: Reply) -> str:
    """Why an account could not be watched: the kind of answer and the platform's code."""
    return f"{reply.meaning.kind}:{reply.meaning.code}" if reply.meaning.code else str(reply.meaning.kind)


def _empty(endpoint: Endpoint, reply: Reply) -> bool:
    """An answer may leave out a list that is empty, if it says so by its total or its sign of an end."""
    paging = endpoint.paging
    total = at(reply.data, paging.total) if paging.total else None
    ended = paging.more and at(reply.data, paging.more) is False
    return str(total) == "0" or bool(ended) or endpoint.purpose != Purpose.POSTS or endpoint.each != Each.ACCOUNT


def _posts(rows: Iterable[Observation]) -> dict[str, str]:
    """Every post that a page speaks of, with its name on the platform."""
    spoken = (row for row in rows if row.table in ("posts", "sightings"))
    return {str(row.row["post_id"]): row.native or str(row.row["post_id"]) for row in spoken}


def _there(rows: Iterable[Observation]) -> list[str]:
    lost = {row.row["post_id"] for row in rows if row.table == "sightings"}
    return [str(row.row["post_id"]) for row in rows if row.table == "posts" and row.row["post_id"] not in lost]


def _pinned(endpoint: Endpoint, found: Iterable[Any]) -> frozenset[str]:
    """Posts that stand at the head of a listing whatever their age."""
    pinned = (item for item in found if endpoint.pinned and at(item, endpoint.pinned))
    return frozenset(str(at(item, endpoint.key)) for item in pinned)


def _times(rows: Iterable[Observation], pinned: frozenset[str]) -> list[datetime]:
    posts = (row.row for row in rows if row.table == "posts" and row.row.get("kind", "post") in PUBLISHED)
    return [post["posted_at"] for post in posts if post["post_id"] not in pinned]
