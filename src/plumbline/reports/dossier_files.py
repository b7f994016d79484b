"""Write a dossier: any tables, in any of its forms, with English or Chinese headers; what comes back is the same."""

import gzip
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, cast

import polars as pl
import xlsxwriter

from plumbline.domain.errors import DossierError, UsageError
from plumbline.domain.tables import TABLES, Kind
from plumbline.dossier.layout import FORMATS
from plumbline.dossier.particulars import FILE
from plumbline.reports.dossier_cells import headed, in_words, spelled

_LONGEST_CELL, _MOST_ROWS = 32_767, 1_048_575


def write_dossier(
    tables: Mapping[str, pl.DataFrame],
    folder: Path,
    *,
    form: str,
    headers: str,
    timezone: str,
    as_of: datetime | None,
) -> None:
    """Write `tables` (contract columns and types, `domain.tables`) and ``dossier.toml`` to `folder`.

    `form` is csv, csv.gz, jsonl, parquet or xlsx; `headers` en or zh (then choices are in Chinese too); times carry
    the offset of `timezone`. Optional columns of nothing but null are left out. Everything is written aside first; an
    earlier dossier in `folder` is replaced. UsageError: unknown form, or a folder that holds other things;
    DossierError: a text that a spreadsheet cannot hold.
    """
    if form not in FORMATS:
        raise UsageError(f"“{form}” is no form of a dossier", "form", "take one of: " + ", ".join(FORMATS))
    _replaceable(folder)
    aside = folder.with_name(f".{folder.name}.aside")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name in (table for table in TABLES if table in tables):
        _writers()[form](tables[name], aside / f"{name}.{form}", name, headers, timezone)
    (aside / FILE).write_text(_particulars(timezone, as_of), encoding="utf-8")
    _take_place(aside, folder)


def write_table(frame: pl.DataFrame, path: Path, table: str, *, form: str, headers: str, timezone: str) -> None:
    """Write one table in one file, as `write_dossier` does; the file is replaced when the new one stands whole."""
    aside = path.with_name(f".{path.name}.aside")
    try:
        _writers()[form](frame, aside, table, headers, timezone)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _writers() -> Mapping[str, Callable[[pl.DataFrame, Path, str, str, str], None]]:
    return {"csv": _csv, "csv.gz": _csv_gz, "jsonl": _jsonl, "parquet": _parquet, "xlsx": _xlsx}


def _replaceable(folder: Path) -> None:
    """UsageError if anything stands in the folder that is not part of a dossier."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file, not a folder", str(folder), "give the name of a new folder")
    others = [
        entry.name for entry in _entries(folder) if entry.name.partition(".")[0] not in TABLES and entry.name != FILE
    ]
    if others:
        raise UsageError(f"the folder holds other things: {', '.join(others[:5])}", str(folder), "give a new folder")


def _entries(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.iterdir())) if folder.is_dir() else iter(())


def _take_place(aside: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    aside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _particulars(timezone: str, as_of: datetime | None) -> str:
    lines = [f'timezone = "{timezone}"']
    if as_of is not None:
        lines.append(f"as_of = {as_of.isoformat()}")
    return "\n".join(lines) + "\n"


def _csv(frame: pl.DataFrame, path: Path, table: str, headers: str, timezone: str) -> None:
    with path.open("wb") as stream:
        _write_csv(frame, stream, table, headers, timezone)


def _csv_gz(frame: pl.DataFrame, path: Path, table: str, headers: str, timezone: str) -> None:
    """Packed without name and time, so that the same tables give the same bytes."""
    with path.open("wb") as plain, gzip.GzipFile("", "wb", mtime=0, fileobj=plain) as stream:
        _write_csv(frame, cast(IO[bytes], stream), table, headers, timezone)


def _write_csv(frame: pl.DataFrame, stream: IO[bytes], table: str, headers: str, timezone: str) -> None:
    """Everything quoted; with Chinese headers a byte order mark, by which spreadsheets know UTF-8."""
    text = headed(spelled(frame, table, headers, timezone), table, headers)
    stream.write(text.write_csv(include_bom=headers == "zh", quote_style="non_numeric").encode())


def _jsonl(frame: pl.DataFrame, path: Path, table: str, headers: str, timezone: str) -> None:
    """A key is left out where there is no value; a list that is empty is written as one."""
    words = in_words(frame, table, headers, timezone)
    with path.open("w", encoding="utf-8") as stream:
        for row in headed(words, table, headers).iter_rows(named=True):
            filled = {name: value for name, value in row.items() if value is not None}
            stream.write(json.dumps(filled, ensure_ascii=False) + "\n")


def _parquet(frame: pl.DataFrame, path: Path, table: str, headers: str, timezone: str) -> None:
    headed(in_words(frame, table, headers, None), table, headers).write_parquet(path)


def _xlsx(frame: pl.DataFrame, path: Path, table: str, headers: str, timezone: str) -> None:
    """All cells as text but counts: a spreadsheet changes nothing of a text."""
    text = headed(spelled(frame, table, headers, timezone), table, headers)
    _fits(text, path)
    counts = {
        place for place, name in enumerate(_kept(text, table, headers)) if TABLES[table].column(name).kind == Kind.COUNT
    }
    with xlsxwriter.Workbook(path, {"constant_memory": True, "in_memory": False}) as book:
        sheet = book.add_worksheet(table)
        sheet.write_row(0, 0, text.columns)
        for number, row in enumerate(text.iter_rows(), start=1):
            for place, cell in enumerate(row):
                if cell and place in counts and len(cell) < 15:
                    sheet.write_number(number, place, int(cell))
                elif cell:
                    sheet.write_string(number, place, cell)


def _kept(text: pl.DataFrame, table: str, headers: str) -> list[str]:
    named = {headed(pl.DataFrame({name: []}), table, headers).columns[0]: name for name in TABLES[table].schema}
    return [named[header] for header in text.columns]


def _fits(text: pl.DataFrame, path: Path) -> None:
    """DossierError if a sheet cannot hold the rows, or a cell the text."""
    if text.height > _MOST_ROWS:
        raise DossierError(
            f"{text.height} rows do not fit in a sheet", path.name, "write the dossier as Parquet or CSV"
        )
    longest = text.select(pl.all().str.len_chars().max().fill_null(0)).row(0) if text.width else ()
    if max(longest, default=0) > _LONGEST_CELL:
        raise DossierError(
            f"a text of {max(longest)} characters does not fit in a cell",
            path.name,
            "write the dossier as Parquet or CSV",
        )
