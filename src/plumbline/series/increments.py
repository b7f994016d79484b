"""What a post's counts gained in each ten minutes of its first two days.

From counters read again and again (`post_metrics`) or from single interactions with a time (`interactions`). A counter
that falls and a stretch in which nobody looked are missing, never negative and never nought.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

Counts = npt.NDArray[np.int64]
SLOT_MINUTES, SLOTS, HOURS = 10, 288, 48
SLOTS_AN_HOUR = 60 // SLOT_MINUTES
WIDEST = SLOTS_AN_HOUR + 1
"""Slots between two looks that still count as watched: a little more than an hour."""
STEPS = (1, 2, 3, 6)
"""How often a counter was read, in slots: every 10, 20, 30, 60 minutes."""
MEASURES = ("reads", "likes", "reposts", "comments")
_KINDS = {"like": "likes", "repost": "reposts", "comment": "comments"}
_MOST = 10**8
_KEY = ("account_id", "post_id", "measure")


@dataclass(frozen=True)
class Increments:
    """Rows of `posts` (account_id, post_id, measure String, posted_at Datetime UTC), sorted by the first three, and for
    each the 288 slots of ten minutes after publication: `counts[i, s]` came since the look before, which lies
    `spans[i, s]` slots back; span 0: nobody looked in that slot, or what was seen does not count."""

    posts: pl.DataFrame
    counts: Counts
    spans: Counts

    @property
    def until(self) -> Counts:
        """Slots from publication to the last look of each post."""
        back = np.argmax(self.spans[:, ::-1] > 0, axis=1)
        return np.where((self.spans > 0).any(axis=1), SLOTS - back, 0)

    @property
    def step(self) -> Counts:
        """How often each post was looked at, as one of STEPS (0: never); half of the looks came at least so often."""
        seen = self.spans > 0
        often = [_half(self.spans, seen, step) for step in STEPS[:-1]]
        return np.select([seen.sum(axis=1) == 0, *often], [0, *STEPS[:-1]], STEPS[-1])


def increments(
    tracked: pl.DataFrame, post_metrics: pl.DataFrame, interactions: pl.DataFrame, as_of: datetime
) -> Increments:
    """Both sources; where a counter was watched for a day or more, its single interactions are not counted again.

    `tracked`: account_id, post_id String, posted_at Datetime UTC; `post_metrics`, `interactions`: the contract's.
    """
    counters = from_counters(tracked, post_metrics, as_of)
    events = from_interactions(tracked, interactions, as_of)
    watched = counters.posts.filter(pl.Series(counters.until >= SLOTS // 2)).select(_KEY)
    spare = events.posts.with_row_index("row").join(watched, on=_KEY, how="anti")
    thin = counters.posts.with_row_index("row").join(spare, on=_KEY, how="anti")
    return _merged(_rows(counters, thin["row"]), _rows(events, spare["row"]))


def from_counters(tracked: pl.DataFrame, post_metrics: pl.DataFrame, as_of: datetime) -> Increments:
    """Counts gained from look to look; at publication every counter stands at nought."""
    looks = post_metrics.filter(pl.col("observed_at") <= as_of).join(_posted(tracked), on=_KEY[:2])
    index = ["account_id", "post_id", "posted_at", "observed_at"]
    long = looks.unpivot(MEASURES, index=index, variable_name="measure", value_name="stands")
    aged = long.drop_nulls("stands").with_columns(slot=_slot("observed_at", rounded=SLOT_MINUTES // 2))
    last = (
        aged.filter(pl.col("slot").is_between(1, SLOTS))
        .sort(*_KEY, "slot", "observed_at", "stands")
        .unique([*_KEY, "slot"], keep="last", maintain_order=True)
    )
    before = {name: pl.col(name).shift(1).over(_KEY).fill_null(0) for name in ("slot", "stands")}
    gained = last.with_columns(span=pl.col("slot") - before["slot"], count=pl.col("stands") - before["stands"])
    return _laid_out(gained.filter(pl.col("count") >= 0, pl.col("span") <= WIDEST))


def from_interactions(tracked: pl.DataFrame, interactions: pl.DataFrame, as_of: datetime) -> Increments:
    """Interactions in slots, watched up to the last one that the account has at all."""
    known = interactions.filter(pl.col("at") <= as_of)
    ends = known.group_by("account_id").agg(end=pl.col("at").max())
    aged = known.join(_posted(tracked), on=_KEY[:2]).join(ends, on="account_id").with_columns(
        measure=pl.col("kind").replace_strict(_KINDS, default="comments", return_dtype=pl.String),
        slot=_slot("at", rounded=0) + 1,
        last=_slot("end", rounded=0).clip(0, SLOTS),
    )  # fmt: skip
    rows = aged.filter(pl.col("slot").is_between(1, pl.col("last")))
    each = rows.group_by(*_KEY, "posted_at", "slot").agg(count=pl.len().cast(pl.Int64))
    whole = rows.select(*_KEY, "posted_at", "last").unique().with_columns(slot=pl.int_ranges(1, pl.col("last") + 1))
    filled = whole.explode("slot").join(each, on=[*_KEY, "posted_at", "slot"], how="left")
    return _laid_out(filled.with_columns(pl.col("count").fill_null(0), span=pl.lit(1, pl.Int64)))


def _posted(tracked: pl.DataFrame) -> pl.DataFrame:
    return tracked.select("account_id", "post_id", "posted_at").unique(["account_id", "post_id"], keep="any")


def _slot(moment: str, *, rounded: int) -> pl.Expr:
    """Slots from publication to that moment, to the nearest (`rounded` minutes are added) or the last whole one."""
    minutes = (pl.col(moment) - pl.col("posted_at")).dt.total_minutes() + rounded
    return minutes.floordiv(SLOT_MINUTES)


def _laid_out(gained: pl.DataFrame) -> Increments:
    posts = gained.select(*_KEY, "posted_at").unique(_KEY, keep="any").sort(_KEY)
    placed = gained.join(posts.select(_KEY).with_row_index("row"), on=_KEY)
    counts, spans = (np.zeros((posts.height, SLOTS), np.int64) for _ in range(2))
    at = placed["row"].to_numpy().astype(np.int64), placed["slot"].to_numpy().astype(np.int64) - 1
    counts[at] = placed["count"].clip(0, _MOST).to_numpy()
    spans[at] = placed["span"].to_numpy()
    return Increments(posts, counts, spans)


def _rows(some: Increments, rows: pl.Series) -> Increments:
    at = np.sort(rows.to_numpy())
    return Increments(some.posts[at], some.counts[at], some.spans[at])


def _merged(first: Increments, second: Increments) -> Increments:
    posts = pl.concat([first.posts, second.posts]).with_row_index("row").sort(_KEY)
    order = posts["row"].to_numpy()
    counts, spans = (
        np.concatenate([getattr(first, name), getattr(second, name)])[order] for name in ("counts", "spans")
    )
    return Increments(posts.drop("row"), counts, spans)


def _half(spans: Counts, seen: npt.NDArray[np.bool_], step: int) -> npt.NDArray[np.bool_]:
    often: npt.NDArray[np.bool_] = 2 * (seen & (spans <= step)).sum(axis=1) >= seen.sum(axis=1)
    return often
