"""Take the known texts in: the table `articles`, validated once and handed on batch by batch."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.dossier.batches import table_batches
from plumbline.dossier.duplicates import without_duplicates
from plumbline.dossier.layout import Layout
from plumbline.dossier.read import TableReport, table_report
from plumbline.dossier.rejects import Rejects

NAME = "articles"
KEPT_CHARACTERS = 100_000_000
"""Texts that are kept in memory for a second look, in bytes of UTF-8; more than this are read from the files again."""


@dataclass(frozen=True)
class Articles:
    """The good rows of `articles` (contract columns), as often as they are wanted, and how the table was read."""

    report: TableReport
    frames: Callable[[], Iterable[pl.DataFrame]]


def take_in_articles(layout: Layout, rejects: Rejects) -> Articles:
    """Validate `articles`. Only where a key stands twice is the whole table brought together."""
    kept: list[pl.DataFrame] | None = []
    keys, size = [], 0
    for batch in table_batches(layout, NAME, rejects=rejects):
        keys.append(batch.select(pl.struct(TABLES[NAME].key).hash(seed=0)).to_series())
        size += int(batch["text"].str.len_bytes().sum() or 0)
        kept = [*kept, batch] if kept is not None and size <= KEPT_CHARACTERS else None
    rows = sum(map(len, keys))
    if keys and pl.concat(keys).is_duplicated().any():
        return _without_duplicates(layout, rejects, kept)
    batches = kept

    def frames() -> Iterator[pl.DataFrame]:
        yield from batches if batches is not None else table_batches(layout, NAME, rejects=Rejects())

    return Articles(table_report(layout, NAME, rejects, rows=rows), frames)


def _without_duplicates(layout: Layout, rejects: Rejects, kept: list[pl.DataFrame] | None) -> Articles:
    batches = kept if kept is not None else list(table_batches(layout, NAME, rejects=Rejects()))
    whole = without_duplicates(layout, NAME, pl.concat(batches), rejects)
    return Articles(table_report(layout, NAME, rejects, rows=whole.height), lambda: [whole])
