"""One job of the benchmark of known texts in a process of its own: `python -m … JOB ARGUMENTS`, both in JSON."""

import json
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.bench import naive_sources
from plumbline.bench.sources_files import Files
from plumbline.bench.sources_judge import Post, Tally
from plumbline.bench.sources_truth import SAID_AT
from plumbline.provenance.index import Index

BATCH, WARM = 20_000, 200
Job = dict[str, Any]


def generate(files: Files, job: Job) -> dict[str, Any]:
    """Write some chunks."""
    files.write(range(job["first"], job["first"] + job["chunks"]))
    return {}


def build(files: Files, job: Job) -> dict[str, Any]:
    """Build the index from the articles' files, reading included."""
    folder = Path(job["index"])
    shutil.rmtree(folder, ignore_errors=True)
    seconds, index = timed(lambda: Index.build(files.articles(job["chunks"]), folder))
    return {"seconds": seconds, "documents": index.documents, "peak_mb": peak_mb(), "bytes": asdict(index.sizes)}


def search(files: Files, job: Job) -> dict[str, Any]:
    """Open the index, search all posts in sets with verification on the texts; judging is not timed."""
    posts, tally, seconds = files.posts(job["chunks"]), Tally(), 0.0
    opened, index = timed(lambda: Index.open(Path(job["index"])))
    before = _micros(SAID_AT)
    index.search(posts["text"].head(WARM).to_list(), before=[before] * min(WARM, posts.height))
    peak = 0.0
    for batch in posts.iter_slices(BATCH):
        texts, times = batch["text"].to_list(), [before] * batch.height
        took, found = timed(lambda texts=texts, times=times: index.search(texts, before=times))  # type: ignore[misc]  # defaults of a lambda have no type
        seconds, peak = seconds + took, max(peak, peak_mb())
        truths = batch.select("kind", "text", "passage", "key").iter_rows()
        for truth, hits in zip(truths, found, strict=True):
            tally.add(Post(*truth), hits)
    return {"seconds": seconds, "open_s": opened, "posts": posts.height, "peak_mb": peak, "tally": tally.record()}


def scan(files: Files, job: Job) -> dict[str, Any]:
    """The ceiling: read the same texts and walk over every character once, of the articles and of the posts."""
    articles, characters = timed(lambda: _characters(files.articles(job["chunks"], ["text"])))
    posts = files.posts(job["chunks"])
    seconds, said = timed(lambda: _characters([posts]))
    return {"seconds": articles, "posts_seconds": seconds, "characters": characters, "said": said, "peak_mb": peak_mb()}


def naive(files: Files, job: Job) -> dict[str, Any]:
    """The rival on the first articles, with posts that were taken from these."""
    articles = pl.concat(list(files.articles(1))).head(job["articles"])
    posts = files.posts(1).filter(pl.col("key").is_in(articles["key"].to_list()) | (pl.col("key") == ""))
    answer = getattr(naive_sources, job["rival"])(articles, posts.head(job["posts"]))
    return {**answer, "peak_mb": peak_mb()}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of wall, and what came of it."""
    begin = time.perf_counter()
    answer = work()
    return time.perf_counter() - begin, answer


def peak_mb() -> float:
    """Most memory of this process so far, pages of mapped files that were touched included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _characters(frames: Iterable[pl.DataFrame]) -> int:
    return sum(int(frame["text"].str.len_chars().sum()) for frame in frames)


def _micros(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


JOBS: dict[str, Callable[[Files, Job], dict[str, Any]]] = {
    "generate": generate,
    "build": build,
    "search": search,
    "scan": scan,
    "naive": naive,
}


def run() -> None:
    """Do the job that the command line names."""
    job = json.loads(sys.argv[2])
    files = Files(Path(job["folder"]), job["rows"], Path(job["source"]) if job["source"] else None)
    print(json.dumps(JOBS[sys.argv[1]](files, job)))


if __name__ == "__main__":
    run()
