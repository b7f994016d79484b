"""Mark documents of a segment as removed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from plumbline.provenance import manifest as files
from plumbline.provenance.gathering import Gathering
from plumbline.provenance.grams import Ints, Prints, fingerprints
from plumbline.provenance.manifest import Part, Stored
from plumbline.provenance.postings import HOLDERS
from plumbline.provenance.segment import Segment
from plumbline.provenance.threads import ahead

_PORTION = 1000


def without(folder: Path, segment: Segment, gone: Ints, generation: int) -> Part:
    """The segment with more documents removed.

    Where one of them stands among the kept holders of a common fingerprint, the holders are gathered anew: otherwise a
    later document would stay pushed out by one that is no longer there.
    """
    alive = segment.alive.copy()
    alive[gone] = False
    part, place = segment.part, folder / segment.part.name
    removed = files.stored(place / f"removed.{generation}", np.flatnonzero(~alive).astype("<u4"))
    stored: dict[str, Stored] = part.files | {"removed": removed}
    if any(_pushes_out(segment, numbers) for numbers in _portions(gone)):
        stored |= _gathered(place, segment, alive, generation)
    files.synchronise(place)
    return replace(part, files=stored)


def of_source(segment: Segment, source_id: str) -> Ints:
    """The documents of a source that count."""
    wanted = source_id.encode()
    maybe = np.flatnonzero((segment.numbers["lengths"][:, 0] == len(wanted)) & segment.alive)
    found = [number for number in maybe.tolist() if segment.named(number)[0] == source_id]
    return np.array(found, np.int64)


def _pushes_out(segment: Segment, numbers: Ints) -> bool:
    asked, _ = segment.postings.holders(np.unique(fingerprints(segment.letters(numbers)).hashes))
    return bool((np.bincount(asked, minlength=1) >= HOLDERS).any())


def _gathered(place: Path, segment: Segment, alive: npt.NDArray[np.bool_], generation: int) -> dict[str, Stored]:
    def read(some: Ints) -> tuple[Ints, Prints]:
        return some, fingerprints(segment.letters(some))

    gathering = Gathering(place / "aside")
    for some, prints in ahead(read, _portions(np.flatnonzero(alive))):
        gathering.add(prints.hashes, some[prints.rows])
    return gathering.write(place, generation, np.arange(len(alive)), len(alive))


def _portions(numbers: Ints) -> Iterator[Ints]:
    return (numbers[start : start + _PORTION] for start in range(0, len(numbers), _PORTION))
