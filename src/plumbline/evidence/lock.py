"""One writer at a time."""

import os
import sys
import time
from pathlib import Path
from types import TracebackType

from plumbline.evidence.places import LOCK
from plumbline.evidence.sentences import ArchiveError

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    _look = _take
else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _look(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _wait(file: int) -> None:
    """Take the lock; somebody who only looks whether it is held holds it for a moment."""
    for _ in range(5):
        try:
            return _take(file)
        except OSError:
            time.sleep(0.05)
    return _take(file)


class WriterLock:
    """Held as long as an archive is open for writing; the system lets go of it when the process ends, however it ends.

    The file names the writer; it is emptied on an orderly end, so a name in it without a lock is a writer that died.
    `inherited`: the last one did.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _wait(self._file)
        except OSError:
            os.close(self._file)
            raise _held(self._path) from None
        self.inherited = bool(os.read(self._file, 16).strip())
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, f"{os.getpid():>10}\n".encode())  # over the old name: at no moment is there none

    def release(self, *, orderly: bool = True) -> None:
        """Let the next writer in. Not `orderly`: something may be half written, and the writer's name stays."""
        if self._file >= 0:
            if orderly:
                os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = -1

    @property
    def released(self) -> bool:
        """Whether it is held no longer."""
        return self._file < 0

    def __enter__(self) -> "WriterLock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def writer(folder: Path) -> str:
    """``at work``: somebody is writing; ``died``: the last writer did not come to an orderly end; else empty."""
    path = folder / LOCK
    if not path.exists():
        return ""
    file = os.open(path, os.O_RDWR if os.access(path, os.W_OK) else os.O_RDONLY)
    try:
        _look(file)
    except OSError:
        return "at work"
    else:
        return "died" if os.read(file, 16).strip() else ""
    finally:
        os.close(file)


def _held(path: Path) -> ArchiveError:
    try:
        pid = path.read_text("ascii", "ignore").strip()
    except OSError:
        pid = ""
    return ArchiveError("held", str(path), pid=pid or "?")
