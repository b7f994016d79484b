"""The measured page of the benchmark of known texts in Markdown."""

from collections.abc import Iterator
from typing import Any

from plumbline.bench.sources_judge import COPY_PM, HOLDS_PM, RUN, THIRD_PM, TRUE_WITHIN_PM
from plumbline.bench.sources_posts import KINDS, UNTAKEN
from plumbline.bench.sources_stock import ENOUGH, LONGEST, SHORTEST
from plumbline.bench.sources_truth import (
    IN_TOPICS,
    REAL_SENTENCES,
    SET_LENGTH,
    SET_TEXTS,
    TOPIC_ARTICLES,
    TOPIC_SENTENCES,
    TOPIC_SHARED,
)

_SPACE = ""


def page(figures: dict[str, Any], day: str) -> str:
    """docs/measured/sources.md from the figures of `bench.sources.measure`."""
    parts = (_head(figures, day), _sizes(figures), _quality(figures), _rivals(figures), _how(figures), _terms())
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(figures: dict[str, Any], day: str) -> Iterator[str]:
    machine, large = figures["machine"], figures["sizes"][-1]
    versions = ", ".join(f"{name} {value}" for name, value in machine.items() if name != "cores")
    yield "# Known texts: speed, memory, what is found"
    yield _SPACE
    yield f"Command: `make bench` · {day} · {machine['cores']} cores, {versions}."
    yield f"Data: sentences of {figures['data']}, articles and posts generated with a fixed seed (see below). Rounds: {figures['rounds']}."
    yield _SPACE
    low, high = large["spread"]["posts_per_s"]
    slow, fast = large["spread"]["articles_per_s"]
    yield f"At {large['articles']:,} articles of {large['characters_an_article']} characters, posts of {large['characters_a_post']}:"
    yield _SPACE
    naive = figures["ratio_to_naive"], figures["build_ratio_to_naive"]
    versus = "; datasketch is not installed, so there is no ratio" if naive[0] is None else ""
    yield f"- **{large['posts_per_s']:,} posts/s** searched in sets and verified on the true texts ({low:,}–{high:,}){versus}"
    yield f"- **{large['articles_per_s']:,} articles/s** built, reading the files included ({slow:,}–{fast:,})"
    if naive[0] is not None:
        yield f"- **{naive[0]}×** the posts/s and **{naive[1]}×** the articles/s of datasketch's MinHashLSH in the same run"
    yield f"- **{large['bytes_an_article']} bytes** an article of fingerprints on disk; the texts lie beside them"
    yield f"- a search takes **{large['ratio_to_ceiling']}×** the time of a bare pass over the posts, a build **{large['build_ratio_to_ceiling']}×** that over the articles"
    yield f"- peak memory **{large['peak_mb']:,} MB** searched (pages of mapped files included), {large['build_peak_mb']:,} MB built"
    wrong = large["wrong"]
    yield f"- wrong document: **{wrong['wrong']} of {wrong['posts']:,}** posts ({_share(wrong['wrong'], wrong)}), where a first hit that rests on"
    yield "  shared wording and says so does not count (the threshold was set after a first run; see below)"
    other, untaken = large["other"], large["untaken"]
    yield f"- counted strictly, another document stands first for **{other['other']:,} of {other['posts']:,}** posts that were taken from an article"
    yield f"  ({_share(other['other'], other)}); {untaken['third']:,} of {untaken['posts']:,} that were taken from nothing known are said to share {THIRD_PM} ‰ own wording"
    yield _SPACE


