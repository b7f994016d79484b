"""A command that is killed takes its processes with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

PATIENCE = 60
SLOW = """
import os, time

class Slow:
    def run(self):
        print(os.getpid(), flush=True)
        time.sleep(600)

if __name__ == "__main__":
    from plumbline.executors.mapping import wording
    list(wording("processes")(Slow() for _ in range(2)))
"""


def alive(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_processes_end_when_the_command_is_killed(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW)
    with subprocess.Popen([sys.executable, "slow.py"], cwd=tmp_path, stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout
        worker = int(command.stdout.readline())
        assert alive(worker)
        os.kill(command.pid, signal.SIGKILL)
        ends = time.monotonic() + PATIENCE
        while alive(worker) and time.monotonic() < ends:
            time.sleep(0.1)
        assert not alive(worker)
