"""Whether posts are still there: missing from a complete sweep once, then confirmed one by one, never guessed."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from plumbline.ledger.bodies import instant, micros
from plumbline.ledger.sweeps import listing_of

_MISSING = """
SELECT p.key AS post_id, max(p.seen_to) AS last_seen FROM stretches p
JOIN listed l ON l.account_id = p.account_id AND l.key = p.key AND l.endpoint = ?
WHERE p.tbl = 'posts' AND p.account_id = ? AND p.origin = ?
  AND json_extract(p.body, '$.posted_at') >= ?
  AND p.key NOT IN (SELECT key FROM swept WHERE sweep_id = ?)
GROUP BY p.key HAVING max(p.seen_to) < ?
"""


@dataclass(frozen=True)
class Missing:
    """A post that a complete sweep did not show; `last_present_at` is when it was seen last."""

    post_id: str
    last_present_at: datetime


def missing(base: sqlite3.Connection, sweep_id: int, account_id: str, origin: str) -> list[Missing]:
    """Posts of an account that a complete sweep should have shown and did not, gone ones left out.

    Posts older than the oldest on its pages lie outside the window of the listing: nothing is said of them.
    """
    sweep = base.execute("SELECT started_at, oldest, endpoint FROM sweeps WHERE sweep_id = ?", (sweep_id,)).fetchone()
    oldest = "" if sweep["oldest"] is None else instant(sweep["oldest"]).isoformat()
    values = (listing_of(sweep["endpoint"]), account_id, origin, oldest, sweep_id, sweep["started_at"])
    rows = base.execute(_MISSING, values).fetchall()
    found = (Missing(row["post_id"], instant(row["last_seen"])) for row in rows)
    return [post for post in found if state_of(base, account_id, post.post_id) in ("present", "absent_once")]


def state_of(base: sqlite3.Connection, account_id: str, post_id: str) -> str:
    """The last state of a post; ``present`` if nothing else was ever seen."""
    row = base.execute(
        "SELECT state FROM sightings WHERE account_id = ? AND post_id = ? ORDER BY since DESC LIMIT 1",
        (account_id, post_id),
    ).fetchone()
    return "present" if row is None else str(row["state"])


def sighted(
    base: sqlite3.Connection,
    account_id: str,
    post: Missing,
    state: str,
    *,
    at: datetime,
    run_id: int,
    answer: str | None = None,
    record: str | None = None,
) -> None:
    """Take a state down; the same state again changes nothing but, for a confirmed one, its answer."""
    if state_of(base, account_id, post.post_id) == state:
        return
    confirmed = None if state == "absent_once" else micros(at)
    base.execute(
        "INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (account_id, post.post_id, state, micros(at), micros(post.last_present_at), confirmed, answer, record, run_id),
    )


def returned(base: sqlite3.Connection, account_id: str, post_id: str, *, at: datetime, run_id: int) -> None:
    """A post is on a page: if it counted as absent it is present again."""
    if state_of(base, account_id, post_id) != "present":
        sighted(base, account_id, Missing(post_id, at), "present", at=at, run_id=run_id)
