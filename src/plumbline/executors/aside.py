"""Folders to work in, gone when the work ends; what a killed process has left is cleared away by the next one."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HELD = ".held"
"""Locked as long as its process lives: numbers of processes are the same again and again in a container."""


@contextmanager
def aside(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder in `parent`, mode 700."""
    cleared(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    with (folder / HELD).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def cleared(parent: Path, prefix: str) -> None:
    """Remove such folders of this user that nobody holds any more."""
    for left in parent.glob(f"{prefix}*"):
        if _ours(left) and (left / HELD).is_file() and not _held(left / HELD):
            shutil.rmtree(left, ignore_errors=True)


def _ours(folder: Path) -> bool:
    try:
        return folder.lstat().st_uid == os.getuid()
    except FileNotFoundError:
        return False


def _held(place: Path) -> bool:
    with place.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
