"""Search a chunk of texts: fingerprints, candidates, measures, hits."""

from collections.abc import Iterator, Sequence

import numpy as np

from plumbline.provenance.candidates import Filters, Shelf
from plumbline.provenance.covering import Measured, Measures
from plumbline.provenance.documents import NEVER, identity
from plumbline.provenance.grams import Ints, fingerprints, letters
from plumbline.provenance.hits import Hit

COVER_PM, LONGEST = 300, 40
"""A document that covers less of a text, and has no run of so many letters in common with it, is no hit."""
CHUNK_ROWS, CHUNK_CHARACTERS = 1024, 1 << 18


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
    said = zip(*(column.tolist() for column in columns), strict=True)
    places = zip(segments.tolist(), numbers.tolist(), said, strict=True)
    return [Hit.of(shelf.segments[segment], number, measured) for segment, number, measured in places]
