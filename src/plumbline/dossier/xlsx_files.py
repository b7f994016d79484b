"""XLSX tables: the first sheet, cells turned into the text that a CSV of the same content would hold."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

import polars as pl
from python_calamine import CalamineWorkbook

from plumbline.domain.errors import DossierError
from plumbline.dossier.csv_files import refuse_low_header
from plumbline.dossier.headers import Headers, is_header, read_headers
from plumbline.dossier.raw import RawBatch, Source, opened, text_column

BATCH_ROWS = 100_000
_ROUNDED = 1e15
"""A spreadsheet keeps 15 digits of a number: a longer whole number has lost its end."""
_LOOKED_AT = 20

Rows = Iterator[tuple[int, list[str]]]


def xlsx_batches(source: Source) -> Iterator[RawBatch]:
    """Batches of the first sheet. DossierError if the file is no workbook or its row 1 is not the header."""
    with opened(source, "XLSX"):
        book = CalamineWorkbook.from_path(source.path)
        sheet = book.get_sheet_by_index(0)
        first = (sheet.start or (0, 0))[0]
        cells = sheet.to_python(skip_empty_area=True)
    if len(book.sheet_names) > 1:
        source.log.note("more_sheets", file=source.file, sheets=len(book.sheet_names))
    rows: Rows = ((number, [_written(cell) for cell in row]) for number, row in enumerate(cells, start=first + 1))
    headers = _headers(source, rows)
    source.log.take(headers, source.file)
    numbered = ((number, row) for number, row in rows if any(cell.strip() for cell in row))
    while chunk := list(islice(numbered, BATCH_ROWS)):
        yield _batch(source, chunk, headers)
    yield _batch(source, [], headers)


def _headers(source: Source, rows: Rows) -> Headers:
    name = source.table.name
    number, first = next(rows, (0, []))
    if not first:
        raise DossierError("the first sheet is empty", source.file, "the first row must hold the names of the columns")
    if number > 1 or not is_header(name, first):
        below = ((number, first), *islice(rows, _LOOKED_AT))
        refuse_low_header(source, next((row for row, cells in below if row > 1 and is_header(name, cells)), None))
    return read_headers(name, first, source.file)


def _written(cell: Any) -> str:
    """A cell as text: whole numbers without a point, rounded ones with an exponent, times in ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if abs(cell) >= _ROUNDED:
            return f"{cell:.5E}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def _batch(source: Source, rows: list[tuple[int, list[str]]], headers: Headers) -> RawBatch:
    columns = {
        name: text_column(name, [row[position] for _, row in rows])
        for name, position in headers.fields.items()
        if source.wants(name)
    }
    return RawBatch(pl.Series("row_no", [number for number, _ in rows], dtype=pl.Int64), columns, headers)
