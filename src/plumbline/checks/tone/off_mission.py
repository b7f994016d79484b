"""An account that drifts from its mission: for weeks it turns to leisure topics, against its own history.

Method: counts posts and reposts that touch a leisure topic (lexicon `topics`: stars, games, beauty, luck …) in the last
`recent_days` and in the `history_days` before. Topics within the account's remit, by the words of its name and mission
(`remits`), do not count. It drifts when at least `posts` of them stand on at least `days` different days, are
`share_pct` of all it published, and that share is `times` that of its own history or more. With fewer than
`history_posts` posts of history there is nothing to compare with, and the check abstains.

Blind spots: drift to topics that the lexicon does not know; pictures and videos; an account that has always strayed;
a topic that suits the audience although neither name nor mission says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.judgement import FINDING_COLUMNS
from plumbline.domain.vocabulary import Reason
from plumbline.series.watching import local_day

KIND = "account_check"
READS = ("accounts", "posts", "marks", "weeks")
NEEDS = ("accounts", "posts")
REASONS = (Reason.TOO_FEW,)
VARIANTS = ()
SHOWN = 5


@dataclass(frozen=True)
class Params:
    """`remits`: a leisure topic and the words of a name or mission that make it an office's business (`topic: a|b`).

    Shares in hundredths, times in natural days.
    """

    recent_days: int
    history_days: int
    posts: int
    days: int
    share_pct: int
    times: int
    history_posts: int
    remits: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """`stray` of `posts` since `from_on` touch a leisure topic, mostly `topic`; before it were `before_pct` in 100."""

    topic: str
    stray: int
    posts: int
    share_pct: int
    before_pct: int
    from_on: date


def find(shard: Shard, params: Params) -> Detection:
    """Accounts of the shard that drift."""
    first = shard.today - timedelta(days=params.recent_days - 1)
    stray = _stray(shard, params).filter(pl.col("day") > first - timedelta(days=params.history_days + 1))
    recent, before = stray.filter(pl.col("day") >= first), stray.filter(pl.col("day") < first)
    counted = (
        recent.group_by("account_id")
        .agg(
            stray=pl.col("post_id").n_unique().cast(pl.Int64),
            days=pl.col("day").n_unique(),
            topic=pl.col("group").sort().mode(maintain_order=True).first(),
            evidence=pl.struct(
                table=pl.lit("posts"), key="post_id", field="field", start="start", end="end", quote="quote"
            )
            .sort_by("posted_at", "post_id", "group")
            .head(SHOWN),
        )
        .filter(pl.col("stray") >= params.posts, pl.col("days") >= params.days)
        .join(_published(shard, first, shard.today, "posts"), on="account_id")
        .join(
            _published(shard, first - timedelta(days=params.history_days), first, "earlier"),
            on="account_id",
            how="left",
        )
        .join(before.group_by("account_id").agg(strayed=pl.col("post_id").n_unique()), on="account_id", how="left")
        .with_columns(pl.col("earlier", "strayed").fill_null(0).cast(pl.Int64))
        .filter(100 * pl.col("stray") >= params.share_pct * pl.col("posts"))
    )
    known = pl.col("earlier") >= params.history_posts
    drift = pl.col("stray") * pl.col("earlier") >= params.times * pl.col("strayed") * pl.col("posts")
    unknown = counted.filter(~known).select("account_id", reason=pl.lit(Reason.TOO_FEW.value), number="earlier")
    return detection(_findings(counted.filter(known & drift), first), unknown)


def _findings(drifting: pl.DataFrame, first: date) -> pl.DataFrame:
    return drifting.select(
        "account_id",
        subject="topic",
        confidence=pl.lit("medium"),
        evidence=pl.col("evidence").cast(FINDING_COLUMNS["evidence"]),
        topic="topic",
        stray="stray",
        posts="posts",
        share_pct=100 * pl.col("stray") // pl.col("posts"),
        before_pct=100 * pl.col("strayed") // pl.col("earlier"),
        from_on=pl.lit(first),
    )


def _stray(shard: Shard, params: Params) -> pl.DataFrame:
    """Marks of leisure topics in what was published, those within the account's remit left out; with local `day`."""
    said = pl.concat_str(pl.col("name").fill_null(""), pl.col("mission").fill_null(""), separator=" ")
    marks = (
        shard.table("marks")
        .filter(pl.col("lexicon") == "topics", pl.col("kind").is_in(["post", "repost"]))
        .join(shard.table("accounts").select("account_id", said=said), on="account_id")
        .with_columns(day=local_day(pl.col("posted_at"), shard.timezone))
    )
    for remit in params.remits:
        topic, _, words = remit.partition(":")
        marks = marks.filter(~((pl.col("group") == topic.strip()) & pl.col("said").str.contains(words.strip())))
    return marks


def _published(shard: Shard, first: date, last: date, name: str) -> pl.DataFrame:
    """Posts of all kinds that were published in [first, last]."""
    return (
        shard.table("activity")
        .filter(pl.col("sort").is_in(["published", "automatic"]), pl.col("day").is_between(first, last))
        .group_by("account_id")
        .agg(pl.col("posts").sum().cast(pl.Int64).alias(name))
    )
