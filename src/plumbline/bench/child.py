"""Run one measured job in a process of its own: `python -m plumbline.bench.child JOB DOSSIER`, result as JSON."""

import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from msgspec.structs import replace

from plumbline.executors.inspection import Request, inspect
from plumbline.rulebook.load import load
from plumbline.rulebook.model import Rulebook

COLUMNS = ("account_id", "post_id", "posted_at", "kind", "automatic")
"""What the main job reads of `posts` where no check reads texts."""
CHAPTERS = ("activity.", "register.", "service.")


def main_job(dossier: Path) -> dict[str, int]:
    """The inspection by the chapters that read no texts, from files to verdicts, reports left out."""
    book = load("cn-2019")
    kept = {name: replace(rule, enabled=name.startswith(CHAPTERS)) for name, rule in book.rules.items()}
    return _inspected(dossier, replace(book, rules=kept))


def whole(dossier: Path) -> dict[str, int]:
    """The inspection by every rule of the book, texts included, from files to verdicts, reports left out."""
    return _inspected(dossier, load("cn-2019"))


def _inspected(dossier: Path, book: Rulebook) -> dict[str, int]:
    with TemporaryDirectory() as folder:
        request = Request(dossier, book, datetime.now(UTC), Path(folder) / "rejected.jsonl")
        result = inspect(request, progress=lambda stage, done, total: None)
    return {name: result.run["counts"][name] for name in ("accounts", "fail", "unknown", "findings", "abstentions")}


def ceiling(dossier: Path) -> dict[str, int]:
    """Decode the same columns of `posts` and look at every value once."""
    posts = pl.scan_parquet(dossier / "posts" / "*.parquet").select(COLUMNS)
    seen = posts.select(pl.len().alias("posts"), pl.all().exclude("posts").max()).collect(engine="streaming")
    return {"posts": int(seen["posts"][0])}


def naive(dossier: Path) -> dict[str, int]:
    """What people write: a loop over rows that keeps the last post of each account and counts silent accounts."""
    zone = ZoneInfo("Asia/Shanghai")
    last: dict[str, datetime] = {}
    seen: set[tuple[str, str]] = set()
    days: dict[str, set[object]] = defaultdict(set)
    as_of = datetime(2026, 4, 1, tzinfo=zone)
    for file in sorted((dossier / "posts").glob("*.parquet")):
        for row in pl.read_parquet(file, columns=list(COLUMNS)).iter_rows(named=True):
            key = (row["account_id"], row["post_id"])
            if key in seen:
                continue
            seen.add(key)
            if row["kind"] not in ("post", "repost") or row["automatic"] or row["posted_at"] >= as_of:
                continue
            posted = row["posted_at"].astimezone(zone)
            days[row["account_id"]].add(posted.date())
            if row["account_id"] not in last or posted > last[row["account_id"]]:
                last[row["account_id"]] = posted
    stale = sum((as_of - timedelta(days=1)).date() - posted.date() > timedelta(days=14) for posted in last.values())
    return {"stale": stale, "accounts": len(days)}


JOBS: dict[str, Callable[[Path], dict[str, int]]] = {
    "main_job": main_job,
    "whole": whole,
    "ceiling": ceiling,
    "naive": naive,
}


def run() -> None:
    """Measure one job: seconds of wall and CPU, peak of memory of this process in MB."""
    job, dossier = sys.argv[1], Path(sys.argv[2])
    print(json.dumps(measured(JOBS[job], dossier)))


def measured(job: Callable[[Path], dict[str, int]], path: Path) -> dict[str, Any]:
    """Seconds of wall and CPU of one job, the peak of memory of this process in MB, and what the job answered."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = job(path)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": wall, "cpu_seconds": cpu, "peak_mb": peak, "answer": answer}


if __name__ == "__main__":
    run()
