"""Sweeps: walks through all pages of a listing. Where one stands is kept with every page: it goes on after a crash."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from plumbline.ledger.bodies import instant, micros

LASTING = timedelta(hours=36)
"""An interrupted sweep that is older begins again: its first pages say too little of today."""


@dataclass(frozen=True)
class Sweep:
    """A walk through a listing; `cursor` is where the next page begins (None: the first)."""

    sweep_id: int
    account_id: str
    endpoint: str
    started_at: datetime
    cursor: str | None
    pages: int
    items: int


def open_sweep(base: sqlite3.Connection, account_id: str, endpoint: str, at: datetime, run_id: int) -> Sweep:
    """The sweep that was interrupted, if it is not too old, else a new one."""
    row = base.execute(
        "SELECT * FROM sweeps WHERE account_id = ? AND endpoint = ? AND state = 'open' ORDER BY sweep_id DESC",
        (account_id, endpoint),
    ).fetchone()
    if row is not None and instant(row["started_at"]) > at - LASTING:
        return Sweep(
            row["sweep_id"], account_id, endpoint, instant(row["started_at"]), row["cursor"], row["pages"], row["items"]
        )
    base.execute(
        "UPDATE sweeps SET state = 'abandoned' WHERE account_id = ? AND endpoint = ? AND state = 'open'",
        (account_id, endpoint),
    )
    done = base.execute(
        "INSERT INTO sweeps (account_id, endpoint, started_at, touched_at, state, run_id) "
        "VALUES (?, ?, ?, ?, 'open', ?)",
        (account_id, endpoint, micros(at), micros(at), run_id),
    )
    return Sweep(int(done.lastrowid or 0), account_id, endpoint, at, None, 0, 0)


def turn_page(
    base: sqlite3.Connection,
    sweep: Sweep,
    natives: Mapping[str, str],
    cursor: str | None,
    oldest: datetime | None,
    at: datetime,
) -> int:
    """A page has been taken in: the posts on it with their native names, where the next page begins, the oldest post.

    How many of the posts this sweep had not shown yet.
    """
    before = base.total_changes
    base.executemany("INSERT OR IGNORE INTO swept VALUES (?, ?)", ((sweep.sweep_id, key) for key in natives))
    fresh = base.total_changes - before
    listing = (sweep.account_id, listing_of(sweep.endpoint))
    rows = ((*listing, key, native) for key, native in natives.items())
    base.executemany("INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?)", rows)
    base.execute(
        "UPDATE sweeps SET cursor = ?, pages = pages + 1, items = items + ?, touched_at = ?, "
        "oldest = min(coalesce(oldest, ?), coalesce(?, oldest)) WHERE sweep_id = ?",
        (cursor, fresh, micros(at), *(2 * (oldest and micros(oldest),)), sweep.sweep_id),
    )
    return fresh


def end_sweep(base: sqlite3.Connection, sweep_id: int, state: str, at: datetime, reason: str | None = None) -> None:
    """The sweep is over: complete, incomplete or abandoned. An `open` one goes on in the next run."""
    base.execute(
        "UPDATE sweeps SET state = ?, reason = ?, ended_at = ?, touched_at = ? WHERE sweep_id = ?",
        (state, reason, micros(at), micros(at), sweep_id),
    )


def forget(base: sqlite3.Connection, sweep_id: int) -> None:
    """What stood on the pages of a sweep is not needed any more."""
    base.execute("DELETE FROM swept WHERE sweep_id = ?", (sweep_id,))


def native_of(base: sqlite3.Connection, account_id: str, key: str) -> str:
    """The name by which the platform is asked for a post; its id where no other is known."""
    row = base.execute("SELECT native FROM listed WHERE account_id = ? AND key = ?", (account_id, key)).fetchone()
    return key if row is None else str(row["native"])


def listing_of(endpoint: str) -> str:
    """The listing that a sweep goes through: the name of its endpoint without what it was called for."""
    return endpoint.partition("/")[0]


def last_ended(base: sqlite3.Connection, account_id: str, endpoint: str) -> datetime | None:
    """When the last complete sweep of a listing began; None if there was none."""
    row = base.execute(
        "SELECT max(started_at) AS at FROM sweeps WHERE account_id = ? AND endpoint = ? AND state = 'complete'",
        (account_id, endpoint),
    ).fetchone()
    return None if row["at"] is None else instant(row["at"])
