"""Bytes on the disk: added whole or not at all, and waited for."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from plumbline.evidence.sentences import ArchiveError


def appended(path: Path, data: bytes) -> int:
    """Add `data` at the end of a file and wait for the disk; where it was added.

    Whatever goes wrong, the file is cut back to what it was, and the error goes on.
    """
    fresh = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    start = os.lseek(file, 0, os.SEEK_END)
    try:
        _all(file, data)
        os.fsync(file)
        if fresh:
            _wait_for_folders(path)
    except BaseException:
        _cut_back(path, file, start, fresh=fresh)
        raise
    finally:
        os.close(file)
    return start


def cut(path: Path, size: int) -> None:
    """Shorten a file and wait for the disk; a WARC file of which nothing is left goes."""
    if size == 0 and path.name.endswith(".warc.gz"):
        path.unlink()
        return
    with path.open("r+b") as stream:
        stream.truncate(size)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def told(where: Path) -> Iterator[None]:
    """An error of the disk as a sentence for people."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        code = "full" if full else "unwritten"
        raise ArchiveError(code, str(where), how=error.strerror or error) from None


def _all(file: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def _cut_back(path: Path, file: int, start: int, *, fresh: bool) -> None:
    with suppress(OSError):
        os.ftruncate(file, start)
        os.fsync(file)
    if fresh and path.name.endswith(".warc.gz"):
        with suppress(OSError):
            path.unlink()


def _wait_for_folders(path: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        with suppress(OSError):  # some systems open no folders, and not every folder above is ours to open
            file = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(file)
            finally:
                os.close(file)
