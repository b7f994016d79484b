"""The benchmark of the main job: a nation's quarter through activity, register and service."""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.demo.nation import write_nation

NATION_ACCOUNTS, NATION_POSTS, SEED = 110_000, 21_000_000, 20260331
SHARES = (0.125, 0.5, 1.0)
ROUNDS = 3


@dataclass(frozen=True)
class Plan:
    """How much to measure: `scale` 1.0 is a nation's quarter; `rounds` interleaved runs of each job."""

    folder: Path
    scale: float = 1.0
    rounds: int = ROUNDS


def measure(plan: Plan, note: Callable[[str], None]) -> dict[str, Any]:
    """Generate the fleets, run every job, give the figures as plain JSON.

    posts_per_s, peak_mb and the ratios are those of the largest fleet; the naive loop runs on the smallest only and
    is compared by posts/s. `spread` holds minimum and maximum.
    """
    sizes = []
    for share in SHARES:
        accounts, posts = (int(n * share * plan.scale) for n in (NATION_ACCOUNTS, NATION_POSTS))
        dossier = plan.folder / f"nation-{posts}"
        note(f"generating {accounts} accounts, {posts} posts")
        _generate(dossier, accounts, posts)
        jobs = ["main_job", "ceiling", "whole"] + (["naive"] if share == SHARES[0] else [])
        note(f"measuring {posts} posts, {plan.rounds} rounds")
        sizes.append({"accounts": accounts, "posts": posts, **_rounds(dossier, jobs, plan.rounds)})
    small, large = sizes[0], sizes[-1]
    speed = large["posts"] / large["main_job"]["seconds"]
    naive_speed = small["posts"] / small["naive"]["seconds"]
    return {
        "bench": "inspect",
        "posts_per_s": round(speed),
        "peak_mb": round(large["main_job"]["peak_mb"]),
        "whole_posts_per_s": round(large["posts"] / large["whole"]["seconds"]),
        "whole_peak_mb": round(large["whole"]["peak_mb"]),
        "ratio_to_naive": round(speed / naive_speed, 1),
        "ratio_to_ceiling": round(statistics.median(large["ratios"]), 2),
        "cost_growth": round(
            (large["main_job"]["seconds"] / large["posts"]) / (small["main_job"]["seconds"] / small["posts"]), 2
        ),
        "sizes": sizes,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "polars": pl.__version__},
    }


def _generate(dossier: Path, accounts: int, posts: int) -> None:
    done = dossier / "dossier.toml"
    if done.exists():
        return
    shutil.rmtree(dossier, ignore_errors=True)
    write_nation(dossier, accounts=accounts, posts=posts, seed=SEED)


def _rounds(dossier: Path, jobs: list[str], rounds: int) -> dict[str, Any]:
    runs: dict[str, list[dict[str, Any]]] = {job: [] for job in jobs}
    for number in range(rounds):
        for job in jobs:
            if job not in ("naive", "whole") or number == 0:
                runs[job].append(_child(job, dossier))
    pairs = zip(runs["main_job"], runs["ceiling"], strict=True)
    return {
        "ratios": [one["seconds"] / other["seconds"] for one, other in pairs],
        **{job: _figures(results) for job, results in runs.items()},
    }


def _figures(results: list[dict[str, Any]]) -> dict[str, Any]:
    seconds = [result["seconds"] for result in results]
    return {
        "seconds": statistics.median(seconds),
        "cpu_seconds": statistics.median(result["cpu_seconds"] for result in results),
        "peak_mb": max(result["peak_mb"] for result in results),
        "spread": [min(seconds), max(seconds)],
        "answer": results[0]["answer"],
    }


def _child(job: str, dossier: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "plumbline.bench.child", job, str(dossier)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  our own module
    return dict(json.loads(done.stdout))
