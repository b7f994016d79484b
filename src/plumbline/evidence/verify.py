"""The whole archive examined: nothing altered, missing, reordered, inserted or doubled, or what is."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from itertools import groupby
from pathlib import Path
from typing import Any

from plumbline.evidence.chain import Link
from plumbline.evidence.faults import Fault
from plumbline.evidence.journal import EXCHANGE, Line
from plumbline.evidence.places import FILE, JOURNAL, STAMPS, WARC, lawful, lawful_stamp
from plumbline.evidence.records import no_archive, note_facts
from plumbline.evidence.verify_files import file_faults
from plumbline.evidence.verify_journal import JournalReading

Step = Callable[[int, int], None]
Note = tuple[Line, Mapping[str, Any]]


@dataclass
class Examined:
    """What an examination found.

    `records` in the journal, `open_records` of them not yet under a closed day; `dropped` under retention; `names` of
    all records, `dropped_names` of those; `notes` by kind; `writer`: ``at work``, ``died`` or empty; `interrupted`: an
    unfinished write stands at the end, which the next writer sets aside.
    """

    faults: list[Fault] = field(default_factory=list)
    links: Sequence[Link] = ()
    records: int = 0
    open_records: int = 0
    dropped: int = 0
    names: frozenset[str] = frozenset()
    notes: dict[str, list[Note]] = field(default_factory=dict)
    writer: str = ""
    interrupted: bool = False


def examine(folder: Path, *, expected: Iterable[tuple[str, str]] = (), step: Step | None = None) -> Examined:
    """Read every byte of the archive in `folder` and compare it with journal, chain and head.

    `expected`: days and the roots (or seals) that were printed or published. `step` is told records done and in all.
    DossierError where there is no archive.
    """
    if not (folder / JOURNAL).is_file():
        raise no_archive(folder)
    reading = JournalReading(folder)
    found = Examined(writer=reading.state, links=reading.links)
    files = _Files(folder, reading, found)
    for _, lines in groupby(reading.lines(), key=lambda line: line.day):
        files.day(list(lines))
        if step:
            step(reading.records, max(reading.records, reading.head.records if reading.head else 0))
    reading.finish()
    files.finish()
    found.faults = [*reading.faults, *found.faults, *_unexpected(reading.links, expected)]
    found.records, found.open_records = reading.records, reading.open_records
    found.names, found.interrupted = frozenset(reading.names), reading.interrupted
    return found


class _Files:
    """The files of the archive, day by day, and what is left over at the end."""

    def __init__(self, folder: Path, reading: JournalReading, found: Examined) -> None:
        self._folder, self._reading, self._found = folder, reading, found
        self._known: set[str] = set()
        self._absent: dict[str, list[Line]] = {}
        self._late: list[tuple[str, list[Line]]] = []

    def day(self, lines: list[Line]) -> None:
        """Examine the files of one day; the last day's wait until it is known that it is the last."""
        self._settle("fault")
        by_file: dict[str, list[Line]] = {}
        for line in lines:
            if lawful(line.file, line.day, keyed=line.keyed):
                by_file.setdefault(line.file, []).append(line)
        self._late = list(by_file.items())

    def finish(self) -> None:
        """The last day, what was dropped, what was set aside, what does not belong."""
        self._settle("ignore" if self._reading.state else "fault")
        self._drop()
        self._found.faults += self._torn()
        self._found.faults += self._stamps()
        self._found.faults += self._strangers()

    def _settle(self, behind: str) -> None:
        for file, lines in self._late:
            self._known.add(file)
            if not (self._folder / file).is_file():
                self._absent.setdefault(file, []).extend(lines)
                continue
            self._found.faults += file_faults(self._folder, file, lines, behind=behind)
            self._longer(file, lines[-1].end)
            self._keep_notes(lines)
        self._late = []

    def _longer(self, file: str, end: int) -> None:
        if self._reading.state == "died" and (self._folder / file).stat().st_size > end:
            self._reading.interrupted = True

    def _keep_notes(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if line.kind not in EXCHANGE:
                self._found.notes.setdefault(line.kind, []).append((line, note_facts(self._folder, line)))

    def _drop(self) -> None:
        """A keyed file that is not there was dropped under retention if a later note says so, else it is missing."""
        told = {file: line.n for line, facts in self._found.notes.get("expired", ()) for file in _files(facts)}
        for file, lines in self._absent.items():
            if lines[0].keyed and told.get(file, 0) > lines[-1].n:
                self._found.dropped += len(lines)
            else:
                self._found.faults.append(Fault("file_missing", file, lines[0].record, detail=str(len(lines))))
        there = [file for file in told if file in self._known and file not in self._absent]
        self._found.faults += [Fault("still_there", file) for file in there]

    def _torn(self) -> Iterator[Fault]:
        for _, facts in self._found.notes.get("torn", ()):
            for entry in _entries(facts):
                file = str(entry.get("file", ""))
                self._known.add(file)
                path = self._folder / file
                lawful_name = ".." not in path.parts and ".torn-" in path.name
                if not lawful_name or not path.is_file() or _digest(path) != entry.get("sha256"):
                    yield Fault("torn", file)

    def _stamps(self) -> Iterator[Fault]:
        """Stamps that the journal tells of; what they are over is examined by `stamping`."""
        for line, facts in self._found.notes.get("stamp", ()):
            path = self._folder / (file := str(facts.get("file", "")))
            if not lawful_stamp(file) or not path.is_file() or _digest(path) != facts.get("sha256"):
                yield Fault("stamp", file, line.record)

    def _strangers(self) -> Iterator[Fault]:
        """Files in the folders of the archive that nothing tells of."""
        noted = {str(facts.get("file", "")) for _, facts in self._found.notes.get("stamp", ())}
        for path in sorted((self._folder / WARC).rglob("*")):
            file = path.relative_to(self._folder).as_posix()
            if not path.is_dir() and file not in self._known and not self._begun(file):
                yield Fault("file_stranger", file)
        for path in sorted((self._folder / STAMPS).rglob("*")):
            file = path.relative_to(self._folder).as_posix()
            if not path.is_dir() and file not in noted | ({file} if self._begun(file) else set()):
                yield Fault("file_stranger", file)

    def _begun(self, file: str) -> bool:
        """Whether a writer that is at work, or died, has just begun the file."""
        if not self._reading.state or not (FILE.fullmatch(file) or ".torn-" in file or lawful_stamp(file)):
            return False
        self._reading.interrupted |= self._reading.state == "died"
        return True


def _unexpected(links: Sequence[Link], expected: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    for day, root in expected:
        if not any(link.day == day and root.lower() in (link.root, link.seal) for link in links):
            yield Fault("expected", "chain.jsonl", detail=day)


def _entries(facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entries = facts.get("files")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _files(facts: Mapping[str, Any]) -> list[str]:
    return [str(entry.get("file", "")) for entry in _entries(facts)]


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
