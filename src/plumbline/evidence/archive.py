"""The archive of a dossier, open for writing: raw answers and notes go in, and nothing comes out changed."""

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.evidence.answer import Answer
from plumbline.evidence.chain import Link
from plumbline.evidence.head import Head, write_head
from plumbline.evidence.journal import EXCHANGE, Line, digest
from plumbline.evidence.lock import WriterLock
from plumbline.evidence.members import Member, exchange, note_member, stamp
from plumbline.evidence.merkle import leaf, root
from plumbline.evidence.opening import opened_state
from plumbline.evidence.places import CHAIN, JOURNAL, ZERO, warc_file
from plumbline.evidence.secrets_hidden import hidden, hidden_words
from plumbline.evidence.sentences import ArchiveError, ArchiveUsageError
from plumbline.evidence.writing import appended, cut, told


class Archive:
    """The writer of the archive in `folder` (DOSSIER/archive); made where there is none.

    `now` gives the present moment (aware); a day is a natural day in `timezone`. `secrets` are the values of tokens
    and keys, never written whatever they stand in. One writer at a time. DossierError: another writer is at work, the
    archive is damaged, the disk is full.
    """

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime],
        timezone: str = "Asia/Shanghai",
        secrets: Iterable[str] = (),
    ) -> None:
        self.folder = folder
        self._now, self._zone, self._secrets = now, ZoneInfo(timezone), tuple(secrets)
        self._turn, self._orderly = threading.RLock(), True
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = WriterLock(folder)
        try:
            self._take_up()
        except BaseException:
            self._lock.release(orderly=not self._lock.inherited)
            raise

    def add(self, answer: Answer, *, keyed: bool = False) -> str:
        """Keep an answer; when this returns, it is on the disk. Returns the record's name, by which rows cite it.

        `keyed`: it spoke of citizens, and they have been replaced by keys; such answers can be dropped after a time.
        UsageError for an address that is not of the web.
        """
        clean = hidden(answer, self._secrets)
        with self._turn:
            told_, asked = exchange(clean, at := self._moment())
            self._append((told_, asked), at, keyed=keyed)
        return told_.record

    def note(self, kind: str, facts: Mapping[str, Any]) -> str:
        """Keep a note about the archive or about what came into the dossier by another way (an import).

        `facts` are JSON values and name no person. Returns the record's name. UsageError: a kind that is reserved.
        """
        if not kind.isidentifier() or kind in EXCHANGE:
            raise ArchiveUsageError("kind", kind=repr(kind)[:60])
        text = hidden_words(json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str), self._secrets)
        with self._turn:
            member = note_member(kind, text.encode(), at := self._moment())
            self._append((member,), at, keyed=False)
        return member.record

    def close_day(self) -> Link | None:
        """Close what is open: one link of the chain over all records since the last. None where there are none."""
        with self._turn:
            state = self._state
            if not state.leaves:
                return None
            first, last = state.head.records - len(state.leaves) + 1, state.head.records
            previous = state.head.seal if state.head.days else ZERO
            link = Link(
                state.day, len(state.leaves), root(state.leaves).hex(), previous, first, last, stamp(self._moment())
            )
            self._commit([(CHAIN, link.written())], Head(last, state.head.line, state.head.days + 1, link.seal))
            state.leaves = []
            return link

    def today(self) -> str:
        """The present day in the archive's timezone."""
        return self._moment().astimezone(self._zone).date().isoformat()

    def close(self) -> None:
        """Let the next writer in. The day stays open."""
        self._lock.release(orderly=self._orderly)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take_up(self) -> None:
        with told(self.folder):
            self._state = opened_state(self.folder)
        if self._state.torn:
            self.note("torn", {"files": self._state.torn})

    def _moment(self) -> datetime:
        moment = self._now()
        if moment.tzinfo is None:
            raise ValueError("the clock of an archive must say its offset")
        return moment

    def _append(self, members: Sequence[Member], at: datetime, *, keyed: bool) -> None:
        """Write members and their lines; both are there afterwards, or neither is."""
        state = self._state
        day = max(at.astimezone(self._zone).date().isoformat(), state.day)  # a clock put back opens no old day
        if day > state.day:
            self.close_day()
        file = warc_file(day, keyed=keyed)
        lines = self._lines(members, day, at, file, state.ends.get(file, 0))
        raws = [line.written() for line in lines]
        data = b"".join(member.data for member in members)
        head = Head(lines[-1].n, digest(raws[-1]), state.head.days, state.head.seal)
        self._commit([(file, data), (JOURNAL, b"".join(raws))], head)
        state.day = day
        state.leaves += [leaf(raw) for raw in raws]

    def _commit(self, parts: Sequence[tuple[str, bytes]], head: Head) -> None:
        """Add to the ends of files and move the head: all of it, or nothing."""
        self._unchanged([name for name, _ in parts])
        self._orderly = False  # until all is done, or undone: an interrupt in between leaves it to the next writer
        done: list[tuple[str, int]] = []
        try:
            for name, data in parts:
                with told(self.folder / name):
                    done.append((name, appended(self.folder / name, data)))
            with told(self.folder):
                write_head(self.folder, head)
        except Exception:
            for name, start in done:
                cut(self.folder / name, start)
            self._orderly = True
            raise
        for name, data in parts:
            self._state.ends[name] = self._state.ends.get(name, 0) + len(data)
        self._state.head = head
        self._orderly = True

    def _unchanged(self, names: Sequence[str]) -> None:
        """Nothing is added behind what this writer did not write."""
        if self._lock.released:
            raise ArchiveError("closed", str(self.folder))
        for name in names:
            path = self.folder / name
            size, known = path.stat().st_size if path.exists() else 0, self._state.ends.get(name, 0)
            if size != known:
                raise ArchiveError("changed", str(self.folder), name=name, size=size, known=known)

    def _lines(self, members: Sequence[Member], day: str, at: datetime, file: str, start: int) -> list[Line]:
        lines: list[Line] = []
        number, previous = self._state.head.records, self._state.head.line
        for member in members:
            number += 1
            line = Line(
                number, day, stamp(at), member.record, member.kind, file, start, len(member.data),
                digest(member.data), member.payload_sha256, "/keyed-" in file, previous,
            )  # fmt: skip
            start, previous = line.end, digest(line.written())
            lines.append(line)
        return lines
