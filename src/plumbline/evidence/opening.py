"""An archive is opened for writing: where it stands, and what a writer that died left half written."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from plumbline.evidence.chain import Link, links
from plumbline.evidence.head import Head, read_head, write_head
from plumbline.evidence.journal import Line, LineError, digest, last_lines, read_line
from plumbline.evidence.merkle import leaf
from plumbline.evidence.places import CHAIN, FILE, HEAD, JOURNAL, WARC
from plumbline.evidence.sentences import ArchiveError
from plumbline.evidence.writing import appended, cut

BATCH = 2
"""Records that are written in one go: an answer and what was asked."""


@dataclass
class State:
    """Where an archive stands.

    `day` is that of the last line, `leaves` are those of the records not yet closed, `ends` where the last day's files
    and the journal end.
    """

    head: Head
    day: str = ""
    leaves: list[bytes] = field(default_factory=list)
    ends: dict[str, int] = field(default_factory=dict)
    torn: list[dict[str, Any]] = field(default_factory=list)


def opened_state(folder: Path) -> State:
    """Take up an archive where it ends, or begin one; what is half written goes aside and is told in `torn`.

    DossierError where the archive is damaged: nothing is added to what cannot be vouched for.
    """
    _begin(folder)
    try:
        _lines_cut(folder)
        state = _state(folder)
    except LineError as error:
        raise _damaged(folder, str(error)) from None
    state.torn = _torn(folder, state.head.records + 1)
    return state


def _begin(folder: Path) -> None:
    if (folder / JOURNAL).exists():
        return
    chain = folder / CHAIN
    if (chain.exists() and chain.stat().st_size) or any((folder / WARC).rglob("*.warc.gz")):
        raise _damaged(folder, f"{JOURNAL}: ∅")
    folder.mkdir(parents=True, exist_ok=True)
    write_head(folder, Head())
    for name in (CHAIN, JOURNAL):  # the journal comes last: where it is, the others are
        appended(folder / name, b"")


def _lines_cut(folder: Path) -> None:
    """Set aside the beginning of a line behind the last whole one."""
    for name in (JOURNAL, CHAIN):
        path = folder / name
        if not path.exists():
            raise LineError(f"{name}: ∅")
        data = _tail(path)
        begun = data[data.rfind(b"\n") + 1 :]
        if begun:
            _aside(path, path.stat().st_size - len(begun), _next_number(folder))


def _tail(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 65_536))
        return stream.read()


def _next_number(folder: Path) -> int:
    lines = [line for line in _tail(folder / JOURNAL).splitlines(keepends=True) if line.endswith(b"\n")]
    return read_line(lines[-1]).n + 1 if lines else 1


def _state(folder: Path) -> State:
    head, chain = read_head(folder), links(folder)
    closed = chain[-1].last_n if chain else 0
    raws = last_lines(folder / JOURNAL, after=closed)
    lines = [read_line(raw) for raw in raws]
    _follows(raws, lines, head)
    _closes(chain, head, lines[-1].n if lines else 0)
    ends = _warc_cut(folder, lines)
    ends |= {name: (folder / name).stat().st_size for name in (JOURNAL, CHAIN)}
    last = Head(lines[-1].n, digest(raws[-1]), len(chain), chain[-1].seal if chain else head.seal) if lines else head
    if last != head:
        write_head(folder, last)
    leaves = [leaf(raw) for raw, line in zip(raws, lines, strict=True) if line.n > closed]
    return State(last, lines[-1].day if lines else "", leaves, ends)


def _follows(raws: list[bytes], lines: list[Line], head: Head) -> None:
    """The last lines hang together, and the head knows all of them but those of a write that was cut short."""
    for before, raw, line in zip(lines, raws, lines[1:], strict=False):
        if line.n != before.n + 1 or line.previous != digest(raw):
            raise LineError(f"{JOURNAL}: {before.n} → {line.n}")
    last = lines[-1].n if lines else 0
    if not head.records <= last <= head.records + BATCH:
        raise LineError(f"{JOURNAL}: {last} ≠ {HEAD}: {head.records}")
    known = {line.n: digest(raw) for raw, line in zip(raws, lines, strict=True)}
    if known.get(head.records, head.line) != head.line:
        raise LineError(f"{HEAD} ≠ {JOURNAL}: {head.records}")


def _closes(chain: list[Link], head: Head, last: int) -> None:
    if not head.days <= len(chain) <= head.days + 1 or (head.days and chain[head.days - 1].seal != head.seal):
        raise LineError(f"{CHAIN}: {len(chain)} ≠ {HEAD}: {head.days}")
    if chain and chain[-1].last_n > last:
        raise LineError(f"{JOURNAL}: {last} < {CHAIN}: {chain[-1].last_n}")


def _warc_cut(folder: Path, lines: list[Line]) -> dict[str, int]:
    """Set aside what stands in the last day's files behind the last record that the journal knows; their ends."""
    ends: dict[str, int] = {}
    for line in lines:
        ends[line.file] = line.end
    number = lines[-1].n + 1 if lines else 1
    for path in sorted((folder / WARC).rglob("*.warc.gz")):
        file = path.relative_to(folder).as_posix()
        named = FILE.fullmatch(file)
        if not named or (lines and named[4] < lines[-1].day):
            continue
        size, end = path.stat().st_size, ends.get(file, 0)
        if size < end:
            raise LineError(f"{file}: {size} < {end}")
        if size > end:
            _aside(path, end, number)
    ends = {line.file: line.end for line in lines if line.day == lines[-1].day}
    for file in ends:
        if not (folder / file).exists():
            raise LineError(f"{file}: ∅")
    return ends


def _aside(path: Path, start: int, number: int) -> None:
    """Copy what stands from `start` on into a file beside, then cut it off; twice the same is kept once."""
    with path.open("rb") as stream:
        stream.seek(start)
        torn = stream.read()
    beside = path.with_name(f"{path.name}.torn-{number}")
    if not (beside.exists() and beside.read_bytes().endswith(torn)):
        appended(beside, torn)
    cut(path, start)


def _torn(folder: Path, number: int) -> list[dict[str, Any]]:
    """Every file set aside before record `number`, which is the one that will tell of it."""
    found = [*folder.glob(f"*.torn-{number}"), *(folder / WARC).rglob(f"*.torn-{number}")]
    return [
        {"file": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size,
         "sha256": sha256(path.read_bytes()).hexdigest()}
        for path in sorted(found)
    ]  # fmt: skip


def _damaged(folder: Path, how: str) -> ArchiveError:
    return ArchiveError("damaged", str(folder), how=how)
