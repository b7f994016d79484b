"""Columns of the contract as they are written in a file: headers, words for choices, times with their offset."""

import json

import polars as pl

from plumbline.domain.tables import TABLES, Column, Kind
from plumbline.dossier.names import chinese_column, chinese_value
from plumbline.dossier.sentences import words

_APART = ";,|；，、 \t\r\n["


def in_words(frame: pl.DataFrame, table: str, headers: str, timezone: str | None) -> pl.DataFrame:
    """The columns of `frame` that say anything, choices in the words of `headers`, types kept.

    With a `timezone` times are written as ISO 8601 text with its offset, and days as ISO 8601 text.
    """
    columns = [column for column in TABLES[table].columns if _says_something(frame, column)]
    return frame.select(_worded(frame[column.name], table, column, headers, timezone) for column in columns)


def spelled(frame: pl.DataFrame, table: str, headers: str, timezone: str) -> pl.DataFrame:
    """The same with every cell as text; nothing is an empty cell, an unknown list says so."""
    worded = in_words(frame, table, headers, timezone)
    return worded.select(_text(worded[name], table, headers) for name in worded.columns)


def headed(frame: pl.DataFrame, table: str, headers: str) -> pl.DataFrame:
    """`frame` with Chinese names of columns, where they are wanted."""
    return frame.rename(lambda name: chinese_column(table, name)) if headers == "zh" else frame


def _says_something(frame: pl.DataFrame, column: Column) -> bool:
    return column.required or (column.name in frame.columns and frame[column.name].null_count() < frame.height)


def _worded(cells: pl.Series, table: str, column: Column, headers: str, timezone: str | None) -> pl.Series:
    if column.kind == Kind.TIME and timezone:
        return cells.dt.convert_time_zone(timezone).dt.strftime("%Y-%m-%dT%H:%M:%S%.f%:z")
    if column.kind == Kind.DAY and timezone:
        return cells.dt.strftime("%Y-%m-%d")
    if headers == "en" or column.kind not in (Kind.CHOICE, Kind.LIST):
        return cells
    if column.kind == Kind.CHOICE:
        different = cells.drop_nulls().unique().to_list()
        return cells.replace({value: chinese_value(table, column.name, value) for value in different})
    items = [row and [chinese_value(table, column.name, item) for item in row] for row in cells.to_list()]
    return pl.Series(cells.name, items, dtype=column.dtype)


def _text(cells: pl.Series, table: str, headers: str) -> pl.Series:
    if isinstance(cells.dtype, pl.List):
        return pl.Series(cells.name, [_list(row, headers) for row in cells.to_list()], dtype=pl.String)
    if cells.dtype == pl.Boolean and headers == "zh":
        yes, no = (chinese_value(table, cells.name, word) for word in ("true", "false"))
        return cells.cast(pl.String).replace({"true": yes, "false": no})
    return cells.cast(pl.String)


def _list(row: list[str] | None, headers: str) -> str:
    """A list in a cell; as JSON where an item holds what would cut it in two."""
    if row is None:
        return str(words("columns")["lists"]["unknown"][0]) if headers == "zh" else "unknown"
    cut = any(mark in item for item in row for mark in _APART)
    return json.dumps(row, ensure_ascii=False) if cut else ";".join(row)
