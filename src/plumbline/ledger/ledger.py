"""The ledger of a dossier: one writer at a time, one transaction a page; killed anywhere, the last page stands."""

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from plumbline.domain.errors import UsageError
from plumbline.ledger.bodies import instant, micros
from plumbline.ledger.schema import connect
from plumbline.ledger.stretches import Observation, take

FOLDER = "archive"
FILE = "ledger.sqlite"


@dataclass(frozen=True)
class Watch:
    """A stretch of time in which an account was, or was not, watched: a row of `coverage`."""

    account_id: str
    started_at: datetime
    ended_at: datetime
    outcome: str
    collector: str
    reason: str | None = None
    record: str | None = None


class Ledger:
    """The ledger of the dossier in `folder`, held for writing as long as it is open.

    UsageError if another process holds it.
    """

    def __init__(self, folder: Path, *, lang: str = "en") -> None:
        self.folder = folder
        self.archive = folder / FOLDER
        self.archive.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _locked(self.archive / "ledger.lock", folder, lang)
        self.base: sqlite3.Connection = connect(self.archive / FILE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it."""
        self.base.close()
        self._lock.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing of what is written inside."""
        self.base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.base.execute("ROLLBACK")
            raise
        self.base.execute("COMMIT")

    def begin_run(self, kind: str, origin: str, at: datetime, detail: Mapping[str, Any] | None = None) -> int:
        """A new run (``import`` or ``collect``); its number."""
        done = self.base.execute(
            "INSERT INTO runs (kind, origin, started_at, detail) VALUES (?, ?, ?, ?)",
            (kind, origin, micros(at), json.dumps(dict(detail or {}), ensure_ascii=False)),
        )
        return int(done.lastrowid or 0)

    def end_run(self, run_id: int, at: datetime) -> None:
        """The run is over; it is published apart from that."""
        self.base.execute("UPDATE runs SET ended_at = ? WHERE run_id = ?", (micros(at), run_id))

    def unpublished(self) -> list[int]:
        """Runs whose rows may not stand in the dossier's tables yet."""
        rows = self.base.execute("SELECT run_id FROM runs WHERE published = 0 ORDER BY run_id")
        return [int(row["run_id"]) for row in rows]

    def take(self, seen: Iterable[Observation], *, origin: str, at: datetime, run_id: int) -> dict[str, int]:
        """Take observations in (inside `writing`); how many were new, changed and known."""
        told = {"new": 0, "changed": 0, "known": 0}
        for observation in seen:
            told[take(self.base, observation, origin=origin, at=observation.at or at, run_id=run_id)] += 1
        return told

    def watched(self, watches: Iterable[Watch], run_id: int) -> None:
        """Take down when accounts were watched."""
        self.base.executemany(
            "INSERT OR REPLACE INTO watches VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    w.account_id,
                    micros(w.started_at),
                    micros(w.ended_at),
                    w.outcome,
                    w.collector,
                    w.reason,
                    w.record,
                    run_id,
                )
                for w in watches
            ),
        )

    def imported(self, sha256: str, account_id: str) -> dict[str, Any] | None:
        """The import of that very file for that account (empty: it names its own), if there was one."""
        row = self.base.execute(
            "SELECT * FROM imports WHERE sha256 = ? AND account_id = ?", (sha256, account_id)
        ).fetchone()
        return None if row is None else {**dict(row), "imported_at": instant(row["imported_at"])}

    def note_import(
        self,
        sha256: str,
        account_id: str,
        *,
        form: str,
        name: str,
        observed_at: datetime,
        at: datetime,
        run_id: int,
        rows: int,
    ) -> None:
        """Take down that a file has been imported."""
        self.base.execute(
            "INSERT OR REPLACE INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (sha256, account_id, form, name, micros(observed_at), micros(at), run_id, rows),
        )


def _locked(path: Path, folder: Path, lang: str) -> IO[str]:
    stream = path.open("a+")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.close()
        raise UsageError(
            "该资料包正在被另一个进程写入" if lang == "zh" else "another process is writing to this dossier",
            str(folder),
            "等待其结束后再试" if lang == "zh" else "wait until it has ended",
        ) from None
    os.chmod(path, 0o600)
    return stream
