"""A segment: documents written together, never changed, read through memory maps."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.provenance import manifest as files
from plumbline.provenance.documents import NAMES, NUMBERS
from plumbline.provenance.grams import Ints, Letters
from plumbline.provenance.manifest import Part
from plumbline.provenance.postings import Postings, shape

_KINDS = {"numbers": NUMBERS, "strings": np.uint8, "texts": np.uint8, "letters": "<u2", "directory": "<u4",
          "entries": "<u4", "removed": "<u4"}  # fmt: skip
SMALL = 1 << 16
"""Files up to this size, in bytes, are read and not mapped."""


@dataclass(frozen=True)
class Segment:
    """Documents by number, in canonical order; `removed` ones are still there and do not count."""

    part: Part
    arrays: dict[str, npt.NDArray[Any]]

    @classmethod
    def open(cls, folder: Path, part: Part, *, thorough: bool = False) -> "Segment":
        """Map the files of a segment; raises KnownTextsError where one is missing or damaged."""
        place = folder / part.name
        paths = {kind: files.whole(place, file, thorough=thorough) for kind, file in part.files.items()}
        return cls(part, {kind: _mapped(path, _KINDS[kind]) for kind, path in paths.items()})

    @property
    def numbers(self) -> npt.NDArray[Any]:
        """What is known of each document in numbers."""
        return self.arrays["numbers"]

    @cached_property
    def alive(self) -> npt.NDArray[np.bool_]:
        """Which documents count."""
        alive = np.ones(len(self.numbers), bool)
        if "removed" in self.arrays:
            alive[self.arrays["removed"]] = False
        return alive

    @cached_property
    def postings(self) -> Postings:
        """The holders of each fingerprint."""
        return Postings(self.arrays["directory"], self.arrays["entries"], shape(len(self.numbers)))

    def named(self, number: int) -> tuple[str, str]:
        """source_id and key of a document."""
        return self.names(number)[:2]

    def names(self, number: int) -> tuple[str, str, str, str]:
        """source_id, key, title and url of a document."""
        row, strings = self.numbers[number], self.arrays["strings"].data
        edges = list(accumulate(row["lengths"].tolist(), initial=int(row["strings_at"])))
        source_id, key, title, url = (str(strings[one:other], "utf-8") for one, other in pairwise(edges))
        return source_id, key, title, url

    def text(self, number: int) -> str:
        """The text of a document."""
        row = self.numbers[number]
        begin, size = int(row["text_at"]), int(row["text_size"])
        return str(self.arrays["texts"][begin : begin + size].data, "utf-8")

    def published(self, number: int) -> int:
        """When a document was published, in microseconds since 1970 (UTC), or NEVER."""
        return int(self.numbers["published"][number])

    def documents(self, numbers: Ints) -> Iterator[tuple[int, str, list[str]]]:
        """Time of publication, text, and source_id, key, title, url of some documents."""
        rows = self.numbers[numbers]
        strings, texts = (memoryview(self.arrays[name].data) for name in ("strings", "texts"))
        columns = (rows[name].tolist() for name in ("published", "text_at", "text_size", "strings_at", "lengths"))
        for published, at, size, begin, lengths in zip(*columns, strict=True):
            edges = list(accumulate(lengths, initial=begin))
            names = [str(strings[one:other], "utf-8") for one, other in pairwise(edges)]
            yield published, str(texts[at : at + size], "utf-8"), names

    def letters(self, numbers: Ints) -> Letters:
        """The letters of some documents."""
        codes = self.arrays["letters"].view(np.uint8).data
        begins = self.numbers["letters_at"][numbers].astype(np.int64) * 2
        sizes = self.numbers["letters_size"][numbers].astype(np.int64)
        ends = begins + 2 * sizes
        pieces = [codes[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        return Letters(np.frombuffer(b"".join(pieces), "<u2"), np.append(0, np.cumsum(sizes)))

    def frame(self, numbers: Ints) -> pl.DataFrame:
        """Some documents as they came in."""
        found = list(self.documents(numbers))
        columns = {
            name: pl.Series([names[at] for _, _, names in found], dtype=pl.String) for at, name in enumerate(NAMES)
        }
        columns["text"] = pl.Series([text for _, text, _ in found], dtype=pl.String)
        columns["published_at"] = pl.Series([published for published, _, _ in found], dtype=pl.Int64)
        return pl.DataFrame(columns).cast({"published_at": pl.Int64})


def _mapped(path: Path, kind: Any) -> npt.NDArray[Any]:
    if path.stat().st_size <= SMALL:
        return np.fromfile(path, kind)
    return np.memmap(path, kind, mode="r").view(np.ndarray)
