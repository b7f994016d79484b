"""Raw columns become typed columns; what cannot be taken is handed to the rejects, row by row and value by value."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_

import polars as pl

from plumbline.domain.tables import FLEET_TABLES, Column, Kind
from plumbline.dossier.cells import Cells, read_text_cells
from plumbline.dossier.citizens import holds_keys, keyed_hash
from plumbline.dossier.names import UNIT_NAME
from plumbline.dossier.raw import RawBatch, Source
from plumbline.dossier.times import window
from plumbline.dossier.typed_cells import read_typed_cells

DECISIVE = (("posts", "kind"), ("posts", "automatic"))
"""Optional columns that say what a row counts as: with a bad value there the row must not count as an ordinary post."""
_EMPTY_IS_FINE = "text"
"""A post of nothing but pictures has no text: an empty one is no missing value."""
_TIME_OF_A_POST = "posted_at"

Reader = Callable[[str, Column, pl.Series, str], Cells | None]


@dataclass(frozen=True)
class _Read:
    """One column of a batch as read, and its raw cells for the record of what was left out."""

    column: Column
    raw: pl.Series
    cells: Cells
    decisive: bool

    @property
    def faults(self) -> pl.Series | None:
        """Codes of what is wrong, if anything is."""
        return self.cells.codes

    @cached_property
    def wrong(self) -> pl.Series:
        """Which rows are wrong in this column."""
        return self.cells.codes.is_not_null() if self.cells.codes is not None else self.raw.is_null() & False

    def code(self, index: int) -> str:
        """What is wrong in a row."""
        return "" if self.cells.codes is None else str(self.cells.codes[index])

    def shown(self, index: int) -> str | None:
        """The raw cell for the record."""
        raw = self.raw[index]
        return None if raw is None else str(raw)


def typed(source: Source, batch: RawBatch, *, text: bool) -> pl.DataFrame:
    """The good rows of a batch: wanted columns in contract order and types, `file_no` (UInt16) and `row_no` (Int64).

    `text`: all cells are written text (CSV, JSON Lines, XLSX). DossierError if a column's type cannot hold its values.
    """
    batch = _of_registered(source, batch, text=text)
    read = {name: _column(source, batch, name, text=text) for name in batch.columns}
    bad = _bad_rows(source, batch, read)
    frame = _frame(source, batch, read)
    source.log.rows += frame.height
    if bad is None:
        return frame
    source.log.rows -= int(bad.sum())
    return frame.filter(~bad)


def _column(source: Source, batch: RawBatch, name: str, *, text: bool) -> _Read:
    column = source.table.column("mission" if name == UNIT_NAME else name)
    raw = batch.columns[name]
    reader: Reader = read_text_cells if text else read_typed_cells
    known = name == "account_id" and batch.account_no is not None
    cells = Cells(raw) if known else reader(source.table.name, column, raw, source.timezone)
    if cells is None:
        header = batch.headers.spelled[name]
        raise source.broken(
            f"the column {header} holds {raw.dtype}, which is no {column.kind}", f"write {name} as {_wanted(column)}"
        )
    if holds_keys(source.table.name, name, column.kind):
        cells = _keys_only(source, batch, raw, cells)
    decisive = column.required or (source.table.name, name) in DECISIVE
    return _Read(column, raw, _required(column, cells) if column.required else cells, decisive and name != UNIT_NAME)


def _wanted(column: Column) -> str:
    wanted = {
        Kind.TIME: "timestamps or ISO 8601 text",
        Kind.DAY: "dates or ISO 8601 text",
        Kind.ID: "text or whole numbers",
    }
    return wanted.get(column.kind, "text")


def _required(column: Column, cells: Cells) -> Cells:
    """An empty cell of a required column is wrong; of `text` it is an empty text."""
    if cells.values.null_count() == 0:
        return cells
    if column.name == _EMPTY_IS_FINE:
        return Cells(cells.values.fill_null(""))
    empty = cells.values.is_null() if cells.codes is None else cells.values.is_null() & cells.codes.is_null()
    return cells.marked(empty, "missing_value")


def _keys_only(source: Source, batch: RawBatch, raw: pl.Series, cells: Cells) -> Cells:
    """Values of a follower's key that are no keyed hashes are kept out, and never shown."""
    plain = cells.values.is_not_null() & ~keyed_hash(cells.values)
    if not plain.any() and cells.codes is None:
        return cells
    field = str(raw.name)
    header = batch.headers.spelled.get(field, field)
    source.log.refuse(header, source.file)
    row = batch.row_no.filter(plain) if plain.any() else batch.row_no
    source.rejects.value(source.table.name, source.file, int(row[0]), "citizen_key", column=header, field=field)
    return Cells(cells.values.set(plain, None))


