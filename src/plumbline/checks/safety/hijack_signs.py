"""Signs in text and rhythm that somebody else posts on the account: spam, another language, nights, a sudden waking.

Method: in the last `recent_days` it looks for posts that carry spam as hijackers send it (lexicon `spam`), and for
three things in the rhythm, each against the account's own weeks before: most posts of a week in a language that it
hardly used, most posts of a week between 0 and 6 o'clock though it hardly posted at night, and posts after
`asleep_days` of silence. `spam_posts` posts of spam together with one such sign are a finding; so are twice as many
alone. Two signs of rhythm without spam are the variant `rhythm`, a hint to look. A new account has no history: its
weeks show nothing.

Blind spots: links and pictures, which are not followed here; a thief who writes as the office does; whether the account
was stolen at all. "We were hacked" is a claim to be proved, and this is no proof.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.judgement import FINDING_COLUMNS
from plumbline.domain.vocabulary import Reason
from plumbline.series.watching import local_day

KIND = "account_check"
READS = ("accounts", "activity", "posts", "marks", "weeks", "pauses")
NEEDS = ("accounts", "posts")
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("rhythm",)
SHOWN = 5
_LANGUAGES = ("zh", "en", "other")


@dataclass(frozen=True)
class Params:
    """Days are natural days; a week counts with `week_posts` posts, a history with `history_posts`; shares in 100."""

    recent_days: int
    asleep_days: int
    spam_posts: int
    week_posts: int
    history_posts: int
    most_pct: int
    hardly_pct: int


@dataclass(frozen=True)
class Facts:
    """`spam` posts; `signs`: spam, language, night, woken; from the first to the last day of what was seen."""

    spam: int
    signs: tuple[str, ...]
    from_on: date
    to_on: date


def find(shard: Shard, params: Params) -> Detection:
    """Accounts of the shard that show signs."""
    first = shard.today - timedelta(days=params.recent_days)
    signs = pl.concat([_spam(shard, params, first), _weeks(shard, params, first), _woken(shard, params, first)])
    seen = signs.group_by("account_id").agg(
        spam=pl.col("posts").filter(pl.col("sign") == "spam").sum(),
        signs=pl.col("sign").unique().sort(),
        from_on=pl.col("from_on").min(),
        to_on=pl.col("to_on").max(),
    )
    places = (
        signs.sort("account_id", pl.col("sign") != "spam", "sign", "from_on")
        .explode("evidence")
        .group_by("account_id")
        .agg(pl.col("evidence").head(SHOWN))
    )
    seen = seen.join(places, on="account_id")
    others = pl.col("signs").list.len() - (pl.col("spam") > 0).cast(pl.UInt32)
    enough = pl.col("spam") >= params.spam_posts
    taken = seen.filter((enough & (others > 0)) | (pl.col("spam") >= 2 * params.spam_posts))
    odd = seen.join(taken, on="account_id", how="anti").filter(others > 1)
    both = pl.concat([_findings(taken, None, others), _findings(odd, "rhythm", others)])
    return detection(both)


def _findings(seen: pl.DataFrame, variant: str | None, others: pl.Expr) -> pl.DataFrame:
    sure = pl.when(others > 0).then(pl.lit("high")).otherwise(pl.lit("medium"))
    return seen.select(
        "account_id",
        subject=pl.lit(variant or "taken"),
        variant=pl.lit(variant, pl.String),
        confidence=pl.lit("low") if variant else sure,
        evidence=pl.col("evidence").cast(FINDING_COLUMNS["evidence"]),
        spam=pl.col("spam").cast(pl.Int64),
        signs="signs",
        from_on="from_on",
        to_on="to_on",
    )


def _spam(shard: Shard, params: Params, first: date) -> pl.DataFrame:
    """Accounts with posts of spam in their own voice."""
    day = local_day(pl.col("posted_at"), shard.timezone)
    item = pl.struct(table=pl.lit("posts"), key="post_id", field="field", start="start", end="end", quote="quote")
    return (
        shard.table("marks")
        .with_columns(day=day)
        .filter(pl.col("lexicon") == "spam", pl.col("kind").is_in(["post", "repost"]), pl.col("day") >= first)
        .sort("account_id", "posted_at", "post_id", "group")
        .unique(["account_id", "post_id"], keep="first", maintain_order=True)
        .group_by("account_id", maintain_order=True)
        .agg(
            sign=pl.lit("spam"),
            posts=pl.len().cast(pl.Int64),
            from_on=pl.col("day").min(),
            to_on=pl.col("day").max(),
            evidence=item,
        )
        .select(_SIGN)
    )


def _weeks(shard: Shard, params: Params, first: date) -> pl.DataFrame:
    """Weeks unlike all weeks before: in another language, or by night."""
    counts = ("posts", "night", *_LANGUAGES)
    weeks = shard.table("weeks").with_columns(pl.col(counts).cast(pl.Int64)).sort("account_id", "week")
    before = {f"{name}_before": pl.col(name).cum_sum().shift(1).over("account_id").fill_null(0) for name in counts}
    known = (
        weeks.with_columns(**before)
        .filter(pl.col("week") >= first - timedelta(days=6), pl.col("posts") >= params.week_posts)
        .filter(pl.col("posts_before") >= params.history_posts)
    )
    strange = [_unlike(known, name, "language", params) for name in _LANGUAGES]
    return pl.concat([*strange, _unlike(known, "night", "night", params)])


def _unlike(weeks: pl.DataFrame, name: str, sign: str, params: Params) -> pl.DataFrame:
    most = 100 * pl.col(name) >= params.most_pct * pl.col("posts")
    hardly = 100 * pl.col(f"{name}_before") <= params.hardly_pct * pl.col("posts_before")
    quote = pl.format(
        "{}: {} / {} ({}: {} / {})", pl.lit(name), name, "posts", pl.lit("before"), f"{name}_before", "posts_before"
    )
    return weeks.filter(most, hardly).select(
        "account_id",
        sign=pl.lit(sign),
        posts=pl.lit(0, pl.Int64),
        from_on="week",
        to_on=pl.col("week") + timedelta(days=6),
        evidence=_place(pl.lit(None, pl.String), quote),
    )


def _woken(shard: Shard, params: Params, first: date) -> pl.DataFrame:
    """Accounts that published again after a long sleep."""
    return (
        shard.table("pauses")
        .filter(pl.col("next_on") >= first, pl.col("next_on") <= shard.today)
        .filter((pl.col("next_on") - pl.col("last_on")).dt.total_days() >= params.asleep_days)
        .select(
            "account_id",
            sign=pl.lit("woken"),
            posts=pl.lit(0, pl.Int64),
            from_on="next_on",
            to_on="next_on",
            evidence=_place(pl.lit(None, pl.String), pl.format("{} → {}", "last_on", "next_on")),
        )
    )


def _place(key: pl.Expr, quote: pl.Expr) -> pl.Expr:
    none = pl.lit(None, pl.Int64)
    return pl.concat_list(
        pl.struct(table=pl.lit("posts"), key=key, field=pl.lit("posted_at"), start=none, end=none, quote=quote)
    )


_SIGN = ("account_id", "sign", "posts", "from_on", "to_on", "evidence")
