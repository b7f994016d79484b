"""Inspect by every rule in a process of its own: `python -m plumbline.bench.nation_child DOSSIER EXECUTOR`."""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plumbline.bench.tree import watched
from plumbline.executors.inspection import Request, inspect
from plumbline.rulebook.load import load


class Stages:
    """Seconds from the first word of each stage to that of the next."""

    def __init__(self) -> None:
        """Begin with the tables."""
        self.seconds: dict[str, float] = {}
        self._stage, self._since = "start", time.perf_counter()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Take note of a new stage."""
        if stage != self._stage:
            now = time.perf_counter()
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
            self._stage, self._since = stage, now

    def ended(self) -> dict[str, float]:
        """All stages, the last one up to now."""
        self("end", 0, None)
        return self.seconds


def measured(dossier: Path, executor: str) -> dict[str, Any]:
    """Seconds (children included), by stage; peak of memory in MB, mapped pages apart; what was found."""
    stages, wall = Stages(), time.perf_counter()
    with watched(os.getpid()) as peak, TemporaryDirectory() as folder:
        request = Request(
            dossier, load("cn-2019"), datetime.now(UTC), Path(folder) / "rejected.jsonl", executor=executor
        )
        result = inspect(request, progress=stages)
    used = os.times()
    return {
        "seconds": time.perf_counter() - wall,
        "cpu_seconds": used.user + used.system + used.children_user + used.children_system,
        "peak_mb": peak.own_mb,
        "mapped_mb": peak.mb - peak.own_mb,
        "stages": stages.ended(),
        "result_sha256": result.run["result_sha256"],
        "answer": {
            name: result.run["counts"][name] for name in ("accounts", "fail", "unknown", "findings", "abstentions")
        },
    }


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), sys.argv[2])))
