"""Run one job of the words benchmark in a process of its own: `python -m plumbline.bench.words_child JOB FILE`."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import polars as pl

from plumbline.bench.child import measured
from plumbline.bench.naive_words import naive
from plumbline.checks import POST_CHECKS, discover, wants_of
from plumbline.engine.texts import Texts
from plumbline.executors.mapping import wording
from plumbline.rulebook.lexicons import lexicon_of
from plumbline.rulebook.load import load
from plumbline.rulebook.parameters import parameters
from plumbline.text.fold_columns import fold_column
from plumbline.text.match_columns import LiteralSet
from plumbline.text.sieve import Sieve

BATCH, CHUNK = 200_000, 2_000


def words(path: Path) -> dict[str, int]:
    """All post checks over the file, batch by batch, as an inspection runs them."""
    accounts = pl.DataFrame({"account_id": ["a"], "name": ["清溪发布"], "mission": [None]})
    texts = Texts(load("cn-2019"), POST_CHECKS, "Asia/Shanghai", accounts, wording("inline"))
    texts.posts(_batches(path))
    found = texts.part().detections
    return {name: part.findings.height for name, part in found.items() if not part.findings.is_empty()}


def patterns(path: Path) -> dict[str, int]:
    """The pattern part alone: read, fold, find every literal of every lexicon."""
    literals = _literals()
    chunks = (chunk["text"] for batch in _batches(path) for chunk in batch.select("text").iter_slices(CHUNK))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        hits = sum(pool.map(lambda texts: len(literals.find(fold_column(texts.to_list()).points)[0]), chunks))
    return {"literals": len(literals.literals), "hits": hits}


def scan(path: Path) -> dict[str, int]:
    """The ceiling of the pattern part: read the column and walk over every character of it once."""
    return {"characters": sum(int(batch["text"].str.len_chars().sum()) for batch in _batches(path))}


@cache
def _literals() -> LiteralSet:
    book, modules = load("cn-2019"), discover()
    lexicon = lexicon_of(book)
    params = {name: parameters(modules[name], book.rules[name]) for name in POST_CHECKS}
    return Sieve({name: wants_of(modules[name], params[name], lexicon) for name in params}, lexicon).literals


def _batches(path: Path) -> Iterator[pl.DataFrame]:
    rows = int(pl.scan_parquet(path).select(pl.len()).collect().item())
    for start in range(0, rows, BATCH):
        yield pl.scan_parquet(path).slice(start, BATCH).collect()


JOBS: dict[str, Callable[[Path], dict[str, int]]] = {
    "words": words,
    "patterns": patterns,
    "scan": scan,
    "naive": naive,
}


def run() -> None:
    """Measure one job: seconds of wall and CPU, peak of memory in MB, what it answered."""
    job, path = sys.argv[1], Path(sys.argv[2])
    if job in ("words", "patterns"):
        JOBS[job](path.with_name("warm.parquet"))
    print(json.dumps(measured(JOBS[job], path)))


if __name__ == "__main__":
    run()
