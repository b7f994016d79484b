"""The measured page of the benchmark of the public look-up in Markdown."""

from collections.abc import Iterator
from typing import Any


def page(figures: dict[str, Any], day: str) -> str:
    """docs/measured/portal-speed.md from the figures of `bench.portal.measure`."""
    return "\n".join(_lines(figures, day)) + "\n"


def _lines(figures: dict[str, Any], day: str) -> Iterator[str]:
    machine, bar = figures["machine"], figures["at_bar"]
    yield "# Speed and memory of the public look-up"
    yield ""
    yield f"Command: `plumbline bench portal --rounds {figures['rounds']}` · {day} · {machine['cores']} cores, Python {machine['python']}."
    yield f"Data: a generated register of {figures['accounts']:,} accounts in SQLite; `plumbline serve` with two processes on loopback,"
    yield f"asked over {figures['connections']} open connections for {figures['seconds']:g} seconds a round by a process on the same cores. A quarter each of"
    yield "registered pages, pages not registered, names, and names or hosts that imitate registered ones."
    yield ""
    low, high = figures["spread"]
    yield f"- **{figures['requests_per_s']:,} requests/s** of `/api/v1/verify` ({low:,}–{high:,}), p50 {figures['p50_ms']} ms, **p99 {figures['p99_ms']} ms**, slowest {figures['slowest_ms']} ms"
    yield f"- at {bar['asked_per_s']} requests/s, an answer's time counted from when the question was due: p50 {bar['p50_ms']} ms, **p99 {bar['p99_ms']} ms**"
    yield f"- peak memory **{figures['peak_mb']:,} MB** of the largest process, {figures['peak_mb_all']:,} MB of all"
    yield f"- **{figures['ratio_to_naive']}×** the plain look-up that scans the table for each question ({figures['naive_per_s']} a second; {figures['same_answers']} answers the same)"
    yield f"- the same server answers a constant **{figures['ratio_to_ceiling']}×** as often"
    yield ""
    yield "| load | requests/s | p50 ms | p99 ms |"
    yield "|---|---|---|---|"
    for name, told in (("API, as much as it takes", "look_up"), (f"API at {bar['asked_per_s']}/s", "at_bar"),
                       ("page, as much as it takes", "page"), (f"page at {bar['asked_per_s']}/s", "page_at_bar"),
                       ("constant", "constant")):  # fmt: skip
        one = {"per_s": figures["requests_per_s"], "p50_ms": figures["p50_ms"], "p99_ms": figures["p99_ms"]}
        one = one if told == "look_up" else figures[told]
        yield f"| {name} | {one['per_s']:,.0f} | {one['p50_ms']} | {one['p99_ms']} |"
    yield ""
    yield (
        "Statuses of the office's answers: "
        + ", ".join(f"{code} {times:,}×" for code, times in figures["codes"].items())
        + "."
    )
