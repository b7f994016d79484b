"""What of the office's folder goes into a backup, in which order, while people work in it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.server.backup.snapshot import copied, is_sqlite

DATABASE = "office.sqlite"
_LOGS = ("-wal", "-shm", "-journal")
_BEFORE = ("ledger.sqlite", "head.json", "chain.jsonl", "journal.jsonl")
"""Of an archive first what points, then what is pointed at: as after a power cut, which an archive bears."""
_TRIES = 20


@dataclass
class Found:
    """Files of the folder: where each can be read, and its name in the backup; what was left out."""

    files: list[tuple[str, Path]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def collected(data: Path, aside: Path) -> Found:
    """Everything in `data` but the office's own database, work in progress (names with a dot) and links that lead to
    single files. `aside`, on the same disk, takes what must be held still until it has been read."""
    found = Found()
    for top in sorted(data.iterdir()):
        if _own(top) or top.name.startswith("."):
            continue
        if top.name == "dossier" and top.is_dir():
            with _alone(top):
                _tables(top, aside / "dossier")
            _walked(aside / "dossier", top.name, found, aside)
            _walked(top, top.name, found, aside, only_below=True)
        elif top.is_dir():
            _walked(top, top.name, found, aside)
        else:
            _taken(top, top.name, found, aside)
    return found


def _own(top: Path) -> bool:
    return top.name in (DATABASE, *(DATABASE + log for log in _LOGS))


def _walked(folder: Path, name: str, found: Found, aside: Path, *, only_below: bool = False) -> None:
    entries = sorted(os.scandir(folder), key=lambda one: (one.name not in _BEFORE, _rank(one.name), one.name))
    for entry in entries:
        path, inner = Path(entry.path), f"{name}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            found.left_out.append(inner)
        elif entry.is_dir(follow_symlinks=False):
            with suppress(FileNotFoundError):  # a run that was being replaced
                _walked(path, inner, found, aside)
        elif not only_below:
            _taken(path, inner, found, aside)


def _rank(name: str) -> int:
    return _BEFORE.index(name) if name in _BEFORE else len(_BEFORE)


def _taken(path: Path, name: str, found: Found, aside: Path) -> None:
    if path.name.endswith(_LOGS) and is_sqlite(path.with_name(path.name.rpartition("-")[0])):
        return
    if not path.is_file():
        found.left_out.append(name)
    elif is_sqlite(path):
        copy = aside / f"sqlite-{len(found.files)}"
        copied(path, copy)
        copy.chmod(path.stat().st_mode & 0o777)
        found.files.append((name, copy))
    else:
        found.files.append((name, path))


@contextmanager
def _alone(dossier: Path) -> Iterator[None]:
    """No inspection lays its tables down meanwhile."""
    with (dossier / ".office.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _tables(dossier: Path, still: Path) -> None:
    """Hold the tables still: they are replaced whole, so a second name keeps what stands there now. Again until nothing
    was replaced in between; a collector that writes on and on is not waited for."""
    for _ in range(_TRIES):
        shutil.rmtree(still, ignore_errors=True)
        still.mkdir()
        before = _state(dossier)
        for name in before:
            with suppress(FileNotFoundError):
                _second_name(dossier / name, still / name)
        if _state(dossier) == before:
            return


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without second names
        shutil.copy2(path, name)


def _state(dossier: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for entry in os.scandir(dossier):
        with suppress(FileNotFoundError):
            if entry.is_file() and not entry.name.startswith("."):
                seen = entry.stat()
                found[entry.name] = (seen.st_ino, seen.st_mtime_ns, seen.st_size)
    return found
