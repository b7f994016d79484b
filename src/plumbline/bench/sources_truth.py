"""Ground truth for the index of known texts: articles, and posts of which it is known what they were taken from.

Everything hangs on the seed and the number of the chunk alone, so chunks can be written side by side, and the articles
of a smaller size are the first ones of a larger size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from plumbline.bench.sources_posts import Excerpts
from plumbline.bench.sources_stock import Stock

LENGTH = 936
"""Characters of an article on average."""
SET_TEXTS, SET_LENGTH = 10, 94
"""So many set texts of a tenth of an article each; every article holds one of them."""
REAL_SENTENCES = 4
"""Of an article, drawn from the stock word for word."""
IN_TOPICS, TOPIC_ARTICLES, TOPIC_SENTENCES, TOPIC_SHARED = 5, 5, 6, 3
"""One article in five belongs to a topic; a topic has five articles, each holds three of its six sentences."""
OWN = (545, 801)
"""Characters of an article's own wording, least and most."""
BEGIN, DAYS = datetime(2025, 1, 1, tzinfo=UTC), 3
SAID_AT = datetime(2026, 1, 1, tzinfo=UTC)
_SET, _CHUNK = 1, 2


@dataclass(frozen=True)
class Chunk:
    """Which articles: chunk `number` of `rows` articles; `unseen` more are written of which only posts are taken."""

    number: int
    rows: int
    unseen: int
    seed: int


def chunk(stock: Stock, wanted: Chunk) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The articles of a chunk (as `provenance.documents.DOCUMENTS`) and its posts.

    Posts: kind, number within its kind, text, passage (what was taken, before any change; empty for what was not
    taken), key (of the article; empty likewise).
    """
    rng = np.random.default_rng([wanted.seed, _CHUNK, wanted.number])
    unseen = 2 * wanted.unseen
    total = wanted.rows + unseen
    topics = max(1, wanted.rows // IN_TOPICS // TOPIC_ARTICLES)
    topic = np.full(total, -1)
    topic[: topics * TOPIC_ARTICLES] = np.arange(topics * TOPIC_ARTICLES) % topics
    topic[wanted.rows : wanted.rows + wanted.unseen] = np.arange(wanted.unseen) % topics
    topic[: wanted.rows] = rng.permutation(topic[: wanted.rows])
    texts = _texts(stock, wanted, topic, rng)
    articles = _articles(texts[: wanted.rows], wanted, rng)
    posts = Excerpts(stock.characters, rng).posts(articles, texts[wanted.rows :], wanted.unseen)
    return articles, posts


def set_texts(stock: Stock, seed: int) -> list[str]:
    """What stands in one article of ten, word for word."""
    rng = np.random.default_rng([seed, _SET])
    return _cut(stock.walk.text(SET_TEXTS * SET_LENGTH, SET_TEXTS, rng), [SET_LENGTH] * SET_TEXTS)


def _texts(stock: Stock, wanted: Chunk, topic: np.ndarray, rng: np.random.Generator) -> list[str]:
    """The articles' words: own wording, with a set text, real sentences and the topic's sentences between."""
    lengths = rng.integers(*OWN, len(topic)).tolist()
    own = _cut(stock.walk.text(sum(lengths), len(topic), rng), lengths)
    boilerplate = set_texts(stock, wanted.seed)
    which = rng.integers(0, SET_TEXTS, len(topic)).tolist()
    real = stock.drawn(REAL_SENTENCES * len(topic), rng).reshape(len(topic), -1).tolist()
    shared = _topic_sentences(stock, int(topic.max()) + 1, rng)
    chosen = np.argsort(rng.random((len(topic), TOPIC_SENTENCES)), axis=1)[:, :TOPIC_SHARED].tolist()
    where = rng.random((len(topic), 1 + REAL_SENTENCES + TOPIC_SHARED)).tolist()
    texts = []
    for number, about in enumerate(topic.tolist()):
        between = [boilerplate[which[number]], *(stock.sentences[one] for one in real[number])]
        if about >= 0:
            between += [shared[about * TOPIC_SENTENCES + one] for one in chosen[number]]
        texts.append(_mixed(own[number], between, where[number]))
    return texts


def _mixed(own: str, between: Sequence[str], where: Sequence[float]) -> str:
    parts = own.split("。")
    for sentence, place in zip(between, where, strict=False):
        parts.insert(int(place * (len(parts) + 1)), sentence)
    return "。".join(parts)


def _topic_sentences(stock: Stock, topics: int, rng: np.random.Generator) -> list[str]:
    lengths = rng.integers(25, 46, topics * TOPIC_SENTENCES).tolist()
    return _cut(stock.walk.text(sum(lengths), len(lengths), rng), lengths)


def _articles(texts: list[str], wanted: Chunk, rng: np.random.Generator) -> pl.DataFrame:
    first = wanted.number * wanted.rows
    numbers = range(first, first + len(texts))
    seconds = rng.integers(0, DAYS * 86_400, len(texts)).tolist()
    start = BEGIN + timedelta(days=DAYS * wanted.number)
    return pl.DataFrame(
        {
            "source_id": [f"s{number % 40:02d}" for number in numbers],
            "key": [f"a{number}" for number in numbers],
            "published_at": [start + timedelta(seconds=second) for second in seconds],
            "title": [text[:24] for text in texts],
            "url": [f"https://qingxi.example/a/{number}" for number in numbers],
            "text": texts,
        },
        schema_overrides={"published_at": pl.Datetime("us", "UTC")},
    )


def _cut(text: str, lengths: Sequence[int]) -> list[str]:
    ends = np.cumsum(lengths).tolist()
    return [text[end - length : end] for end, length in zip(ends, lengths, strict=True)]
