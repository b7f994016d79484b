"""Write docs/measured/credits.md: how well the sources that real posts name are read, against hand labels."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import polars as pl
from measured_pages import POSTS, REPOSITORY, official_posts, page, sha256, share, write

from plumbline.domain.wording import Utterance
from plumbline.provenance.credits import credits
from plumbline.quality.credit_reading import FormCounts, by_form, is_opened, labelled, read_in
from plumbline.text.reading import Reading

LABELS = REPOSITORY / "tests" / "quality" / "credits_labels.jsonl"
FIRST_LOOK = {True: (35, 5, 5), False: (42, 7, 4)}
"""Before any repair: sources right, wrong, missed, in the half that was then opened and in the other."""
STRATA = {
    "marked": "drawn from posts with one of 据, 来源, 社, 报, via, @, 转",
    "random": "drawn from all other posts of the data",
    "brackets": "drawn from posts with a bracketed medium, 来源, 转自, via or 综合, so that these forms are seen at all",
}


def lines() -> Iterator[str]:
    """The page."""
    posts = official_posts()
    text = {post: (account, said) for account, post, said in posts.iter_rows()}
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    yield "# The reader of credits, measured\n"
    day, digest = datetime.now(UTC).date().isoformat(), sha256(POSTS)[:12]
    yield f"Command: `make evaluate` · {day} · `main_job_official_weibo` sha256 {digest}\n"
    yield from _how(rows)
    for opened in (False, True):
        half = [row for row in rows if is_opened(row["post_id"]) == opened]
        pairs = [(labelled(row), read_in(text[row["post_id"]][1], row["account"])) for row in half]
        title = "The half that was opened for repair" if opened else "The half that was only measured"
        yield f"## {title}: {len(half)} posts\n"
        yield from _table(by_form(pairs))
        quiet = [found for wanted, found in pairs if not wanted]
        right, wrong, missed = FIRST_LOOK[opened]
        yield f"\nPosts without a source: {len(quiet)}; the reader finds one in {sum(map(bool, quiet))} of them."
        yield f"First look, before any repair: {right} right, {wrong} wrong, {missed} missed.\n"
    yield from _whole(posts)


def _how(rows: list[dict[str, str]]) -> Iterator[str]:
    counts = Counter(row["stratum"] for row in rows)
    yield f"{len(rows)} posts, drawn with a fixed seed: " + "; ".join(
        f"{counts[name]} {how}" for name, how in STRATA.items()
    )
    yield "(`tests/quality/credits_labels.jsonl`: ids, names and forms, no texts). They were labelled by one careful reading (by a"
    yield "language model, not by an officer; nobody labelled twice) before the reader of credits was written. Its author has"
    yield "therefore seen all these texts: the half that was only measured was not used for repair, but is not unseen either; and the"
    yield "names that the reader gave over all posts of the data were looked through for repair, without their labels; the scores of both halves were seen on every run."
    yield "A source is right where name and form are both right. What counts as a source: who is named as having said or"
    yield "published the text. Not: a person or organ quoted in the third person, a class (外媒, 德国媒体), the account itself and its"
    yield "house (总台), the owner of an attached video, pictures, laws. Intervals are 95% (Wilson); read them, the rows are few.\n"


def _table(counts: FormCounts) -> Iterator[str]:
    yield "| form | labelled | right | wrong | missed | precision | recall |"
    yield "|---|---|---|---|---|---|---|"
    cells = [(form, counts.right[form], counts.wrong[form], counts.missed[form]) for form in counts.forms()]
    whole = ("all", counts.right.total(), counts.wrong.total(), counts.missed.total())
    for form, right, wrong, missed in (*cells, whole):
        shares = share(right, right + wrong), share(right, right + missed)
        yield f"| {form} | {right + missed} | {right} | {wrong} | {missed} | {shares[0]} | {shares[1]} |"


def _whole(posts: pl.DataFrame) -> Iterator[str]:
    readings = [Reading(Utterance(text, account_name=account)) for account, _, text in posts.iter_rows()]
    started = time.process_time()
    found = [credits(reading) for reading in readings]
    micro = 1e6 * (time.process_time() - started) / len(readings)
    forms = Counter(credit.form for each in found for credit in each)
    yield f"## All {posts.height:,} posts\n"
    yield "Sources read: " + ", ".join(f"{form} {count}" for form, count in forms.most_common()) + "."
    yield f"Posts with a source: {sum(map(bool, found)):,}. Time: {micro:.0f} µs a post on one busy core, every post read."


if __name__ == "__main__":
    write(page("credits"), lines, needs=POSTS)
