"""The files of the benchmark of known texts: a hundred chunks of articles and of posts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from plumbline.bench.sources_stock import SEED, stock
from plumbline.bench.sources_truth import Chunk, chunk

CHUNKS, SIZES = 100, (1, 10, 100)
"""Chunks of the whole; chunks of each size that is measured."""
FRAME, OPEN = 10_000, 10


@dataclass(frozen=True)
class Files:
    """Where the chunks lie: `rows` articles in each; `source` is the file of posts that sentences come from."""

    folder: Path
    rows: int
    source: Path | None = None

    def unseen(self, number: int) -> int:
        """Posts of each kind that are taken from a chunk: a tenth of its articles; of later chunks a hundredth."""
        return max(1, self.rows // (10 if number < OPEN else 100))

    def write(self, numbers: range) -> None:
        """Write these chunks, those that are not there yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        sentences = stock(self.source)
        for number in numbers:
            if not self._path("posts", number).exists():
                articles, posts = chunk(sentences, Chunk(number, self.rows, self.unseen(number), SEED))
                articles.write_parquet(self._path("articles", number), compression="lz4")
                posts.write_parquet(self._path("posts", number))

    def articles(self, chunks: int, columns: list[str] | None = None) -> Iterator[pl.DataFrame]:
        """The articles of the first chunks, at most ten thousand at a time."""
        for number in range(chunks):
            yield from pl.read_parquet(self._path("articles", number), columns=columns).iter_slices(FRAME)

    def posts(self, chunks: int) -> pl.DataFrame:
        """Posts taken from the first chunks, as many from each, in an order that mixes kinds."""
        each = self.unseen(chunks - 1)
        parts = (pl.read_parquet(self._path("posts", number)) for number in range(chunks))
        return pl.concat([part.filter(pl.col("number") < each) for part in parts]).sample(
            fraction=1, shuffle=True, seed=SEED
        )

    def _path(self, table: str, number: int) -> Path:
        return self.folder / f"{table}-{number:03d}.parquet"
