"""Which documents hold a fingerprint: sorted on disk, four bytes for each, found by a directory on the top bits.

A fingerprint has `HASH_BITS` bits: the top ones choose a bucket of the directory, the others stand in the entry beside
the document's number. Numbers run in canonical order (published_at with none last, source_id, key), and so do the
holders of a fingerprint; the first `HOLDERS` are kept of each: an earlier document is never pushed out by a later one,
in whatever order they came.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plumbline.provenance.grams import HASH_BITS, Hashes, Ints

HOLDERS = 16
"""So many holders of one fingerprint are kept; what as many hold is common wording."""
ENTRY_BITS = 32


@dataclass(frozen=True)
class Shape:
    """How the bits of an entry are divided: the document's number, the rest of the fingerprint."""

    document: int
    rest: int

    @property
    def directory(self) -> int:
        """Bits that choose a bucket."""
        return HASH_BITS - self.rest


@dataclass(frozen=True)
class Postings:
    """The holders of every fingerprint of a segment: entries[directory[b]:directory[b + 1]] belong to bucket b."""

    directory: npt.NDArray[np.uint32]
    entries: npt.NDArray[np.uint32]
    shape: Shape

    def holders(self, hashes: Hashes) -> tuple[Ints, npt.NDArray[np.uint32]]:
        """For sorted fingerprints: places in `hashes`, and the number of a document that holds this one."""
        bucket = (hashes >> np.uint64(self.shape.rest)).astype(np.int64)
        begin = self.directory[bucket].astype(np.int64)
        sizes = self.directory[bucket + 1].astype(np.int64) - begin
        asked = np.repeat(np.arange(len(hashes)), sizes)
        first = begin - (np.cumsum(sizes) - sizes)
        entries = self.entries[np.arange(len(asked)) + np.repeat(first, sizes)]
        rest = (hashes & np.uint64((1 << self.shape.rest) - 1)).astype(np.uint32)
        same = np.flatnonzero(entries >> np.uint32(self.shape.document) == rest[asked])
        return asked[same], entries[same] & np.uint32((1 << self.shape.document) - 1)


def shape(documents: int) -> Shape:
    """The division for so many documents."""
    document = max(3, (documents - 1).bit_length())
    return Shape(document, ENTRY_BITS - document)


def without_late(keys: Ints | Hashes, groups: Ints | Hashes) -> npt.NDArray[np.bool_]:
    """Of sorted `keys` (each begins with its group) mark the first `HOLDERS` of every group."""
    kept = np.ones(len(keys), bool)
    kept[HOLDERS:] = groups[HOLDERS:] != groups[:-HOLDERS]
    return kept
