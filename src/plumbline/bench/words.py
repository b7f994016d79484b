"""The benchmark of the words: every post check over a column of posts, against what people write and against a scan."""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.demo.nation import write_nation

SIZES = (50_000, 200_000)
NAIVE_POSTS, WARM_POSTS, ROUNDS, SEED = 3_000, 200, 3, 20260331


@dataclass(frozen=True)
class WordsPlan:
    """`source`: posts to take texts from (a CSV with a column `text`), or None for generated ones."""

    folder: Path
    source: Path | None
    scale: float = 1.0
    rounds: int = ROUNDS


def measure(plan: WordsPlan, note: Callable[[str], None]) -> dict[str, Any]:
    """Write the files, run every job, give the figures as plain JSON.

    posts_per_s, peak_mb and the ratios are those of the larger file; the naive loop runs on few posts and is compared
    by posts/s. `pattern_ratio_to_ceiling` compares the pattern part with reading the column and walking over it.
    """
    plan.folder.mkdir(parents=True, exist_ok=True)
    note("writing posts")
    texts = _texts(plan)
    sizes = [max(1_000, int(size * plan.scale)) for size in SIZES]
    files = {rows: _write(plan.folder, texts, rows) for rows in (*sizes, NAIVE_POSTS, WARM_POSTS)}
    files[WARM_POSTS].rename(plan.folder / "warm.parquet")
    runs: dict[str, list[dict[str, Any]]] = {}
    for number in range(plan.rounds):
        note(f"round {number + 1} of {plan.rounds}")
        for job, rows in (("words", sizes[1]), ("patterns", sizes[1]), ("scan", sizes[1]), ("naive", NAIVE_POSTS)):
            runs.setdefault(job, []).append(_child(job, files[rows]))
        runs.setdefault("small", []).append(_child("words", files[sizes[0]]))
    speeds = [sizes[1] / run["seconds"] for run in runs["words"]]
    naive = [NAIVE_POSTS / run["seconds"] for run in runs["naive"]]
    pairs = list(zip(runs["patterns"], runs["scan"], runs["words"], strict=True))
    return {
        "bench": "words",
        "data": plan.source.name if plan.source else "generated",
        "characters_a_post": round(statistics.mean(map(len, texts))),
        "posts_per_s": round(statistics.median(speeds)),
        "peak_mb": round(max(run["peak_mb"] for run in runs["words"])),
        "peak_mb_small": round(max(run["peak_mb"] for run in runs["small"])),
        "ratio_to_naive": round(statistics.median(a / b for a, b in zip(speeds, naive, strict=True)), 1),
        "ratio_to_ceiling": round(statistics.median(c["seconds"] / s["seconds"] for _, s, c in pairs), 1),
        "pattern_ratio_to_ceiling": round(statistics.median(p["seconds"] / s["seconds"] for p, s, _ in pairs), 1),
        "naive_posts_per_s": round(statistics.median(naive)),
        "sizes": sizes,
        "spread": {
            "posts_per_s": [round(min(speeds)), round(max(speeds))],
            "naive": [round(min(naive)), round(max(naive))],
        },
        "seconds": {job: [round(run["seconds"], 3) for run in found] for job, found in runs.items()},
        "answer": runs["words"][0]["answer"],
        "patterns": runs["patterns"][0]["answer"],
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "polars": pl.__version__},
    }


def _texts(plan: WordsPlan) -> list[str]:
    if plan.source:
        table = pl.read_csv(plan.source, columns=["text"], infer_schema_length=0)
        return table["text"].fill_null("").to_list()
    nation = plan.folder / "nation"
    if not (nation / "dossier.toml").exists():
        write_nation(nation, accounts=200, posts=20_000, seed=SEED)
    return pl.scan_parquet(nation / "posts" / "*.parquet").select("text").collect()["text"].to_list()


def _write(folder: Path, texts: list[str], rows: int) -> Path:
    """A table of posts: the texts over and over, a number behind each so that none is the same as another."""
    path = folder / f"words-{rows}.parquet"
    numbers = pl.col("number")
    table = pl.DataFrame({"text": [texts[number % len(texts)] for number in range(rows)], "number": range(rows)})
    table.select(
        account_id=pl.lit("a"),
        post_id=numbers.cast(pl.String),
        posted_at=pl.datetime(2026, 1, 1, time_zone="UTC") + pl.duration(seconds=30 * numbers),
        kind=pl.lit("post"),
        automatic=pl.lit(value=False),
        quoted_text=pl.lit(None, pl.String),
        text=pl.format("{} {}", "text", numbers),
    ).write_parquet(path, row_group_size=50_000)
    return path


def _child(job: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "plumbline.bench.words_child", job, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own module
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return dict(json.loads(done.stdout))
