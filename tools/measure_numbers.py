"""Measure the checks of numbers on seeds that nobody tuned on: docs/measured/numbers.md and quality/numbers.json."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from measured_pages import DATA, page, sha256

from plumbline.quality import (
    bars_clocks,
    bars_cohorts,
    bars_engagement,
    bars_followers,
    bars_growth,
    bars_prevalence,
    bars_timing,
)
from plumbline.quality.bars import Bar
from plumbline.quality.numbers import FILE

SEED = 20261122
Measure = Callable[[int, float], list[Bar]]
ROOMS: dict[str, tuple[str, Measure, float]] = {
    "cohorts": ("authenticity.bought_followers", bars_cohorts.bars, 1.0),
    "map": ("authenticity.bought_followers", bars_followers.bars, 0.5),
    "engagement": ("authenticity.inflated_engagement", bars_engagement.bars, 1.0),
    "timing": ("authenticity.templated_comments", bars_timing.bars, 1.0),
    "growth": ("authenticity.follower_burst", bars_growth.bars, 1.0),
    "prevalence": ("authenticity.bought_followers", bars_prevalence.bars, 1.0),
    "clocks": ("authenticity.backdated_post", bars_clocks.bars, 1.0),
}
"""Room: its check, what measures it, and which share of its trials is run (the longest run first)."""
REAL: dict[str, Callable[[Path], list[Bar]]] = {
    "clocks": bars_clocks.on_real,
    "engagement": bars_engagement.on_real,
    "prevalence": bars_prevalence.on_real,
}
FILES = (
    "main_job_official_weibo/posts.csv.gz", "srf_instagram/labelled_975.csv", "instafake/fake_v1_fake.json.gz",
    "instafake/fake_v1_real.json.gz", "twitter_bots_mit/profiles.csv",
)  # fmt: skip


def main() -> int:
    """Measure, write, say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the trials")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--write", action="store_true", help="write the page and the figures of `explain`")
    args = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    measured = dict(sorted(_measured(args.seed, args.scale)))
    real = {name: on_real(DATA) for name, on_real in REAL.items()} if DATA.is_dir() else {}
    today = datetime.now(UTC).date().isoformat()
    text = "\n".join(_page(measured, real, args.seed, args.scale, today)) + "\n"
    if not args.write:
        print(text)
        return 0
    page("numbers").write_text(text, "utf-8")
    told = {
        check: {"measured_on": today, "seed": args.seed, "bars": [asdict(bar) for bar in bars]}
        for check, bars in _by_check(measured).items()
    }
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _measured(seed: int, scale: float) -> Iterator[tuple[str, list[Bar]]]:
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_timed, name, seed, scale): name for name in ROOMS}
        for future in as_completed(waiting):
            bars, seconds = future.result()
            print(f"{waiting[future]}: {len(bars)} figures in {seconds:.0f} s", file=sys.stderr, flush=True)
            yield waiting[future], bars


def _timed(name: str, seed: int, scale: float) -> tuple[list[Bar], float]:
    started = time.perf_counter()
    _, measure, share = ROOMS[name]
    return [_plain(bar) for bar in measure(seed, scale * share)], time.perf_counter() - started


def _plain(bar: Bar) -> Bar:
    """The bar in Python's own numbers."""
    met = None if bar.met is None else bool(bar.met)
    return replace(
        bar, measured=float(bar.measured), low=float(bar.low), high=float(bar.high), met=met, runs=int(bar.runs)
    )


def _by_check(measured: dict[str, list[Bar]]) -> dict[str, list[Bar]]:
    found: dict[str, list[Bar]] = {}
    for name, bars in measured.items():
        found.setdefault(ROOMS[name][0], []).extend(bars)
    return found


def _page(
    measured: dict[str, list[Bar]], real: dict[str, list[Bar]], seed: int, scale: float, today: str
) -> Iterator[str]:
    every = [bar for bars in measured.values() for bar in bars]
    missed = [bar for bar in every if bar.met is False]
    yield "# Numbers: false alarms, power, coverage\n"
    yield f"Command: `python tools/measure_numbers.py --scale {scale:g} --write` (`make evaluate` runs it at scale 1) · {today} · seed {seed}, not used for tuning.\n"
    yield "All but the last section is measured on made-up fleets (`plumbline.simulation`): it shows what the methods do where the truth is known, not how often"
    yield "offices cheat. The real rates of viral posts, drives and purges of government accounts are not known; measure false alarms again on your own register before"
    yield "you quote them. Intervals are 95%; where the months of one account or the posts of one fleet are counted, they are not independent and the true interval is wider.\n"
    yield f"**Missed: {len(missed)}** of {sum(bar.met is not None for bar in every)} bars.\n"
    yield from _table(missed)
    for name, bars in measured.items():
        yield f"## {name} · `{ROOMS[name][0]}`\n"
        yield from _table(sorted(bars, key=lambda bar: {False: 0, True: 1, None: 2}[bar.met]))
    yield "## On real data\n"
    yield "Where the data lie beside the checkout; origin and licence stand in each SOURCE.md there. SHA-256:\n"
    yield from (f"- `{name}` {sha256(DATA / name)[:12]}" for name in FILES if (DATA / name).exists())
    yield ""
    for bars in real.values():
        yield from _table(bars)


def _table(bars: list[Bar]) -> Iterator[str]:
    if not bars:
        return
    yield "| what | measured | 95% | aim | | trials | note |\n|---|---|---|---|---|---|---|"
    for bar in bars:
        met = {True: "met", False: "**missed**", None: ""}[bar.met]
        span = "" if bar.low == bar.high == bar.measured else f"{bar.low:.3g} – {bar.high:.3g}"
        yield f"| {bar.name} | {bar.measured:.3g} | {span} | {bar.aim} | {met} | {bar.runs} | {bar.note} |"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
