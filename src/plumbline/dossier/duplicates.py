"""Rows with the same key: one stays, and which one does not depend on the order in which they came."""

import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import Layout
from plumbline.dossier.rejects import Rejects

_PLACE = ("file_no", "row_no")


def without_duplicates(layout: Layout, name: str, frame: pl.DataFrame, rejects: Rejects) -> pl.DataFrame:
    """Contract columns of `frame` (with file_no, row_no) sorted by key, one row a key; the others are rejected.

    Of different rows with one key the last in the order of all columns stays. A table without key is only sorted.
    """
    table = TABLES[name]
    bare = list(table.schema)
    key = list(table.key)
    ordered = frame.sort(*key, *_sortable(frame, bare), *_PLACE, nulls_last=False)
    if not key:
        return ordered.select(bare)
    last = ordered.select(pl.struct(key).is_last_distinct()).to_series()
    if not last.all():
        _reject(layout, name, ordered, last, rejects)
    return ordered.filter(last).select(bare)


def losing_rows(layout: Layout, name: str, frame: pl.DataFrame, rejects: Rejects) -> pl.DataFrame:
    """`file_no` and `row_no` of the rows of `frame` that give way to another with the same key; they are rejected."""
    bare = list(TABLES[name].schema)
    ordered = frame.sort(*TABLES[name].key, *_sortable(frame, bare), *_PLACE, nulls_last=False)
    last = ordered.select(pl.struct(TABLES[name].key).is_last_distinct()).to_series()
    _reject(layout, name, ordered, last, rejects)
    return ordered.filter(~last).select(_PLACE)


def _sortable(frame: pl.DataFrame, columns: list[str]) -> list[pl.Expr]:
    """All columns as something that has an order; lists by their text."""
    return [
        pl.col(column).list.join("\x1f", ignore_nulls=True)
        if isinstance(frame.schema[column], pl.List)
        else pl.col(column)
        for column in columns
    ]


def _reject(layout: Layout, name: str, ordered: pl.DataFrame, last: pl.Series, rejects: Rejects) -> None:
    key = TABLES[name].key
    same = ordered.select(pl.struct(TABLES[name].schema.keys()).is_duplicated()).to_series()
    gone = ordered.with_columns(same=same).filter(~last)
    headers = rejects.logs[name].spelled
    for row in gone.select(*_PLACE, *key, "same").iter_rows(named=True):
        value = ", ".join(str(row[column]) for column in key)
        column = ", ".join(headers.get(part, part) for part in key)
        rejects.row(
            name, layout.label(layout.files[name].paths[row["file_no"]]), row["row_no"],
            "same_row_again" if row["same"] else "duplicate_key", column=column, field=", ".join(key), value=value,
        )  # fmt: skip
