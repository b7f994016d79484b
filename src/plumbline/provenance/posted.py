"""What a fleet posted, to hold posts against: which earlier post does a text repeat, and how much of it?

Made for very many short texts that are all held against each other: fingerprints stand in one sorted list. A post is
worth a look that shares a quarter of a text's fingerprints, or the whole text. Of wording that sixteen and more share
only its earliest holder counts; of whole texts the first sixteen, and the first sixteen of the account itself. What is
worth a look is measured on the true letters, as in `index`. The same posts give the same answers in whatever order and
batches they came.
"""

import mmap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from plumbline.provenance.candidates import shared_wording
from plumbline.provenance.covering import Marks, Measured, Measures
from plumbline.provenance.documents import NEVER
from plumbline.provenance.gathering import NUMBER_BITS
from plumbline.provenance.grams import HASH_BITS, WHOLE, Hashes, Ints, Letters, Prints, letters
from plumbline.provenance.hits import Hit
from plumbline.provenance.posted_writer import OWN_WHOLE, PLACE, ROW, number_of, prints_of
from plumbline.provenance.postings import HOLDERS
from plumbline.provenance.searching import COVER_PM, LONGEST, chunks, filters

SHARE = 4
"""One fingerprint in so many must be shared."""
MOST = 12
"""So many posts are looked at for a text."""
_KINDS = {"rows": ROW, "strings": np.uint8, "texts": np.uint8, "letters": "<u2", "places": PLACE, "order": "<u4",
          "published": "<i8", "identity": "<u8", "prints": "<u8", "directory": "<u4"}  # fmt: skip
_NUMBER = np.uint64((1 << NUMBER_BITS) - 1)
_SHIFT = np.uint64(NUMBER_BITS)


@dataclass(frozen=True)
class _Candidates:
    """Pairs of a row and a post's number, by row; `own` marks whole texts of the account itself.

    `many` marks the fingerprints that many hold.
    """

    rows: Ints
    numbers: Ints
    own: Marks
    many: Marks


