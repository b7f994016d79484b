"""The register in memory, renewed when it changes; old answers go on while a new index is made."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection

from plumbline.addresses.index import Index
from plumbline.addresses.lookup import Answer
from plumbline.server.register.models import Revision
from plumbline.server.register.selectors import as_tables
from plumbline.server.site.clock import now

LOOK_EVERY = 2.0
"""Seconds between two looks at the register's number."""
REMEMBERED = 50_000


@dataclass(frozen=True)
class Held:
    """An index and the state of the register that it shows."""

    index: Index
    number: int
    at: datetime
    made: int
    """Which index of this process it is: what was answered from another counts no more."""


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
    """The index; made on first use, renewed beside the questions later on."""
    if _shelf.held is None:
        with _shelf.lock:
            if _shelf.held is None:
                _shelf.held = _made()
                _shelf.looked = time.monotonic()
        return _shelf.held
    if time.monotonic() - _shelf.looked > LOOK_EVERY:
        _shelf.looked = time.monotonic()
        if _state()[0] != _shelf.held.number and not _shelf.making:
            _shelf.making = True
            threading.Thread(target=_renew, daemon=True).start()
    return _shelf.held


def forget() -> None:
    """Make the index anew at the next question."""
    _shelf.held = None
    answer.cache_clear()


@lru_cache(maxsize=REMEMBERED)
def answer(text: str, made: int) -> Answer:
    """What the register says of a text, by the index of that number."""
    return held().index.look_up(text)


def _renew() -> None:
    try:
        _shelf.held = _made()
    finally:
        _shelf.making = False
        connection.close()


def _made() -> Held:
    number, at = _state()
    tables = as_tables()
    _shelf.made += 1
    return Held(Index(tables["accounts"], tables["units"]), number, at, _shelf.made)


def _state() -> tuple[int, datetime]:
    row = Revision.objects.filter(pk=1).values_list("number", "at").first()
    return (row[0], row[1] or now()) if row else (0, now())
