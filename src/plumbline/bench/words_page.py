"""The measured page of the words benchmark in Markdown."""

from collections.abc import Iterator
from typing import Any


def page(figures: dict[str, Any], day: str) -> str:
    """docs/measured/words-speed.md from the figures of `bench.words.measure`."""
    return "\n".join(_lines(figures, day)) + "\n"


def _lines(figures: dict[str, Any], day: str) -> Iterator[str]:
    machine = figures["machine"]
    low, high = figures["spread"]["posts_per_s"]
    slow, fast = figures["spread"]["naive"]
    yield "# Speed and memory of the checks of words"
    yield ""
    versions = f"Python {machine['python']}, Polars {machine['polars']}"
    yield f"Command: `make bench` · {day} · {machine['cores']} cores, {versions}."
    yield f"Data: {figures['data']}, {figures['characters_a_post']} characters a post, repeated with a number behind each."
    yield ""
    yield "`words` runs every check of texts over a Parquet file of posts as an inspection does. `naive` is what people"
    yield "write: post by post jieba, pyahocorasick over the same terms, the same regular expressions, a scikit-learn"
    yield "vectoriser with two linear models; it is compared by posts/s. `patterns` reads the column, folds it and finds every"
    yield "literal of every lexicon; `scan` reads the column and walks over every character once. Jobs take turns, each in a"
    yield "process of its own; ratios are taken round by round, medians are quoted."
    yield ""
    yield f"- **{figures['posts_per_s']:,} posts/s** ({low:,}–{high:,}), all checks of texts together"
    yield f"- **{figures['ratio_to_naive']}×** the naive pipeline ({figures['naive_posts_per_s']:,} posts/s, {slow:,}–{fast:,})"
    yield f"- the pattern part takes **{figures['pattern_ratio_to_ceiling']}×** the time of the scan; everything **{figures['ratio_to_ceiling']}×**"
    small, large = figures["sizes"]
    yield f"- peak memory **{figures['peak_mb']:,} MB** for {large:,} posts, {figures['peak_mb_small']:,} MB for {small:,}"
    yield f"- {figures['patterns']['literals']:,} literals"
    yield ""
    yield "| job | seconds of each round |"
    yield "|---|---|"
    for job, seconds in figures["seconds"].items():
        yield f"| {job} | {', '.join(f'{second:.2f}' for second in seconds)} |"
    yield ""
    answer = ", ".join(f"{count:,} {name}" for name, count in figures["answer"].items()) or "nothing"
    yield f"What the larger run found: {answer}."