class Posted:
    """Posts in a folder (`posted_writer.write`), numbered by time; travels to other processes by its path."""

    def __init__(self, folder: Path) -> None:
        """Map the files."""
        self._folder = folder
        self._arrays = {name: _mapped(folder / name, kind) for name, kind in _KINDS.items()}

    def __reduce__(self) -> tuple[Callable[[Path], "Posted"], tuple[Path]]:
        """Another process opens it again."""
        return Posted, (self._folder,)

    def search(
        self,
        texts: Sequence[str],
        *,
        before: Sequence[int | None],
        without: Sequence[tuple[str, str] | None],
        most: int = 8,
    ) -> list[tuple[Hit, ...]]:
        """For each text the earlier posts that it repeats, the most covering first, at most `most`.

        `before`: microseconds since 1970 (UTC), only posts strictly before that time; `without`: account_id and
        post_id of the text itself.
        """
        wanted = filters(len(texts), before, without)
        accounts = np.array([number_of(name[0]) if name else 0 for name in without], np.uint64)
        found: list[tuple[Hit, ...]] = []
        for rows in chunks(texts):
            column = letters(texts[rows])
            prints = prints_of(column, accounts[rows])
            near = self._candidates(prints, len(column.lengths), wanted.before[rows], wanted.without[rows])
            found += self._hits(column, prints, near, most)
        return found

    def names(self, number: int) -> tuple[str, str, str, str]:
        """Account, post_id, the account's name, and no address."""
        row, strings = self._row(number), self._arrays["strings"].data
        edges = list(accumulate(row["lengths"].tolist(), initial=int(row["strings_at"])))
        account, key, name = (str(strings[one:other], "utf-8") for one, other in pairwise(edges))
        return account, key, name, ""

    def text(self, number: int) -> str:
        """The text of a post."""
        row = self._row(number)
        begin, size = int(row["text_at"]), int(row["text_size"])
        return str(self._arrays["texts"].data[begin : begin + size], "utf-8")

    def published(self, number: int) -> int:
        """When it was posted, in microseconds since 1970."""
        return int(self._arrays["published"][number])

    def _row(self, number: int) -> Any:
        return self._arrays["rows"][self._arrays["order"][number]]

    def _candidates(self, prints: Prints, size: int, before: Ints, without: Hashes) -> _Candidates:
        """The most promising earlier posts of every row."""
        order = np.argsort(prints.hashes)
        hashes = prints.hashes[order]
        asked, numbers = self._holders(hashes)
        many = np.empty(len(hashes), bool)
        many[order] = np.bincount(asked, minlength=len(hashes)) >= HOLDERS
        of = order[asked]
        first = np.append(True, asked[1:] != asked[:-1])[: len(asked)]
        telling = first | ~many[of] | (prints.places[of] < 0)
        of, numbers = of[telling], numbers[telling]
        rows = prints.rows[of]
        earlier = (self._arrays["published"][numbers] < before[rows]) | (before[rows] == NEVER)
        counts = np.flatnonzero(earlier & (self._arrays["identity"][numbers] != without[rows]))
        of = of[counts]
        places = prints.places[of]
        kinds = np.select([places == OWN_WHOLE, places == WHOLE], [3, 2], prints.sparse[of])
        within = prints.places >= 0
        every = np.bincount(prints.rows[within], minlength=size)
        sparse = np.bincount(prints.rows[within & prints.sparse], minlength=size)
        return _Candidates(*_best(rows[counts] << NUMBER_BITS | numbers[counts], kinds, every, sparse), many)

    def _holders(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """For sorted fingerprints: places in `hashes`, and the posts that hold this one, the earliest first."""
        directory = self._arrays["directory"]
        bucket = (hashes >> np.uint64(HASH_BITS - (len(directory) - 1).bit_length() + 1)).astype(np.int64)
        begin = directory[bucket].astype(np.int64)
        sizes = directory[bucket + 1] - begin
        asked = np.repeat(np.arange(len(hashes)), sizes)
        entries = self._arrays["prints"][np.arange(len(asked)) + np.repeat(begin - (np.cumsum(sizes) - sizes), sizes)]
        same = np.flatnonzero(entries >> _SHIFT == hashes[asked])
        return asked[same], (entries[same] & _NUMBER).astype(np.int64)

    def _hits(self, column: Letters, prints: Prints, near: _Candidates, most: int) -> list[tuple[Hit, ...]]:
        """What is repeated of the candidates, measured."""
        hits: list[list[Hit]] = [[] for _ in column.lengths]
        if near.rows.size:
            common = shared_wording(column, prints, near.many)
            measures = self._measured(Measured(column, common), near)
            order = np.lexsort((near.numbers, ~near.own, -measures.cover_pm, near.rows))
            order = order[(measures.cover_pm[order] >= COVER_PM) | (measures.longest[order] >= LONGEST)]
            said = np.stack([measures.cover_pm, measures.distinct_pm, measures.longest], axis=1)[order].tolist()
            pairs = zip(near.rows[order].tolist(), near.numbers[order].tolist(), said, strict=True)
            for row, number, measured in pairs:
                if len(hits[row]) < most:
                    hits[row].append(Hit.of(self, number, (measured[0], measured[1], measured[2])))
        return list(map(tuple, hits))

    def _measured(self, texts: Measured, near: _Candidates) -> Measures:
        places = self._arrays["places"][near.numbers]
        sizes = places["size"].astype(np.int64)
        measures = Measures(*(np.zeros(len(near.rows), np.int64) for _ in range(3)))
        for pairs in texts.blocks(near.rows, sizes):
            part = texts.measure(near.rows[pairs], self._letters(places["at"][pairs], sizes[pairs]))
            measures.cover_pm[pairs] = part.cover_pm
            measures.distinct_pm[pairs] = part.distinct_pm
            measures.longest[pairs] = part.longest
        return measures

    def _letters(self, begins: Hashes, sizes: Ints) -> Letters:
        edges = np.append(0, np.cumsum(sizes))
        at = np.arange(int(edges[-1])) + np.repeat(begins.astype(np.int64) - edges[:-1], sizes)
        return Letters(self._arrays["letters"][at], edges)


def _best(keys: Ints, kinds: Ints, every: Ints, sparse: Ints) -> tuple[Ints, Ints, Marks]:
    """Rows and numbers of the pairs worth a look, and whether both are the same text of the same account.

    The account's own texts first, then whole texts, then most shared fingerprints, then the earlier. `kinds`: 3 for a
    whole text of the account, 2 for a whole text, 1 for a fingerprint of the sparse ones, 0 for another; `every` and
    `sparse` count those of each row.
    """
    if not keys.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, bool)
    order = np.argsort(keys, kind="stable")
    keys, kinds = keys[order], kinds[order]
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    rows, numbers = keys[begins] >> NUMBER_BITS, keys[begins] & int(_NUMBER)
    own, whole = (np.add.reduceat(kinds == kind, begins, dtype=np.int64) for kind in (3, 2))
    shared = np.diff(np.append(begins, len(keys))) - whole - own
    thin = np.add.reduceat(kinds == 1, begins, dtype=np.int64)
    worth = (whole + own > 0) | (shared * SHARE >= every[rows]) | ((thin > 1) & (thin * SHARE >= sparse[rows]))
    kept = np.flatnonzero(worth)
    kept = kept[np.lexsort((numbers[kept], -shared[kept], -whole[kept], -own[kept], rows[kept]))]
    place = np.arange(len(kept)) - np.searchsorted(rows[kept], rows[kept])
    kept = np.sort(kept[place < MOST])
    return rows[kept], numbers[kept], own[kept] > 0


def _mapped(path: Path, kind: Any) -> npt.NDArray[Any]:
    if path.stat().st_size == 0:
        return np.zeros(0, kind)
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if hasattr(content, "madvise"):  # looked up at random: what lies beside a post would only crowd out others
        content.madvise(mmap.MADV_RANDOM)
    return np.frombuffer(content, kind)
