"""Write segments: documents as they come, then their numbers, strings, texts, letters and fingerprints."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.provenance import manifest as files
from plumbline.provenance.documents import NAMES, NUMBERS, Batch
from plumbline.provenance.gathering import Gathering
from plumbline.provenance.grams import Ints, Letters, Prints, fingerprints, letters
from plumbline.provenance.manifest import Output, Part


class SegmentWriter:
    """Takes batches of documents in any order; of one that comes twice the last counts."""

    def __init__(self, folder: Path, name: str, generation: int, day: str = "") -> None:
        """Begin a segment in a folder of its own; what lies there is the rest of a broken-off change."""
        self._part = Part(name, day, 0, {})
        self._folder, self._generation = folder / name, generation
        self._folder.mkdir(parents=True, exist_ok=True)
        self._outputs = {kind: Output(self._folder / kind) for kind in ("strings", "texts", "letters")}
        self._gathering = Gathering(self._folder / "aside")
        self._rows: list[npt.NDArray[Any]] = []
        self._keys: list[pl.DataFrame] = []
        self.documents = 0

    def add(self, batch: Batch, column: Letters, prints: Prints) -> None:
        """Take in a batch with its letters and fingerprints."""
        rows = np.zeros(batch.frame.height, NUMBERS)
        rows["identity"], rows["digest"] = batch.identity, batch.digest
        rows["published"] = batch.frame["published_at"].to_numpy()
        self._write_strings(rows, batch.frame)
        rows["text_size"] = batch.frame["text"].str.len_bytes().to_numpy()
        rows["text_at"] = self._outputs["texts"].write(_joined(batch.frame["text"])) + _begins(rows["text_size"])
        rows["letters_size"] = column.lengths
        rows["letters_at"] = self._outputs["letters"].write(column.codes) // 2 + _begins(rows["letters_size"])
        self._gathering.add(prints.hashes, prints.rows + self.documents)
        self._rows.append(rows)
        self._keys.append(batch.frame.select("source_id", "key", "published_at"))
        self.documents += len(rows)

    def finish(self) -> Part:
        """Write the rest; the segment counts once a manifest names it."""
        rows = np.concatenate(self._rows)
        order = _canonical(pl.concat(self._keys), rows["identity"])
        numbers = np.full(len(rows), -1)
        numbers[order] = np.arange(len(order))
        stored = {"numbers": files.stored(self._folder / "numbers", rows[order])}
        for kind, output in self._outputs.items():
            output.close()
            stored[kind] = output.stored
        stored |= self._gathering.write(self._folder, self._generation, numbers, len(order))
        files.synchronise(self._folder)
        return replace(self._part, documents=len(order), files=stored)

    def drop(self) -> None:
        """Leave it unfinished."""
        self._gathering.close()
        for output in self._outputs.values():
            output.abandon()

    def _write_strings(self, rows: npt.NDArray[Any], frame: pl.DataFrame) -> None:
        rows["lengths"] = frame.select(pl.col(*NAMES).str.len_bytes()).to_numpy()
        joined = _joined(frame.select(pl.concat_str(*NAMES)).to_series())
        rows["strings_at"] = self._outputs["strings"].write(joined) + _begins(rows["lengths"].sum(axis=1))


def prepared(batch: Batch) -> tuple[Batch, Letters, Prints]:
    """A batch with its letters and fingerprints."""
    column = letters(batch.frame["text"].to_list())
    return batch, column, fingerprints(column)


def _joined(column: pl.Series) -> bytes:
    joined: bytes = column.str.join("").cast(pl.Binary).item()
    return joined


def _canonical(keys: pl.DataFrame, identities: npt.NDArray[np.uint64]) -> Ints:
    """Arrivals in canonical order, without those that came again later."""
    kept = (
        keys.with_columns(identity=pl.Series(identities), arrival=pl.int_range(pl.len(), dtype=pl.Int64))
        .unique("identity", keep="last")
        .sort("published_at", "source_id", "key")
    )
    return kept["arrival"].to_numpy()


def _begins(sizes: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    begins: npt.NDArray[np.uint64] = np.cumsum(sizes, dtype=np.uint64) - sizes.astype(np.uint64)
    return begins
