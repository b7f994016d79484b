"""The demo fleet over a cluster that is really there: Sail, which speaks Spark Connect, in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PATIENCE = 120


@pytest.fixture
def sail(tmp_path: Path) -> Iterator[str]:
    """Its address; killed at the end, because its own way of stopping may take long."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pysail", "spark", "server", "--ip", "127.0.0.1", "--port", str(port)]
    settings = {**os.environ, "SAIL_MODE": "local-cluster", "RUST_LOG": "error", "POLARS_MAX_THREADS": "2"}
    with (tmp_path / "sail.log").open("w") as log:
        server = subprocess.Popen(command, env=settings, stdout=log, stderr=log, start_new_session=True)
        try:
            _awaited(port, tmp_path / "sail.log")
            yield f"sc://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _awaited(port: int, log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())


def test_every_chapter_of_the_demo_fleet_is_judged_there_as_it_is_here(sail: str, demo: Path, tmp_path: Path) -> None:
    fleet, here, there = demo / "troubled", demo / "result-troubled", tmp_path / "there"
    command = [sys.executable, "-m", "plumbline.cli.main", "inspect", str(fleet), "--out", str(there), "--quiet"]
    shared = ["--executor", sail, "--work", str(tmp_path / "work"), "--shards", "5"]
    settings = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([*command, *shared], capture_output=True, text=True, timeout=PATIENCE, env=settings)
    assert (done.returncode, done.stderr) == (1, "")
    one, other = (json.loads((folder / "run.json").read_text("utf-8")) for folder in (here, there))
    assert other["result_sha256"] == one["result_sha256"]
    assert (other["counts"], other["failures"]) == (one["counts"], [])
    assert other["executor"] == sail
    found = [json.loads(line)["check"] for line in (there / "findings.jsonl").read_text("utf-8").splitlines()]
    assert len({check.partition(".")[0] for check in found}) == 9
    assert not list((tmp_path / "work").iterdir())
