"""The measured page of the benchmark of numbers in Markdown."""

from collections.abc import Iterator
from typing import Any

_SPACE = ""


def page(figures: dict[str, Any], day: str) -> str:
    """docs/measured/numbers-speed.md from the figures of `bench.numbers.measure`."""
    parts = (_head(figures, day), _series(figures), _maps(figures), _seconds(figures))
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(figures: dict[str, Any], day: str) -> Iterator[str]:
    machine = figures["machine"]
    versions = ", ".join(f"{name} {value}" for name, value in machine.items() if name != "cores")
    yield "# Speed and memory of the checks of numbers"
    yield _SPACE
    yield f"Command: `plumbline bench numbers --rounds {figures['rounds']}` (`make bench` runs three rounds) · {day} · {machine['cores']} cores, of which every job may use one; {versions}."
    yield f"Data: generated with a fixed seed. Rounds: {figures['rounds']}; jobs take turns, each in a process of its own; ratios are taken"
    yield "round by round, medians are quoted."
    yield _SPACE


def _series(figures: dict[str, Any]) -> Iterator[str]:
    answer, naive = figures["answers"]["growth"], figures["answers"]["naive_growth"]
    low, high = figures["spread"]["accounts_per_s"]
    slow, fast = figures["spread"]["naive"]
    small, large = figures["sizes"]["accounts"]
    yield "## Growth of a fleet"
    yield _SPACE
    yield f"- **{figures['minutes']} minutes** for {large:,} accounts of {figures['days']} days: **{figures['accounts_per_s']:,} accounts/s** ({low:,}–{high:,}), files to triggers"
    yield f"- **{figures['ratio_to_naive']}×** the loop over accounts ({figures['naive_accounts_per_s']} accounts/s, {slow}–{fast}, on {naive['accounts']} accounts)"
    yield f"- **{figures['ratio_to_ceiling']}×** the time of the scan"
    yield f"- peak memory **{figures['peak_mb']:,} MB** for {large:,} accounts, {figures['peak_mb_small']:,} MB for {small:,}"
    yield _SPACE
    yield "`growth` reads the columns, takes the platforms' common mode from the whole fleet and judges file by file, as an"
    yield "inspection does. `naive_growth` is what people write: for each account pandas, a robust regression and an STL of"
    yield "statsmodels, rolling medians, CUSUM by hand, change points of ruptures (KernelCPD); loading these libraries is not"
    yield "counted. `scan` reads the same columns and looks at every value once."
    yield _SPACE
    yield f"In this fleet {answer['buyers']:,} accounts bought twice their 28-day gain within a week; {answer['buyers_triggered']:,} of them were triggered, and"
    yield f"{answer['others_triggered']:,} of the {answer['accounts'] - answer['buyers']:,} others. The fleet is made to measure speed, not to be like real ones;"
    yield "how often the trigger errs is measured elsewhere."
    yield _SPACE


def _maps(figures: dict[str, Any]) -> Iterator[str]:
    answer, naive = figures["answers"]["map"], figures["answers"]["naive_map"]
    low, high = figures["map_spread_ms"]
    honest = (answer["lists"] + 1) // 2
    yield "## Follower maps"
    yield _SPACE
    yield f"- **{figures['map_ms']:.0f} ms** a map of {figures['followers']:,} followers ({low:.0f}–{high:.0f} by round; median of {answer['lists']} lists): {figures['map_honest_ms']:.0f} ms where nothing"
    yield f"  was bought, {figures['map_bought_ms']:.0f} ms where something was, {figures['map_slowest_ms']:.0f} ms the slowest of all"
    yield f"- **{figures['map_ratio_to_naive']}×** the loops over cells ({figures['map_naive_s']} s a list)"
    yield _SPACE
    yield f"Marked: {answer['bought_marked']} of the {answer['lists'] - honest} lists in which one in a hundred was bought, {answer['honest_marked']} of the {honest} honest ones."
    yield f"`naive_map` lays the same grid, fits stretch × week × age in loops and scans the same rectangles once, over {naive['lists']} lists;"
    yield "it does not look again after a block is found, nor tells crowds from purchases, so it does less."
    yield _SPACE


def _seconds(figures: dict[str, Any]) -> Iterator[str]:
    yield "## Every round"
    yield _SPACE
    yield "| job | seconds of each round |"
    yield "|---|---|"
    for job, seconds in figures["seconds"].items():
        yield f"| {job} | {', '.join(f'{second:.2f}' for second in seconds)} |"
