"""A whole table in memory: batches joined, duplicates removed, owners looked up, and a report of how it went."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.dossier.batches import table_batches
from plumbline.dossier.duplicates import without_duplicates
from plumbline.dossier.layout import Layout
from plumbline.dossier.names import UNIT_NAME
from plumbline.dossier.owners import with_owners
from plumbline.dossier.raw import TableLog
from plumbline.dossier.registered import NUMBER, Registered
from plumbline.dossier.rejects import SHOWN_UNREGISTERED, Rejects
from plumbline.dossier.sentences import note


class FileRecord(msgspec.Struct, frozen=True):
    """A file that was read: its name in the dossier and the SHA-256 of its bytes."""

    path: str
    sha256: str


class TableReport(msgspec.Struct, frozen=True):
    """How a table was read. `rejected` counts rows left out, `values_rejected` values left out of rows that were kept,
    `unregistered` rows of accounts that are not in the table of accounts; `columns` are the contract's columns that the
    files have, `headers` is ``en`` or ``zh``; `cut`: a file ends in the middle."""

    files: tuple[FileRecord, ...]
    format: str
    encoding: str | None
    rows: int
    rejected: int
    values_rejected: int
    unregistered: int
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    refused_columns: tuple[str, ...]
    headers: str
    cut: bool
    notes: tuple[str, ...]


def read_table(
    layout: Layout, name: str, *, registered: Registered | None = None, rejects: Rejects
) -> tuple[pl.DataFrame, TableReport]:
    """All good rows of a table (contract columns and types), sorted by its key, and how it went.

    Of rows with the same key one stays whatever their order: the same row again is dropped, of different ones the
    last in order of all columns stays; each that goes is rejected. A table without key is sorted by all its columns.
    `registered`: the accounts whose rows are wanted. DossierError as `table_batches`.
    """
    batches = table_batches(layout, name, registered=registered, rejects=rejects)
    frame = pl.concat([_empty(name), *(batch.drop(NUMBER, strict=False) for batch in batches)])
    log: TableLog = rejects.logs[name]
    if name == "accounts" and UNIT_NAME in log.columns:
        frame = with_owners(layout, frame, log, rejects)
    frame = without_duplicates(layout, name, frame, rejects)
    return frame, table_report(layout, name, rejects, rows=frame.height)


def check_table(layout: Layout, name: str, *, registered: Registered | None = None, rejects: Rejects) -> TableReport:
    """Validate a table without keeping it; duplicates are not looked for. DossierError as `table_batches`."""
    rows = sum(frame.height for frame in table_batches(layout, name, registered=registered, rejects=rejects))
    return table_report(layout, name, rejects, rows=rows)


def table_report(layout: Layout, name: str, rejects: Rejects, *, rows: int) -> TableReport:
    """The report on a table whose batches have all been read; `rows` is what is left of it."""
    log: TableLog = rejects.logs[name]
    columns = log.columns | {"unit_id"} if UNIT_NAME in log.columns else log.columns
    return TableReport(
        files=tuple(FileRecord(layout.label(path), sha256(path)) for path in layout.files[name].paths),
        format=layout.files[name].format,
        encoding=", ".join(log.encodings) or None,
        rows=rows,
        rejected=rejects.counts[name],
        values_rejected=rejects.values[name],
        unregistered=rejects.unregistered[name],
        columns=tuple(column for column in TABLES[name].schema if column in columns),
        unknown_columns=tuple(log.unknown),
        refused_columns=tuple(log.refused),
        headers=log.headers,
        cut=name in rejects.cut,
        notes=(*log.notes, *_stranger_note(name, rejects)),
    )


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _stranger_note(name: str, rejects: Rejects) -> Iterable[str]:
    count = rejects.unregistered[name]
    if count:
        yield note("unregistered", rejects.lang, count=count, shown=min(count, SHOWN_UNREGISTERED))


def _empty(name: str) -> pl.DataFrame:
    schema: Mapping[str, pl.DataType] = {**TABLES[name].schema, "file_no": pl.UInt16(), "row_no": pl.Int64()}
    return pl.DataFrame(schema=schema)
