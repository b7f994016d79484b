"""Where a post stands in a known text, and what was changed there.

Method: both are compared as folded letters and digits (`keyed`), so that punctuation, emoji, width and script variant
do not matter; `blocks` finds what agrees. What stands between two agreeing runs is a change, widened to whole numbers
and Latin words. All places are those of the originals.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from plumbline.provenance.blocks import Block, matching_blocks
from plumbline.provenance.keyed import Keyed, keyed


@dataclass(frozen=True, slots=True)
class Run:
    """Characters [post_start, post_end) of the post are [article_start, article_end) of the article, but for marks."""

    post_start: int
    post_end: int
    article_start: int
    article_end: int


@dataclass(frozen=True, slots=True)
class Change:
    """What stands in the post and in the article between two runs; one of the two may be empty."""

    post_start: int
    post_end: int
    article_start: int
    article_end: int
    post_text: str
    article_text: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The passage that both share (`post_span`, `article_span`), its runs in the order of the post, its changes.

    `cover_pm`: share of the post's letters and digits inside runs, per mille; `longest`: the longest run, in letters
    and digits. Where nothing agrees both spans are (0, 0). A passage that was moved is a run whose article places go
    back; before it there is a change with an empty article side at most.
    """

    post_span: tuple[int, int]
    article_span: tuple[int, int]
    runs: tuple[Run, ...]
    changed: tuple[Change, ...]
    cover_pm: int
    longest: int


NOTHING = Alignment((0, 0), (0, 0), (), (), 0, 0)


def align(post: str, article: str) -> Alignment:
    """How the post lies on the article. Both are originals; any lengths."""
    left, right = keyed(post), keyed(article)
    found = matching_blocks(left.key, right.key)
    blocks = tuple(_whole_words(left, right, found))
    if not blocks:
        return NOTHING
    runs = tuple(
        Run(*left.place(block.left, block.left_end), *right.place(block.right, block.right_end)) for block in blocks
    )
    return Alignment(
        (runs[0].post_start, runs[-1].post_end),
        (min(run.article_start for run in runs), max(run.article_end for run in runs)),
        runs,
        tuple(_changes(left, right, blocks)),
        sum(block.size for block in blocks) * 1000 // len(left.key),
        max(block.size for block in found),
    )


def _whole_words(left: Keyed, right: Keyed, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks without what belongs to a number or Latin word that is changed."""
    for place, block in enumerate(blocks):
        start = max(left.tied_from(block.left), right.tied_from(block.right)) if place else 0
        last = place == len(blocks) - 1
        end = 0 if last else max(left.tied_until(block.left_end), right.tied_until(block.right_end))
        if start + end < block.size:
            yield Block(block.left + start, block.right + start, block.size - start - end)


def _changes(left: Keyed, right: Keyed, blocks: tuple[Block, ...]) -> Iterator[Change]:
    for one, other in pairwise(blocks):
        post = left.place(one.left_end, other.left)
        article = right.place(one.right_end, max(one.right_end, other.right))
        if post[0] < post[1] or article[0] < article[1]:
            yield Change(*post, *article, left.text[slice(*post)], right.text[slice(*article)])
