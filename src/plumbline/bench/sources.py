"""The benchmark of known texts: build and search the index at three sizes, against datasketch and against a scan."""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from plumbline.bench import naive_sources
from plumbline.bench.sources_files import CHUNKS, SIZES, Files
from plumbline.bench.sources_judge import Tally
from plumbline.bench.sources_posts import KINDS, UNTAKEN

ARTICLES, ROUNDS, WRITERS = 1_000_000, 3, 2
RIVALS = {"minhash": (10_000, 4_000), "ensemble": (4_000, 1_000)}
"""Articles and posts that the rivals are given at most."""
Interval = Callable[[int, int], tuple[float, float] | None]
Note = Callable[[str], None]


@dataclass(frozen=True)
class SourcesPlan:
    """`source`: posts to take sentences from (a CSV with a column `text`), or None for our own; `articles` at most."""

    folder: Path
    source: Path | None
    articles: int = ARTICLES
    rounds: int = ROUNDS

    @property
    def files(self) -> Files:
        """Where articles and posts lie; another file of sentences is another folder."""
        rows = max(10, self.articles // CHUNKS)
        name = self.source.name.partition(".")[0] if self.source else "own"
        return Files(self.folder / f"sources-{name}-{rows * CHUNKS}", rows, self.source)


def measure(plan: SourcesPlan, note: Note, interval: Interval) -> dict[str, Any]:
    """Write the files, run every job, give the figures as plain JSON; `interval` is that of a share.

    articles_per_s, posts_per_s, peak_mb and the ratios are those of the largest size; the rival runs on few articles
    and is compared by articles/s and posts/s, round by round.
    """
    note("writing articles and posts")
    _generate(plan.files)
    runs: dict[str, list[dict[str, Any]]] = {}
    for number in range(plan.rounds):
        note(f"round {number + 1} of {plan.rounds}")
        _round(plan.files, runs, first=number == 0)
    sizes = [_size(plan.files, chunks, runs, interval) for chunks in SIZES]
    rivals = {name: _rival(runs[name]) for name in RIVALS if name in runs}
    return {
        "bench": "sources",
        "data": plan.source.name if plan.source else "our own sentences",
        **{name: sizes[-1][name] for name in ("articles_per_s", "posts_per_s", "peak_mb", "bytes_an_article")},
        **_ratios(sizes[-1], runs),
        "spread": sizes[-1]["spread"],
        "rounds": plan.rounds,
        "sizes": sizes,
        "rivals": rivals,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "polars": pl.__version__,
                    "numpy": np.__version__, **({"datasketch": version("datasketch")} if rivals else {})},
    }  # fmt: skip


def _generate(files: Files) -> None:
    """Two writers, each half of the chunks, those that posts are many of shared."""
    step = CHUNKS // 10 // WRITERS
    jobs = [{"first": first, "chunks": step} for first in range(0, CHUNKS, step)]
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda job: _child("generate", files, job), jobs))


def _round(files: Files, runs: dict[str, list[dict[str, Any]]], *, first: bool) -> None:
    for chunks in SIZES:
        job = {"chunks": chunks, "index": str(files.folder / f"index-{chunks}")}
        for name in ("build", "search", "scan"):
            runs.setdefault(f"{name}-{chunks}", []).append(_child(name, files, job))
    for rival, (articles, posts) in RIVALS.items():
        if naive_sources.there() and (first or rival == "minhash"):
            job = {"rival": rival, "articles": articles, "posts": posts}
            runs.setdefault(rival, []).append(_child("naive", files, job))


