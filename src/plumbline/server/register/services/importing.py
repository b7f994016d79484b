"""Taking whole tables into the register: what would change is shown first, then done in one transaction."""

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction

from plumbline.domain.errors import PlumblineError
from plumbline.importers.export import open_export
from plumbline.importers.format import Context, Fault, Taken
from plumbline.importers.formats import filing_table
from plumbline.importers.register import Register
from plumbline.server.audit.services import changed, record
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account, Revision
from plumbline.server.register.revision import bump
from plumbline.server.register.selectors import as_tables
from plumbline.server.site.clock import now

COLUMNS = (
    "platform", "platform_id", "name", "url", "status", "opened_on", "closed_on", "notice_on", "filed_on", "filing_no",
    "verified", "verified_as", "verified_until", "main_account", "interaction", "mission",
)  # fmt: skip
_TEXTS = ("platform_id", "url", "filing_no", "verified_as", "mission")


@dataclass
class Comparison:
    """What a table would do: accounts new, changed (field: old, new), the same; what cannot be taken."""

    new: list[Mapping[str, Any]] = field(default_factory=list)
    changed: list[tuple[str, Mapping[str, tuple[Any, Any]]]] = field(default_factory=list)
    same: int = 0
    refused: list[str] = field(default_factory=list)
    units: int = 0
    sha256: str = ""


def read_file(name: str, data: bytes) -> tuple[pl.DataFrame, pl.DataFrame, list[str]]:
    """Accounts, units and what could not be read, of an uploaded filing table. Refused: it is none."""
    tables: dict[str, list[dict[str, Any]]] = {"accounts": [], "units": []}
    faults: list[str] = []
    known = as_tables()
    register = Register(known["accounts"], known["units"])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / Path(name).name
        place.write_bytes(data)
        try:
            export = open_export(place)
            if not filing_table.recognises(export):
                raise Refused("this is no filing table: the headers 账号名称 and 平台类型 are looked for",
                              "未识别为备案表：表头须含“账号名称”和“平台类型”")  # fmt: skip
            context = Context(None, settings.TIME_ZONE, register.find, lambda _, __: "", now(), "zh")
            for row in filing_table.read(export, context):
                if isinstance(row, Taken):
                    tables[row.table].append(_known_units(dict(row.row), register))
                elif isinstance(row, Fault):
                    faults.append(f"{row.sheet} {row.place} {row.column} {row.value} {row.code}".strip())
        except PlumblineError as error:
            raise Refused(str(error.what), str(error.what)) from error
    return _frame(tables["accounts"]), _frame(tables["units"]), faults


def _known_units(row: dict[str, Any], register: Register) -> dict[str, Any]:
    """Units named in the file under the ids that they have here."""
    named = {name: register.unit(row[name]) for name in ("unit_id", "parent_id") if row.get(name)}
    return row | named


def compare(accounts: pl.DataFrame, units: pl.DataFrame) -> Comparison:
    """What taking these tables in would do."""
    found = Comparison(units=units.height)
    standing = {row.account_id: row for row in Account.objects.select_related("unit").iterator()}
    names = {row["unit_id"] for row in units.iter_rows(named=True)} | set(
        Unit.objects.values_list("unit_id", flat=True)
    )
    for row in accounts.iter_rows(named=True):
        unit_id = row.get("unit_id")
        if unit_id and unit_id not in names:
            found.refused.append(f"{row['account_id']}: unit_id {unit_id}")
            continue
        before = standing.get(row["account_id"])
        if before is None:
            found.new.append(row)
        elif change := _differences(before, row):
            found.changed.append((row["account_id"], change))
        else:
            found.same += 1
    return found


@transaction.atomic
def take_in(
    accounts: pl.DataFrame, units: pl.DataFrame, *, who: Person | None, why: str, source: bytes = b""
) -> Comparison:
    """Take accounts and units in, all or nothing. What a table does not say stays; nobody is ever taken out by it."""
    found = compare(accounts, units)
    _take_units(units)
    owners = {unit.unit_id: unit for unit in Unit.objects.all()}
    Account.objects.bulk_create([_account(row, owners) for row in found.new], batch_size=2000)
    rows = {row["account_id"]: row for row in accounts.iter_rows(named=True)}
    for account_id, change in found.changed:
        account = Account.objects.select_for_update().get(account_id=account_id)
        values = _values(rows[account_id]) | _owner(rows[account_id], owners)
        told = changed(account, **{name: value for name, value in values.items() if name in change})
        account.save()
        record(who=who, action="register.imported", subject=account, why=why, change=told)
    found.sha256 = hashlib.sha256(source).hexdigest() if source else ""
    bump()
    record(
        who=who, action="register.import", subject=Revision.objects.get(pk=1), why=why,
        change={"new": (None, len(found.new)), "changed": (None, len(found.changed)), "sha256": (None, found.sha256)},
    )  # fmt: skip
    return found


def _take_units(units: pl.DataFrame) -> None:
    """Units in any order: parents first."""
    waiting = {row["unit_id"]: row for row in units.iter_rows(named=True)}
    standing = {unit.unit_id: unit for unit in Unit.objects.all()}
    root = Unit.objects.filter(parent=None).order_by("path").first()
    while waiting:
        ready = [row for row in waiting.values() if row.get("parent_id") not in waiting.keys() - {row["unit_id"]}]
        for row in ready or list(waiting.values())[:1]:  # a ring of parents is opened somewhere
            del waiting[row["unit_id"]]
            if row["unit_id"] not in standing:
                parent = standing.get(row.get("parent_id") or "") or root
                standing[row["unit_id"]] = Unit.objects.create(
                    unit_id=row["unit_id"], name=row["name"], parent=parent, level=row.get("level") or "",
                    region_code=row.get("region_code") or "", must_open=row.get("must_open"),
                )  # fmt: skip


def _account(row: Mapping[str, Any], owners: Mapping[str, Unit]) -> Account:
    return Account(account_id=row["account_id"], **_values(row), **_owner(row, owners))


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: row[name] for name in COLUMNS if row.get(name) is not None}
    return found | ({} if "status" in found else {"status": "active"})


def _owner(row: Mapping[str, Any], owners: Mapping[str, Unit]) -> dict[str, Any]:
    return {"unit": owners[row["unit_id"]]} if row.get("unit_id") else {}


def _differences(before: Account, row: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    found = {
        name: (getattr(before, name), row[name])
        for name in COLUMNS
        if row.get(name) is not None and row[name] != getattr(before, name)
    }
    unit_id = before.unit.unit_id if before.unit else None
    if row.get("unit_id") and row["unit_id"] != unit_id:
        found["unit"] = (unit_id, row["unit_id"])
    return found


def _frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        key = str(row.get("account_id") or row.get("unit_id"))
        merged[key] = {**merged.get(key, {}), **row}
    columns = list(dict.fromkeys(name for row in merged.values() for name in row))
    return pl.DataFrame(
        [{name: row.get(name) for name in columns} for row in merged.values()], infer_schema_length=None
    )
