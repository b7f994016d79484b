"""Spreadsheets (xlsx, xls, ods) as lines of text cells."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineWorkbook

from plumbline.domain.errors import DossierError
from plumbline.importers.sheet import Line, Sheet


def workbook(data: bytes, label: str) -> Iterator[Sheet]:
    """All sheets that hold something; columns are counted from A, lines from 1 as the spreadsheet shows them."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows = _merged(sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges)
            lines = tuple(
                Line(number, tuple(spelled(cell) for cell in row)) for number, row in enumerate(rows, 1) if any(row)
            )
            yield Sheet(name, lines)
    except Exception as error:
        raise DossierError(f"the spreadsheet cannot be read: {error}", label, "save it again as xlsx") from None


def _number(cell: float) -> str:
    """A whole number in full where it can be exact: spreadsheets keep 15 digits, so of 16 the last must not be 0."""
    if not cell.is_integer():
        return repr(cell)
    if abs(cell) < 1e15 or (abs(cell) < 2**53 and int(cell) % 10):
        return str(int(cell))
    return f"{cell:.14e}"


def _merged(rows: list[list[Any]], ranges: Any) -> list[list[Any]]:
    """A cell merged over several lines holds for each of them; over several columns it stays in the first."""
    for (top, left), (bottom, _) in ranges or ():
        for row in rows[top + 1 : bottom + 1]:
            if top < len(rows) and left < len(rows[top]) and left < len(row):
                row[left] = rows[top][left]
    return rows


def spelled(cell: Any) -> str:
    """A cell as text: whole numbers without a point, times in ISO 8601, a number too long for a float as E+15."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)
