"""Write what a fleet posted, so that later posts can be held against earlier ones: texts, names, sorted fingerprints.

Fewer fingerprints than `grams` takes of articles: about a dozen of a post, so that a nation's quarter fits.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.provenance.documents import identities_of, slices
from plumbline.provenance.gathering import NUMBER_BITS, Gathering
from plumbline.provenance.grams import (
    GRAM,
    HASH_BITS,
    WHOLE,
    Hashes,
    Ints,
    Letters,
    Prints,
    gram_hashes,
    letters,
    limit,
    narrow,
    of_whole,
)
from plumbline.provenance.manifest import Output
from plumbline.provenance.postings import without_late
from plumbline.provenance.threads import ahead

ROW = np.dtype([("strings_at", "<u8"), ("lengths", "<u4", (3,)), ("text_at", "<u8"), ("text_size", "<u4")])
"""Where a post's account_id, post_id and account name, and its text lie; `lengths` in bytes."""
PLACE = np.dtype([("at", "<u8"), ("size", "<u4")])
"""Where a post's letters lie: apart from the row and in the order of numbers, because it is looked up most."""
NAMES = ("source_id", "key", "title")
DENSITY = ((64, 2), (128, 4), (1 << 62, 8))
"""Texts of fewer letters, and one gram in how many is a fingerprint of them."""
SPARSE = DENSITY[-1][1]
ROWS = 10_000
"""Posts that are taken in together: they are short."""
OWN_WHOLE = -2
"""Place of the fingerprint of a whole text and its account."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


def write(frames: Iterable[pl.DataFrame], folder: Path) -> None:
    """Write posts (documents.DOCUMENTS, read once) into a new folder; `Posted.open` reads them."""
    folder.mkdir(parents=True)
    outputs = {kind: Output(folder / kind) for kind in ("rows", "strings", "texts", "letters")}
    gathering = Gathering(folder / "aside")
    published, identities, places = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)], [np.zeros(0, PLACE)]
    count = total = 0
    for frame, identity, column, prints in ahead(_prepared, slices(frames, ROWS)):
        outputs["rows"].write(_rows(frame, outputs))
        places.append(_placed(column, outputs["letters"]))
        gathering.add(prints.hashes, prints.rows + count)
        published.append(frame["published_at"].to_numpy())
        identities.append(identity)
        count += frame.height
        total += len(prints.hashes)
    for output in outputs.values():
        output.close()
    numbers = _numbered(folder, np.concatenate(published), np.concatenate(identities), np.concatenate(places))
    _write_prints(folder, gathering, numbers, total)


def prints_of(column: Letters, accounts: Hashes) -> Prints:
    """The fingerprints of every row, those of whole texts last; `accounts` is a number for each row's account."""
    hashes, lengths = gram_hashes(column.codes), column.lengths
    every = np.select([lengths < most for most, _ in DENSITY], [limit(every) for _, every in DENSITY])
    at = np.flatnonzero(hashes < np.repeat(every.astype(np.uint64), lengths)[: len(hashes)])
    rows = np.repeat(np.arange(len(lengths)), np.diff(np.searchsorted(at, column.starts)))
    inside = at + GRAM <= column.starts[1:].take(rows)
    at, rows = at[inside], rows[inside]
    long = np.flatnonzero(lengths >= GRAM)
    whole = of_whole(hashes, column, long)
    places = [at - column.starts[rows], np.full(len(long), WHOLE), np.full(len(long), OWN_WHOLE)]
    return Prints(
        np.concatenate([rows, long, long]),
        np.concatenate(places),
        narrow(np.concatenate([hashes[at], whole, (whole ^ accounts[long]) * _MIX])),
        np.concatenate([hashes[at] < limit(SPARSE), np.ones(2 * len(long), bool)]),
    )


@lru_cache(maxsize=1 << 18)
def number_of(account: str) -> int:
    """A number for an account id, the same everywhere."""
    return int.from_bytes(blake2b(account.encode(), digest_size=8).digest(), "little")


def _prepared(frame: pl.DataFrame) -> tuple[pl.DataFrame, Hashes, Letters, Prints]:
    column = letters(frame["text"].to_list())
    accounts = np.array([number_of(account) for account in frame["source_id"].to_list()], np.uint64)
    return frame, identities_of(frame), column, prints_of(column, accounts)


def _rows(frame: pl.DataFrame, outputs: dict[str, Output]) -> npt.NDArray[Any]:
    rows = np.zeros(frame.height, ROW)
    rows["lengths"] = frame.select(pl.col(*NAMES).str.len_bytes()).to_numpy()
    named = outputs["strings"].write(_joined(frame.select(pl.concat_str(*NAMES)).to_series()))
    rows["strings_at"] = named + _begins(rows["lengths"].sum(axis=1))
    rows["text_size"] = frame["text"].str.len_bytes().to_numpy()
    rows["text_at"] = outputs["texts"].write(_joined(frame["text"])) + _begins(rows["text_size"])
    return rows


def _placed(column: Letters, output: Output) -> npt.NDArray[Any]:
    places = np.zeros(len(column.lengths), PLACE)
    places["size"] = column.lengths
    places["at"] = output.write(column.codes) // 2 + _begins(places["size"])
    return places


def _numbered(folder: Path, published: Ints, identities: Hashes, places: npt.NDArray[Any]) -> Ints:
    """Number the posts by time (then by name, as a hash), and write what is looked up by that number."""
    order = np.lexsort((identities, published))
    columns = {"order": order.astype("<u4"), "published": published[order], "identity": identities[order],
               "places": places[order]}  # fmt: skip
    for name, content in columns.items():
        with Output(folder / name) as output:
            output.write(np.ascontiguousarray(content))
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.arange(len(order))
    return numbers


def _write_prints(folder: Path, gathering: Gathering, numbers: Ints, total: int) -> None:
    """The fingerprints in order with their holders, the first `HOLDERS` of each, and where each bucket begins."""
    bits = directory_bits(total)
    shift = np.uint64(HASH_BITS + NUMBER_BITS - bits)
    sizes = np.zeros(1 << bits, np.uint32)
    try:
        with Output(folder / "prints") as output:
            for found in gathering.ordered(numbers):
                early = found[without_late(found, found >> np.uint64(NUMBER_BITS))]
                output.write(early)
                buckets = (early >> shift).astype(np.int64)
                if buckets.size:
                    counts = np.bincount(buckets - buckets[0])
                    sizes[buckets[0] : buckets[0] + len(counts)] += counts.astype(np.uint32)
    finally:
        gathering.close()
    with Output(folder / "directory") as output:
        output.write(np.append(0, np.cumsum(sizes, dtype=np.int64)).astype("<u4"))


def directory_bits(prints: int) -> int:
    """Bits of a fingerprint that choose its bucket: about four fingerprints a bucket."""
    return min(HASH_BITS, max(4, prints.bit_length() - 2))


def _joined(column: pl.Series) -> bytes:
    joined: bytes = column.str.join("").cast(pl.Binary).item()
    return joined


def _begins(sizes: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    begins: npt.NDArray[np.uint64] = np.cumsum(sizes, dtype=np.uint64) - sizes.astype(np.uint64)
    return begins
