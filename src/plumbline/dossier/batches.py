"""A table of a dossier, batch by batch: whatever its form, frames of the contract's columns and types."""

from collections.abc import Callable, Collection, Iterator, Mapping

import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.dossier.csv_files import csv_batches
from plumbline.dossier.jsonl_files import jsonl_batches
from plumbline.dossier.layout import Layout
from plumbline.dossier.names import UNIT_NAME
from plumbline.dossier.parquet_files import parquet_batches
from plumbline.dossier.raw import RawBatch, Source, TableLog
from plumbline.dossier.registered import NUMBER, Registered
from plumbline.dossier.rejects import Rejects
from plumbline.dossier.validate import typed
from plumbline.dossier.xlsx_files import xlsx_batches

PLACE = ("file_no", "row_no")
_READERS: Mapping[str, Callable[[Source], Iterator[RawBatch]]] = {
    "csv": csv_batches,
    "csv.gz": csv_batches,
    "jsonl": jsonl_batches,
    "parquet": parquet_batches,
    "xlsx": xlsx_batches,
}


def table_batches(
    layout: Layout,
    name: str,
    *,
    columns: Collection[str] | None = None,
    registered: Registered | None = None,
    rejects: Rejects,
) -> Iterator[pl.DataFrame]:
    """Frames of the good rows of a table, in the order of files and rows; memory is bounded by one batch.

    Columns: those of the contract (`columns`: only these, in contract order; absent ones null, `kind` and `status`
    with their default), `file_no` (UInt16, index into ``layout.files[name].paths``) and `row_no` (Int64, as a
    spreadsheet counts: the header is row 1; lines of JSON Lines and rows of Parquet count from 1). With `registered`
    rows of other accounts are counted and left out, and `account_no` (UInt32) is the account's position among them.
    The rows are not looked through for duplicates. What was learnt about the files goes to ``rejects.logs[name]``.
    DossierError if a file cannot be read as a whole.
    """
    log = TableLog(name, rejects.lang)
    rejects.logs[name] = log
    file = layout.files[name]
    wanted = [column for column in TABLES[name].schema if columns is None or column in columns]
    needed = _needed(name, frozenset(wanted), whole=file.format != "parquet")
    for number, path in enumerate(file.paths):
        source = Source(
            TABLES[name], path, layout.label(path), number, layout.timezone, needed, registered, rejects, log
        )
        for batch in _READERS[file.format](source):
            frame = typed(source, batch, text=file.format != "parquet")
            yield frame.select(*wanted, *PLACE, *(name for name in (NUMBER,) if name in frame.columns))


def _needed(name: str, wanted: frozenset[str], *, whole: bool) -> frozenset[str]:
    """The columns to be read: where each cell is read anyway (`whole`) all, so that everything wrong in them is
    reported.

    Of Parquet only the wanted ones, and those without which a row does not count (a text may be empty).
    """
    if whole:
        return frozenset((*TABLES[name].schema, UNIT_NAME))
    required = {column for column in TABLES[name].required if column != "text"}
    return wanted | required | ({UNIT_NAME} if "unit_id" in wanted else set())
