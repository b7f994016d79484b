"""What many units share, put into the work folder once: the rulebook, whole tables, the known texts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from plumbline.domain.errors import KnownTextsError
from plumbline.engine.reference import Reference
from plumbline.executors.machine_cache import kept
from plumbline.executors.packing import Place, packed, unpacked
from plumbline.executors.work import Work
from plumbline.rulebook.model import Rulebook

LISTS, ARTICLES, POSTS = "lists", "articles", "posts"


class _File(msgspec.Struct, frozen=True):
    name: str
    size: int
    sha256: str


class _Known(msgspec.Struct, frozen=True):
    """What `Reference` names, as files of the work folder."""

    timezone: str
    files: tuple[_File, ...]


class Shelf:
    """The driver's side: what lies where. Things are told apart by identity or digest and put down once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._frames: list[pl.DataFrame] = []
        self._places: dict[str, Place] = {}

    def share(self, frames: Iterable[pl.DataFrame]) -> None:
        """Whole tables that every unit of a run has: from now on they are named and not sent."""
        known = {id(frame) for frame in self._frames}
        self._frames += [frame for frame in frames if id(frame) not in known]

    def place_of(self, thing: Any) -> Place | None:
        """Where a thing lies, put down if it is not yet; None if it goes along with its unit."""
        if isinstance(thing, Rulebook):
            return self._put(f"book-{thing.sha256}", thing)
        if isinstance(thing, pl.DataFrame):
            number = next((number for number, one in enumerate(self._frames) if one is thing), None)
            return None if number is None else self._put(f"table-{number}", thing)
        return None if self._work.here else self._put_known(thing)

    def _put(self, name: str, thing: Any) -> Place:
        if name not in self._places:
            self._places[name] = ("thing", name, self._work.write(name, packed(thing)))
        return self._places[name]

    def _put_known(self, reference: Reference) -> Place:
        name = f"known-{hash(reference):x}"
        if name not in self._places:
            files = tuple(self._sent(f"{name}/{label}", path, label) for label, path in _parts(reference))
            note = msgspec.json.encode(_Known(reference.timezone, files))
            self._places[name] = ("known", name, self._work.write(f"{name}/files.json", note))
        return self._places[name]

    def _sent(self, name: str, path: Path, label: str) -> _File:
        self._work.send(path, name)
        with path.open("rb") as stream:
            return _File(label, path.stat().st_size, file_digest(stream, "sha256").hexdigest())


def _parts(reference: Reference) -> Iterator[tuple[str, Path]]:
    yield f"{LISTS}/sources.json", reference.folder / "sources.json"
    for label, folder in ((ARTICLES, reference.articles), (POSTS, reference.posts)):
        for path in sorted(folder.rglob("*")) if folder else ():
            if path.is_file():
                yield f"{label}/{path.relative_to(folder or path).as_posix()}", path


@lru_cache(maxsize=32)
def taken(work: Work, place: Place) -> Any:
    """The worker's side: the thing at that place, read once a process; known texts fetched once a machine."""
    kind, name, digest = place
    if kind == "thing":
        return unpacked(work.read(name, digest))
    note = msgspec.json.decode(work.read(f"{name}/files.json", digest), type=_Known)
    folder = kept(digest, lambda aside: _fetch(work, name, note, aside))
    articles, posts = (folder / label if (folder / label).is_dir() else None for label in (ARTICLES, POSTS))
    return replace(Reference(folder / LISTS, note.timezone), articles=articles, posts=posts)


def _fetch(work: Work, name: str, note: _Known, folder: Path) -> None:
    for file in note.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        work.fetch(f"{name}/{file.name}", path)
        with path.open("rb") as stream:
            if file_digest(stream, "sha256").hexdigest() != file.sha256:
                raise KnownTextsError("a file of the work folder is not what was written", f"{work.url}/{name}")
