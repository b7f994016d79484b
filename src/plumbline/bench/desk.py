"""The benchmark of the desk's first page: its time on the server with 5,000 accounts."""

import os
import platform
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plumbline.bench.portal import run_child

ACCOUNTS, TIMES = 5_000, 40


@dataclass(frozen=True)
class DeskPlan:
    """`scale`: share of the 5,000 accounts."""

    folder: Path
    scale: float = 1.0
    rounds: int = 3


def measure(plan: DeskPlan, note: Callable[[str], None]) -> dict[str, Any]:
    """Fill an office, ask for the dashboard of somebody who supervises all of it; figures as plain JSON."""
    accounts = max(100, int(ACCOUNTS * plan.scale))
    office = plan.folder / f"desk-{accounts}"
    if not (office / "questions.json").exists():
        note(f"filling an office with {accounts:,} accounts")
        run_child("plumbline.bench.portal_office", str(office), str(accounts))
    runs = []
    for number in range(plan.rounds):
        note(f"round {number + 1} of {plan.rounds}")
        runs.append(run_child("plumbline.bench.desk_child", str(office), str(TIMES)))
    answers = [run["answer"] for run in runs]
    times = sorted(one for answer in answers for one in answer["ms"])
    worked = [one for answer in answers for one in answer["cpu_ms"]]
    return {
        "bench": "desk", "accounts": accounts, "server_ms": round(statistics.median(times), 1),
        "cpu_ms": round(statistics.median(worked), 1), "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "slowest_ms": round(times[-1], 1), "queries": answers[0]["queries"],
        "page_kb": round(answers[0]["bytes"] / 1000), "peak_mb": round(max(run["peak_mb"] for run in runs)),
        "rounds": plan.rounds, "requests": len(times),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
    }  # fmt: skip
