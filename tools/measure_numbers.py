"""Measure the checks of numbers on seeds that nobody tuned on: docs/measured/numbers.md and quality/numbers.json."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

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

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "measured" / "numbers.md"
SEED = 20261122
Measure = Callable[[int, float], list[Bar]]
CHECKS: dict[str, tuple[Measure, ...]] = {
    "authenticity.backdated_post": (bars_clocks.bars,),
    "authenticity.follower_burst": (bars_growth.bars,),
    "authenticity.bought_followers": (bars_followers.bars, bars_cohorts.bars, bars_prevalence.bars),
    "authenticity.inflated_engagement": (bars_engagement.bars,),
    "authenticity.templated_comments": (bars_timing.bars,),
}
REAL = {"clocks": bars_clocks.on_real, "prevalence": bars_prevalence.on_real, "engagement": bars_engagement.on_real}


def main() -> int:
    """Measure, write, say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the trials")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data")
    parser.add_argument("--write", action="store_true", help="write the page and the figures of `explain`")
    args = parser.parse_args()
    measured: dict[str, list[Bar]] = {}
    for check, rooms in CHECKS.items():
        started = time.perf_counter()
        measured[check] = [bar for room in rooms for bar in room(args.seed, args.scale)]
        print(f"{check}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
    real = {name: on_real(args.data) for name, on_real in REAL.items()} if args.data.is_dir() else {}
    today = datetime.now(UTC).date().isoformat()
    page = "\n".join(_page(measured, real, args.seed, today)) + "\n"
    if args.write:
        PAGE.write_text(page, "utf-8")
        rooms_json = {
            check: {"measured_on": today, "seed": args.seed, "bars": [asdict(bar) for bar in bars]}
            for check, bars in measured.items()
        }
        FILE.write_text(json.dumps(rooms_json, indent=1) + "\n", "utf-8")
    else:
        print(page)
    return 0


def _page(measured: dict[str, list[Bar]], real: dict[str, list[Bar]], seed: int, today: str) -> Iterator[str]:
    yield "# Numbers: false alarms, power, coverage\n"
    yield f"Command: `make evaluate` (tools/measure_numbers.py --write) · {today} · seed {seed}, not used for tuning."
    yield "Everything here but the last section is measured on made-up fleets (`plumbline.simulation`): it shows what the"
    yield "methods do where the truth is known, not how often offices cheat. Real rates of viral posts, drives and purges of"
    yield "government accounts are not known; false alarms must be measured again on the register before they are quoted."
    yield "Intervals are 95%. What misses its aim comes first, then what is weakest.\n"
    missed = [(check, bar) for check, bars in measured.items() for bar in bars if bar.met is False]
    yield f"**Missed: {len(missed)}** of {sum(bar.met is not None for bars in measured.values() for bar in bars)} bars.\n"
    if missed:
        yield from _table([bar for _, bar in missed])
    for check, bars in measured.items():
        yield f"## {check}\n"
        yield from _table(sorted(bars, key=_weakest_first))
    yield "## On real data\n"
    yield "Where the data lies beside the checkout; see each SOURCE.md there for origin and licence.\n"
    for bars in real.values():
        yield from _table(bars)


def _weakest_first(bar: Bar) -> tuple[int, str]:
    return {False: 0, True: 1, None: 2}[bar.met], bar.name


def _table(bars: list[Bar]) -> Iterator[str]:
    yield "| what | measured | 95% | aim | | trials | note |\n|---|---|---|---|---|---|---|"
    for bar in bars:
        met = {True: "met", False: "**missed**", None: ""}[bar.met]
        yield (
            f"| {bar.name} | {bar.measured:.3g} | {bar.low:.3g} – {bar.high:.3g} | {bar.aim} | {met} "
            f"| {bar.runs} | {bar.note} |"
        )
    yield ""


if __name__ == "__main__":
    sys.exit(main())
