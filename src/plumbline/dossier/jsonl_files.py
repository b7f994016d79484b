"""JSON Lines tables: one object a line; a key that a line lacks says nothing, an explicit null says “none”."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from plumbline.domain.tables import Kind
from plumbline.dossier.headers import Headers, read_headers
from plumbline.dossier.lines import Damaged, TextFile
from plumbline.dossier.names import english_column
from plumbline.dossier.raw import UNKNOWN, RawBatch, Source, text_column

BATCH_ROWS, BATCH_CHARACTERS = 100_000, 32_000_000
_ACCOUNT = re.compile(r'"account_id"\s*:\s*"([^"\\]{1,200})"')
_EXACT, _ROUNDED = 2**53, 1e15
"""From the first on, a number with a point may be another one, rounded; from the second on, one with an exponent."""

Row = Mapping[str, Any]


def jsonl_batches(source: Source) -> Iterator[RawBatch]:
    """Batches of a JSON Lines file. DossierError if no line of the first batch has a required column."""
    file = TextFile(source.path, source.file)
    source.log.encoding(file.spelling.name, source.file)
    spelled: dict[str, str] = {}
    for rows in _parsed(source, file):
        if not rows and not spelled:
            continue
        headers = _headers(source, rows, spelled)
        spelled = {**spelled, **headers.spelled}
        yield _batch(source, rows, headers)


def _parsed(source: Source, file: TextFile) -> Iterator[list[tuple[int, Row]]]:
    """The objects of a batch with their line numbers; at the end perhaps none."""
    rows: list[tuple[int, Row]] = []
    size = 0
    decode = json.JSONDecoder(parse_float=_number, parse_constant=str).decode
    for number, line in enumerate(file.lines(), start=1):
        if not line.strip():
            continue
        row = _object(source, number, line, file, decode)
        if row is not None:
            rows.append((number, row))
            size += len(line)
        if len(rows) >= BATCH_ROWS or size >= BATCH_CHARACTERS:
            yield rows
            rows, size = [], 0
    if file.broken:
        source.cut_off()
    yield rows


def _object(source: Source, number: int, line: str, file: TextFile, decode: Callable[[str], Any]) -> Row | None:
    """The object in a line; None if it is damaged and has been reported."""
    fault: str | None = "bad_encoding" if isinstance(line, Damaged) else "nul_byte" if "\0" in line else None
    found: Any = None
    if fault is None:
        try:
            found = decode(line)
        except (ValueError, RecursionError):
            fault = "bad_json"
        else:
            fault = None if isinstance(found, dict) else "not_an_object"
    if fault is None:
        return found if isinstance(found, dict) else None
    if not line.endswith(("\n", "\r")) and fault == "bad_json":
        source.cut_off(number)
    else:
        near = _ACCOUNT.search(line)
        source.damaged(number, fault, account=near and near[1], facts={"encoding": file.spelling.name})
    return None


def _number(text: str) -> str:
    """A number with a point as a cell shows it: whole ones without, those that may be rounded with an exponent."""
    value = float(text)
    if not math.isfinite(value):
        return text
    if abs(value) >= _EXACT or ("e" in text.lower() and abs(value) >= _ROUNDED):
        return f"{value:.5E}"
    return str(int(value)) if value.is_integer() else text


def _headers(source: Source, rows: list[tuple[int, Row]], before: Mapping[str, str]) -> Headers:
    """The keys of all lines of a batch, in order of appearance; those of earlier batches stay required no more."""
    keys: dict[str, None] = {}
    for _, row in rows:
        keys.update(dict.fromkeys(row))
    known = {english_column(source.table.name, key) for key in keys}
    for name, key in before.items():
        if name not in known:
            keys[key] = None
    headers = read_headers(source.table.name, list(keys), source.file)
    source.log.take(headers, source.file)
    return headers


def _batch(source: Source, rows: list[tuple[int, Row]], headers: Headers) -> RawBatch:
    keys = {name: key for name, key in _keys(headers, rows).items() if source.wants(name)}
    lists = {column.name for column in source.table.columns if column.kind == Kind.LIST}
    columns = {
        name: text_column(name, [_cell(row, key, UNKNOWN if name in lists else "") for _, row in rows])
        for name, key in keys.items()
    }
    return RawBatch(pl.Series("row_no", [number for number, _ in rows], dtype=pl.Int64), columns, headers)


def _keys(headers: Headers, rows: list[tuple[int, Row]]) -> dict[str, str]:
    """The contract's column → its key exactly as written."""
    every: set[str] = set()
    for _, row in rows:
        every.update(row)
    exact = {key.strip(): key for key in every}
    return {name: exact.get(header, header) for name, header in headers.spelled.items()}


def _cell(row: Row, key: str, absent: str) -> str:
    """A JSON value as it would be written in a cell."""
    value = row.get(key, absent)
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
