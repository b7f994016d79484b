"""The benchmark of a nation's quarter with its texts: every chapter, from files to verdicts, and the extremes."""

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.bench.main_job import NATION_ACCOUNTS, NATION_POSTS, SEED
from plumbline.bench.naive_words import naive
from plumbline.bench.nation_extremes import EXTREMES
from plumbline.bench.tree import memory_mb
from plumbline.demo.nation import write_nation

SHARES = (0.125, 1.0)
NAIVE_POSTS = 5_000


@dataclass(frozen=True)
class NationPlan:
    """`scale` 1.0 is a nation's quarter; each size is run once."""

    folder: Path
    scale: float = 1.0
    executor: str = "processes"


def measure(plan: NationPlan, note: Callable[[str], None]) -> dict[str, Any]:
    """Generate the fleets, inspect them by every rule, give the figures as plain JSON.

    posts_per_s, peak_mb and the ratios are those of the largest fleet; `mapped_mb`: pages of mapped files on top.
    `stage_growth`: by stage, how many times a post costs on the largest fleet what it costs on the smallest.
    """
    sizes = [_size(plan, share, note) for share in SHARES]
    small, large = sizes[0], sizes[-1]
    dossier = plan.folder / f"nation-text-{large['posts']}"
    note("naive pipeline and bare scan")
    naive_s, scan_s = _naive(dossier, plan.folder), _scan(dossier)
    speed = large["posts"] / large["seconds"]
    return {
        "bench": "nation",
        "posts_per_s": round(speed),
        "seconds": round(large["seconds"]),
        "peak_mb": round(large["peak_mb"]),
        "mapped_mb": round(large["mapped_mb"]),
        "ratio_to_naive": round(speed * naive_s, 1),
        "ratio_to_ceiling": round(large["seconds"] / scan_s, 1),
        "cost_growth": round((large["seconds"] / large["posts"]) / (small["seconds"] / small["posts"]), 2),
        "stage_growth": {
            name: round((large["stages"][name] / large["posts"]) / (small["stages"][name] / small["posts"]), 2)
            for name in large["stages"]
            if small["stages"].get(name, 0) > 1
        },
        "characters_a_post": round(_characters(dossier), 1),
        "executor": plan.executor,
        "sizes": sizes,
        "extremes": [_extreme(plan, name, note) for name in EXTREMES],
        "machine": {
            "cores": os.cpu_count(),
            "memory_mb": memory_mb(),
            "python": platform.python_version(),
            "polars": pl.__version__,
        },
    }


def _size(plan: NationPlan, share: float, note: Callable[[str], None]) -> dict[str, Any]:
    accounts, posts = (int(n * share * plan.scale) for n in (NATION_ACCOUNTS, NATION_POSTS))
    dossier = plan.folder / f"nation-text-{posts}"
    if not (dossier / "dossier.toml").exists():
        note(f"generating {accounts} accounts, {posts} posts with text")
        shutil.rmtree(dossier, ignore_errors=True)
        write_nation(dossier, accounts=accounts, posts=posts, seed=SEED, with_text=True)
    note(f"inspecting {posts} posts by every rule")
    return {"accounts": accounts, "posts": posts, **_child(dossier, plan.executor)}


def _extreme(plan: NationPlan, name: str, note: Callable[[str], None]) -> dict[str, Any]:
    dossier = plan.folder / f"extreme-{name}"
    shutil.rmtree(dossier, ignore_errors=True)
    told = EXTREMES[name](dossier, plan.scale)
    note(f"inspecting {told}")
    return {"name": name, "told": told, **_child(dossier, "inline")}


def _child(dossier: Path, executor: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "plumbline.bench.nation_child", str(dossier), executor]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  our own module
    return dict(json.loads(done.stdout))


def _naive(dossier: Path, folder: Path) -> float:
    """Seconds a post of what people write, on a few of the same posts; set-up included, as in `bench words`."""
    sample = folder / "nation-naive.parquet"
    pl.scan_parquet(dossier / "posts" / "*.parquet").head(NAIVE_POSTS).select("text").collect().write_parquet(sample)
    begun = time.perf_counter()
    return naive(sample)["posts"] ** -1 * (time.perf_counter() - begun)


def _scan(dossier: Path) -> float:
    """Seconds to decode every column of `posts` and walk over every character once."""
    begun = time.perf_counter()
    posts = pl.scan_parquet(dossier / "posts" / "*.parquet")
    posts.select(pl.all().exclude("text").max(), pl.col("text").str.len_chars().sum()).collect(engine="streaming")
    return time.perf_counter() - begun


def _characters(dossier: Path) -> float:
    posts = pl.scan_parquet(dossier / "posts" / "*.parquet").select(pl.col("text").str.len_chars().mean())
    return float(posts.collect(engine="streaming").item())
