"""The run's own folder in a place that the driver and all workers reach: units go there, and what they share."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from plumbline.domain.errors import KnownTextsError
from plumbline.executors.aside import aside
from plumbline.executors.stores import as_url, make_folder, store, told

PREFIX = "plumbline-run-"


@dataclass(frozen=True)
class Work:
    """A folder by its URL: small and picklable. `here`: all workers are on this machine and share its disk."""

    url: str
    here: bool = False

    def write(self, name: str, content: bytes) -> str:
        """Write a file that is not there yet; its digest (SHA-256)."""
        system, root = self._store
        with told("the work folder cannot be written", self.url):
            system.pipe_file(f"{root}/{name}", content)
        return sha256(content).hexdigest()

    def read(self, name: str, digest: str) -> bytes:
        """A file's content; KnownTextsError if it is not what was written."""
        system, root = self._store
        content = bytes(system.cat_file(f"{root}/{name}"))
        if sha256(content).hexdigest() != digest:
            raise KnownTextsError("a file of the work folder is not what was written", f"{self.url}/{name}")
        return content

    def remove(self, names: list[str]) -> None:
        """Remove files, as far as they are there."""
        system, root = self._store
        with told("the work folder cannot be written", self.url):
            system.rm([f"{root}/{name}" for name in names])

    def send(self, path: Path, name: str) -> None:
        """Copy a file of this machine there."""
        system, root = self._store
        with told("the work folder cannot be written", self.url):
            make_folder(system, f"{root}/{name}".rpartition("/")[0], self.url)
            system.put_file(str(path), f"{root}/{name}")

    def fetch(self, name: str, path: Path) -> None:
        """Copy a file from there to this machine."""
        system, root = self._store
        system.get_file(f"{root}/{name}", str(path))

    def __reduce__(self) -> tuple[type["Work"], tuple[str, bool]]:
        """Only the address travels: who opens it brings credentials of their own."""
        return Work, (self.url, self.here)

    @cached_property
    def _store(self) -> tuple[Any, str]:
        return store(self.url)


@contextmanager
def work_folder(place: str | None) -> Iterator[Work]:
    """A new folder in `place` (a path or URL; None: this machine's temporary folder), removed at the end.

    UsageError if it cannot be made.
    """
    if place is None:
        with aside(Path(tempfile.gettempdir()), PREFIX) as folder:
            yield Work(folder.as_uri(), here=True)
        return
    url = f"{as_url(place).rstrip('/')}/{PREFIX}{secrets.token_hex(8)}"
    system, root = store(url)
    with told("the work folder cannot be made", place):
        make_folder(system, root, url)
        if url.startswith("file:"):
            os.chmod(root, 0o700)
    try:
        yield Work(url)
    except BaseException:
        with suppress(Exception):  # what went wrong before is what the user must hear
            _remove(system, root)
        raise
    with told("the work folder cannot be removed", url):
        _remove(system, root)


def _remove(system: Any, root: str) -> None:
    system.invalidate_cache()
    if system.exists(root):
        system.rm(root, recursive=True)
