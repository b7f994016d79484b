"""Parquet tables: only the wanted columns, a slice of rows at a time."""

from collections.abc import Iterator

import polars as pl

from plumbline.dossier.ahead import ahead
from plumbline.dossier.headers import Headers, read_headers
from plumbline.dossier.raw import RawBatch, Source, opened

BATCH_ROWS, BATCH_TEXTS = 1_000_000, 200_000
"""Rows at a time; fewer where texts are read, so that a batch stays below 200 MB."""


def parquet_batches(source: Source) -> Iterator[RawBatch]:
    """Batches of a Parquet file, with the file's own types. DossierError if it is cut off or is no Parquet file."""
    with opened(source, "Parquet"):
        lazy = pl.scan_parquet(source.path, hive_partitioning=False, glob=False)
        names = lazy.collect_schema().names()
        height = int(lazy.select(pl.len()).collect().item())
    headers = read_headers(source.table.name, names, source.file)
    source.log.take(headers, source.file)
    wanted = {name: names[position] for name, position in headers.fields.items() if source.wants(name)}
    rows = BATCH_TEXTS if "text" in wanted else BATCH_ROWS
    starts = range(0, max(height, 1), rows)
    yield from ahead(_slice(source, lazy.slice(start, rows), wanted, headers, start) for start in starts)


def _slice(source: Source, lazy: pl.LazyFrame, wanted: dict[str, str], headers: Headers, start: int) -> RawBatch:
    with opened(source, "Parquet"):
        frame = lazy.select(wanted.values()).collect()
    numbers = pl.int_range(start + 1, start + 1 + frame.height, dtype=pl.Int64, eager=True)
    return RawBatch(numbers.alias("row_no"), {name: frame[header] for name, header in wanted.items()}, headers)
