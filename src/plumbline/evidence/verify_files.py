"""Do the WARC files hold what the journal says, and nothing else?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from plumbline.evidence.faults import Fault
from plumbline.evidence.journal import EXCHANGE, Line
from plumbline.evidence.members import headers_of, members_in
from plumbline.evidence.places import JOURNAL


def file_faults(folder: Path, file: str, lines: Sequence[Line], *, behind: str) -> Iterator[Fault]:
    """What is wrong with a file that holds the records of `lines` (all that lie in it, in order).

    `behind`: ``fault`` where bytes behind the last record are one, ``ignore`` while a write may stand there.
    """
    path = folder / file
    with path.open("rb") as stream:
        sound = all(_in_place(stream, before, line) for before, line in zip([None, *lines], lines, strict=False))
        size = stream.seek(0, 2)
    if sound:
        for line in lines:
            yield from _content(path, line)
        if size > lines[-1].end and behind == "fault":
            yield from _explained(path, lines, size)
        return
    yield from _explained(path, lines, size)


def _in_place(stream: BinaryIO, before: Line | None, line: Line) -> bool:
    """The record begins where the one before ended, and its bytes are those that were written."""
    if line.offset != (before.end if before else 0) or line.length < 1:
        return False
    stream.seek(line.offset)
    left, whole = line.length, sha256()
    while left and (piece := stream.read(min(left, 1 << 20))):
        whole.update(piece)
        left -= len(piece)
    return not left and whole.hexdigest() == line.sha256


def _content(path: Path, line: Line) -> Iterator[Fault]:
    """The record's own headers say what its line says: name, time, kind, digest."""
    with path.open("rb") as stream:
        stream.seek(line.offset)
        data = stream.read(min(line.length, 1 << 16))
    try:
        told = headers_of(data)
    except ValueError:
        told = {}
    type = line.kind if line.kind in EXCHANGE else "metadata"
    due = {
        "warc-record-id": f"<{line.record}>",
        "plumbline-archived-at": line.at,
        "warc-type": type,
        "warc-payload-digest": f"sha256:{line.payload_sha256}",
    }
    due |= {"plumbline-note": line.kind} if type == "metadata" else {}
    for name, value in due.items():
        if told.get(name) != value:
            yield Fault("journal_content", JOURNAL, line.record, line.n, name)


def _explained(path: Path, lines: Sequence[Line], size: int) -> Iterator[Fault]:
    """Altered, missing, inserted, doubled or reordered: told by comparing what is there with what should be."""
    found = members_in(path.read_bytes())
    there = Counter(sha256(member).hexdigest() for member in found)
    due = Counter(line.sha256 for line in lines)
    file = lines[0].file
    faults: list[Fault] = []
    if size < lines[-1].end:
        faults.append(Fault("file_cut", file, detail=str(lines[-1].end - size)))
    strange = [_name(member) for member in found if sha256(member).hexdigest() not in due]
    for line in lines:
        if line.sha256 not in there:
            faults.append(Fault("altered" if _taken(strange, line.record) else "missing", file, line.record, line.n))
        elif there[line.sha256] > due[line.sha256]:
            faults.append(Fault("doubled", file, line.record, line.n))
    faults += [Fault("inserted", file, name) for name in strange]
    if size > lines[-1].end:
        faults.append(Fault("file_longer", file, detail=str(size - lines[-1].end)))
    yield from faults or _order(found, lines)


def _taken(strange: list[str], record: str) -> bool:
    """Whether a member that the journal does not know stands for the record: it bears its name, or none at all."""
    for name in (record, ""):
        if name in strange:
            strange.remove(name)
            return True
    return False


def _order(found: Sequence[bytes], lines: Sequence[Line]) -> Iterator[Fault]:
    """All records are there, each once: they lie in another order, or the journal gives other places."""
    digests = [sha256(member).hexdigest() for member in found]
    for line, digest in zip(lines, digests, strict=False):
        if line.sha256 != digest:
            yield Fault("reordered", line.file, line.record, line.n)
            return
    yield Fault("misplaced", lines[0].file, lines[0].record, lines[0].n)


def _name(member: bytes) -> str:
    try:
        return headers_of(member).get("warc-record-id", "").strip("<>")
    except ValueError:
        return ""
