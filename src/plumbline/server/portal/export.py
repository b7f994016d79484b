"""The signed register as a static file, made once for each state of the register, day and key."""

import os
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from plumbline.evidence.signed_register import signed
from plumbline.server.people.models import Unit
from plumbline.server.portal.keys import endorsements, folder, private_key, public_id
from plumbline.server.portal.schemas import AccountOut, UnitOut
from plumbline.server.register.models import Account
from plumbline.server.register.revision import current
from plumbline.server.site.clock import now, today

VALID_DAYS = 30
LARGE, REST = 1_000_000, 600
"""Bytes from which an export is large, seconds until it is made anew."""
_one_at_a_time = threading.Lock()


def export() -> Path:
    """The signed file of today's register; written aside and renamed, old ones removed. A large one is signed anew at
    most every ten minutes."""
    with _one_at_a_time:
        number, head = current(), f"register-{today().isoformat()}-{public_id()}-"
        place = folder() / f"{head}{number}.json"
        if place.exists():
            return place
        fresh = next((one for one in folder().glob(f"{head}*.json") if _large_and_new(one)), None)
        return fresh or _written(place, number)


def _large_and_new(place: Path) -> bool:
    found = place.stat()
    return found.st_size > LARGE and time.time() - found.st_mtime < REST


def _written(place: Path, number: int) -> Path:
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    aside.write_bytes(signed(_document(number), private_key()))
    aside.rename(place)
    for old in folder().glob("register-2*.json"):
        if old != place:
            old.unlink(missing_ok=True)
    return place


def _document(number: int) -> dict[str, object]:
    return {
        "issued_at": now().isoformat(), "valid_until": (now() + timedelta(days=VALID_DAYS)).isoformat(),
        "revision": number, "origin": settings.ORIGIN, "key_changes": endorsements(),
        "accounts": list(_accounts()), "units": list(_units()),
    }  # fmt: skip


def _accounts() -> Iterator[dict[str, object]]:
    """The accounts with the facts of `answers.account` and their number on the platform."""
    names = {"unit_id": "unit__unit_id", "unit": "unit__name"}
    columns = {name: names.get(name, name) for name in (*AccountOut.model_fields, "platform_id")}
    for row in Account.objects.order_by("account_id").values_list(*columns.values()).iterator():
        yield {name: _plain(value) for name, value in zip(columns, row, strict=True)}


def _units() -> Iterator[dict[str, object]]:
    names = {"parent_id": "parent__unit_id"}
    columns = {name: names.get(name, name) for name in UnitOut.model_fields if name != "accounts"}
    for row in Unit.objects.order_by("unit_id").values_list(*columns.values()).iterator():
        yield {name: _plain(value) for name, value in zip(columns, row, strict=True)}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else (None if value == "" else value)
