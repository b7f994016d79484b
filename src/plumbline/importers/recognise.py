"""Which format a file is in: by the names in its header or the shape of its content, never by its name."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from plumbline.domain.errors import DossierError, UsageError
from plumbline.importers import formats
from plumbline.importers.cells import bare
from plumbline.importers.export import Export
from plumbline.importers.format import Reader
from plumbline.importers.tables import DEPTH, find_tables


@cache
def readers() -> Mapping[str, Reader]:
    """All formats by name, sorted."""
    modules = (import_module(f"{formats.__name__}.{entry.name}") for entry in iter_modules(formats.__path__))
    return {module.FORMAT.name: module for module in sorted(modules, key=lambda module: str(module.FORMAT.name))}


def recognise(export: Export, wanted: str = "auto") -> Reader:
    """The reader for a file. `wanted` is the name of a format or ``auto``.

    UsageError: no such format. DossierError: the file is not in that format, or in none that is known (with the nearest
    one and what it lacks), or in more than one.
    """
    if wanted != "auto":
        return _named(export, wanted)
    found = {name: fit for name, reader in readers().items() if (fit := _fit(export, reader)) > 0}
    best = [name for name, fit in found.items() if fit == max(found.values())]
    if not best:
        raise _unknown(export)
    if len(best) > 1:
        raise DossierError(f"the file could be any of: {', '.join(best)}", export.label, f"say which: --from {best[0]}")
    return readers()[best[0]]


def _named(export: Export, wanted: str) -> Reader:
    if wanted not in readers():
        near = _nearest_names(wanted)
        raise UsageError(f"“{wanted}” is no format", "--from", f"{near}formats: auto, {', '.join(readers())}")
    if _fit(export, readers()[wanted]) <= 0:
        raise _unknown(export, wanted)
    return readers()[wanted]


def _nearest_names(wanted: str) -> str:
    near = [name for name in readers() if wanted.replace("_", "-").lower() in name]
    return f"did you mean {', '.join(near)}? " if near else ""


def _fit(export: Export, reader: Reader) -> int:
    """How well a file fits a format: 0 not at all; for tables the number of columns that are known."""
    recognises = getattr(reader, "recognises", None)
    if recognises is not None:
        return int(recognises(export))
    if export.kind != "table":
        return 0
    tables = [table for header in reader.FORMAT.headers for table in find_tables(export, header)]
    return max((len(table.places) for table in tables), default=0)


def _unknown(export: Export, wanted: str | None = None) -> DossierError:
    """The error for a file in no known format, with the nearest format and the columns that make the difference."""
    names = _header(export)
    if not names:
        return DossierError(
            f"the file ({export.kind}) is in no format that is known here"
            if wanted is None
            else f"the file ({export.kind}) is no {wanted}",
            export.label,
            f"formats: {', '.join(readers())}; docs/imports.md says how each is made",
        )
    near, missing, strange = _nearest(names, wanted)
    what = "the header is not known" if wanted is None else f"this is no {wanted}: the header is another"
    detail = f"nearest format: {near}"
    detail += f"; missing there: {', '.join(missing)}" if missing else ""
    detail += f"; not known there: {', '.join(strange[:12])}" if strange else ""
    return DossierError(f"{what} ({', '.join(names[:12])})", export.label, f"{detail}; see docs/imports.md")


def _header(export: Export) -> list[str]:
    """The line with most names of columns that any format knows; else the first of more than one cell.

    Never a line of data: it may hold the names of people.
    """
    if export.kind != "table":
        return []
    lines = [line for sheet in export.sheets for line in sheet.lines[:DEPTH]]
    words = [[bare(cell) for cell in line.cells if bare(cell)] for line in lines]
    known = {column for reader in readers().values() for header in reader.FORMAT.headers for column in header.columns}
    best = max(words, key=lambda cells: len(known & set(cells)), default=[])
    if known & set(best):
        return best
    return next((cells for cells in words if len(cells) > 1), [])


def _nearest(names: list[str], wanted: str | None) -> tuple[str, list[str], list[str]]:
    def likeness(name: str) -> float:
        columns = {column for header in readers()[name].FORMAT.headers for column in header.columns}
        shared = len(columns & set(names)) / max(1, len(set(names)))
        return shared + SequenceMatcher(None, " ".join(sorted(columns)), " ".join(sorted(names))).ratio() / 10

    tabular = [name for name, reader in readers().items() if reader.FORMAT.headers]
    near = wanted if wanted in tabular else max(tabular, key=likeness)
    header = max(readers()[near].FORMAT.headers, key=lambda header: len(header.columns & set(names)))
    missing = sorted(header.required - set(names))
    return near, missing, [name for name in names if name not in header.columns]


def unknown_columns(export: Export, reader: Reader) -> Iterator[tuple[str, str | None]]:
    """Columns of a recognised file that its format does not know, each with the nearest known one.

    A reader that knows its columns in another way than by one header says itself what it does not know.
    """
    own = getattr(reader, "unknown_columns", None)
    if own is not None:
        known = sorted({column for header in reader.FORMAT.headers for column in header.columns})
        yield from (
            (name, max(known, key=lambda word: SequenceMatcher(None, word, name).ratio())) for name in own(export)
        )
        return
    for header in reader.FORMAT.headers if export.kind == "table" else ():
        for table in find_tables(export, header):
            for name in table.unknown:
                yield name, max(header.columns, key=lambda known: SequenceMatcher(None, known, name).ratio())
