"""What a check is: one module with a docstring, `KIND`, `READS`, `REASONS`, `Params`, `Facts` and one pure function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.calendar import Calendar
from plumbline.domain.judgement import ABSTENTION_COLUMNS, FINDING_COLUMNS
from plumbline.domain.tables import TABLES

ACTIVITY_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "day": pl.Date(),
    "sort": pl.Enum(["published", "automatic", "other", "future"]),
    "posts": pl.UInt32(),
    "last_at": pl.Datetime("us", "UTC"),
}
"""Posts reduced to natural days: one row per account, day and sort; sorted by the three. `published` resets the clock
of silence; `automatic` and `other` (replies, comments, likes, messages) do not; `future` is dated after `as_of`.
`last_at` is the last moment of that sort on that day, in whole seconds."""

LATEST_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "sort": ACTIVITY_SCHEMA["sort"],
    "last_on": pl.Date(),
    "last_at": pl.Datetime("us", "UTC"),
}
"""The last row of `activity` of each account and sort: a glance at it spares most checks the days."""

PAUSE_DAYS = 5
PAUSES_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "last_on": pl.Date(),
    "last_at": pl.Datetime("us", "UTC"),
    "next_on": pl.Date(),
}
"""Pairs of published days of an account with `PAUSE_DAYS` or more between them and nothing published in between."""

UNREADABLE_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "earliest": pl.Date(),
    "latest": pl.Date(),
    "rows": pl.Int64(),
}
"""Rejected rows of `posts` that could have been posts in [earliest, latest]; null: any day, any account."""

WEEKS_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "week": pl.Date(),
    "posts": pl.UInt32(),
    "night": pl.UInt32(),
    "zh": pl.UInt32(),
    "en": pl.UInt32(),
    "other": pl.UInt32(),
}
"""What was published (posts and reposts) in each week (its Monday): how many, how many from 0 to 6 o'clock local time,
and in which language."""

MARKS_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "post_id": pl.String(),
    "posted_at": pl.Datetime("us", "UTC"),
    "kind": pl.String(),
    "lexicon": pl.String(),
    "group": pl.String(),
    "field": pl.String(),
    "start": pl.Int64(),
    "end": pl.Int64(),
    "quote": pl.String(),
}
"""Posts that touch a group of the lexicons `topics` and `spam`, in the account's own voice: the first place of each, in
`field` (text, or media_text where only that has one)."""

MATCHES_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "post_id": pl.String(),
    "posted_at": pl.Datetime("us", "UTC"),
    "table": pl.String(),
    "source_id": pl.String(),
    "key": pl.String(),
    "name": pl.String(),
    "title": pl.String(),
    "url": pl.String(),
    "published_at": pl.Datetime("us", "UTC"),
    "cover_pm": pl.Int64(),
}
"""Posts that repeat a known text almost whole: an article, or an earlier post of another registered account (`table`
posts; then `source_id` is that account and `key` its post). `name` is the source's; `title` and `url` are the text's,
empty where it has none. Information about who had a text first, no fault."""

_COUNTS = pl.List(pl.Int32())
FIGURES_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "month": pl.Date(),
    "kind": pl.String(),
    "at": pl.List(pl.UInt32()),
    "reads": _COUNTS,
    "likes": _COUNTS,
    "reposts": _COUNTS,
    "comments": _COUNTS,
    "example": pl.String(),
}
"""Counts of what a person published (posts, reposts): one row per account, local month (its first day) and kind, sorted
by the three. The lists are of equal length and in order of time and id: epoch seconds (UTC), counts (null: not given;
above 2³¹ − 1 cut there). `example`: the post with most likes."""

CLOCKS_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "post_id": pl.String(),
    "posted_at": pl.Datetime("us", "UTC"),
    "automatic": pl.Boolean(),
    "edited_at": pl.Datetime("us", "UTC"),
    "first_seen_at": pl.Datetime("us", "UTC"),
    "id_at": pl.Datetime("us", "UTC"),
    "agreeing": pl.Int64(),
    "misread": pl.Int64(),
    "sighted": pl.Int64(),
    "together": pl.Int64(),
}
"""Published posts whose displayed time does not go with the clock in their id (`id_at`; null: the id carries no proven
clock) or with the moment at which they were first seen. Of the whole account: `agreeing` posts whose id goes with their
displayed time, `misread` posts whose id looks like the platform's and holds no time, `sighted` posts first seen when or
after they were displayed; `together` posts of the account first seen late on the same day as this one."""

TRACKED_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "post_id": pl.String(),
    "posted_at": pl.Datetime("us", "UTC"),
    "kind": pl.String(),
    "text": pl.String(),
}
"""The posts that `post_metrics` or `interactions` speak of."""

ALTERED_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "post_id": pl.String(),
    "posted_at": pl.Datetime("us", "UTC"),
    "kind": pl.String(),
    "automatic": pl.Boolean(),
    "text": pl.String(),
    "edited_at": pl.Datetime("us", "UTC"),
    "deleted_at": pl.Datetime("us", "UTC"),
    "first_seen_at": pl.Datetime("us", "UTC"),
    "last_seen_at": pl.Datetime("us", "UTC"),
}
"""The posts that `versions` or `sightings` speak of, those with an edit or a deletion by `as_of`, those on which a link
was found dead or moved, and those first seen a day or more after they were published although the account was being
watched (of the last two sorts without `text`). `edited_at` and `deleted_at` after `as_of` are null."""

CORRECTIONS_SCHEMA: dict[str, pl.DataType] = TRACKED_SCHEMA
"""What may excuse an altered post, of the same accounts: everything said in words of correction or withdrawal
(`text.corrections`), and what was published soon after a deleted post or about the time when it went."""

REVIEWED_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "post_id": pl.String(),
    "posted_at": pl.Datetime("us", "UTC"),
    "kind": pl.String(),
    "automatic": pl.Boolean(),
    "text": pl.String(),
    "edited_at": pl.Datetime("us", "UTC"),
}
"""What accounts with an approval by `as_of` published (posts, reposts). `edited_at` after `as_of` is null."""

COMMON_GAIN_SCHEMA: dict[str, pl.DataType] = {
    "platform": pl.String(),
    "date": pl.Date(),
    "mode": pl.Float64(),
    "accounts": pl.Int64(),
}
"""What the followers of most accounts of a platform did on a day: the median of the accounts' daily gain on a
logarithmic scale, less each one's own level; and how many accounts it rests on."""

