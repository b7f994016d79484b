"""One timed inspection in a process of its own: `cluster_child.py DOSSIER EXECUTOR WORK`; JSON on stdout."""

import json
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plumbline.executors import cluster
from plumbline.executors.inspection import Request, inspect
from plumbline.executors.work import Work
from plumbline.rulebook.load import load

MOVED = {"units": 0, "shared": 0, "parts": 0, "batches": 0}
STAGES: dict[str, list[float]] = {}


def _counted() -> None:
    """Count what goes through the work folder and what comes back."""
    write, send, unpacked = Work.write, Work.send, cluster.unpacked

    def writing(self: Work, name: str, content: bytes) -> str:
        kind = "units" if name.startswith("unit-") else "shared"
        MOVED[kind] += len(content)
        MOVED["batches"] += kind == "units"
        return write(self, name, content)

    def sending(self: Work, path: Path, name: str) -> None:
        MOVED["shared"] += path.stat().st_size
        send(self, path, name)

    def taking(content: bytes) -> Any:
        MOVED["parts"] += len(content)
        return unpacked(content)

    Work.write, Work.send, cluster.unpacked = writing, sending, taking  # type: ignore[method-assign, assignment]


def main() -> None:
    """Run it, say how long each stage took and what was moved."""
    dossier, executor, work = sys.argv[1:]
    _counted()
    book, began = load("cn-2019"), time.monotonic()

    def step(stage: str, done: int, total: int | None) -> None:
        span = STAGES.setdefault(stage, [time.monotonic() - began] * 2)
        span[1] = time.monotonic() - began

    with tempfile.TemporaryDirectory() as folder:
        request = Request(
            Path(dossier),
            book,
            datetime.now(UTC),
            Path(folder) / "rejected.jsonl",
            executor=executor,
            work=work or None,
        )
        run = inspect(request, progress=step).run
    total, started = time.monotonic() - began, STAGES.get("cluster", [0, 0])[1]
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "sha": run["result_sha256"], "findings": run["counts"]["findings"], "failures": run["failures"],
        "total": total, "start": started, "stages": STAGES, "moved": MOVED,
        "cpu": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss // 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
