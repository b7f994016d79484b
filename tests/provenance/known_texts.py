"""Invented texts and frames of known texts for the tests of the index."""

import random
from datetime import UTC, datetime, timedelta

import polars as pl

from plumbline.provenance.grams import letter_table
from plumbline.provenance.index import DOCUMENTS

_CHARS = [chr(point) for point in range(0x4E00, 0x4E00 + 900) if letter_table()[point] == point]
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


def text(seed: int, letters: int = 300) -> str:
    """A text like no other, with commas."""
    dice = random.Random(seed)
    return "".join(dice.choice(_CHARS) + ("，" if place % 11 == 10 else "") for place in range(letters))


def known(*texts: str, source: str = "qingxi", first: int = 0) -> pl.DataFrame:
    """A frame of documents k0, k1, … published day after day."""
    count = range(first, first + len(texts))
    return pl.DataFrame(
        {
            "source_id": [source] * len(texts),
            "key": [f"k{number}" for number in count],
            "published_at": [FIRST + timedelta(days=number) for number in count],
            "title": ["清溪县通告"] * len(texts),
            "url": [None] * len(texts),
            "text": list(texts),
        },
        schema=DOCUMENTS,
    )
