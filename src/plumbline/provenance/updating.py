"""Change an index: write what is new or changed, find what is gone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from plumbline.domain.errors import KnownTextsError
from plumbline.provenance.documents import Batch, Frames, batch, slices
from plumbline.provenance.grams import Ints
from plumbline.provenance.manifest import Part
from plumbline.provenance.segment import Segment
from plumbline.provenance.segment_writer import SegmentWriter, prepared
from plumbline.provenance.threads import ahead

MOST_DOCUMENTS = 1 << 25
"""One change takes in no more: entries are counted in 32 bits."""


class Existing:
    """The documents that count, found by identity; remembers which of them came again, and which came changed."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """Take the documents of all segments."""
        self._segments = segments
        alive = [np.flatnonzero(segment.alive) for segment in segments]
        self._number = np.concatenate([*alive, np.zeros(0, np.int64)])
        self._segment = np.repeat(np.arange(len(segments)), list(map(len, alive)))
        identity = self._all("identity", alive, np.zeros(0, np.uint64))
        self._order = np.argsort(identity)
        self._identity = identity[self._order]
        self._digest = self._all("digest", alive, np.zeros((0, 2), np.uint64))[self._order]
        self._seen, self._replaced = np.zeros((2, len(identity)), bool)

    def news(self, documents: Batch) -> Batch:
        """Those that are not there, or not with this content."""
        if not len(self._identity):
            return documents
        at = np.minimum(np.searchsorted(self._identity, documents.identity), len(self._identity) - 1)
        known = self._identity[at] == documents.identity
        same = known & (self._digest[at] == documents.digest).all(axis=1) & ~self._replaced[at]
        self._seen[at[known]] = True
        self._replaced[at[known & ~same]] = True
        return documents.where(~same)

    def gone(self, *, unseen: bool) -> list[Ints]:
        """By segment, the documents that were replaced; with `unseen` also those that did not come again."""
        gone = self._order[self._replaced | ~self._seen if unseen else self._replaced]
        return [np.sort(self._number[gone[self._segment[gone] == at]]) for at in range(len(self._segments))]

    def _all(self, field: str, alive: list[Ints], nothing: Any) -> Any:
        columns = [segment.numbers[field][kept] for segment, kept in zip(self._segments, alive, strict=True)]
        return np.concatenate([*columns, nothing])


def written(folder: Path, frames: Frames, generation: int, day: str, existing: Existing) -> tuple[Part, ...]:
    """A segment of what is new or changed, if anything is; documents are read once and never held together."""
    news = (existing.news(documents) for documents in ahead(batch, slices(frames)))
    writer: SegmentWriter | None = None
    try:
        for documents, column, prints in ahead(prepared, (some for some in news if some.frame.height)):
            writer = writer or SegmentWriter(folder, f"part-{generation}", generation, day)
            writer.add(documents, column, prints)
            if writer.documents > MOST_DOCUMENTS:
                raise KnownTextsError("too many known texts at once", remedy="add them in several steps")
        return (writer.finish(),) if writer else ()
    except BaseException:
        if writer:
            writer.drop()
        raise
