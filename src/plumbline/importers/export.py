"""A file as it came: what kind it is by its bytes (never by its name), and its sheets, lines or parsed content."""

import csv
import gzip
import hashlib
import io
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from plumbline.domain.errors import DossierError
from plumbline.importers import bundles
from plumbline.importers.bundles import TAR, TAR_AT
from plumbline.importers.html_tables import tables_of
from plumbline.importers.json_text import line, loads
from plumbline.importers.sheet import Line, Sheet
from plumbline.importers.workbooks import workbook

LARGEST = 2 * 1024**3
"""Bytes of a file, and of anything unpacked."""
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Export:
    """One file. `kind`: table, json, jsonl, sqlite, zip (also tar, or a folder), car, xml or script (`window.YTD…`)."""

    path: Path
    kind: str

    @property
    def label(self) -> str:
        """The file's name, as errors show it."""
        return self.path.name

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the file, in hexadecimal; of a folder over names, lengths and those files that formats open."""
        if self.path.is_file():
            with self.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        whole = hashlib.sha256()
        for name, length, data in bundles.opened(self.path):
            whole.update(f"{name}\0{length}\0".encode() + hashlib.sha256(data).digest())
        return whole.hexdigest()

    @cached_property
    def data(self) -> bytes:
        """The file's bytes, unpacked if it is gzip. DossierError if there are too many."""
        return content(self.path)

    @cached_property
    def text(self) -> str:
        """The file as text: UTF-8, UTF-16 by its mark, else GB18030."""
        return decoded(self.data, self.label)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables of a spreadsheet, of an HTML page or of a CSV file (one sheet without name)."""
        return tuple(_sheets(self))

    @cached_property
    def parsed(self) -> Any:
        """The content of a JSON file; lists that stand twice under one key are joined. DossierError with the line."""
        return loads(self.text, self.label)

    def objects(self) -> Iterator[tuple[int, Any]]:
        """Line number and content of each line of a JSON Lines file; None for a line that is no JSON."""
        for number, text in enumerate(self.text.split("\n"), start=1):
            if text.strip():
                yield number, line(text)

    def query(self, statement: str) -> list[dict[str, Any]]:
        """Rows of an SQLite file, opened for reading only."""
        with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.row_factory = sqlite3.Row
            try:
                return [dict(row) for row in base.execute(statement)]
            except sqlite3.Error as error:
                raise DossierError(
                    f"the database cannot be read: {error}", self.label, "make the export again"
                ) from None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names within a zip or tar file, or of the files in a folder. DossierError: damaged."""
        return bundles.names(self.path)

    def member(self, name: str) -> bytes:
        """One file of a zip or tar file or folder; nothing else in it is opened. DossierError: damaged, locked."""
        return bundles.member(self.path, name, largest=LARGEST)

    def member_table(self, name: str) -> Sheet:
        """One CSV file of a zip file or folder as a sheet; nothing else in it is opened."""
        return Sheet(name, tuple(_csv(decoded(self.member(name), f"{self.label}: {name}"))))


def in_memory(data: bytes, label: str) -> Export:
    """Bytes that came by another way than a file, read as a file of that name would be."""
    export = Export(Path(label), _text_kind(decoded(data[:65_536], label, cut=True).lstrip("\ufeff \r\n\t")))
    export.__dict__["data"] = data  # what the cached property would have read
    return export


def open_export(path: Path) -> Export:
    """The file (or unpacked folder) at `path`, its kind told by its first bytes. DossierError: none there, empty."""
    if not path.exists():
        raise DossierError("there is no such file", str(path), "give the file that the platform or tool exported")
    if path.is_dir():
        return Export(path, "zip")
    head = _head(path)
    if not head.strip(b"\x00\xef\xbb\xbf \r\n\t"):
        raise DossierError("the file is empty", str(path), "make the export again")
    return Export(path, _kind(path, head))


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if head[:2] == b"\x1f\x8b":
        try:
            with gzip.open(path) as packed:
                head = packed.read(65_536)
        except (OSError, EOFError, zlib.error):
            return head
    return head


def _kind(path: Path, head: bytes) -> str:
    if head[:4] == b"PK\x03\x04":
        return "table" if any(name.startswith(("xl/", "content.xml")) for name in bundles.names(path)) else "zip"
    if head[TAR_AT : TAR_AT + len(TAR)] == TAR:
        return "zip"
    if head[:16] == b"SQLite format 3\x00":
        return "sqlite"
    if head[:4] == b"\xd0\xcf\x11\xe0":
        return "table"
    if b"eroots" in head[:64] and b"gversion" in head[:128]:
        return "car"
    return _text_kind(decoded(head, path.name, cut=True).lstrip("\ufeff \r\n\t"))


def _text_kind(start: str) -> str:
    if start.startswith("window."):
        return "script"
    if start[:1] in "{[":
        first, _, rest = start.partition("\n")
        return "jsonl" if first.rstrip().endswith("}") and _is_json(first) and rest.lstrip()[:1] == "{" else "json"
    if start[:1] == "<":
        page = start[:4000].lower()
        if any(root in page for root in ("<rss", "<feed", "<rdf:rdf")):
            return "xml"
        return "table" if "<table" in page or "<html" in page else "xml"
    return "table"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def content(path: Path) -> bytes:
    """A file's bytes, unpacked if it is gzip. DossierError if there are more than `LARGEST`."""
    if path.stat().st_size > LARGEST:
        raise _too_large(path.name)
    data = path.read_bytes()
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            data = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DossierError(f"the packed file is damaged: {error}", path.name, "download it again") from None
    if len(data) > LARGEST:
        raise _too_large(path.name)
    return data


def decoded(data: bytes, label: str, *, cut: bool = False) -> str:
    """Bytes as text: UTF-16 by its mark, UTF-8 (also of a file cut off in mid-character), else GB18030.

    `cut`: the bytes are a beginning only.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if cut and error.end >= len(data) - 4:
                return data.decode(encoding, "ignore")
            if error.reason == "unexpected end of data" and not data[: error.start].isascii():
                return data.decode(encoding, "ignore")
    raise DossierError("the file is neither UTF-8, UTF-16 nor GB18030", label, "save it as CSV UTF-8")


def _too_large(label: str) -> DossierError:
    return DossierError(f"more than {LARGEST // 1024**3} GB", label, "export a shorter period at a time")


def _sheets(export: Export) -> Iterator[Sheet]:
    data = export.data
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        yield from workbook(data, export.label)
    elif export.text.lstrip("\ufeff \r\n\t")[:1] == "<":
        yield from tables_of(export.text)
    else:
        yield Sheet("", tuple(_csv(export.text)))


def _csv(text: str) -> Iterator[Line]:
    """Comma, tab or semicolon, whichever the first lines have most of; a line's number is that of its first row."""
    start = text[:20_000]
    delimiter = max(",\t;", key=lambda mark: (start.count(mark), mark == ","))
    csv.field_size_limit(50_000_000)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    number = 1
    for cells in reader:
        if any(cells):
            yield Line(number, tuple(cells))
        number = reader.line_num + 1
