"""Posts reduced to natural days: what every check of silence needs of a nation's posts, in a few bytes each."""

from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.domain.check import ACTIVITY_SCHEMA

_DAY = 86_400
_QUARTER = 900
"""Every change of a zone's offset since 1972 falls on a quarter of an hour: one look-up serves all seconds in it."""
_SECOND_BITS, _SORT_BITS, _DAY_BITS = 18, 2, 16
_SORTS = ("published", "automatic", "other", "future")
_PUBLIC = ("post", "repost")

Longs = npt.NDArray[np.int64]


class DayCounter:
    """Takes posts in batches of any order and size; holds 8 bytes a post.

    Each post becomes one sortable number: account, local day, sort, second. `accounts` are the registered ids in
    the order in which the frames are wanted; `as_of` is aware; `timezone` an IANA name.
    """

    def __init__(self, accounts: pl.Series, *, as_of: datetime, timezone: str) -> None:
        self._accounts = accounts
        self._as_of = int(as_of.timestamp() * 1_000_000)
        self._timezone = timezone
        self._keys: list[Longs] = []

    def add(self, code: pl.Series, posts: pl.DataFrame) -> None:
        """Count `posts` (posted_at: Datetime[us, UTC], kind: String, automatic: Boolean); `code` = index of account."""
        if posts.is_empty():
            return
        micros = posts["posted_at"].to_physical().to_numpy()
        seconds = micros // 1_000_000
        day = (seconds + _offsets(seconds, self._timezone)) // _DAY
        sort = posts.select(_sort_of()).to_series().to_numpy().astype(np.int64)
        sort[micros > self._as_of] = _SORTS.index("future")
        within = seconds - day * _DAY + _DAY
        key = code.to_numpy().astype(np.int64)
        for bits, part in ((_DAY_BITS, day), (_SORT_BITS, sort), (_SECOND_BITS, within)):
            key = (key << bits) | part
        self._keys.append(key)

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """All that was added, as `ACTIVITY_SCHEMA` (sorted by position of the account, day, sort) and `LATEST_SCHEMA`."""
        keys = np.concatenate(self._keys) if self._keys else np.empty(0, np.int64)
        self._keys = []
        keys.sort()
        group = keys >> _SECOND_BITS
        last = _ends(group)
        group = group[last]
        day = (group >> _SORT_BITS) & ((1 << _DAY_BITS) - 1)
        second = (keys[last] & ((1 << _SECOND_BITS) - 1)) - _DAY + day * _DAY
        code = (group >> (_SORT_BITS + _DAY_BITS)).astype(np.uint32)
        activity = pl.DataFrame(
            {
                "account_id": self._accounts.gather(pl.Series(code)),
                "day": pl.Series(day.astype(np.int32)).cast(pl.Date),
                "sort": pl.Series((group & 3).astype(np.uint8)).cat.to(ACTIVITY_SCHEMA["sort"]),
                "posts": pl.Series(np.diff(last, prepend=-1).astype(np.uint32)),
                "last_at": pl.Series(second * 1_000_000).cast(pl.Datetime("us", "UTC")),
            }
        )
        return activity, latest(activity)


def latest(activity: pl.DataFrame) -> pl.DataFrame:
    """`LATEST_SCHEMA` of an activity whose days stand in order within each account."""
    rows = [_last_of(activity.filter(pl.col("sort") == sort)) for sort in _SORTS]
    return pl.concat(rows).select("account_id", "sort", "day", "last_at").rename({"day": "last_on"})


def _last_of(days: pl.DataFrame) -> pl.DataFrame:
    return days.filter(pl.col("account_id").ne_missing(pl.col("account_id").shift(-1)))


def _ends(group: Longs) -> npt.NDArray[np.intp]:
    """Where each run of equal numbers ends."""
    return np.flatnonzero(np.append(group[1:] != group[:-1], [True] * (group.size > 0)))


def daily(posts: pl.DataFrame, *, as_of: datetime, timezone: str) -> pl.DataFrame:
    """Reduce a whole frame of posts (account_id, posted_at, kind, automatic) to `ACTIVITY_SCHEMA`."""
    accounts = posts["account_id"].unique().sort()
    counter = DayCounter(accounts, as_of=as_of, timezone=timezone)
    counter.add(accounts.search_sorted(posts["account_id"]), posts)
    return counter.frames()[0]


def _sort_of() -> pl.Expr:
    """Number of the sort in `_SORTS`, before the date is looked at; kind null = post, automatic null = by a person."""
    public = pl.col("kind").is_in(_PUBLIC) | pl.col("kind").is_null()
    automatic = pl.col("automatic").fill_null(value=False)
    sort = pl.when(~public).then(_SORTS.index("other")).when(automatic).then(_SORTS.index("automatic")).otherwise(0)
    return sort.cast(pl.UInt8)


def _offsets(seconds: Longs, timezone: str) -> Longs:
    """Seconds east of UTC in `timezone` at each UTC second."""
    quarter = seconds // _QUARTER
    first, last = int(quarter.min()), int(quarter.max())
    moments = pl.Series(np.arange(first, last + 1) * _QUARTER * 1_000_000).cast(pl.Datetime("us", "UTC"))
    local = moments.dt.convert_time_zone(timezone).dt.replace_time_zone(None)
    offset = (local.to_physical() - moments.to_physical()).to_numpy() // 1_000_000
    return offset[quarter - first] if np.any(offset != offset[0]) else np.broadcast_to(offset[:1], seconds.shape)
