"""Write words into rows of CSV: every other row stays as it is, in its own spelling, encoding and line end."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from plumbline.dossier.headers import Headers, likeness, read_headers
from plumbline.dossier.lines import TextFile
from plumbline.dossier.names import chinese_column
from plumbline.dossier.records import Record, records, split
from plumbline.media.rows_jsonl import NAMES, Key, Value

_DELIMITERS = (",", "\t", ";")
_END = "\r\n"
"""Named to the writer so that it puts cells with line ends into quotes."""


class BrokenError(Exception):
    """A record cannot be taken apart, so the file cannot be written again piece by piece."""


@dataclass(frozen=True)
class _Shape:
    """The columns of a file: what they are called, where the words stand, and which of them are new."""

    delimiter: str
    headers: Headers
    places: Mapping[str, int]
    added: tuple[str, ...]


def rewritten(path: Path, label: str, changed: Mapping[Key, Value]) -> Iterator[str]:
    """The text of a CSV file with `changed` (by account and post) in the columns `NAMES`, which may be new.

    BrokenError where a record cannot be taken apart.
    """
    file = TextFile(path, label)
    taken: list[str] = []
    rows = records(_noted(file.lines(), taken), _delimiter(file))
    shape = _shape(next(rows), _delimiter(file), label)
    yield _extended(_drained(taken), [_header(name, shape) for name in shape.added], shape)
    for record in rows:
        raw = _drained(taken)
        if record.fault or file.broken:
            raise BrokenError
        yield _row(raw, record, shape, changed)


def encoded(path: Path, label: str) -> str:
    """Python's name of the encoding that the file is to be written in again."""
    spelling = TextFile(path, label).spelling
    with path.open("rb") as stream:
        marked = stream.read(3) == b"\xef\xbb\xbf"
    return "utf-8-sig" if marked else spelling.codec


def _noted(lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    """The lines as they come, each kept in `taken`."""
    for line in lines:
        taken.append(line)
        yield line


def _drained(taken: list[str]) -> str:
    """What was taken since the last call."""
    raw = "".join(taken)
    taken.clear()
    return raw


def _delimiter(file: TextFile) -> str:
    head = next(islice(file.lines(), 1), "")
    return max(_DELIMITERS, key=lambda mark: likeness("posts", split(head, mark)))


def _shape(first: Record, delimiter: str, label: str) -> _Shape:
    headers = read_headers("posts", first.cells, label)
    added = tuple(name for name in NAMES if name not in headers.fields)
    return _Shape(delimiter, headers, headers.fields, added)


def _row(raw: str, record: Record, shape: _Shape, changed: Mapping[Key, Value]) -> str:
    if not record.cells:
        return raw
    places, cells = shape.places, record.cells
    keys = (places["account_id"], places["post_id"])
    key = [cells[place].strip() if place < len(cells) else "" for place in keys]
    found = changed.get((key[0], key[1]))
    if found is None:
        return _extended(raw, [""] * len(shape.added), shape)
    values = dict(zip(NAMES, (found[0] or "", _flag(found[1], shape)), strict=True))
    if len(shape.added) == len(NAMES):
        return _extended(raw, [values[name] for name in shape.added], shape)
    for name in NAMES:
        if name in places and places[name] < len(cells):
            cells[places[name]] = values[name]
    return _written([*cells, *(values[name] for name in shape.added)], shape) + _end(raw)


def _extended(raw: str, cells: list[str], shape: _Shape) -> str:
    """A row with more cells behind it, before its line end."""
    end = _end(raw)
    bare = raw[: len(raw) - len(end)]
    return bare + "".join(shape.delimiter + _written([cell], shape) for cell in cells) + end


def _written(cells: list[str], shape: _Shape) -> str:
    if cells == [""]:
        return ""
    stream = io.StringIO()
    csv.writer(stream, delimiter=shape.delimiter, lineterminator=_END).writerow(cells)
    return stream.getvalue().removesuffix(_END)


def _end(raw: str) -> str:
    return raw[len(raw.rstrip("\r\n")) :]


def _header(name: str, shape: _Shape) -> str:
    return chinese_column("posts", name) if shape.headers.lang == "zh" else name


def _flag(value: bool | None, shape: _Shape) -> str:  # noqa: FBT001  the cell of a flag
    if value is None:
        return ""
    words = ("否", "是") if shape.headers.lang == "zh" else ("false", "true")
    return words[value]
