"""Sentences to build known texts from: real ones of a file or our own, and endless wording drawn from both."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from random import Random

import numpy as np
import polars as pl

from plumbline.demo.phrasing import phrase
from plumbline.demo.shipped import phrases

SHORTEST, LONGEST = 10, 80
ENOUGH = 16
"""A run of characters is followed further only where the stock has it at this many places."""
MADE_UP, SEED = 4_000, 20260331
_LEFT_OUT = re.compile(r"https?://\S+|\.\.\.展开全文.*")
_ENDS = re.compile(r"[。！？\n]")


@dataclass(frozen=True)
class Stock:
    """Different sentences without their full stop, in an order that says nothing."""

    sentences: tuple[str, ...]

    @cached_property
    def points(self) -> np.ndarray:
        """All sentences behind one another with full stops, as code points: int32[n]."""
        text = "。".join(self.sentences) + "。"
        return np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int32)

    @cached_property
    def characters(self) -> list[str]:
        """Its letters and digits, each as often as it stands there."""
        return [one for sentence in self.sentences for one in sentence if one.isalnum()]

    @cached_property
    def chances(self) -> np.ndarray:
        """Sum of the chances of the first n sentences, as Zipf has it, flat at its head: float64[n], the last is 1."""
        weights = 1 / (np.arange(len(self.sentences)) + 200) ** 0.8
        chances: np.ndarray = np.cumsum(weights) / weights.sum()
        return chances

    def drawn(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Numbers of sentences, the first ones more often: int64[count]."""
        found: np.ndarray = np.searchsorted(self.chances, rng.random(count), side="right")
        within: np.ndarray = np.minimum(found, len(self.sentences) - 1)
        return within

    @cached_property
    def walk(self) -> "Walk":
        """The generator of wording."""
        return Walk(self.points)


class Walk:
    """A character n-gram model over the stock, n at most 4, many writers at once.

    Each next character is drawn among all places of the stock where the last three characters stand; where those are
    fewer than `ENOUGH` places, the last two; else the last one (back-off by count, Katz 1987, without discounts).
    """

    def __init__(self, points: np.ndarray) -> None:
        """Index every place of the stock by what stands before it."""
        self.points = points
        self.first, self.count, self.places = _places(points)

    def text(self, length: int, writers: int, rng: np.random.Generator) -> str:
        """Wording of that many characters: the work of `writers`, one behind the other."""
        steps = -(-length // writers)
        at = rng.integers(0, len(self.points), writers)
        written = np.empty((steps, writers), np.int32)
        for step in range(steps):
            chosen = (rng.random(writers) * self.count[at]).astype(np.int64)
            at = (self.places[self.first[at] + chosen] + 1) % len(self.points)
            written[step] = self.points[at]
        return str(written.T.tobytes().decode("utf-32-le"))[:length]


def _places(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For every place: where its list of like places starts, how long it is; and the lists: int64[n] each."""
    size = len(points)
    key = points.astype(np.int64)
    first, count, lists = np.zeros(size, np.int64), np.zeros(size, np.int64), []
    for order in range(3):
        places = np.argsort(key, kind="stable")
        _, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
        starts = np.cumsum(counts) - counts
        better = (counts[inverse] >= ENOUGH) | (order == 0)
        first = np.where(better, starts[inverse] + order * size, first)
        count = np.where(better, counts[inverse], count)
        lists.append(places)
        key = key | (np.roll(points, order + 1).astype(np.int64) << (21 * (order + 1)))
    return first, count, np.concatenate(lists)


def stock(path: Path | None) -> Stock:
    """Sentences of the posts of a CSV (column `text`), or made up by the phrases of the demo; links are left out."""
    if path is None:
        texts = _made_up()
    else:
        texts = pl.read_csv(path, columns=["text"], infer_schema_length=0)["text"].fill_null("").to_list()
    found = {part.strip() for text in texts for part in _ENDS.split(_LEFT_OUT.sub("", text))}
    sentences = sorted(part for part in found if SHORTEST <= len(part) <= LONGEST)
    Random(SEED).shuffle(sentences)  # noqa: S311  no secret
    return Stock(tuple(sentences))


def _made_up() -> list[str]:
    rng = Random(SEED)  # noqa: S311  no secret
    kinds = sorted(phrases())
    return [phrase(rng.choice(kinds), rng, date(2025, 1, 1) + timedelta(number % 365)) for number in range(MADE_UP)]
