"""Taking whole tables into the register: what would change is shown first, then done in one transaction."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.db import transaction

from plumbline.server.audit.many import record_many
from plumbline.server.audit.services import Change, changed, record
from plumbline.server.people.models import Person, Unit
from plumbline.server.register.models import Account, Revision
from plumbline.server.register.revision import bump
from plumbline.server.register.services.comparing import COLUMNS, Comparison, Row, compare
from plumbline.server.register.services.reading import Sent, read_file
from plumbline.server.site.clock import now

BATCH = 500
Owners = Mapping[str, Unit]


@transaction.atomic
def take_in(
    accounts: pl.DataFrame, units: pl.DataFrame, *, who: Person | None, why: str, source: bytes = b""
) -> Comparison:
    """Take accounts and units in, all or nothing; rows that cannot be kept are told in `refused` and left out.

    What a table does not say stays; nobody is ever taken out by it. Each account and unit has its own entry in the log,
    and the import has one with its counts and the SHA-256 of the file (`source`).
    """
    found = compare(accounts, units)
    _take_units(found.units, who=who, why=why)
    owners = {unit.unit_id: unit for unit in Unit.objects.all()}
    made = [_account(row, owners) for row in found.new]
    Account.objects.bulk_create(made, batch_size=BATCH)
    record_many(((one, _told(one)) for one in made), who=who, action="register.taken_in", why=why)
    rows = {row["account_id"]: row for row in accounts.iter_rows(named=True)} if found.changed else {}
    record_many(_changed(found, rows, owners), who=who, action="register.imported", why=why)
    found.sha256 = hashlib.sha256(source).hexdigest() if source else ""
    bump()
    told = {"new": len(found.new), "changed": len(found.changed), "refused": len(found.refused),
            "units": len(found.units), "sha256": found.sha256}  # fmt: skip
    record(who=who, action="register.import", subject=Revision.objects.get(pk=1), why=why,
           change={name: (None, value) for name, value in told.items() if value})  # fmt: skip
    return found


def _changed(found: Comparison, rows: Mapping[str, Row], owners: Owners) -> Iterator[tuple[Account, Change]]:
    """Each account that a table changes, written, and what has changed."""
    for some in _batches([account_id for account_id, _ in found.changed]):
        locked = Account.objects.select_for_update(of=("self",)).select_related("unit").filter(account_id__in=some)
        told = []
        for account in locked:
            new = _values(rows[account.account_id]) | _owner(rows[account.account_id], owners)
            told.append((account, changed(account, **new)))
            account.updated_at = now()
        Account.objects.bulk_create(
            [one for one, _ in told],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*COLUMNS, "unit", "updated_at"],
        )  # fmt: skip  much quicker than bulk_update
        yield from ((account, change) for account, change in told if change)


def _take_units(rows: Sequence[Row], *, who: Person | None, why: str) -> None:
    """Units in any order: parents first."""
    waiting = {row["unit_id"]: row for row in rows}
    standing = {unit.unit_id: unit for unit in Unit.objects.all()}
    root = Unit.objects.filter(parent=None).order_by("path").first()
    made = []
    while waiting:
        ready = [row for row in waiting.values() if _above(row) not in waiting or _above(row) == row["unit_id"]]
        for row in ready or list(waiting.values())[:1]:  # a ring of parents is opened somewhere
            del waiting[row["unit_id"]]
            standing[row["unit_id"]] = unit = _unit(row, standing.get(_above(row)) or root)
            made.append(unit)
    Unit.objects.bulk_create(made, batch_size=BATCH)
    record_many(
        ((one, {"name": (None, one.name), "parent": (None, one.parent)}) for one in made), who=who, action="units.add",
        why=why,
    )  # fmt: skip


def _unit(row: Row, parent: Unit | None) -> Unit:
    unit = Unit(
        unit_id=row["unit_id"], name=row["name"], parent=parent, level=row.get("level") or "",
        region_code=row.get("region_code") or "", must_open=row.get("must_open"),
    )  # fmt: skip
    unit.path = f"{parent.path if parent else '/'}{unit.id.hex}/"
    return unit


def _above(row: Row) -> str:
    return str(row.get("parent_id") or "")


def _account(row: Row, owners: Owners) -> Account:
    return Account(account_id=row["account_id"], **({"status": "active"} | _values(row)), **_owner(row, owners))


def _values(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS if row.get(name) is not None}


def _owner(row: Row, owners: Owners) -> dict[str, Any]:
    return {"unit": owners[row["unit_id"]]} if row.get("unit_id") else {}


def _told(account: Account) -> Change:
    told = {name: getattr(account, name) for name in (*COLUMNS, "unit")}
    return {name: (None, value) for name, value in told.items() if value not in (None, "")}


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


__all__ = ["Comparison", "Sent", "compare", "read_file", "take_in"]
