"""Dossiers of one kind of excess: the largest account, a post with most comments, the longest text."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from plumbline.demo.nation import AS_OF
from plumbline.demo.nation_texts import long_texts, words

_SEED = 20260331
_SETTINGS = f'timezone = "Asia/Shanghai"\nas_of = "{AS_OF.isoformat()}"\n'
_DAYS = 90
_LONGEST = 1_000_000


def largest_account(folder: Path, scale: float) -> str:
    """One account with a million posts."""
    posts = int(1_000_000 * scale)
    dice = np.random.default_rng(_SEED)
    platform, kind = (pl.repeat(value, posts, dtype=pl.String, eager=True) for value in ("weibo", "post"))
    _write(folder, long_texts(words(posts, dice), platform, kind, dice))
    return f"one account with {posts:,} posts"


def most_comments(folder: Path, scale: float) -> str:
    """One post with a million comments."""
    comments = int(1_000_000 * scale)
    _write(folder, pl.Series(["今天上午十时开放预约。"]))
    number = pl.int_range(comments)
    pl.select(
        at=pl.lit(AS_OF - timedelta(1)) + pl.duration(seconds=number % 80_000),
        text=pl.format("第{}个问题想问一下", number % 9_973),
        actor_key=number.cast(pl.String),
    ).with_columns(account_id=pl.lit("weibo:1"), post_id=pl.lit("p0"), kind=pl.lit("comment")).write_parquet(
        folder / "interactions.parquet"
    )
    return f"one post with {comments:,} comments"


def longest_text(folder: Path, scale: float) -> str:
    """A hundred posts of fifty thousand characters each, as long as articles of WeChat may be, and one of a million."""
    length, dice = int(_LONGEST * scale), np.random.default_rng(_SEED)
    sentences = max(1, length // 50)
    platform, kind = (pl.repeat(value, sentences, dtype=pl.String, eager=True) for value in ("weibo", "post"))
    whole = "".join(long_texts(words(sentences, dice), platform, kind, dice).to_list())[:length]
    usual = length // 20
    _write(folder, pl.Series([whole, *(f"第{number}期。{whole[:usual]}" for number in range(100))]))
    return f"100 posts of {usual:,} characters, one of {len(whole):,}"


EXTREMES: dict[str, Callable[[Path, float], str]] = {
    "largest_account": largest_account,
    "most_comments": most_comments,
    "longest_text": longest_text,
}


def _write(folder: Path, texts: pl.Series) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    number, apart = pl.int_range(pl.len()), _DAYS * 86_400 // (texts.len() + 1)
    texts.to_frame("text").with_columns(
        account_id=pl.lit("weibo:1"),
        post_id=pl.format("p{}", number),
        posted_at=pl.lit(AS_OF) - pl.duration(seconds=number * apart),
    ).write_parquet(folder / "posts.parquet")
    pl.DataFrame({"account_id": ["weibo:1"], "platform": ["weibo"], "name": ["青溪发布"]}).write_parquet(
        folder / "accounts.parquet"
    )
    (folder / "dossier.toml").write_text(_SETTINGS, encoding="utf-8")
