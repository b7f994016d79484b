"""A filing table (备案表) that was sent: its accounts and units, where each row stands, what cannot be read."""

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from plumbline.domain.errors import PlumblineError
from plumbline.importers.export import Export, open_export
from plumbline.importers.faults import FAULTS
from plumbline.importers.format import Context, Fault, Taken
from plumbline.importers.formats import filing_table
from plumbline.importers.register import Register
from plumbline.rulebook.model import Text
from plumbline.server.people.services import Refused
from plumbline.server.register.selectors import as_tables
from plumbline.server.register.services.bounds import bounded
from plumbline.server.register.terms import FIELDS
from plumbline.server.site.clock import now

_GUARDED = re.compile(r"^'(?=[=+\-@\t\r＝＋－＠])")
_LINE = Text(zh="第{}行", en="row {}")


@dataclass(frozen=True)
class Refusal:
    """What cannot be taken: where it stands, in which column, the value, and why."""

    place: Text
    column: Text
    value: str
    why: Text


@dataclass
class Sent:
    """What a file holds."""

    accounts: pl.DataFrame
    units: pl.DataFrame
    faults: list[Refusal] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    places: Mapping[str, Text] = field(default_factory=dict)


def read_file(name: str, data: bytes) -> Sent:
    """The accounts and units of a filing table. Refused: it is none, or too much."""
    bounded(data)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"table{Path(name).suffix.lower()}"
        place.write_bytes(data)
        try:
            return _read(open_export(place))
        except PlumblineError as error:
            raise Refused(str(error.what), "文件无法读取，请另存为 .xlsx 后重试") from error


def _read(export: Export) -> Sent:
    if not filing_table.recognises(export):
        raise Refused("this is no filing table: the headers 账号名称 and 平台类型 are looked for",
                      "未识别为备案表：表头须含“账号名称”和“平台类型”")  # fmt: skip
    known = as_tables()
    register = Register(known["accounts"], known["units"])
    context = Context(None, settings.TIME_ZONE, register.find, lambda _, __: "", now(), "zh")
    tables: dict[str, list[dict[str, Any]]] = {"accounts": [], "units": []}
    faults, places = [], {}
    for row in filing_table.read(export, context):
        if isinstance(row, Taken):
            plain = {column: _unguarded(value) for column, value in row.row.items()}
            tables[row.table].append(_known_units(plain, register))
            if row.table == "accounts":
                places[str(plain["account_id"])] = where(row.place, row.sheet)
        elif isinstance(row, Fault):
            faults.append(_told(row))
    unknown = filing_table.unknown_columns(export)
    return Sent(frame(tables["accounts"]), frame(tables["units"]), faults, unknown, places)


def where(line: int, sheet: str) -> Text:
    """A line of a sheet, in words."""
    before = f"{sheet} " if sheet else ""
    return Text(zh=before + _LINE.zh.format(line), en=before + _LINE.en.format(line))


def frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a table; what later rows know more of an account or a unit is added to it."""
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        key = str(row.get("account_id") or row.get("unit_id"))
        merged[key] = {**merged.get(key, {}), **row}
    columns = list(dict.fromkeys(name for row in merged.values() for name in row))
    return pl.DataFrame(
        [{name: row.get(name) for name in columns} for row in merged.values()], infer_schema_length=None
    )


def _told(fault: Fault) -> Refusal:
    column = FIELDS.get(fault.column, Text(zh=fault.column, en=fault.column))
    why = FAULTS.get(fault.code, Text(zh=fault.code, en=fault.code))
    return Refusal(where(fault.place, fault.sheet), column, fault.value[:200], why)


def _unguarded(value: Any) -> Any:
    """What an export has made safe for spreadsheets, as it was."""
    return _GUARDED.sub("", value) if isinstance(value, str) else value


def _known_units(row: dict[str, Any], register: Register) -> dict[str, Any]:
    """Units named in the file under the ids that they have here."""
    named = {name: register.unit(row[name]) for name in ("unit_id", "parent_id") if row.get(name)}
    return row | named
