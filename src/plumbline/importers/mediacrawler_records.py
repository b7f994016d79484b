"""The records in a file of MediaCrawler: JSON Lines, a JSON list, CSV, a workbook or a database, and their kinds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plumbline.domain.errors import DossierError
from plumbline.importers.export import Export
from plumbline.importers.format import Fault, Header, Passed
from plumbline.importers.post_rows import entry_of, nested
from plumbline.importers.tables import Entry, Table, locate

PERSON = (
    "user_id", "sec_uid", "short_user_id", "user_unique_id", "user_signature", "creator_hash", "nickname", "avatar",
    "ip_location", "gender", "profile_url", "sex", "sign",
)  # fmt: skip
"""Columns on the writer, in one release or another."""
_AROUND = ("last_modify_ts", "add_ts", "source_keyword", "id", *PERSON)
_IN_A_BASE = 5
"""How well a database fits: equally well for each platform of which it holds something, so that one must be named."""


@dataclass(frozen=True)
class Shape:
    """One kind of record: contents, comments, creators or contacts; the names that tell it, and those it never has."""

    kind: str
    required: frozenset[str]
    known: frozenset[str]
    never: frozenset[str] = frozenset()

    @property
    def header(self) -> Header:
        """As the header of a table."""
        return Header(self.required, self.known | frozenset(_AROUND))

    def fit(self, names: frozenset[str]) -> int:
        """How many of these names are known; 0 where it is not this kind of record."""
        return len(names & self.header.columns) if self.required <= names and not self.never & names else 0


Shapes = tuple[Shape, ...]


@dataclass(frozen=True)
class Record:
    """One record and its kind; empty for what is none."""

    kind: str
    entry: Entry | Fault | Passed


def fit(export: Export, shapes: Shapes) -> int:
    """How many names of the file are known; 0 if it is another one."""
    try:
        if export.kind == "sqlite":
            return _IN_A_BASE if any(_held(export, shapes)) else 0
        return max((shape.fit(names) for names in _first_names(export) for shape in shapes), default=0)
    except DossierError:
        return 0


def records(export: Export, shapes: Shapes) -> Iterator[Record]:
    """All records in their order."""
    if export.kind == "table":
        yield from _of_sheets(export, shapes)
    elif export.kind == "sqlite":
        yield from _of_base(export, shapes)
    else:
        objects = export.objects() if export.kind == "jsonl" else enumerate(_listed(export.parsed), start=1)
        for number, found in objects:
            yield _of_object(found, number, export.kind, shapes)


def _of_object(found: object, number: int, kind: str, shapes: Shapes) -> Record:
    if not isinstance(found, Mapping):
        broken = found is None and kind == "jsonl"
        return Record("", Fault(number, "not_json" if broken else "not_an_object"))
    shape = _shape(frozenset(found), shapes)
    if shape is None:
        return Record("", Fault(number, "not_an_object"))
    entry = entry_of(found, number)
    entry.faults.extend(nested(found, tuple(sorted(shape.known | shape.required)), number))
    return Record(shape.kind, entry)


def _of_sheets(export: Export, shapes: Shapes) -> Iterator[Record]:
    for sheet in export.sheets:
        tables = [(shape, locate(sheet, shape.header)) for shape in shapes]
        there = [(len(table.places), shape, table) for shape, table in tables if table and _pure(table, shape)]
        if there:
            _, shape, table = max(there, key=lambda one: one[0])
            for entry in table.entries():
                yield Record(shape.kind, entry)


def _of_base(export: Export, shapes: Shapes) -> Iterator[Record]:
    for name, shape in _held(export, shapes):
        for number, row in enumerate(export.query(f"SELECT * FROM {_quoted(name)} ORDER BY rowid"), start=1):  # noqa: S608  a quoted name
            yield Record(shape.kind, entry_of(row, number, sheet=name))


def _held(export: Export, shapes: Shapes) -> Iterator[tuple[str, Shape]]:
    """The tables of a database that hold a kind of record."""
    for table in export.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        name = str(table["name"])
        first = export.query(f"SELECT * FROM {_quoted(name)} LIMIT 1")  # noqa: S608  a quoted name
        shape = _shape(frozenset(first[0]), shapes) if first else None
        if shape:
            yield name, shape


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _shape(names: frozenset[str], shapes: Shapes) -> Shape | None:
    best = max(shapes, key=lambda shape: shape.fit(names))
    return best if best.fit(names) else None


def _pure(table: Table, shape: Shape) -> bool:
    """Whether none of the names that this kind of record never has stand in the header."""
    return not shape.never & set(table.unknown)


def _first_names(export: Export) -> Iterator[frozenset[str]]:
    """The names in each sheet's header, or in the first object of a file of JSON."""
    if export.kind == "table":
        for sheet in export.sheets:
            for line in sheet.lines[:1]:
                yield frozenset(cell.strip().lstrip("\ufeff") for cell in line.cells)
    elif export.kind in ("json", "jsonl"):
        objects = (found for _, found in export.objects()) if export.kind == "jsonl" else _listed(export.parsed)
        first = next((found for found in objects if isinstance(found, Mapping)), {})
        yield frozenset(str(name) for name in first)


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else [found]
