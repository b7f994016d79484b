"""The processes behind `plumbline serve`: those that answer, and one that works."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The folder in which the processes that answer keep their counts together."""
_LOGS = Path(__file__).with_name("granian-logs.json")
TARGET = "plumbline.server.site.answering:application"
_THREADS = 4


def serve(host: str, port: int, *, processes: int, worker: bool) -> int:
    """Answer on `host`:`port` until interrupted; with `worker`, due work is done by a process beside it. The exit code.

    The web server starts in a process of its own: its workers are forked, which no process that has worked with
    columns bears.
    """
    answering = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(processes), "--blocking-threads", str(_THREADS), "--respawn-failed-workers", "--no-ws",
        "--log-level", "warning", *_logging(), TARGET,
    ]  # fmt: skip
    working = [sys.executable, "-m", "plumbline.cli.main", "worker", "--quiet", "--data", str(settings.DATA)]
    counts = tempfile.mkdtemp(prefix="plumbline-counts-") if settings.METRICS_TOKEN else ""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "plumbline.server.site.settings"}
    if counts:
        environment[SHARED] = counts
    beside = [subprocess.Popen(command, env=environment) for command in ([working] if worker else [])]  # noqa: S603  our own commands
    server = subprocess.Popen(answering, env=environment)  # noqa: S603  the same
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.send_signal(signal.SIGINT)
        server.wait(15)
        return 0
    finally:
        for process in beside:
            process.terminate()
            process.wait(15)
        if counts:
            shutil.rmtree(counts, ignore_errors=True)


def _logging() -> tuple[str, ...]:
    """The web server's own few lines in the form of all others."""
    return ("--log-config", str(_LOGS)) if settings.LOG_FORM == "json" else ()
