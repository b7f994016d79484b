"""CSV tables, plain or gzip: any of three separators, UTF-8, UTF-16 or GB18030."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

import polars as pl

from plumbline.domain.errors import DossierError
from plumbline.dossier.headers import Headers, is_header, likeness, read_headers
from plumbline.dossier.lines import TextFile
from plumbline.dossier.raw import RawBatch, Source, text_column
from plumbline.dossier.records import Record, records, split
from plumbline.dossier.sentences import note

BATCH_ROWS, BATCH_CHARACTERS = 250_000, 32_000_000
_DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon"}
_LOOKED_AT = 20


def csv_batches(source: Source) -> Iterator[RawBatch]:
    """Batches of a CSV file. DossierError if it has no header row with the required columns in row 1."""
    file = TextFile(source.path, source.file)
    lines = file.lines()
    head = list(islice(lines, _LOOKED_AT))
    delimiter = _delimiter(source, head)
    rows = records(chain(head, lines), delimiter)
    headers = _headers(source, rows)
    source.log.encoding(file.spelling.name, source.file)
    if delimiter != ",":
        source.log.note("delimiter", file=source.file, delimiter=note(_DELIMITERS[delimiter], source.log.lang))
    source.log.take(headers, source.file)
    yield from _batches(source, rows, headers, file)


def _delimiter(source: Source, head: Sequence[str]) -> str:
    """The separator by which the first lines show most known headers; a comma if none does."""

    def known(delimiter: str) -> int:
        return max((likeness(source.table.name, split(line, delimiter)) for line in head), default=0)

    return max(_DELIMITERS, key=known)


def _headers(source: Source, rows: Iterator[Record]) -> Headers:
    """The header in row 1; an error that says where it stands if it stands lower down."""
    name = source.table.name
    first = next(rows, None)
    if first is None:
        raise DossierError("the file is empty", source.file, "the first row must hold the names of the columns")
    if not is_header(name, first.cells):
        below = (row for row, record in enumerate(islice(rows, _LOOKED_AT), start=2) if is_header(name, record.cells))
        refuse_low_header(source, next(below, None))
    return read_headers(name, first.cells, source.file)


def refuse_low_header(source: Source, row: int | None) -> None:
    """DossierError if the header was found in a lower row than the first."""
    if row is not None:
        raise DossierError(
            f"the header stands in row {row}; it must be row 1",
            source.file,
            "delete the title and the empty rows above it",
        )


def _batches(source: Source, rows: Iterator[Record], headers: Headers, file: TextFile) -> Iterator[RawBatch]:
    kept: list[list[str]] = []
    numbers: list[int] = []
    size, open_ended = 0, False
    for row, record in enumerate(rows, start=2):
        if _blank(record):
            continue
        if not _sound(source, row, record, headers, file):
            open_ended = open_ended or record.open_ended
            continue
        open_ended = False
        kept.append(record.cells)
        numbers.append(row)
        size += record.size
        if len(kept) >= BATCH_ROWS or size >= BATCH_CHARACTERS:
            yield _batch(source, kept, numbers, headers)
            kept, numbers, size = [], [], 0
    if open_ended or file.broken:
        source.cut_off()
    yield _batch(source, kept, numbers, headers)


def _blank(record: Record) -> bool:
    """Whether nothing stands in a row."""
    cells = record.cells
    return not (cells and cells[0]) and not record.fault and not any(cell.strip() for cell in cells)


def _sound(source: Source, row: int, record: Record, headers: Headers, file: TextFile) -> bool:
    """Whether a record can be taken; if not, it has been reported."""
    width = headers.width
    if len(record.cells) == width and record.finished and not record.fault:
        return True
    if len(record.cells) > width and not any(record.cells[width:]) and not record.fault:
        del record.cells[width:]
    fits = len(record.cells) == width
    if record.fault is None and not record.finished and (file.broken or len(record.cells) < width):
        source.cut_off(row)
    elif record.fault or not fits:
        account = headers.fields.get("account_id", width)
        near = record.cells[account].strip() if account < len(record.cells) else None
        facts = {"encoding": file.spelling.name}
        source.damaged(row, record.fault or "ragged_row", account=near, facts=facts)
    else:
        return True
    return False


def _batch(source: Source, rows: list[list[str]], numbers: list[int], headers: Headers) -> RawBatch:
    columns = {
        name: text_column(name, [cells[position] for cells in rows])
        for name, position in headers.fields.items()
        if source.wants(name)
    }
    return RawBatch(pl.Series("row_no", numbers, dtype=pl.Int64), columns, headers)
