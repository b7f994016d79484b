"""Folders fetched once a machine, kept by digest for the processes of this run and the next."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FORGET_DAYS = 7
"""A folder that nobody asked for so long is removed when another one is fetched."""


def kept(digest: str, fetch: Callable[[Path], None]) -> Path:
    """The folder of that digest; `fetch` fills a new one, in one process while others wait.

    Written aside and renamed: killed anywhere, it is there whole or not at all.
    """
    place = _cache() / digest
    if not place.is_dir():
        with (_cache() / f"{digest}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.is_dir():
                _fill(place, fetch)
    os.utime(place)
    return place


def _fill(place: Path, fetch: Callable[[Path], None]) -> None:
    _forget(place.parent)
    aside = Path(tempfile.mkdtemp(prefix=".part-", dir=place.parent))
    try:
        fetch(aside)
        aside.rename(place)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _cache() -> Path:
    folder = Path(tempfile.gettempdir()) / f"plumbline-cache-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid() or folder.stat().st_mode & 0o077:
        raise PermissionError(f"{folder} is not a folder of this user alone; remove it")
    return folder


def _forget(cache: Path) -> None:
    oldest = time.time() - FORGET_DAYS * 86_400
    for entry in cache.iterdir():
        if entry.is_dir() and entry.stat().st_mtime < oldest:
            shutil.rmtree(entry, ignore_errors=True)
