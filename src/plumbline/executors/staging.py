"""A dossier that lies in a store, brought to a temporary folder: only what an inspection reads, every size checked."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from plumbline.domain.errors import DossierError
from plumbline.domain.tables import TABLES
from plumbline.executors.aside import aside
from plumbline.executors.stores import is_url, store, told

Step = Callable[[str, int, int | None], None]
FOLDERS = (*TABLES, ".plumbline")
"""Folders of a dossier that an inspection looks into; the archive of raw answers stays where it is."""
_AT_ONCE = 4
_MEGABYTE = 1_000_000


@contextmanager
def staged(dossier: str, *, progress: Step) -> Iterator[Path]:
    """The folder of a dossier, given as path or URL; what was fetched is removed at the end.

    UsageError: the store cannot be reached or read. DossierError: nothing is there, a file changed meanwhile, a name
    leads out of the folder, the disk is too small.
    """
    if not is_url(dossier):
        yield Path(dossier)
    elif dossier.startswith("file://"):
        yield Path(unquote(urlsplit(dossier).path))
    else:
        with aside(Path(tempfile.gettempdir()), "plumbline-dossier-") as folder:
            _fetch(dossier, folder / "dossier", progress)
            yield folder / "dossier"


def _fetch(url: str, folder: Path, progress: Step) -> None:
    system, root = store(url)
    with told("the dossier cannot be read", url):
        system.invalidate_cache()
        found = system.find(root, detail=True)
    files = dict(_wanted(found, root.rstrip("/"), url))
    if not files:
        raise DossierError("nothing lies there", url, "give the folder that holds the tables of the dossier")
    folder.mkdir()
    total = sum(size for _, size in files.values())
    if total > shutil.disk_usage(folder).free:
        raise DossierError(
            f"the dossier has {total // _MEGABYTE} MB, more than is free here",
            str(folder),
            "set TMPDIR to a larger one",
        )
    for done in _fetched(system, files, folder, url):
        progress("fetch", done // _MEGABYTE, total // _MEGABYTE)


def _wanted(found: Mapping[str, Mapping[str, Any]], root: str, url: str) -> Iterator[tuple[str, tuple[str, int]]]:
    """By path in the dossier, a file's key in the store and its size in bytes."""
    for key, entry in found.items():
        name = PurePosixPath(key.removeprefix(root).lstrip("/"))
        if ".." in name.parts or name.is_absolute() or "\\" in str(name):
            raise DossierError("a name leads out of the folder", f"{url}: {name}", "remove it from the store")
        if len(name.parts) == 1 or (name.parts and name.parts[0] in FOLDERS):
            yield str(name), (key, int(entry["size"] or 0))


def _fetched(system: Any, files: Mapping[str, tuple[str, int]], folder: Path, url: str) -> Iterator[int]:
    """The bytes that are there so far."""
    done = 0

    def fetch(name: str) -> int:
        key, size = files[name]
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with told("a file of the dossier cannot be read", f"{url.rstrip('/')}/{name}"):
            system.get_file(key, str(path))
        if path.stat().st_size != size:
            raise DossierError(
                f"a file has {path.stat().st_size} bytes here and {size} there", f"{url.rstrip('/')}/{name}",
                "it changed while it was fetched: run the command again",
            )  # fmt: skip
        return size

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for size in pool.map(fetch, files):
            done += size
            yield done
