"""Repeated texts under each post of some accounts, without what is the custom of the account's readers."""

import json
from collections.abc import Iterator, Mapping

import polars as pl

from plumbline.text.repeated_texts import Said, core, own_words, repeats

UNDER_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "post_id": pl.String(),
    "exact_pm": pl.Int64(),
    "near_pm": pl.Int64(),
    "often": pl.String(),
}
_POSTS = 4
"""Posts from which a text that stands under most of them is a custom of the readers and no sign of anything."""


def repeated_under_posts(said: pl.DataFrame, number: int) -> pl.DataFrame:
    """Of each post with `number` or more texts with words of their own: UNDER_SCHEMA (`repeated_texts.Repeats`; `often`
    is a JSON list of text and times).

    `said`: account_id, post_id, text, actor_key, post String, at Datetime; `post` is the text of the post.
    """
    texts = said.drop_nulls("text").sort("account_id", "post_id", "at", "actor_key", "text")
    enough = texts.filter(pl.len().over("account_id", "post_id") >= number)
    rows = [row for mine in enough.partition_by("account_id", maintain_order=True) for row in _rows(mine, number)]
    return pl.DataFrame(rows, schema=UNDER_SCHEMA, orient="row")


def _rows(mine: pl.DataFrame, number: int) -> Iterator[tuple[str, str, int, int, str]]:
    cores = {text: core(text) for text in mine["text"].unique()}
    common = _custom(mine, cores)
    for (account, post), under in mine.group_by("account_id", "post_id", maintain_order=True):
        said = (Said(text, actor) for text, actor in under.select("text", "actor_key").iter_rows())
        found = repeats(own_words(said, under["post"][0], common, cores), number)
        if found:
            often = json.dumps([list(each) for each in found.often], ensure_ascii=False)
            yield str(account), str(post), found.exact_pm, found.near_pm, often


def _custom(mine: pl.DataFrame, cores: Mapping[str, str]) -> frozenset[str]:
    """What is said under most of the account's posts."""
    posts = mine["post_id"].n_unique()
    if posts < _POSTS:
        return frozenset()
    spread = mine.select("post_id", word=pl.col("text").replace_strict(cores, return_dtype=pl.String)).unique()
    return frozenset(spread.group_by("word").len().filter(2 * pl.col("len") > posts)["word"])