def _sizes(figures: dict[str, Any]) -> Iterator[str]:
    yield "## Sizes"
    yield _SPACE
    yield "| articles | articles/s | range | posts | posts/s | range | fingerprints, bytes an article | open ms | peak MB built | searched | × bare pass: build | search |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    for size in figures["sizes"]:
        cells = (
            f"{size['articles']:,}",
            f"{size['articles_per_s']:,}",
            "{:,}–{:,}".format(*size["spread"]["articles_per_s"]),
            f"{size['posts']:,}",
            f"{size['posts_per_s']:,}",
            "{:,}–{:,}".format(*size["spread"]["posts_per_s"]),
            f"{size['bytes_an_article']}",
            f"{size['open_ms']}",
            f"{size['build_peak_mb']:,}",
            f"{size['peak_mb']:,}",
            f"{size['build_ratio_to_ceiling']}",
            f"{size['ratio_to_ceiling']}",
        )
        yield f"| {' | '.join(cells)} |"
    files = figures["sizes"][-1]["bytes_by_file"]
    yield _SPACE
    yield (
        "On disk at the largest size, bytes an article: "
        + ", ".join(f"{kind} {size}" for kind, size in files.items())
        + "."
    )
    yield _SPACE


def _quality(figures: dict[str, Any]) -> Iterator[str]:
    yield "## What is found"
    yield _SPACE
    yield "| articles | kind | posts | right document among the hits | as first hit | the very article | another document first | of these wrong |"
    yield "|---|---|---|---|---|---|---|---|"
    for size in figures["sizes"]:
        for kind, found in size["kinds"].items():
            if kind not in UNTAKEN:
                of = found["posts"]
                cells = (
                    _share(found["found"], found),
                    *(f"{_part(found[name], of)}" for name in ("best", "very", "other")),
                )
                yield f"| {size['articles']:,} | {kind} | {of:,} | {' | '.join(cells)} | {found['wrong']} |"
    yield _SPACE
    yield f"| articles | kind | posts | touched: any hit | a hit that claims ≥ {THIRD_PM} ‰ own wording | ≥ {COPY_PM} ‰ | wrong document |"
    yield "|---|---|---|---|---|---|---|"
    for size in figures["sizes"]:
        for kind in UNTAKEN:
            found = size["kinds"][kind]
            cells = (
                _share(found["touched"], found),
                str(found["says_350"]),
                str(found["says_700"]),
                str(found["wrong"]),
            )
            yield f"| {size['articles']:,} | {kind} | {found['posts']:,} | {' | '.join(cells)} |"
    yield _SPACE
    for size in figures["sizes"]:
        wrong, claims = size["wrong"], size["claims"]
        yield f"- {size['articles']:,} articles: wrong document in {wrong['wrong']} of {wrong['posts']:,} posts of all kinds, {_share(wrong['wrong'], wrong)};"
        yield f"  of {claims['looked_at']:,} first hits {claims['true']:,} claim the cover that a plain search counts, within {TRUE_WITHIN_PM} ‰."
    yield _SPACE


def _rivals(figures: dict[str, Any]) -> Iterator[str]:
    if not figures["rivals"]:
        return
    yield "## datasketch on the same texts"
    yield _SPACE
    yield "The usual recipe: character 5-grams, 128 permutations, threshold 0.5; `minhash` is MinHashLSH, `ensemble`"
    yield "MinHashLSHEnsemble. They are given as many of the same articles as they can bear, and posts that were taken from"
    yield "these (of U and N all); speeds are compared by articles/s and posts/s, round by round, with those of the index at its"
    yield "largest size. They do not verify what they find. MinHashLSH compares whole texts, so by its nature it misses posts"
    yield "that are a quarter of an article: its speed is comparable, its recall is not."
    yield _SPACE
    kinds = list(KINDS)
    yield f"| rival | articles | articles/s | posts | posts/s | {' | '.join(kinds)} |"
    yield f"|{'---|' * (5 + len(kinds))}"
    for name, rival in figures["rivals"].items():
        cells = [
            name,
            f"{rival['articles']:,}",
            f"{rival['articles_per_s']:,}",
            f"{rival['posts']:,}",
            f"{rival['posts_per_s']:,}",
        ]
        for kind in kinds:
            posts, found, touched = rival["kinds"].get(kind, (0, 0, 0))
            cells.append(_part(touched if kind in UNTAKEN else found, posts))
        yield f"| {' | '.join(cells)} |"
    yield _SPACE
    yield "Of U and N: posts with any hit; of the others: the very article is among the hits."
    yield _SPACE


