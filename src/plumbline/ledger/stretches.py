"""Observations as stretches: as long as an origin gives the same content there is one row; A, B, A are three."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plumbline.ledger.bodies import body, digest, key, micros

_FIND = """SELECT seen_from, seen_to, digest FROM stretches
 WHERE tbl = ? AND account_id = ? AND key = ? AND origin = ? ORDER BY seen_from"""
_ADD = "INSERT INTO stretches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_AT = "tbl = ? AND account_id = ? AND key = ? AND origin = ? AND seen_from = ?"
_LONGER = f"UPDATE stretches SET seen_to = ?, body = ?, record = ?, run_id = ? WHERE {_AT}"  # noqa: S608  no values in it
_EARLIER = f"UPDATE stretches SET seen_from = ?, run_id = ? WHERE {_AT}"  # noqa: S608  no values in it


@dataclass(frozen=True, slots=True)
class Observation:
    """A row of `table` as it was seen: contract columns and types, with `account_id` (but for units).

    `native`: the name by which the platform is asked for a post, where that is not its id here. `at`: when it stood so,
    where that is not the moment of the whole (an earlier version that the platform itself keeps).
    """

    table: str
    row: Mapping[str, Any]
    record: str | None = None
    native: str | None = None
    at: datetime | None = None

    @property
    def account_id(self) -> str:
        """The account it belongs to; empty for a unit."""
        return str(self.row.get("account_id") or "")


def take(base: sqlite3.Connection, seen: Observation, *, origin: str, at: datetime, run_id: int) -> str:
    """Put one observation in its place in time, whether it comes in order or late; says new, changed or known."""
    place = (seen.table, seen.account_id, key(seen.table, seen.row), origin)
    moment, mark = micros(at), digest(seen.table, seen.row)
    known = base.execute(_FIND, place).fetchall()
    before = next((stretch for stretch in reversed(known) if stretch["seen_from"] <= moment), None)
    after = next((stretch for stretch in known if stretch["seen_from"] > moment), None)
    if before is not None and before["digest"] == mark:
        return _again(base, seen, place, before, moment, run_id)
    if before is not None and moment <= before["seen_to"]:
        return _within(base, seen, place, before, moment, mark, run_id)
    if after is not None and after["digest"] == mark:
        base.execute(_EARLIER, (moment, run_id, *place, after["seen_from"]))
        return "known"
    _add(base, seen, place, moment, moment, mark, run_id)
    return "changed" if known else "new"


def _again(
    base: sqlite3.Connection, seen: Observation, place: tuple[str, ...], before: sqlite3.Row, moment: int, run_id: int
) -> str:
    """The same content at a later moment; an observation from within the stretch says nothing new."""
    if moment > before["seen_to"]:
        at = (*place, before["seen_from"])
        base.execute(_LONGER, (moment, body(seen.table, seen.row), seen.record, run_id, *at))
    return "known"


def _within(
    base: sqlite3.Connection,
    seen: Observation,
    place: tuple[str, ...],
    before: sqlite3.Row,
    moment: int,
    mark: bytes,
    run_id: int,
) -> str:
    """Other content in the middle of a stretch: of that one only its ends are certain. At its very end it follows."""
    if moment == before["seen_to"]:
        moment += 1
    else:
        where = (*place, before["seen_from"])
        old = base.execute(f"SELECT * FROM stretches WHERE {_AT}", where).fetchone()  # noqa: S608  no values in it
        base.execute(f"UPDATE stretches SET seen_to = seen_from WHERE {_AT}", where)  # noqa: S608  the same
        if before["seen_from"] == moment:
            moment += 1
        base.execute(_ADD, (*place, old["seen_to"], old["seen_to"], old["digest"], old["body"], old["record"], run_id))
    _add(base, seen, place, moment, moment, mark, run_id)
    return "changed"


def _add(
    base: sqlite3.Connection, seen: Observation, place: tuple[str, ...], start: int, end: int, mark: bytes, run_id: int
) -> None:
    """Two contents of one moment keep the order in which they came."""
    while base.execute(f"SELECT 1 FROM stretches WHERE {_AT}", (*place, start)).fetchone():  # noqa: S608  no values in it
        start += 1
    base.execute(_ADD, (*place, start, max(start, end), mark, body(seen.table, seen.row), seen.record, run_id))
