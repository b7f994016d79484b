"""Putting a restored folder in its place: all of it or nothing, and never over anything."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from plumbline.executors.aside import aside, cleared
from plumbline.server.backup.sentences import BackupError

_ASIDE = ".restoring-"
LAST = "secret.key"
"""Moved last where entries must be moved one by one: without it a folder is no office."""


@contextmanager
def beside(data: Path, *, replace: bool) -> Iterator[Path]:
    """An empty folder, mode 700, on the disk of `data`, gone when the block ends. BackupError: `data` is not empty
    and shall not be replaced, or cannot be."""
    data = Path(os.path.abspath(data))
    for folder in (data, data.parent):
        cleared(folder, f"{_ASIDE}{data.name}-")
    if not empty(data):
        if not replace:
            raise BackupError("not_empty", str(data))
        if data.is_mount():
            raise BackupError("mounted", str(data))
    parent = data if data.is_mount() else data.parent
    parent.mkdir(parents=True, exist_ok=True)
    with aside(parent, f"{_ASIDE}{data.name}-") as folder:
        yield folder


def empty(data: Path) -> bool:
    """Whether nothing is there, or an empty folder (a new disk has a `lost+found`)."""
    if not data.exists():
        return True
    return data.is_dir() and all(one.name == "lost+found" for one in data.iterdir())


def put(office: Path, data: Path, *, now: datetime) -> Path | None:
    """Give the folder its name. What was there is kept under another name, which is returned."""
    data = Path(os.path.abspath(data))
    if data.is_mount():
        for entry in sorted(office.iterdir(), key=lambda one: (one.name == LAST, one.name)):
            entry.rename(data / entry.name)
        return None
    before = None
    if data.exists() and not empty(data):
        before = data.with_name(f"{data.name}.before-{now:%Y%m%dT%H%M%S}")
        data.rename(before)
    office.rename(data)
    return before
