"""Posts whose words nobody read: they hold pictures or video, and no text of these stands beside them."""

from collections.abc import Iterable

import polars as pl

MEDIA_COLUMNS = ("media", "media_text", "media_read")
"""Columns of posts that say what pictures and videos hold; few dossiers have them."""
UNREAD_SCHEMA: dict[str, pl.DataType] = {"account_id": pl.String(), "posts": pl.Int64()}
"""How many posts of an account hold pictures or video whose words were not read; sorted, accounts without any left out.
"""


def has_words() -> pl.Expr:
    """Whether words of pictures or videos stand beside a post (Boolean, never null)."""
    return pl.col("media_text").str.contains(r"\S").fill_null(value=False)


def unread(posts: pl.DataFrame) -> pl.DataFrame:
    """Counted by account (UNREAD_SCHEMA); `posts` may lack any of `MEDIA_COLUMNS`."""
    if "media" not in posts.columns:
        return pl.DataFrame(schema=UNREAD_SCHEMA)
    held = pl.col("media").list.len().fill_null(0) > 0
    read = pl.col("media_read").fill_null(value=False) if "media_read" in posts.columns else pl.lit(value=False)
    words = has_words() if "media_text" in posts.columns else pl.lit(value=False)
    return totalled([posts.filter(held & ~read & ~words).select("account_id", posts=pl.lit(1, pl.Int64))])


def totalled(counts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The counts of several batches added up."""
    whole = pl.concat([pl.DataFrame(schema=UNREAD_SCHEMA), *counts])
    return whole.group_by("account_id").agg(pl.col("posts").sum()).sort("account_id")
