"""An index of known texts on disk: which of them does a text repeat, and how much of them?

Documents lie in segments that are never changed: each change writes new files aside and then replaces one manifest, so
that a change that breaks off leaves the old state. One process writes at a time; any number may read. The same
documents give the same answers and the same `digest` in whatever order, batches and segments they came: the first
sixteen holders of a common fingerprint in canonical order are kept in each segment, and the first sixteen of all count.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import polars as pl

from plumbline.domain.errors import KnownTextsError
from plumbline.provenance import manifest as files
from plumbline.provenance.candidates import Filters, Shelf
from plumbline.provenance.documents import DOCUMENTS, ROWS, Frames
from plumbline.provenance.grams import Ints
from plumbline.provenance.hits import Hit
from plumbline.provenance.manifest import Manifest, Part
from plumbline.provenance.removal import of_source, without
from plumbline.provenance.searching import chunks, filters, search
from plumbline.provenance.segment import Segment
from plumbline.provenance.threads import ahead
from plumbline.provenance.updating import Existing, written

__all__ = ["DOCUMENTS", "Hit", "Index"]


@dataclass(frozen=True)
class Sizes:
    """Bytes on disk: fingerprints with their directory; texts as given, as letters; names and numbers."""

    fingerprints: int
    texts: int
    letters: int
    names: int


class Index:
    """Known texts in a folder. Several threads may search; an index travels to other processes by its path."""

    def __init__(self, folder: Path, manifest: Manifest, shelf: Shelf) -> None:
        """Use `build` or `open`."""
        self._folder, self._state = folder, (manifest, shelf)

    @classmethod
    def build(cls, frames: Iterable[pl.DataFrame], folder: Path) -> "Index":
        """Write an index of what the frames hold (DOCUMENTS), in place of what stood there; they are read once."""
        folder.mkdir(parents=True, exist_ok=True)
        empty = Manifest(_last_change(folder))
        index = cls(folder, empty, Shelf(()))
        index._commit(empty.next(), written(folder, frames, empty.change + 1, "", Existing(())))
        return index

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """Open an index; raises KnownTextsError (missing, damaged, another version) with the way out."""
        manifest = files.read(folder)
        return cls(folder, manifest, Shelf([Segment.open(folder, part) for part in manifest.parts]))

    def __reduce__(self) -> tuple[Callable[[Path], "Index"], tuple[Path]]:
        """Another process opens it again."""
        return Index.open, (self._folder,)

    @property
    def documents(self) -> int:
        """How many documents count."""
        return self._state[0].documents

    @property
    def digest(self) -> str:
        """Stands for the documents and all that is known of them."""
        return self._state[0].digest

    @property
    def sizes(self) -> Sizes:
        """What the parts of the index take."""
        total = dict.fromkeys(("directory", "entries", "texts", "letters", "strings", "numbers", "removed"), 0)
        for part in self._state[0].parts:
            for kind, file in part.files.items():
                total[kind] += file.size
        names = total["strings"] + total["numbers"] + total["removed"]
        return Sizes(total["directory"] + total["entries"], total["texts"], total["letters"], names)

    def verify(self) -> None:
        """Read everything and compare checksums; raises KnownTextsError. `open` does so with small files only."""
        for part in self._state[0].parts:
            Segment.open(self._folder, part, thorough=True)

    def add(self, frame: Frames, day: str = "") -> None:
        """Add documents of a day as a segment of its own; known ones change nothing, a changed one replaces the old."""
        self._update(frame, day, unseen=False)

    def sync(self, frame: Frames, day: str = "") -> None:
        """Make the index hold exactly these documents: add what is new or changed, remove what is not there."""
        self._update(frame, day, unseen=True)

    def remove(self, source_id: str) -> None:
        """Remove all documents of a source; their bytes go when the index is compacted."""
        manifest, shelf = self._state
        self._commit(self._marked(manifest.next(), [of_source(segment, source_id) for segment in shelf.segments]))

    def compact(self) -> None:
        """Write all documents that count into one segment; texts of removed ones go."""
        manifest, shelf = self._state
        if len(shelf.segments) > 1 or any("removed" in part.files for part in manifest.parts):
            frames = (frame for segment in shelf.segments for frame in _frames(segment))
            parts = written(self._folder, frames, manifest.change + 1, "", Existing(()))
            self._commit(replace(manifest.next(), parts=()), parts)

    def search(
        self,
        texts: Sequence[str],
        *,
        before: Sequence[int | None] | None = None,
        without: Sequence[tuple[str, str] | None] | None = None,
        most: int = 8,
    ) -> list[tuple[Hit, ...]]:
        """For each text the documents that it repeats, the most covering first, at most `most`.

        `before`: microseconds since 1970 (UTC), only documents published strictly before that time (so none without a
        time); `without`: source_id and key of a document that does not count, such as the text itself.
        """
        wanted, shelf = filters(len(texts), before, without), self._state[1]

        def part(rows: slice) -> list[tuple[Hit, ...]]:
            return search(shelf, texts[rows], Filters(wanted.before[rows], wanted.without[rows]), most)

        return [hits for found in ahead(part, chunks(texts)) for hits in found]

    def _update(self, frames: Frames, day: str, *, unseen: bool) -> None:
        manifest, shelf = self._state
        existing = Existing(shelf.segments)
        parts = written(self._folder, frames, manifest.change + 1, day, existing)
        gone = existing.gone(unseen=unseen)
        if parts or any(some.size for some in gone):
            self._commit(self._marked(manifest.next(), gone), parts)

    def _marked(self, manifest: Manifest, gone: Sequence[Ints]) -> Manifest:
        """The manifest with documents removed; what no document is left in goes."""
        parts = []
        for segment, numbers in zip(self._state[1].segments, gone, strict=True):
            if numbers.size == 0:
                parts.append(segment.part)
            elif numbers.size < segment.alive.sum():
                parts.append(without(self._folder, segment, numbers, manifest.change))
        return replace(manifest, parts=tuple(parts))

    def _commit(self, manifest: Manifest, new: tuple[Part, ...] = ()) -> None:
        parts = (*manifest.parts, *new)
        shelf = Shelf([Segment.open(self._folder, part) for part in parts])
        digests = [segment.numbers["digest"][segment.alive] for segment in shelf.segments]
        whole = np.concatenate([*digests, np.zeros((0, 2), np.uint64)])
        in_order = whole[np.lexsort((whole[:, 1], whole[:, 0]))].astype("<u8")
        digest = sha256(in_order.tobytes()).hexdigest()
        counted = replace(manifest, parts=parts, documents=len(whole), digest=digest)
        files.write(self._folder, counted)
        self._state = (counted, shelf)


def _last_change(folder: Path) -> int:
    """Where there is an index already its files must not be written over before the new one counts."""
    try:
        return files.read(folder).change
    except KnownTextsError:
        names = [path.name.removeprefix("part-") for path in folder.glob("part-*")]
        return max((int(name) for name in names if name.isdecimal()), default=0)


def _frames(segment: Segment) -> Iterator[pl.DataFrame]:
    alive = np.flatnonzero(segment.alive)
    for start in range(0, len(alive), ROWS):
        yield segment.frame(alive[start : start + ROWS])
