"""Inspect over a really started Spark cluster and write docs/measured/cluster.md; exit code 1 if a step does not hold.

`make e2e` provides what is needed (`.venv-spark`, Java). Everything that is judged is made up here.
"""

import argparse
import json
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import fsspec
import object_store
import polars as pl
from measured_pages import REPOSITORY, page
from spark_cluster import Standalone, standalone

from plumbline.demo.nation import write_nation

PATIENCE = 3600
BUSY_SECONDS = 6
"""CPU time after which a worker's Python has loaded everything and judges."""
CLI = [sys.executable, "-m", "plumbline.cli.main"]


class Story:
    """The steps, each with what it showed; where the dossiers lie."""

    def __init__(self, work: Path, *, accounts: int, posts: int) -> None:
        self.work, self.rows = work, []  # type: tuple[Path, list[tuple[str, str]]]
        self.demo, self.nation, self.shared = work / "demo", work / "nation", work / "shared"
        self.accounts, self.posts = accounts, posts
        self.shared.mkdir(parents=True)
        subprocess.run([*CLI, "demo", str(self.demo), "--quiet"], check=True, timeout=PATIENCE)
        write_nation(self.nation, accounts=accounts, posts=posts, seed=1, with_text=True)

    def holds(self, what: str, told: object, *, where: bool) -> None:
        """A step: what it shows, and whether it holds."""
        print(f"{'ok ' if where else 'NOT'} {what}: {told}", flush=True)
        self.rows.append((what, str(told)))
        if not where:
            sys.exit(f"error: {what} does not hold: {told}")

    def inspect(self, dossier: str, out: str, *words: str, **settings: str) -> dict[str, Any]:
        """The command; the record of its run."""
        done = self.command(dossier, out, *words, **settings)
        if done.returncode != 1:
            sys.exit(f"error: inspect ended with {done.returncode}\n{done.stderr}")
        return dict(json.loads((self.work / out / "run.json").read_text("utf-8")))

    def command(self, dossier: str, out: str, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """The command, whatever it ends with."""
        call = [*CLI, "inspect", dossier, "--out", str(self.work / out), "--quiet", *words]
        env = {**os.environ, "PLUMBLINE_LANG": "en", **settings}
        return subprocess.run(call, capture_output=True, text=True, timeout=PATIENCE, env=env)

    def timed(self, executor: str, there: Standalone) -> dict[str, Any]:
        """An inspection of the nation, without reports, in a process of its own; `far` is the workers' CPU time."""
        call = [sys.executable, str(REPOSITORY / "tools" / "cluster_child.py"), str(self.nation), executor, ""]
        env, before = {**os.environ, **there.settings}, there.spent()
        done = subprocess.run(call, capture_output=True, text=True, timeout=PATIENCE, env=env)
        if done.returncode:
            sys.exit(done.stderr)
        time.sleep(5)  # executors end a moment after the program that called them
        return {**json.loads(done.stdout.splitlines()[-1]), "far": there.spent() - before}


def told(story: Story, swift: Path) -> Iterator[str]:
    """The whole story; the lines of the page that are no steps."""
    here = story.inspect(str(story.demo), "here")
    with standalone(story.work / "spark", workers=2) as there:
        _same(story, here, there)
        _strangers(story, there)
        _killed(story, there)
        _stored(story, here, there, swift)
        _nobody(story)
        yield from _speed(story, there)


def _same(story: Story, here: dict[str, Any], there: Standalone) -> None:
    run = story.inspect(str(story.demo), "there", "--executor", there.address, **there.settings)
    same = run["result_sha256"] == here["result_sha256"] and run["counts"] == here["counts"]
    found = [json.loads(line)["check"] for line in (story.work / "there/findings.jsonl").read_text().splitlines()]
    shown = f"{run['result_sha256'][:16]}…, {len(found)} findings of {len(set(found))} checks in {len({check.split('.')[0] for check in found})} chapters"
    story.holds("demo fleet: result_sha256 of two workers is that of `inline`", shown, where=same)
    words = ["replay", str(story.work / "there"), "--dossier", str(story.demo)]
    done = subprocess.run([*CLI, *words], capture_output=True, text=True, timeout=PATIENCE)
    story.holds("`plumbline replay` of that run on one machine", done.stdout.split()[0], where=done.returncode == 0)


def _strangers(story: Story, there: Standalone) -> None:
    """A worker with another Plumbline is refused."""
    other = story.work / "other"
    shutil.copytree(REPOSITORY / "src", other, ignore=shutil.ignore_patterns("__pycache__"))
    name = other / "plumbline" / "__init__.py"
    name.write_text(re.sub(r'__version__ = ".*"', '__version__ = "0.0.9"', name.read_text()))
    there.kill(0)
    there.kill(1)
    there.add(PYTHONPATH=str(other))
    done = story.command(str(story.demo), "refused", "--executor", there.address, **there.settings)
    line = done.stderr.strip().splitlines()
    shown = " ".join(text.strip() for text in line if text.startswith(("error:", "  where:")))
    good = done.returncode == 2 and "plumbline 0.0.9 there" in shown
    story.holds("a worker with another version of Plumbline", shown.replace(socket.gethostname(), "HOST"), where=good)
    there.kill(len(there.workers) - 1)
    there.add()
    there.add()


def _speed(story: Story, there: Standalone) -> Iterator[str]:
    for number, worker in enumerate(there.workers):  # those of the steps before hold keys of the store
        if worker.poll() is None:
            there.kill(number)
    there.add()
    there.add()
    inline = story.timed("inline", there)
    two = story.timed(there.address, there)
    skew = list(_skew(there))
    there.kill(len(there.workers) - 1)
    one = story.timed(there.address, there)
    again = story.timed("inline", there)
    same = {run["sha"] for run in (inline, one, two, again)}
    what = f"{story.accounts:,} accounts, {story.posts:,} posts with text: one result_sha256 of all runs"
    story.holds(what, f"{inline['sha'][:16]}…, {inline['findings']:,} findings", where=len(same) == 1)
    yield "\n## Time\n"
    yield "| run | start-up s | beyond it s | posts/s | CPU s, driver | CPU s, workers | driver peak MB |\n|---|---|---|---|---|---|---|"
    runs = {"`inline`, first": inline, "`inline`, last": again, "1 worker, 1 core": one, "2 workers, 1 core each": two}
    for name, run in runs.items():
        rest = run["total"] - run["start"]
        yield f"| {name} | {run['start']:.0f} | {rest:.0f} | {story.posts / rest:,.0f} | {run['cpu']:.0f} | {run['far']:.0f} | {run['peak_mb']:,} |"
    wall, cpu = _ratios(two, (inline, again))
    yield f"\nTwo workers of one core against `inline` on two cores: {wall:.2f}× the time beyond start-up, {cpu:.2f}× the CPU time. "
    yield "Workers' CPU time includes starting Java and Python and loading the models, once a process."
    yield "\nSeconds from the first to the last word of each stage, with two workers: " + ", ".join(
        f"{name} {ends - begins:.0f}" for name, (begins, ends) in two["stages"].items()
    ) + ". Of `inline`: " + ", ".join(f"{name} {ends - begins:.0f}" for name, (begins, ends) in again["stages"].items()) + "."  # fmt: skip
    yield from _moved(story, two)
    yield from skew


def _ratios(run: dict[str, Any], bases: tuple[dict[str, Any], ...]) -> tuple[float, float]:
    """Time beyond start-up and CPU time, against the mean of the runs before and after."""
    wall = statistics.mean(base["total"] for base in bases)
    return (run["total"] - run["start"]) / wall, (run["cpu"] + run["far"]) / statistics.mean(
        base["cpu"] for base in bases
    )


def _moved(story: Story, run: dict[str, Any]) -> Iterator[str]:
    moved, each = run["moved"], story.posts
    yield "\n## Bytes moved\n"
    yield "| what | MB | bytes a post |\n|---|---|---|"
    names = {"units": "units, driver → work folder → workers", "parts": "parts, workers → driver",
             "shared": "rulebook and whole tables, once (the index of known texts is read in place on one machine)"}  # fmt: skip
    for name, words in names.items():
        yield f"| {words} | {moved[name] / 1e6:.1f} | {moved[name] / each:.0f} |"
    most = pl.scan_parquet(story.nation / "posts" / "*.parquet").group_by("account_id").len().collect()["len"]
    yield f"\n{moved['batches']} units. The biggest account has {most.max():,} posts, the median one {most.median():,.0f}."


def _skew(there: Standalone) -> Iterator[str]:
    tasks = [task for task in there.tasks() if task["Task End Reason"]["Reason"] == "Success"]
    seconds = [task["Task Metrics"]["Executor Run Time"] / 1000 for task in tasks if task["Stage ID"] > 0]
    stages = sorted({task["Stage ID"] for task in tasks})
    shards = [task["Task Metrics"]["Executor Run Time"] / 1000 for task in tasks if task["Stage ID"] in stages[-2:]]
    by = [task["Task Info"]["Executor ID"] for task in tasks if task["Stage ID"] > 0]
    yield "\n## Skew\n"
    yield "| tasks | number | median s | longest s |\n|---|---|---|---|"
    for name, found in (("all", seconds), ("shards (the last two jobs)", shards)):
        yield f"| {name} | {len(found)} | {statistics.median(found):.2f} | {max(found):.2f} |"
    yield f"\nTasks by worker: {', '.join(str(by.count(one)) for one in sorted(set(by)))}."


def _killed(story: Story, there: Standalone) -> None:
    """kill -9 of one of two workers while batches of texts are judged."""
    call = [*CLI, "inspect", str(story.nation), "--out", str(story.work / "survived"), "--quiet",
            "--executor", there.address, "--work", str(story.shared)]  # fmt: skip
    env = {**os.environ, **there.settings}
    with (story.work / "survived.log").open("w") as log:
        running = subprocess.Popen(call, env=env, stdout=log, stderr=log)
    ends = time.monotonic() + PATIENCE
    victim = len(there.workers) - 1
    while running.poll() is None and time.monotonic() < ends and not _busy(story, there, victim):
        time.sleep(0.05)
    names = there.kill(victim)
    alive = running.poll() is None
    story.holds("killed (-9) in mid-run", f"worker, executor and Python: {', '.join(sorted(names))}", where=alive)
    running.wait(timeout=PATIENCE)
    here = story.inspect(str(story.nation), "nation-here")
    run = json.loads((story.work / "survived" / "run.json").read_text("utf-8"))
    lost = [
        task["Task End Reason"]["Reason"] for task in there.tasks() if task["Task End Reason"]["Reason"] != "Success"
    ]
    same = run["result_sha256"] == here["result_sha256"] and run["counts"] == here["counts"]
    story.holds("tasks that Spark started again", {name: lost.count(name) for name in set(lost)}, where=bool(lost))
    story.holds(
        "nation after the kill: result_sha256 and counts are those of `inline`",
        f"{run['result_sha256'][:16]}…",
        where=same,
    )
    story.holds("left in the work folder", len(list(story.shared.iterdir())), where=not list(story.shared.iterdir()))
    there.add()


def _busy(story: Story, there: Standalone, number: int) -> bool:
    """Whether units lie there and that worker's Python has been at them for a while."""
    return any(story.shared.rglob("unit-*")) and there.python_seconds(number) > BUSY_SECONDS


def _stored(story: Story, here: dict[str, Any], there: Standalone, swift: Path) -> None:
    """Dossier and work folder in an object store."""
    with object_store.served(swift, story.work / "swift") as endpoint:
        keys = object_store.environment(endpoint)
        os.environ.update(keys)
        system = fsspec.filesystem("s3")
        system.mkdir("archive")
        system.put(str(story.demo), "archive/fleet", recursive=True)
        for number, worker in enumerate(there.workers):
            if worker.poll() is None:
                there.kill(number)
        there.add(**keys, TMPDIR=str(story.work))
        there.add(**keys, TMPDIR=str(story.work))
        words = ["--executor", there.address, "--work", "s3://archive/work"]
        run = story.inspect("s3://archive/fleet", "stored", *words, **there.settings, **keys)
        same = run["result_sha256"] == here["result_sha256"]
        what = f"dossier and work folder in OpenStack Swift {version('swift')} (its S3 interface)"
        story.holds(what, f"{run['result_sha256'][:16]}…, the same", where=same)
        system.invalidate_cache()
        story.holds(
            "left in the store's work folder", len(system.find("archive/work")), where=not system.find("archive/work")
        )
        caches = list(story.work.glob("plumbline-cache-*/*/lists"))
        story.holds("indexes of known texts fetched by two workers of one machine", len(caches), where=len(caches) == 1)
        _secret(story, there, keys)
    for name in keys:
        os.environ.pop(name)


def _secret(story: Story, there: Standalone, keys: dict[str, str]) -> None:
    files = [
        path
        for path in (story.work / "stored").iterdir()
        if keys["AWS_SECRET_ACCESS_KEY"].encode() in path.read_bytes()
    ]
    story.holds("files of the result in which the key stands", len(files), where=not files)
    wrong = {**keys, "AWS_SECRET_ACCESS_KEY": "another-made-up-key"}
    done = story.command("s3://archive/fleet", "wrong", **there.settings, **wrong)
    shown = " ".join(done.stderr.split())
    good = done.returncode == 2 and "error:" in shown and "another-made-up-key" not in shown
    story.holds("with a wrong key", re.sub(r"127\.0\.0\.1:\d+", "HOST", shown), where=good)


def _nobody(story: Story) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.monotonic()
    done = story.command(str(story.demo), "nobody", "--executor", f"spark://127.0.0.1:{port}")
    shown = done.stderr.splitlines()[0].replace(str(port), "7077")
    took = time.monotonic() - began
    story.holds("a master that is not there", f"{shown} ({took:.0f} s)", where=done.returncode == 2 and took < 60)


def main() -> None:
    """Run it and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--accounts", type=int, default=6_000)
    parser.add_argument("--posts", type=int, default=600_000)
    args = parser.parse_args()
    shutil.rmtree(args.work, ignore_errors=True)
    began = time.monotonic()
    story = Story(args.work.absolute(), accounts=args.accounts, posts=args.posts)
    rest = list(told(story, Path(sys.executable).parent))
    libraries = ", ".join(f"{name} {version(name)}" for name in ("plumbline", "pyspark", "polars", "s3fs", "swift"))
    lines = [
        "# Inspecting on a cluster\n",
        f"Command: `make e2e` · {datetime.now(UTC).date().isoformat()} · data made up by the command · {(time.monotonic() - began) / 60:.0f} minutes · "
        f"{os.cpu_count()} shared cores, load {os.getloadavg()[2]:.1f}, Python {platform.python_version()}, {libraries}\n",
        "A standalone cluster of Spark: a master and two workers of one core and one executor each, all on this machine.\n",
        "## What held\n",
        "| step | what it showed |",
        "|---|---|",
        *(f"| {what} | {shown.replace('|', '/')} |" for what, shown in story.rows),
        *rest,
    ]
    page("cluster").write_text("\n".join(lines) + "\n", "utf-8")
    print("wrote docs/measured/cluster.md")


if __name__ == "__main__":
    main()