PEER_NORMS_SCHEMA: dict[str, pl.DataType] = {
    "group": pl.String(),
    "target": pl.String(),
    "quantile_pm": pl.Int64(),
    "names": pl.List(pl.String()),
    "coefficients": pl.List(pl.Float64()),
    "posts": pl.Int64(),
}
"""Lines of quantile regression within a group of peers: what is to be expected of one count given the others."""

PREPARED: dict[str, dict[str, pl.DataType]] = {
    "activity": ACTIVITY_SCHEMA,
    "latest": LATEST_SCHEMA,
    "pauses": PAUSES_SCHEMA,
    "unreadable": UNREADABLE_SCHEMA,
    "weeks": WEEKS_SCHEMA,
    "marks": MARKS_SCHEMA,
    "figures": FIGURES_SCHEMA,
    "clocks": CLOCKS_SCHEMA,
    "tracked": TRACKED_SCHEMA,
    "altered": ALTERED_SCHEMA,
    "corrections": CORRECTIONS_SCHEMA,
    "reviewed": REVIEWED_SCHEMA,
    "common_gain": COMMON_GAIN_SCHEMA,
    "peer_norms": PEER_NORMS_SCHEMA,
}
PREPARED_FOR_ALL = ("common_gain", "peer_norms")
"""Prepared tables that are not kept by account: every shard sees them whole."""


@dataclass(frozen=True)
class Shard:
    """All tables of a bucket of accounts, fleet tables whole, and what is prepared from them.

    `tables` maps a table's name to a frame with exactly the contract's columns and types (`domain.tables`), plus the
    prepared tables of `PREPARED`. `posts` is lazy (account_id, post_id, posted_at,
    kind, automatic) and may hold posts of other shards: look up the few that a check has found, for evidence, and never
    read it as a whole.
    `given` holds every table and `table.column` that the dossier really has: an absent column is all null in the frame.
    `calendar` says which days are worked; None: China's.
    """

    as_of: datetime
    timezone: str
    tables: Mapping[str, pl.DataFrame]
    posts: pl.LazyFrame
    given: frozenset[str] = field(default_factory=frozenset)
    calendar: Calendar | None = None

    @property
    def today(self) -> date:
        """The natural day of `as_of` in the dossier's timezone."""
        return self.as_of.astimezone(ZoneInfo(self.timezone)).date()

    def table(self, name: str) -> pl.DataFrame:
        """The table, empty with the right columns if the dossier lacks it."""
        if name in self.tables:
            return self.tables[name]
        return pl.DataFrame(schema=PREPARED.get(name) or TABLES[name].schema)

    def has(self, name: str) -> bool:
        """Whether the dossier has that table (`coverage`) or column (`accounts.verified`)."""
        return name in self.given


@dataclass(frozen=True)
class Detection:
    """What a check says of a shard: findings (common columns plus one per fact) and abstentions."""

    findings: pl.DataFrame
    abstentions: pl.DataFrame


def detection(findings: pl.DataFrame | None = None, abstentions: pl.DataFrame | None = None) -> Detection:
    """Fill in the common columns that a check left out (null; confidence `high`; subject ``""``; no evidence)."""
    found = pl.DataFrame(schema=FINDING_COLUMNS) if findings is None else findings
    fill = {
        "post_id": pl.lit(None, pl.String()),
        "subject": pl.lit(""),
        "variant": pl.lit(None, pl.String()),
        "confidence": pl.lit("high"),
        "evidence": pl.lit([], FINDING_COLUMNS["evidence"]),
        "exhibit": pl.lit(None, pl.String()),
    }
    found = found.with_columns(**{name: value for name, value in fill.items() if name not in found.columns})
    silent = pl.DataFrame(schema=ABSTENTION_COLUMNS) if abstentions is None else abstentions
    blank = {name: pl.lit(None, dtype) for name, dtype in ABSTENTION_COLUMNS.items() if name not in silent.columns}
    return Detection(found, silent.with_columns(**blank).select(ABSTENTION_COLUMNS.keys()))


def evidence(table: str, key: str | pl.Expr, fields: str, quote: str | pl.Expr | None = None) -> pl.Expr:
    """An expression that builds a one-item evidence list; `key` and `quote` are column names or expressions.

    Dates and times in `quote` are written as ISO text.
    """
    item = pl.struct(
        table=pl.lit(table),
        key=_text(key),
        field=pl.lit(fields),
        start=pl.lit(None, pl.Int64()),
        end=pl.lit(None, pl.Int64()),
        quote=pl.lit(None, pl.String()) if quote is None else _text(quote),
    )
    return pl.concat_list(item).cast(FINDING_COLUMNS["evidence"])


def _text(value: str | pl.Expr) -> pl.Expr:
    return (pl.col(value) if isinstance(value, str) else value).cast(pl.String())
