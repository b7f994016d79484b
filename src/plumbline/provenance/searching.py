"""Search a chunk of texts: fingerprints, candidates, measures, hits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from plumbline.provenance.candidates import Filters, Shelf
from plumbline.provenance.covering import Measured, Measures
from plumbline.provenance.documents import NEVER, identity
from plumbline.provenance.grams import Ints, fingerprints, letters

COVER_PM, LONGEST = 300, 40
"""A document that covers less of a text, and has no run of so many letters in common with it, is no hit."""
CHUNK_ROWS, CHUNK_CHARACTERS = 1024, 1 << 18
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Hit:
    """A known text that a text repeats; the numbers as in domain.provenance.Origin, `title` and `url` may be empty."""

    source_id: str
    key: str
    published_at: datetime | None
    title: str
    url: str
    text: str
    cover_pm: int
    distinct_pm: int
    longest: int


def chunks(texts: Sequence[str]) -> Iterator[slice]:
    """Parts of a column that are few enough to stay near the processor."""
    begin = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if place + 1 - begin == CHUNK_ROWS or size >= CHUNK_CHARACTERS:
            yield slice(begin, place + 1)
            begin, size = place + 1, 0
    if begin < len(texts):
        yield slice(begin, len(texts))


def filters(
    rows: int, before: Sequence[int | None] | None, without: Sequence[tuple[str, str] | None] | None
) -> Filters:
    """The filters as columns."""
    latest = np.full(rows, NEVER)
    if before is not None:
        latest[:] = [NEVER if at is None else at for at in before]
    itself = np.zeros(rows, np.uint64)
    if without is not None:
        itself[:] = np.fromiter((identity(*name) if name else 0 for name in without), np.uint64, rows)
    return Filters(latest, itself)


def search(shelf: Shelf, texts: Sequence[str], wanted: Filters, most: int) -> list[tuple[Hit, ...]]:
    """The hits of each text, the most covering first."""
    column = letters(texts)
    found = shelf.candidates(column, fingerprints(column), wanted)
    rows, ranks = found.rows, found.ranks
    if not rows.size:
        return [() for _ in texts]
    measures = _measured(shelf, Measured(column, found.common), rows, ranks)
    order = np.lexsort((ranks, -measures.cover_pm, rows))
    order = order[(measures.cover_pm[order] >= COVER_PM) | (measures.longest[order] >= LONGEST)]
    in_order = rows[order]
    order = order[np.arange(len(order)) - np.searchsorted(in_order, in_order) < most]
    hits: list[list[Hit]] = [[] for _ in texts]
    for row, hit in zip(rows[order].tolist(), _hits(shelf, ranks[order], measures, order), strict=True):
        hits[row].append(hit)
    return list(map(tuple, hits))


def _measured(shelf: Shelf, texts: Measured, rows: Ints, ranks: Ints) -> Measures:
    segments, numbers = shelf.placed(ranks)
    measures = Measures(*(np.zeros(len(rows), np.int64) for _ in range(3)))
    for at in np.unique(segments).tolist():
        segment, here = shelf.segments[at], np.flatnonzero(segments == at)
        sizes = segment.numbers["letters_size"][numbers[here]].astype(np.int64)
        for block in texts.blocks(rows[here], sizes):
            pairs = here[block]
            part = texts.measure(rows[pairs], segment.letters(numbers[pairs]))
            measures.cover_pm[pairs] = part.cover_pm
            measures.distinct_pm[pairs] = part.distinct_pm
            measures.longest[pairs] = part.longest
    return measures


def _hits(shelf: Shelf, ranks: Ints, measures: Measures, order: Ints) -> list[Hit]:
    segments, numbers = shelf.placed(ranks)
    columns = (measures.cover_pm[order], measures.distinct_pm[order], measures.longest[order])
    said = list(zip(*(column.tolist() for column in columns), strict=True))
    hits: dict[int, Hit] = {}
    for at in np.unique(segments).tolist():
        here = np.flatnonzero(segments == at)
        for place, found in zip(here.tolist(), shelf.segments[at].documents(numbers[here]), strict=True):
            published, text, (source_id, key, title, url) = found
            hits[place] = Hit(source_id, key, _time(published), title, url, text, *said[place])
    return [hits[place] for place in range(len(order))]


def _time(published: int) -> datetime | None:
    return None if published == NEVER else _EPOCH + timedelta(microseconds=published)
