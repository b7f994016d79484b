"""What people write to find copies: MinHash of character 5-grams in datasketch's LSH indices, one by one."""

import time
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import polars as pl

SHINGLE, PERMUTATIONS, THRESHOLD = 5, 128, 0.5


def there() -> bool:
    """Whether the library is installed."""
    return find_spec("datasketch") is not None


def minhash(articles: pl.DataFrame, posts: pl.DataFrame) -> dict[str, Any]:
    """MinHashLSH: resemblance of at least one half."""
    index = import_module("datasketch").MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    begin = time.perf_counter()
    for key, text in articles.select("key", "text").iter_rows():
        index.insert(key, _signature(text)[0])
    built = time.perf_counter()
    found = [index.query(_signature(text)[0]) for text in posts["text"]]
    return _answer(articles, posts, found, (begin, built, time.perf_counter()))


def ensemble(articles: pl.DataFrame, posts: pl.DataFrame) -> dict[str, Any]:
    """LSHEnsemble: containment of at least one half."""
    index = import_module("datasketch").MinHashLSHEnsemble(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_part=16)
    begin = time.perf_counter()
    index.index([(key, *_signature(text)) for key, text in articles.select("key", "text").iter_rows()])
    built = time.perf_counter()
    found = [list(index.query(*_signature(text))) for text in posts["text"]]
    return _answer(articles, posts, found, (begin, built, time.perf_counter()))


def _signature(text: str) -> tuple[Any, int]:
    shingles = {text[start : start + SHINGLE].encode() for start in range(max(1, len(text) - SHINGLE + 1))}
    signature = import_module("datasketch").MinHash(num_perm=PERMUTATIONS)
    signature.update_batch(list(shingles))
    return signature, len(shingles)


def _answer(
    articles: pl.DataFrame, posts: pl.DataFrame, found: Iterable[list[str]], times: tuple[float, float, float]
) -> dict[str, Any]:
    """Speeds, and by kind: posts, the very article found, anything found."""
    begin, built, done = times
    kinds: dict[str, list[int]] = {}
    for kind, key, hits in zip(posts["kind"], posts["key"], found, strict=True):
        counts = kinds.setdefault(kind, [0, 0, 0])
        for place, truth in enumerate((True, key in hits, bool(hits))):
            counts[place] += truth
    return {
        "articles": articles.height,
        "posts": posts.height,
        "articles_per_s": articles.height / (built - begin),
        "posts_per_s": posts.height / (done - built),
        "kinds": kinds,
    }
