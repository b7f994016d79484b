"""The benchmark of the numbers: growth of a whole fleet and follower maps, against Python loops and a bare scan."""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from plumbline.bench.numbers_files import write_fleet, write_lists

ACCOUNTS, DAYS, QUARTER = 100_000, 365, 4
NAIVE_ACCOUNTS = 60
FOLLOWERS, LISTS, NAIVE_LISTS = 5_000, 40, 2
ROUNDS = 3
ONE_CORE = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
LIBRARIES = ("polars", "numpy", "pandas", "statsmodels", "ruptures")


@dataclass(frozen=True)
class NumbersPlan:
    """`scale` 1: 100,000 accounts of 365 days."""

    folder: Path
    scale: float = 1.0
    rounds: int = ROUNDS


def measure(plan: NumbersPlan, note: Callable[[str], None]) -> dict[str, Any]:
    """Write series and lists, run every job on one core, give the figures as plain JSON.

    accounts_per_s and the ratios compare the whole fleet with loops over few accounts, by accounts/s, round by round,
    medians quoted. `map_ms` is the time of one list (median over lists), also of the honest ones and of those
    with a purchase alone, `map_slowest_ms` that of the slowest. RuntimeError if a job fails, as where a library of the
    naive loops is missing.
    """
    paths = _write(plan, note)
    runs: dict[str, list[dict[str, Any]]] = {job: [] for job in paths}
    for number in range(plan.rounds):
        note(f"round {number + 1} of {plan.rounds}")
        for job, path in paths.items():
            if job != "small" or number == 0:
                runs[job].append(_child("growth" if job == "small" else job, path))
    return {"bench": "numbers", **_growth(runs), **_maps(runs), **_about(runs, plan)}


def _write(plan: NumbersPlan, note: Callable[[str], None]) -> dict[str, Path]:
    """Where each job finds its data."""
    accounts = max(200, int(ACCOUNTS * plan.scale))
    fleets = {}
    for size in (accounts, accounts // QUARTER, NAIVE_ACCOUNTS):
        note(f"writing {size:,} accounts of {DAYS} days")
        fleets[size] = write_fleet(plan.folder / f"series-{size}", accounts=size, days=DAYS).folder
    lists = write_lists(plan.folder / "lists.parquet", lists=LISTS, followers=FOLLOWERS)
    few = write_lists(plan.folder / "lists-few.parquet", lists=NAIVE_LISTS, followers=FOLLOWERS)
    return {
        "growth": fleets[accounts], "scan": fleets[accounts], "naive_growth": fleets[NAIVE_ACCOUNTS],
        "map": lists, "naive_map": few, "small": fleets[accounts // QUARTER],
    }  # fmt: skip


def _growth(runs: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    speeds = [run["answer"]["accounts"] / run["seconds"] for run in runs["growth"]]
    naive = [run["answer"]["accounts"] / run["seconds"] for run in runs["naive_growth"]]
    times = [a["seconds"] / b["seconds"] for a, b in zip(runs["growth"], runs["scan"], strict=True)]
    return {
        "accounts": runs["growth"][0]["answer"]["accounts"],
        "days": DAYS,
        "accounts_per_s": round(statistics.median(speeds)),
        "minutes": round(statistics.median(run["seconds"] for run in runs["growth"]) / 60, 2),
        "peak_mb": round(max(run["peak_mb"] for run in runs["growth"])),
        "peak_mb_small": round(max(run["peak_mb"] for run in runs["small"])),
        "ratio_to_naive": round(statistics.median(a / b for a, b in zip(speeds, naive, strict=True)), 1),
        "ratio_to_ceiling": round(statistics.median(times), 1),
        "naive_accounts_per_s": round(statistics.median(naive), 1),
        "spread": {
            "accounts_per_s": [round(min(speeds)), round(max(speeds))],
            "naive": [round(min(naive), 1), round(max(naive), 1)],
        },
    }


def _maps(runs: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    each = {name: [run["answer"][f"{name}_us"] / 1000 for run in runs["map"]] for name in ("all", "honest", "bought")}
    naive = [run["seconds"] / run["answer"]["lists"] for run in runs["naive_map"]]
    pairs = zip(each["all"], naive, strict=True)
    return {
        "followers": FOLLOWERS,
        "map_ms": round(statistics.median(each["all"]), 1),
        "map_honest_ms": round(statistics.median(each["honest"]), 1),
        "map_bought_ms": round(statistics.median(each["bought"]), 1),
        "map_slowest_ms": round(max(run["answer"]["slowest_us"] for run in runs["map"]) / 1000, 1),
        "map_spread_ms": [round(min(each["all"]), 1), round(max(each["all"]), 1)],
        "map_naive_s": round(statistics.median(naive), 2),
        "map_ratio_to_naive": round(statistics.median(1000 * slow / quick for quick, slow in pairs), 1),
    }


def _about(runs: dict[str, list[dict[str, Any]]], plan: NumbersPlan) -> dict[str, Any]:
    small = runs["small"][0]["answer"]["accounts"]
    return {
        "sizes": {"accounts": [small, runs["growth"][0]["answer"]["accounts"]], "naive_accounts": NAIVE_ACCOUNTS,
                  "lists": LISTS, "naive_lists": NAIVE_LISTS},
        "rounds": plan.rounds,
        "seconds": {job: [round(run["seconds"], 3) for run in found] for job, found in runs.items()},
        "answers": {job: found[0]["answer"] for job, found in runs.items()},
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), **_versions()},
    }  # fmt: skip


def _versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _child(job: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "plumbline.bench.numbers_child", job, str(path)]
    one_core = {**os.environ, **ONE_CORE}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=one_core)  # noqa: S603  our own module
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return dict(json.loads(done.stdout))
