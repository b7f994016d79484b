"""The journal: one line a record, each naming the hash of the line before."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from plumbline.evidence.places import JOURNAL

EXCHANGE = ("response", "request")


class Line(msgspec.Struct, frozen=True):
    """A record of the archive: `n` counts from 1, `day` in the archive's timezone, `at` when it was archived (UTC).

    `kind` is response, request or what a note is about; `file`, `offset`, `length` say where its gzip member lies,
    `sha256` is of the member as it lies there, `payload_sha256` of what is in it, `previous` of the line before.
    """

    n: int
    day: str
    at: str
    record: str
    kind: str
    file: str
    offset: int
    length: int
    sha256: str
    payload_sha256: str
    keyed: bool
    previous: str

    @property
    def end(self) -> int:
        """Where the next record of the same file begins."""
        return self.offset + self.length

    def written(self) -> bytes:
        """The line as it stands in the file, with its line feed."""
        return msgspec.json.encode(self) + b"\n"


class LineError(ValueError):
    """A line that this program did not write, or that was altered."""


def read_line(raw: bytes) -> Line:
    """The line; LineError unless it is written exactly as `Line.written` writes it."""
    try:
        line = msgspec.json.decode(raw, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LineError(str(error)) from None
    if line.written() != raw:
        raise LineError("written otherwise than the archive writes")
    return line


def digest(raw: bytes) -> str:
    """SHA-256 of a line with its line feed, in hexadecimal: `sed -n 5p journal.jsonl | sha256sum`."""
    return sha256(raw).hexdigest()


def raw_lines(file: Path) -> Iterator[bytes]:
    """The lines of a file of lines, each with its line feed; a last one without it comes as it is."""
    if file.exists():
        with file.open("rb") as stream:
            yield from stream


def journal_lines(folder: Path) -> Iterator[tuple[bytes, Line]]:
    """Every whole line of an archive's journal, as bytes and read. LineError at the first that is none."""
    for raw in raw_lines(folder / JOURNAL):
        if raw.endswith(b"\n"):
            yield raw, read_line(raw)


def last_lines(file: Path, *, after: int) -> list[bytes]:
    """The last whole lines of the journal, in order: all after number `after`, and all of the last line's day.

    Read from the end, so that opening a long archive costs no more than a short one. LineError where one is none.
    """
    size, block = file.stat().st_size, 1 << 16
    while True:
        with file.open("rb") as stream:
            stream.seek(max(0, size - block))
            lines = stream.read().splitlines(keepends=True)
        lines = [line for line in lines if line.endswith(b"\n")][1 if block < size else 0 :]
        if block >= size or (len(lines) > 1 and _enough(lines, after)):
            return lines
        block *= 4


def _enough(lines: list[bytes], after: int) -> bool:
    first, last = read_line(lines[0]), read_line(lines[-1])
    return first.n <= after and first.day < last.day
