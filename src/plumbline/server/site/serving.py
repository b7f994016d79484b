"""The processes behind `plumbline serve`: those that answer, and one that works."""

import os
import subprocess
import sys

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

TARGET = "plumbline.server.site.wsgi:application"


def serve(host: str, port: int, *, processes: int, worker: bool) -> None:
    """Answer on `host`:`port` until interrupted; with `worker`, due work is done by a process beside it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.server.site.settings"
    command = [sys.executable, "-m", "plumbline.cli.main", "worker", "--quiet", "--data", str(settings.DATA)]
    beside = subprocess.Popen(command) if worker else None  # noqa: S603  our own command
    try:
        Granian(
            TARGET, address=host, port=port, interface=Interfaces.WSGI, workers=processes, blocking_threads=4,
            backpressure=256, log_enabled=False, respawn_failed_workers=True,
        ).serve()  # fmt: skip
    finally:
        if beside:
            beside.terminate()
            beside.wait(10)
