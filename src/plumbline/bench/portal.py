"""The benchmark of the public look-up: the real server on loopback, against the plain look-up and a constant."""

import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNTS, SECONDS, ROUNDS, CONNECTIONS = 110_000, 8.0, 3, 8
BAR_PER_S, NAIVE_TIMES, START_WAIT = 500, 24, 120
LOOK_UP, PAGE = "/api/v1/verify?url=", "/?q="
LOADS = ("look_up", "constant", "at_bar", "page", "page_at_bar")


@dataclass(frozen=True)
class PortalPlan:
    """`scale`: share of the 110,000 accounts. `seconds`: length of one load."""

    folder: Path
    scale: float = 1.0
    rounds: int = ROUNDS
    seconds: float = SECONDS


def measure(plan: PortalPlan, note: Callable[[str], None]) -> dict[str, Any]:
    """Fill an office, ask its server, give the figures as plain JSON.

    requests_per_s, p50_ms and p99_ms: the API's look-up under as much load as 8 connections make; `at_bar`: at 500
    questions a second, waiting counted; `page`: the page for people. Loads take turns with the constant, ratios are
    taken round by round, medians quoted. The load shares the cores with the server.
    """
    accounts = max(100, int(ACCOUNTS * plan.scale))
    office = plan.folder / f"portal-{accounts}"
    if not (office / "questions.json").exists():
        note(f"filling an office with {accounts:,} accounts")
        run_child("plumbline.bench.portal_office", str(office), str(accounts))
    note("the plain look-up")
    naive = run_child("plumbline.bench.portal_child", "naive", str(office), str(NAIVE_TIMES))
    runs: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("look_up", "constant", "at_bar", "page", "page_at_bar")
    }
    command = ("plumbline.cli.main", "serve", "--quiet", "--no-worker", "--data", str(office), "--port")
    with _server(*command) as port, _server("plumbline.bench.portal_child", "constant") as other:
        _warm(port, office)
        for number in range(plan.rounds):
            note(f"round {number + 1} of {plan.rounds}")
            runs["look_up"].append(_load(port, office, LOOK_UP, plan.seconds, 0))
            runs["constant"].append(_load(other, office, LOOK_UP, plan.seconds, 0))
            runs["at_bar"].append(_load(port, office, LOOK_UP, plan.seconds, BAR_PER_S))
            runs["page"].append(_load(port, office, PAGE, plan.seconds, 0))
            runs["page_at_bar"].append(_load(port, office, PAGE, plan.seconds, BAR_PER_S))
        peaks = _peaks(port)
    return _figures(runs, naive, peaks, accounts, plan)


def _figures(
    runs: dict[str, list[dict[str, Any]]], naive: dict[str, Any], peaks: list[float], accounts: int, plan: PortalPlan
) -> dict[str, Any]:
    pairs = list(zip(runs["look_up"], runs["constant"], strict=True))
    speeds = [one["per_s"] for one in runs["look_up"]]
    told = {name: {key: round(_median(found, key), 2) for key in ("per_s", "p50_ms", "p99_ms")}
            for name, found in runs.items()}  # fmt: skip
    return {
        "bench": "portal", "accounts": accounts,
        "requests_per_s": round(told["look_up"]["per_s"]), "p50_ms": told["look_up"]["p50_ms"],
        "p99_ms": told["look_up"]["p99_ms"], "peak_mb": round(max(peaks)), "peak_mb_all": round(sum(peaks)),
        "ratio_to_naive": round(statistics.median(speeds) / naive["per_s"], 1),
        "ratio_to_ceiling": round(statistics.median(b["per_s"] / a["per_s"] for a, b in pairs), 1),
        "at_bar": told["at_bar"] | {"asked_per_s": BAR_PER_S}, "page": told["page"],
        "page_at_bar": told["page_at_bar"], "constant": told["constant"],
        "naive_per_s": round(naive["per_s"], 2), "same_answers": f"{naive['same_answers']} of {naive['questions']}",
        "spread": [round(min(speeds)), round(max(speeds))],
        "codes": _codes(runs), "slowest_ms": round(max(one["slowest_ms"] for one in runs["look_up"]), 1),
        "rounds": plan.rounds, "seconds": plan.seconds, "connections": CONNECTIONS,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
    }  # fmt: skip


def _median(found: list[dict[str, Any]], key: str) -> float:
    return float(statistics.median(one[key] for one in found))


def _codes(runs: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    """How often the office answered with which status."""
    found: Counter[str] = Counter()
    for name in runs.keys() - {"constant"}:
        for one in runs[name]:
            found.update(one["codes"])
    return dict(found)


@contextmanager
def _server(*module: str) -> Iterator[int]:
    """A server in processes of its own, on a free port, ended at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", *module, str(port)]
    running = subprocess.Popen(command, env=_env(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603  ours
    try:
        _until_open(port, running)
        yield port
    finally:
        running.send_signal(signal.SIGINT)
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()


def _until_open(port: int, running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_WAIT
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=START_WAIT):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


def _warm(port: int, office: Path) -> None:
    """Ask until every process has made its index."""
    _load(port, office, LOOK_UP, 1, 0)
    _load(port, office, PAGE, 1, 0)
    time.sleep(1)
    _load(port, office, LOOK_UP, 1, 0)


def _load(port: int, office: Path, path: str, seconds: float, rate: int) -> dict[str, Any]:
    questions = str(office / "questions.json")
    return run_child(
        "plumbline.bench.portal_load", str(port), questions, path, str(seconds), str(CONNECTIONS), str(rate)
    )


def run_child(module: str, *args: str) -> dict[str, Any]:
    """What a module of ours prints as JSON; RuntimeError with its last words where it fails."""
    command = [sys.executable, "-m", module, *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_env())  # noqa: S603  our own module
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return dict(json.loads(done.stdout)) if done.stdout.strip() else {}


def _env() -> dict[str, str]:
    """The surroundings of the servers: SQLite, and nobody is told to wait."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
    kept.pop("DATABASE_URL", None)
    return kept | {"PLUMBLINE_PORTAL_PER_MINUTE": "1000000000"}


def _peaks(port: int) -> list[float]:
    """Peak memory in MB of every process of the server that listens there."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            command = (status.parent / "cmdline").read_bytes().split(b"\0")
            high = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "")
        except OSError:  # gone in between
            continue
        if b"--port" in command and str(port).encode() in command and high:
            found.append(int(high.split()[1]) / 1024)
    return found or [0.0]
