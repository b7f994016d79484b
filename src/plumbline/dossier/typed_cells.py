"""Columns that already have a type (Parquet): passed on where it is the contract's, cast where nothing can be lost."""

import json
from collections.abc import Callable, Mapping

import polars as pl
import polars.exceptions

from plumbline.domain.tables import Column, Kind
from plumbline.dossier.cells import Cells, items_of, looked_up, read_text_cells
from plumbline.dossier.times import UTC_TIME, localised, out_of_range

_EXACT = 2**53
"""Above it a floating number no longer holds every whole number: an id in it may be another one's."""
_BETWEEN = "\x1f"
_UNCLEAN = r"^$|^[^!-~]|[^!-~]$|^\d(\.\d+)?[eE]\+\d{2,3}$"


def read_typed_cells(table: str, column: Column, cells: pl.Series, timezone: str) -> Cells | None:
    """Read a column of any type as `column` says; None if that type cannot hold such values at all."""
    if cells.dtype == pl.Null:
        return Cells(cells.cast(column.dtype))
    if isinstance(cells.dtype, pl.Categorical | pl.Enum):
        cells = cells.cast(pl.String)
    if cells.dtype == pl.String:
        return _text(table, column, cells, timezone)
    readers: Mapping[Kind, Callable[[], Cells | None]] = {
        Kind.ID: lambda: _ids(cells),
        Kind.TEXT: lambda: _texts(cells),
        Kind.TIME: lambda: _times(cells, timezone),
        Kind.DAY: lambda: _days(cells, timezone),
        Kind.COUNT: lambda: _counts(cells),
        Kind.FLAG: lambda: _flags(cells),
        Kind.CHOICE: lambda: None,
        Kind.LIST: lambda: _lists(table, column, cells),
        Kind.JSON: lambda: _json(table, column, cells, timezone),
        Kind.NUMBER: lambda: _numbers(cells),
    }
    try:
        return readers[column.kind]()
    except polars.exceptions.PolarsError:
        return None


def _text(table: str, column: Column, text: pl.Series, timezone: str) -> Cells:
    """Text; ids and choices without anything to mend, as nearly all are, are passed on as they stand."""
    if column.kind == Kind.ID and not text.str.contains(_UNCLEAN).any():
        return Cells(text)
    if column.kind == Kind.CHOICE and text.is_in(column.values).all():
        return Cells(text)
    return read_text_cells(table, column, text, timezone)


def _whole(cells: pl.Series) -> pl.Series:
    """Floating numbers as Int64; null where one is not whole or may have been rounded."""
    sound = (cells.floor() == cells) & (cells.abs() < _EXACT)
    return cells.set(~sound.fill_null(value=False), None).cast(pl.Int64)


def _coded(cells: pl.Series, values: pl.Series, code: str) -> Cells:
    """The code where something stands and no value came of it."""
    return Cells(values).marked(cells.is_not_null() & values.is_null(), code)


def _ids(cells: pl.Series) -> Cells | None:
    if cells.dtype.is_integer():
        return Cells(cells.cast(pl.String))
    if cells.dtype.is_float():
        wide = cells.cast(pl.Float64)
        return _coded(cells, _whole(wide).cast(pl.String), "spoilt_id")
    return None


def _texts(cells: pl.Series) -> Cells | None:
    plain = cells.dtype.is_numeric() or cells.dtype in (pl.Boolean, pl.Date)
    return Cells(cells.cast(pl.String)) if plain else None


def _counts(cells: pl.Series) -> Cells | None:
    if cells.dtype.is_float():
        whole = _whole(cells.cast(pl.Float64).fill_nan(None))
    elif cells.dtype.is_integer():
        whole = cells.cast(pl.Int64, strict=False)
    else:
        return None
    smallest = whole.min()
    values = whole.set(whole < 0, None) if isinstance(smallest, int) and smallest < 0 else whole
    return _coded(cells.fill_nan(None) if cells.dtype.is_float() else cells, values, "not_a_count")


def _numbers(cells: pl.Series) -> Cells | None:
    if not cells.dtype.is_numeric():
        return None
    values = cells.cast(pl.Float64)
    return _coded(cells, values.set(~values.is_finite(), None), "not_a_number")


def _flags(cells: pl.Series) -> Cells | None:
    if cells.dtype == pl.Boolean:
        return Cells(cells)
    if not cells.dtype.is_numeric():
        return None
    return _coded(
        cells, cells.replace_strict({0: False, 1: True}, default=None, return_dtype=pl.Boolean()), "not_a_flag"
    )


def _times(cells: pl.Series, timezone: str) -> Cells | None:
    if cells.dtype == pl.Date:
        cells = cells.cast(pl.Datetime("us"))
    if not isinstance(cells.dtype, pl.Datetime):
        return None
    if cells.dtype.time_zone is None:
        values = localised(cells.cast(pl.Datetime("us")), timezone)
        code = "clock_gap"
    else:
        values = cells.dt.convert_time_zone("UTC").cast(UTC_TIME)
        code = "out_of_range"
    judged = _coded(cells, values, code) if values.null_count() != cells.null_count() else Cells(values)
    far = out_of_range(values)
    return judged if far is None else judged.marked(far.fill_null(value=False), "out_of_range")


def _days(cells: pl.Series, timezone: str) -> Cells | None:
    if isinstance(cells.dtype, pl.Datetime):
        local = cells if cells.dtype.time_zone is None else cells.dt.convert_time_zone(timezone)
        return _days(local.dt.date(), timezone)
    if cells.dtype != pl.Date:
        return None
    year = cells.dt.year()
    return _coded(cells, cells.set(~year.is_between(1990, 9999), None), "out_of_range")


def _lists(table: str, column: Column, cells: pl.Series) -> Cells | None:
    if not isinstance(cells.dtype, pl.List | pl.Array):
        return None
    text = cells.cast(pl.List(pl.String))
    keys = text.list.join(_BETWEEN, ignore_nulls=True)
    different = keys.drop_nulls().unique()
    items = [items_of(table, column.name, key.split(_BETWEEN)) for key in different.to_list()]
    return Cells(looked_up(keys, different, [*items]))


def _json(table: str, column: Column, cells: pl.Series, timezone: str) -> Cells | None:
    if not isinstance(cells.dtype, pl.List | pl.Array):
        return None
    rows = (None if row is None else json.dumps(row, default=str, ensure_ascii=False) for row in cells.to_list())
    return read_text_cells(table, column, pl.Series(cells.name, list(rows), dtype=pl.String), timezone)
