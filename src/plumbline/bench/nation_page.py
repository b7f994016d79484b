"""The measured page of a nation's quarter in Markdown."""

from collections.abc import Iterator
from typing import Any

STAGES = {
    "start": "register, rulebook", "tables": "other tables", "articles": "articles", "posts": "posts read and counted",
    "known": "posts indexed", "texts": "texts judged", "figures": "counts of posts", "edges": "posts before pauses",
    "checks": "checks of whole accounts, verdicts",
}  # fmt: skip


def page(figures: dict[str, Any], day: str) -> str:
    """docs/measured/nation.md from the figures of `bench.nation.measure`."""
    return "\n".join(_lines(figures, day)) + "\n"


def _lines(figures: dict[str, Any], day: str) -> Iterator[str]:
    machine, sizes = figures["machine"], figures["sizes"]
    large = sizes[-1]
    yield "# A nation's quarter with its texts"
    yield ""
    versions = f"Python {machine['python']}, Polars {machine['polars']}"
    yield f"Command: `make bench` · {day} · {machine['cores']} cores, {machine['memory_mb']:,} MB of memory, {versions}. Each size was run once."
    yield f"Data: generated with a fixed seed (`plumbline.demo.nation`), {figures['characters_a_post']} characters a post: captions of"
    yield "videos of one sentence, other posts of up to six, one in sixteen of the longer ones a circular repeated word for word."
    yield "No real nation was to be had: how much posts repeat each other decides much of the cost."
    yield ""
    yield "All rules of cn-2019 that the tables allow, from files to verdicts, reports left out; every post is held against every"
    yield f"earlier post. Executor `{figures['executor']}`. Memory is that of all processes together, shared pages counted once; pages of mapped"
    yield "files are counted apart, because the system takes them back where it needs them. The naive pipeline is that of `bench words` on posts of the same nation; it holds nothing against anything."
    yield ""
    yield f"- **{large['seconds'] / 60:.1f} minutes** for {large['accounts']:,} accounts and {large['posts']:,} posts: {figures['posts_per_s']:,} posts/s (aim: 15 minutes)"
    yield f"- peak memory **{figures['peak_mb']:,} MB** (aim: 6,000), and up to {figures['mapped_mb']:,} MB of mapped files on top where memory is free"
    yield f"- **{figures['ratio_to_naive']}×** the posts/s of the naive pipeline; **{figures['ratio_to_ceiling']}×** the time of a bare scan"
    yield f"- cost of one post on the largest fleet: **{figures['cost_growth']}×** that on the smallest (1 = linear)"
    yield ""
    yield "## Where the time goes"
    yield ""
    yield (
        "| step | " + " | ".join(f"{size['posts']:,} posts, s" for size in sizes) + " | growth of the cost of a post |"
    )
    yield "|---|" + "---|" * (len(sizes) + 1)
    for name in large["stages"]:
        cells = [f"{size['stages'].get(name, 0):.1f}" for size in sizes]
        yield f"| {STAGES.get(name, name)} | {' | '.join(cells)} | {figures['stage_growth'].get(name, '')} |"
    yield _total(figures)
    yield ""
    yield "Growth is left out where the smaller fleet took less than a second."
    yield ""
    yield "| accounts | posts | s | CPU s | peak MB | fail | unknown | findings | abstentions |"
    yield "|---|---|---|---|---|---|---|---|---|"
    yield from (_size(size) for size in sizes)
    yield ""
    yield "## Extremes"
    yield ""
    yield "| what | s | peak MB | findings |"
    yield "|---|---|---|---|"
    for one in figures["extremes"]:
        yield f"| {one['told']} | {one['seconds']:.1f} | {one['peak_mb']:,.0f} | {one['answer']['findings']:,} |"


def _total(figures: dict[str, Any]) -> str:
    seconds = " | ".join(f"{size['seconds']:.1f}" for size in figures["sizes"])
    return f"| all | {seconds} | {figures['cost_growth']} |"


def _size(size: dict[str, Any]) -> str:
    answer = size["answer"]
    counts = " | ".join(f"{answer[name]:,}" for name in ("fail", "unknown", "findings", "abstentions"))
    figures = f"{size['seconds']:.1f} | {size['cpu_seconds']:.1f} | {size['peak_mb']:,.0f}"
    return f"| {size['accounts']:,} | {size['posts']:,} | {figures} | {counts} |"
