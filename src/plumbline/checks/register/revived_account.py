"""An account that has been closed, by the register, and has published since.

Method: something was published by a person (post or repost, not automatic, not dated after the inspection) on a
natural day after the recorded day of closing. What was published on that day itself, a farewell, counts for
nothing. A closed account whose closing day is not recorded cannot be judged: the check abstains.

Blind spots: an account revived under another address or id; posts made by a machine; who revived it, the unit or a
stranger who got hold of the name.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.silences import with_post
from plumbline.series.standing import last_published

KIND = "account_check"
READS = ("accounts", "activity", "posts")
NEEDS = ("accounts", "posts")
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS = ()


@dataclass(frozen=True)
class Params:
    """Nothing to set: one post is enough."""


@dataclass(frozen=True)
class Facts:
    """`posts` published after closing, from `first_on` to `last_on`."""

    closed_on: date
    posts: int
    first_on: date
    last_on: date


def find(shard: Shard, params: Params) -> Detection:
    """Closed accounts with published posts after their closing day."""
    closed = shard.table("accounts").filter(pl.col("status") == "closed")
    undated = closed.filter(pl.col("closed_on").is_null())
    after = closed.join(last_published(shard), on="account_id").filter(pl.col("last_on") > pl.col("closed_on"))
    since = (
        shard.table("activity")
        .lazy()
        .filter(pl.col("sort") == "published", pl.col("account_id").is_in(after["account_id"].implode()))
        .join(after.lazy().select("account_id", "closed_on"), on="account_id")
        .filter(pl.col("day") > pl.col("closed_on"))
        .group_by("account_id", "closed_on")
        .agg(
            posts=pl.col("posts").cast(pl.Int64).sum(),
            first_on=pl.col("day").min(),
            last_on=pl.col("day").max(),
            last_at=pl.col("last_at").max(),
        )
        .collect()
    )
    return detection(
        _findings(with_post(since, shard)), undated.select("account_id", reason=pl.lit(Reason.NOT_COLLECTED.value))
    )


def _findings(found: pl.DataFrame) -> pl.DataFrame:
    closing = evidence("accounts", "account_id", "closed_on", "closed_on")
    posting = evidence("posts", "post_id", "posted_at", "posted_text")
    seen = pl.col("post_id").is_not_null()
    return found.select(
        "account_id",
        subject=pl.col("closed_on").cast(pl.String),
        evidence=pl.when(seen).then(pl.concat_list(closing, posting)).otherwise(closing),
        closed_on="closed_on",
        posts="posts",
        first_on="first_on",
        last_on="last_on",
    )
