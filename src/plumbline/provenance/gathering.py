"""Gather fingerprints while documents stream in, then write them sorted.

What comes is sorted in runs, laid aside in a file when it grows, and merged by the top bits, one share at a time:
memory holds one run or a few shares, never all.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from plumbline.provenance.grams import HASH_BITS, Hashes, Ints
from plumbline.provenance.manifest import Output, Stored
from plumbline.provenance.postings import Shape, shape, without_late
from plumbline.provenance.threads import ahead

NUMBER_BITS = 28
SHARE_BITS = 6
FEW = 1 << 16
"""So few fingerprints are one share."""
RUN = 1 << 22
"""Fingerprints that are sorted in memory before they are laid aside."""
_SHIFT = np.uint64(NUMBER_BITS)
_NUMBER = np.uint64((1 << NUMBER_BITS) - 1)


class Gathering:
    """Fingerprints in the order in which documents come, until their numbers are known."""

    def __init__(self, aside: Path) -> None:
        """`aside` is the file that takes what memory should not hold."""
        self._aside = aside
        self._file: BinaryIO | None = None
        self._loose: list[Hashes] = []
        self._count = 0
        self._runs: list[tuple[int, Ints]] = []

    def add(self, hashes: Hashes, arrivals: Ints) -> None:
        """Take in the fingerprints of documents, known by the order of their arrival."""
        self._loose.append(hashes << _SHIFT | arrivals.astype(np.uint64))
        self._count += len(hashes)
        if self._count >= RUN:
            self._lay_aside()

    def ordered(self, numbers: Ints) -> Iterator[Hashes]:
        """All fingerprints, sorted, each with its document's number in the low bits; in shares, one after the other."""
        last = self._sorted()
        bits = SHARE_BITS if self._runs or len(last) > FEW else 0
        yield from ahead(lambda share: _ordered(share[1], numbers), self._shares(last, bits))

    def write(self, folder: Path, generation: int, numbers: Ints, documents: int) -> dict[str, Stored]:
        """Write directory and entries; `numbers` gives each arrival's number, negative for what does not count."""
        parted, last = shape(documents), self._sorted()
        bits = SHARE_BITS if self._runs or len(last) > FEW else 0
        shares = ahead(lambda pieces: _share(*pieces, numbers, parted, bits), self._shares(last, bits))
        total = 0
        entries, directory = Output(folder / f"entries.{generation}"), Output(folder / f"directory.{generation}")
        try:
            with entries, directory:
                for found, sizes in shares:
                    entries.write(found)
                    directory.write((total + np.cumsum(sizes) - sizes).astype("<u4"))
                    total += len(found)
                directory.write(np.array([total], "<u4"))
        finally:
            self.close()
        return {"entries": entries.stored, "directory": directory.stored}

    def close(self) -> None:
        """Give the file back."""
        if self._file:
            self._file.close()
            self._aside.unlink(missing_ok=True)
            self._file = None

    def _shares(self, last: Hashes, bits: int) -> Iterator[tuple[int, list[Hashes]]]:
        cuts = _cuts(last, bits)
        for share in range(1 << bits):
            pieces = [
                self._piece(begin + 8 * int(at[share]), int(at[share + 1] - at[share])) for begin, at in self._runs
            ]
            yield share, [*pieces, last[cuts[share] : cuts[share + 1]]]

    def _piece(self, begin: int, size: int) -> Hashes:
        if self._file is None:
            return np.zeros(0, np.uint64)
        self._file.seek(begin)
        return np.frombuffer(self._file.read(8 * size), "<u8")

    def _sorted(self) -> Hashes:
        run = np.concatenate([*self._loose, np.zeros(0, np.uint64)])
        run.sort()
        self._loose, self._count = [], 0
        return run

    def _lay_aside(self) -> None:
        if self._file is None:
            self._file = self._aside.open("w+b")
        run = self._sorted()
        self._runs.append((self._file.seek(0, 2), _cuts(run, SHARE_BITS)))
        self._file.write(run.astype("<u8").data)


def _cuts(run: Hashes, bits: int) -> Ints:
    edges = np.arange(1 << bits, dtype=np.uint64) << np.uint64(HASH_BITS + NUMBER_BITS - bits)
    return np.append(np.searchsorted(run, edges), len(run))


def _share(
    share: int, pieces: list[Hashes], numbers: Ints, parted: Shape, bits: int
) -> tuple[npt.NDArray[np.uint32], Ints]:
    """The entries of one share, and how many stand in each of its buckets."""
    found = _ordered(pieces, numbers)
    found = found[without_late(found, found >> _SHIFT)]
    hashes = found >> _SHIFT
    rest = hashes & np.uint64((1 << parted.rest) - 1)
    entries = rest << np.uint64(parted.document) | found & _NUMBER
    buckets = 1 << parted.directory - bits
    bucket = (hashes >> np.uint64(parted.rest)).astype(np.int64) - share * buckets
    return entries.astype("<u4"), np.bincount(bucket, minlength=buckets)


def _ordered(pieces: list[Hashes], numbers: Ints) -> Hashes:
    """The fingerprints of one share with their documents' numbers, sorted, each pair once."""
    found = np.concatenate(pieces)
    number = numbers[(found & _NUMBER).astype(np.int64)]
    counts = number >= 0
    found = (found & ~_NUMBER)[counts] | number[counts].astype(np.uint64)
    found.sort()
    once: Hashes = found[np.append(True, found[1:] != found[:-1])[: len(found)]]
    return once
