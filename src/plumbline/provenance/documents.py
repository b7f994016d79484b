"""Known texts as rows: what an index takes in, and the numbers by which it knows them again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.domain.errors import KnownTextsError

DOCUMENTS: dict[str, pl.DataType] = {
    "source_id": pl.String(),
    "key": pl.String(),
    "published_at": pl.Datetime("us", "UTC"),
    "title": pl.String(),
    "url": pl.String(),
    "text": pl.String(),
}
"""What stands in a frame of known texts; more columns may."""
NAMES = ("source_id", "key", "title", "url")
"""Short strings of a document, in the order in which they lie in the files."""
NEVER = 2**63 - 1
"""Stands for no time of publication, so that these come last."""
ROWS = 1000
"""Documents that are taken in together."""
Frames: TypeAlias = "pl.DataFrame | Iterable[pl.DataFrame]"
_NUMBERS = [("identity", "<u8"), ("digest", "<u8", (2,)), ("published", "<i8"), ("strings_at", "<u8"),
            ("lengths", "<u4", (4,)), ("text_at", "<u8"), ("text_size", "<u4"),
            ("letters_at", "<u8"), ("letters_size", "<u4")]  # fmt: skip
NUMBERS = np.dtype(_NUMBERS)
"""What is kept of each document as numbers; `lengths` are those of source_id, key, title, url in bytes."""


@dataclass(frozen=True)
class Batch:
    """Some documents with their numbers: what they are called and what they say."""

    frame: pl.DataFrame
    identity: npt.NDArray[np.uint64]
    digest: npt.NDArray[np.uint64]

    def where(self, kept: npt.NDArray[np.bool_]) -> "Batch":
        """Those that are marked."""
        return self if kept.all() else Batch(self.frame.filter(pl.Series(kept)), self.identity[kept], self.digest[kept])


def identity(source_id: str, key: str) -> int:
    """One number for a document's name."""
    return int.from_bytes(blake2b(f"{len(source_id)}:{source_id}{key}".encode(), digest_size=8).digest(), "little")


def slices(frames: Frames, rows: int = ROWS) -> Iterator[pl.DataFrame]:
    """The documents, at most `rows` at a time."""
    for frame in [frames] if isinstance(frames, pl.DataFrame) else frames:
        tidy = _tidy(frame)
        for start in range(0, tidy.height, rows):
            yield tidy[start : start + rows]


def batch(frame: pl.DataFrame) -> Batch:
    """A slice with its numbers."""
    source, key, title, url = (pl.col(name) for name in NAMES)
    lengths = (column.str.len_chars().cast(pl.String) for column in (source, key, title, url))
    head = pl.concat_str(pl.col("published_at").cast(pl.String), *lengths, separator=",")
    said = pl.concat_str(head, pl.lit(","), source, key, title, url, "text")
    written = frame.select(said.cast(pl.Binary)).to_series()
    return Batch(frame, identities_of(frame), _digests(written, 16).reshape(-1, 2))


def identities_of(frame: pl.DataFrame) -> npt.NDArray[np.uint64]:
    """The `identity` of every document of a slice."""
    source, key = pl.col("source_id"), pl.col("key")
    called = pl.concat_str(source.str.len_chars().cast(pl.String), pl.lit(":"), source, key)
    return _digests(frame.select(called.cast(pl.Binary)).to_series(), 8)


def _digests(column: pl.Series, size: int) -> npt.NDArray[np.uint64]:
    joined = b"".join([blake2b(content, digest_size=size).digest() for content in column.to_list()])
    return np.frombuffer(joined, "<u8")


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in DOCUMENTS if name not in frame.columns]
    if missing:
        what = f"known texts lack the column {missing[0]}"
        raise KnownTextsError(what, remedy=f"the columns are {', '.join(DOCUMENTS)}")
    return frame.select(
        pl.col("source_id", "key", "title", "url", "text").cast(pl.String).fill_null(""),
        pl.col("published_at").cast(DOCUMENTS["published_at"]).cast(pl.Int64).fill_null(NEVER),
    ).select(*DOCUMENTS)