def _of_registered(source: Source, batch: RawBatch, *, text: bool) -> RawBatch:
    """Only rows of registered accounts, and rows whose account cannot be read (they are rejected later)."""
    name = source.table.name
    if source.registered is None or name in FLEET_TABLES or name == "accounts" or "account_id" not in batch.columns:
        return batch
    raw = batch.columns["account_id"]
    if raw.dtype == pl.String and (numbers := source.registered.numbers(raw)).null_count() == 0:
        return replace(batch, account_no=numbers)
    ids = _column(source, batch, "account_id", text=text).cells.values
    strange = ids.is_not_null() & source.registered.numbers(ids).is_null()
    if not strange.any():
        return batch
    rows = batch.row_no.filter(strange).to_list()
    source.rejects.strangers(name, source.file, batch.headers.spelled["account_id"], rows)
    keep = ~strange
    columns = {column: cells.filter(keep) for column, cells in batch.columns.items()}
    return replace(batch, row_no=batch.row_no.filter(keep), columns=columns)


def _frame(source: Source, batch: RawBatch, read: dict[str, _Read]) -> pl.DataFrame:
    """All rows with all wanted columns; absent ones null, choices with their default."""
    height = batch.row_no.len()
    columns: list[pl.Series] = []
    for column in source.table.columns:
        if not source.wants(column.name):
            continue
        named = read.get(UNIT_NAME) if column.name == "unit_id" and UNIT_NAME in read else read.get(column.name)
        values = named.cells.values if named else pl.Series([None], dtype=column.dtype).new_from_index(0, height)
        filled = values if column.default is None or values.null_count() == 0 else values.fill_null(column.default)
        columns.append(filled.alias(column.name))
    numbers = pl.Series("file_no", [source.number], dtype=pl.UInt16).new_from_index(0, height)
    frame = pl.DataFrame([*columns, numbers, batch.row_no.alias("row_no")])
    if source.registered is None or "account_id" not in frame.columns:
        return frame
    known = batch.account_no
    return frame.with_columns(source.registered.numbers(frame["account_id"]) if known is None else known)


def _bad_rows(source: Source, batch: RawBatch, read: dict[str, _Read]) -> pl.Series | None:
    """Report all that is wrong; which rows are to be left out (None: not one)."""
    faulty = {name: item for name, item in read.items() if item.faults is not None}
    if not faulty:
        return None
    out = _any([item.wrong for item in faulty.values() if item.decisive], batch.row_no.len())
    for index in _any([item.wrong for item in faulty.values()], batch.row_no.len()).arg_true().to_list():
        _report(source, batch, faulty, index, left_out=bool(out[index]))
        if out[index] and source.table.name == "posts":
            _lose(source, read, index)
    return out if out.any() else None


def _any(masks: list[pl.Series], height: int) -> pl.Series:
    return reduce(or_, masks, pl.Series([False]).new_from_index(0, height))


def _report(source: Source, batch: RawBatch, faulty: dict[str, _Read], index: int, *, left_out: bool) -> None:
    """One line for the row or for each value. Of a row whose account cannot be read nothing else is shown."""
    wrong = {name: item for name, item in faulty.items() if item.wrong[index]}
    if "account_id" in wrong and source.table.name not in FLEET_TABLES:
        wrong = {"account_id": wrong["account_id"]}
    if left_out:
        wrong = dict([next((name, item) for name, item in wrong.items() if item.decisive)])
    for name, item in wrong.items():
        say = source.rejects.row if left_out else source.rejects.value
        say(
            source.table.name,
            source.file,
            int(batch.row_no[index]),
            item.code(index),
            column=batch.headers.spelled[name],
            field="unit_id" if name == UNIT_NAME else name,
            value=item.shown(index),
        )


def _lose(source: Source, read: dict[str, _Read], index: int) -> None:
    """A post of a known account was left out: when it was, as far as that can still be read."""
    account = read["account_id"].cells.values[index] if "account_id" in read else None
    time = read.get(_TIME_OF_A_POST)
    if account is None:
        return
    if time is None:
        source.rejects.lose(account, None, None)
    elif not time.wrong[index]:
        moment = time.cells.values.slice(index, 1).dt.convert_time_zone(source.timezone)
        day = moment.dt.date()[0]
        source.rejects.lose(account, day, day)
    elif time.code(index) == "out_of_range":
        source.rejects.lose(account, None, None)
    else:
        source.rejects.lose(account, *window(time.shown(index)))