def _how(figures: dict[str, Any]) -> Iterator[str]:
    yield "## How the texts are made"
    yield _SPACE
    yield f"A million articles need more wording than real sentences hold. The stock is {figures['data']}: sentences of {SHORTEST}–{LONGEST}"
    yield "characters, links left out, each once. An article is, in random order and cut at full stops:"
    yield _SPACE
    yield "- about 70% own wording of a character model over the stock: the next character is drawn among all places of the stock"
    yield f"  where the last three characters stand, where these are fewer than {ENOUGH} places the last two, else the last one. Measured"
    yield "  once on the real posts: 11.6% of the runs of eight of one half of the stock stand in the other half, and 11.0% of those"
    yield "  of generated wording in other generated wording of that size;"
    yield f"- {REAL_SENTENCES} sentences of the stock word for word, the head of a Zipf distribution flattened, so that at a million articles a"
    yield "  sentence stands in some ninety of them (median, by the chances; real posts), the commonest in some 2,400;"
    yield f"- one of {SET_TEXTS} set texts of {SET_LENGTH} characters: a tenth of each article is boilerplate that a tenth of all articles share;"
    yield f"- one article in {IN_TOPICS} belongs to a topic of {TOPIC_ARTICLES} articles that each hold {TOPIC_SHARED} of the same {TOPIC_SENTENCES} sentences: other documents that"
    yield "  share wording."
    yield _SPACE
    yield "The wording is real in the small and makes no sense in the large. All of it comes from one stock, so common wording is"
    yield "commoner the more articles there are, which life may not do; and it lacks what people do: rewriting, dropped sentences,"
    yield "two sources put together. The figures are those of this data, not of an office's."
    yield _SPACE
    for kind, what in KINDS.items():
        yield f"- **{kind}** {what}"
    yield _SPACE
    yield "Changed letters are a third each substituted, dropped, and with one put before, at random places. Posts are as many"
    yield "of each kind, shuffled; every article was published before every post. Most posts of a real fleet repeat nothing,"
    yield "so three quarters of copies are a hard mix for the speed."
    yield _SPACE


def _terms() -> Iterator[str]:
    yield "## What the words mean"
    yield _SPACE
    yield "- **right document**: the article that the post was taken from, or one that holds the same passage, before it was changed,"
    yield f"  to {HOLDS_PM} ‰ in runs of {RUN} letters or more (sentences and set texts stand in many articles);"
    yield f"- **wrong document**: the first hit is no right document although it claims at least {THIRD_PM} ‰ of the post's own wording,"
    yield f"  shared wording left out; of a post that was taken from nothing known at least {COPY_PM} ‰, so that a check may call it a"
    yield "  copy. First hits that claim less rest on wording that many share, and say so; they are counted beside. Before"
    yield "  this threshold was set, every first hit that is no right document counted; the first run at a million articles showed"
    yield "  927 of 80,000 that way, and the threshold was set knowing that. Both counts stand above: read the strict one, too;"
    yield "- **touched**: there is a hit at all. Unseen articles of a topic do share sentences with known ones, and set texts with a"
    yield "  tenth of all, so a hit may be true; the claim is checked by a plain search for runs of eight on the folded letters."
    yield "- No hit is a miss, never a wrong document. Shares stand with 95% intervals (Wilson)."
    yield "- **bare pass**: read the same column of texts and walk over every character once (of posts: once read)."


def _share(part: int, found: dict[str, Any]) -> str:
    low, high = found["interval"] or (0.0, 0.0)
    return f"{_part(part, found['posts'])} [{100 * low:.2f}, {100 * high:.2f}]"


def _part(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "–"