def _size(files: Files, chunks: int, runs: dict[str, list[dict[str, Any]]], interval: Interval) -> dict[str, Any]:
    built, searched, scanned = (runs[f"{name}-{chunks}"] for name in ("build", "search", "scan"))
    articles = [files.rows * chunks / run["seconds"] for run in built]
    posts = [run["posts"] / run["seconds"] for run in searched]
    kept = {kind: size / built[0]["documents"] for kind, size in built[0]["bytes"].items()}
    return {
        "articles": built[0]["documents"],
        "posts": searched[0]["posts"],
        "articles_per_s": round(statistics.median(articles)),
        "posts_per_s": round(statistics.median(posts)),
        "spread": {"articles_per_s": _span(articles), "posts_per_s": _span(posts)},
        "bytes_an_article": round(kept["fingerprints"]),
        "bytes_by_file": {kind: round(size) for kind, size in kept.items()},
        "open_ms": round(1000 * statistics.median(run["open_s"] for run in searched)),
        "build_peak_mb": round(max(run["peak_mb"] for run in built)),
        "peak_mb": round(max(run["peak_mb"] for run in searched)),
        "build_ratio_to_ceiling": _ratio(built, scanned, "seconds"),
        "ratio_to_ceiling": _ratio(searched, scanned, "posts_seconds"),
        "characters_an_article": round(scanned[0]["characters"] / built[0]["documents"]),
        "characters_a_post": round(scanned[0]["said"] / searched[0]["posts"]),
        **_shares(Tally.read(searched[0]["tally"]), interval),
    }


def _shares(tally: Tally, interval: Interval) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        names = ("touched", "says_350", "says_700") if kind in UNTAKEN else ("found", "best", "very", "other")
        kinds[kind] = {"posts": tally.posts[kind], **{name: tally.of(name, kind) for name in (*names, "wrong")}}
    whole = tally.posts.total()
    wrong, other, claims, true = (
        sum(tally.of(name, kind) for kind in KINDS) for name in ("wrong", "other", "claims", "true")
    )
    third, copy = (sum(tally.of(name, kind) for kind in UNTAKEN) for name in ("says_350", "says_700"))
    taken = sum(tally.posts[kind] for kind in KINDS if kind not in UNTAKEN)
    for found in kinds.values():
        name = "found" if "found" in found else "touched"
        found["interval"] = interval(found[name], found["posts"])
    return {
        "kinds": kinds,
        "wrong": {"posts": whole, "wrong": wrong, "share": wrong / whole, "interval": interval(wrong, whole)},
        "other": {"posts": taken, "other": other, "interval": interval(other, taken)},
        "untaken": {"posts": whole - taken, "third": third, "copy": copy},
        "claims": {"looked_at": claims, "true": true},
    }


def _rival(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **found[0],
        **{name: round(statistics.median(run[name] for run in found)) for name in ("articles_per_s", "posts_per_s")},
        "spread": {name: _span([run[name] for run in found]) for name in ("articles_per_s", "posts_per_s")},
    }


def _ratios(large: dict[str, Any], runs: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    ratios = {name: large[name] for name in ("ratio_to_ceiling", "build_ratio_to_ceiling")}
    if "minhash" not in runs:
        return {"ratio_to_naive": None, "build_ratio_to_naive": None, **ratios}
    searched, built = runs[f"search-{SIZES[-1]}"], runs[f"build-{SIZES[-1]}"]
    mine = [run["posts"] / run["seconds"] / rival["posts_per_s"]
            for run, rival in zip(searched, runs["minhash"], strict=True)]  # fmt: skip
    builds = [run["documents"] / run["seconds"] / rival["articles_per_s"]
              for run, rival in zip(built, runs["minhash"], strict=True)]  # fmt: skip
    return {
        "ratio_to_naive": round(statistics.median(mine), 1),
        "build_ratio_to_naive": round(statistics.median(builds), 1),
        **ratios,
    }


def _ratio(runs: list[dict[str, Any]], scans: list[dict[str, Any]], seconds: str) -> float:
    pairs = zip(runs, scans, strict=True)
    return round(float(statistics.median(run["seconds"] / scan[seconds] for run, scan in pairs)), 1)


def _span(values: list[float]) -> list[int]:
    return [round(min(values)), round(max(values))]


def _child(name: str, files: Files, job: dict[str, Any]) -> dict[str, Any]:
    asked = {**job, **asdict(files)}
    command = [sys.executable, "-m", "plumbline.bench.sources_child", name, json.dumps(asked, default=str)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own module
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return dict(json.loads(done.stdout))
