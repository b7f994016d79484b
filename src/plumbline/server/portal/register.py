"""The register in memory, renewed when it changes; where that takes long, old answers go on while it is made."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from plumbline.addresses.index import Index
from plumbline.addresses.lookup import Answer
from plumbline.server.register.models import Revision
from plumbline.server.register.selectors import as_tables
from plumbline.server.site.clock import now

LOOK_EVERY = 0.5
"""Seconds between two looks at the register's number."""
QUICK = 0.3
"""An index made in so many seconds is made while the asker waits."""
REST = 4
"""After an index was made beside the questions, the next one waits so many times as long as it took."""


@dataclass(frozen=True)
class Held:
    """An index and the state of the register that it shows. `made`: which index of this process it is; `seconds`: how
    long it took."""

    index: Index
    number: int
    at: datetime
    made: int
    seconds: float


class _Shelf:
    """The index of this process."""

    def __init__(self) -> None:
        self.held: Held | None = None
        self.looked = 0.0
        self.lock = threading.Lock()
        self.making = False
        self.made = 0


_shelf = _Shelf()


def held() -> Held:
    """The index; made on first use, renewed when the register has changed."""
    found = _shelf.held
    if found is None:
        return _first()
    if time.monotonic() - _shelf.looked > LOOK_EVERY:
        _shelf.looked = time.monotonic()
        if _state()[0] != found.number:
            return _renewed(found)
    return found


def answer(text: str) -> Answer:
    """What the register says of a text. Never raises for any text."""
    return held().index.look_up(text)


def forget() -> None:
    """Make the index anew at the next question."""
    _shelf.held = None


def _first() -> Held:
    with _shelf.lock:
        _shelf.held = _shelf.held or _made()
        _shelf.looked = time.monotonic()
        return _shelf.held


def _renewed(old: Held) -> Held:
    """The new index, or the old one while the new one is being made."""
    with _shelf.lock:
        if _shelf.making:
            return old
        if old.seconds < QUICK:
            _shelf.held = _made()
            return _shelf.held
        _shelf.making = True
    threading.Thread(target=_renew, daemon=True).start()
    return old


def _renew() -> None:
    try:
        _shelf.held = _made()
        _shelf.looked = time.monotonic() + REST * _shelf.held.seconds
    finally:
        _shelf.making = False
        connection.close()


def _made() -> Held:
    began = time.monotonic()
    number, at = _state()
    tables = as_tables()
    _shelf.made += 1
    return Held(Index(tables["accounts"], tables["units"]), number, at, _shelf.made, time.monotonic() - began)


def _state() -> tuple[int, datetime]:
    row = Revision.objects.filter(pk=1).values_list("number", "at").first()
    return (row[0], row[1] or now()) if row else (0, now())
