"""A standalone Spark cluster on this machine, from the pyspark package: a master, and workers of one core each."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pyspark

SPARK = Path(pyspark.__file__).parent
PATIENCE = 600
_RECORDED = (
    "spark.eventLog.enabled true", "spark.eventLog.compress false", "spark.eventLog.rolling.enabled false",
    "spark.ui.enabled false",
)  # fmt: skip


@dataclass
class Standalone:
    """A started cluster. `folder` holds logs, the workers' own folders and the records that Spark keeps of its jobs."""

    address: str
    folder: Path
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    master: "subprocess.Popen[bytes] | None" = None

    @property
    def settings(self) -> dict[str, str]:
        """What a program that calls the cluster needs in its environment."""
        return {"SPARK_CONF_DIR": str(self.folder / "conf"), "SPARK_LOCAL_IP": "127.0.0.1"}

    def add(self, **more: str) -> None:
        """Start a worker and wait until the master knows it."""
        number = len(self.workers)
        words = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g",
                 "--webui-port", "0", "--work-dir", str(self.folder / f"worker-{number}"), self.address]  # fmt: skip
        log = self.folder / f"worker-{number}.log"
        self.workers.append(_started(words, log, {**os.environ, **self.settings, **more}))
        _seen(log, r"Successfully registered with master")

    def kill(self, number: int) -> list[str]:
        """kill -9 of a worker, its executors and their Python processes; their names."""
        worker = psutil.Process(self.workers[number].pid)
        victims = [worker, *worker.children(recursive=True)]
        names = [victim.name() for victim in victims]
        for victim in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.send_signal(signal.SIGKILL)
        self.workers[number].wait()
        return names

    def spent(self) -> float:
        """CPU seconds of the ended executors of the workers that are alive, Python included."""
        alive = [psutil.Process(worker.pid).cpu_times() for worker in self.workers if worker.poll() is None]
        return float(sum(times.children_user + times.children_system for times in alive))

    def python_seconds(self, number: int) -> float:
        """CPU seconds of the Python processes that a worker has now."""
        spent = 0.0
        for child in psutil.Process(self.workers[number].pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                spent += child.cpu_times().user if "python" in child.name() else 0
        return spent

    def tasks(self) -> list[dict[str, Any]]:
        """The ended tasks of the last program that called the cluster, as Spark recorded them."""
        logs = sorted((self.folder / "events").iterdir(), key=lambda path: path.stat().st_mtime)
        events = (json.loads(line) for line in logs[-1].read_text("utf-8").splitlines())
        return [event for event in events if event["Event"] == "SparkListenerTaskEnd"]

    def close(self) -> None:
        """End what was started."""
        for number, worker in enumerate(self.workers):
            if worker.poll() is None:
                self.kill(number)
        if self.master:
            self.master.kill()
            self.master.wait()


@contextlib.contextmanager
def standalone(folder: Path, *, workers: int) -> Iterator[Standalone]:
    """A cluster with so many workers, ended on leaving."""
    for name in ("conf", "events"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = "\n".join((*_RECORDED, f"spark.eventLog.dir {(folder / 'events').as_uri()}", ""))
    (folder / "conf" / "spark-defaults.conf").write_text(settings)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    there = Standalone(f"spark://127.0.0.1:{port}", folder)
    words = ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    there.master = _started(words, folder / "master.log", {**os.environ, **there.settings})
    try:
        _seen(folder / "master.log", r"I have been elected leader")
        for _ in range(workers):
            there.add()
        yield there
    finally:
        there.close()


def _started(words: list[str], log: Path, settings: dict[str, str]) -> "subprocess.Popen[bytes]":
    with log.open("wb") as stream:
        call = [str(SPARK / "bin" / "spark-class"), *words]
        return subprocess.Popen(call, stdout=stream, stderr=stream, env=settings)  # noqa: S603  Spark's own program


def _seen(log: Path, words: str) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if re.search(words, log.read_text("utf-8", errors="replace")):
            return
        time.sleep(0.2)
    sys.exit(f"error: a part of the cluster did not start\n  where: {log}")
