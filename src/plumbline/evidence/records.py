"""Records of an archive read again: found by name, their notes and bodies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from plumbline.domain.errors import DossierError
from plumbline.evidence.chain import Link, links
from plumbline.evidence.journal import Line, LineError, digest, journal_lines
from plumbline.evidence.members import opened
from plumbline.evidence.places import CHAIN, JOURNAL, lawful
from plumbline.evidence.sentences import ArchiveError


@dataclass(frozen=True)
class Record:
    """A record: its line, its WARC headers (names in lower case), the first lines of HTTP, and its body.

    `sound`: its bytes are those that were written.
    """

    line: Line
    warc: Mapping[str, str]
    head: str
    body: bytes
    sound: bool


def all_lines(folder: Path) -> Iterator[Line]:
    """The journal's lines. DossierError: no archive there, or a line that cannot be read."""
    if not (folder / JOURNAL).is_file():
        raise no_archive(folder)
    try:
        for _, line in journal_lines(folder):
            yield line
    except LineError as error:
        raise ArchiveError("journal", str(folder / JOURNAL), how=error) from None


def kept_links(folder: Path) -> list[Link]:
    """The chain, for a person. DossierError: a line of it was altered."""
    try:
        return links(folder)
    except LineError as error:
        raise ArchiveError("chain", str(folder / CHAIN), how=error) from None


def no_archive(folder: Path) -> ArchiveError:
    """There is none."""
    return ArchiveError("no_archive", str(folder))


def find(folder: Path, record: str) -> Line:
    """The line of a record by its name, with or without `urn:uuid:`. DossierError where there is none."""
    name = record.strip().strip("<>")
    name = name if name.startswith("urn:uuid:") else f"urn:uuid:{name}"
    for line in all_lines(folder):
        if line.record == name:
            return line
    raise ArchiveError("no_record", record[:80])


def member(folder: Path, line: Line) -> bytes | None:
    """The bytes of a record as they lie in the file; None where the file is not there."""
    if not lawful(line.file, line.day, keyed=line.keyed):
        raise ArchiveError("outside", line.file[:80])
    path = folder / line.file
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        stream.seek(line.offset)
        return stream.read(line.length)


def read_record(folder: Path, line: Line) -> Record | None:
    """The record of a line; None where its file is not there. DossierError where its bytes are none."""
    data = member(folder, line)
    if data is None:
        return None
    try:
        warc, block = opened(data)
    except ValueError as error:
        raise ArchiveError("unreadable", f"{line.file} {line.record}", how=error) from None
    head, _, body = block.partition(b"\r\n\r\n") if line.kind in ("response", "request") else (b"", b"", block)
    return Record(line, warc, head.decode("utf-8", "replace"), body, digest(data) == line.sha256)


def note_facts(folder: Path, line: Line) -> dict[str, Any]:
    """What a note says; empty where it cannot be read."""
    try:
        record = read_record(folder, line)
        facts = msgspec.json.decode(record.body) if record else {}
    except (DossierError, msgspec.DecodeError):
        return {}
    return facts if isinstance(facts, dict) else {}


def notes(folder: Path, kind: str) -> Iterator[tuple[Line, dict[str, Any]]]:
    """The notes of a kind, oldest first."""
    for line in all_lines(folder):
        if line.kind == kind:
            yield line, note_facts(folder, line)
