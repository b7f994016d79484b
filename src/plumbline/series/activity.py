"""Posts reduced to natural days: what every check of silence needs of a nation's posts, in a few bytes each."""

from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.domain.check import ACTIVITY_SCHEMA, PAUSE_DAYS

_DAY = 86_400
_QUARTER = 900
"""Every change of a zone's offset since 1972 falls on a quarter of an hour: one look-up serves all seconds in it."""
_SECOND_BITS, _SORT_BITS, _DAY_BITS = 18, 2, 16
_SORTS = ("published", "automatic", "other", "future")
_PUBLIC = ("post", "repost")

Longs = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp] | slice


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

    def counted(self) -> "Days":
        """All that was added, reduced; nothing is left to add to."""
        keys = np.concatenate(self._keys) if self._keys else np.empty(0, np.int64)
        self._keys = []
        keys.sort()
        ends = _ends(keys >> _SECOND_BITS)
        return Days(self._accounts, keys[ends], np.diff(ends, prepend=-1).astype(np.uint32))


class Days:
    """One number (account, local day, sort, last second) and one count for each account, day and sort, in order."""

    def __init__(self, accounts: pl.Series, keys: Longs, posts: npt.NDArray[np.uint32]) -> None:
        self._accounts = accounts
        self._posts = posts
        self._code = (keys >> (_SECOND_BITS + _SORT_BITS + _DAY_BITS)).astype(np.uint32)
        self._sort = ((keys >> _SECOND_BITS) & 3).astype(np.uint8)
        self._day = ((keys >> (_SECOND_BITS + _SORT_BITS)) & ((1 << _DAY_BITS) - 1)).astype(np.int32)
        self._second = keys & ((1 << _SECOND_BITS) - 1)

    def activity(self) -> pl.DataFrame:
        """`ACTIVITY_SCHEMA`, sorted by position of the account, day and sort."""
        every = slice(None)
        return pl.DataFrame(
            {
                "account_id": self._account(every),
                "day": _dates(self._day),
                "sort": self._sorts(every),
                "posts": pl.Series(self._posts),
                "last_at": self._moment(every),
            }
        )

    def latest(self) -> pl.DataFrame:
        """`LATEST_SCHEMA`."""
        of_sort = [np.flatnonzero(self._sort == number) for number in range(len(_SORTS))]
        rows = np.concatenate([rows[_ends(self._code[rows])] for rows in of_sort])
        return pl.DataFrame(
            {
                "account_id": self._account(rows),
                "sort": self._sorts(rows),
                "last_on": _dates(self._day[rows]),
                "last_at": self._moment(rows),
            }
        )

    def pauses(self) -> pl.DataFrame:
        """`PAUSES_SCHEMA`."""
        rows = np.flatnonzero(self._sort == _SORTS.index("published"))
        code, day = self._code[rows], self._day[rows]
        at = np.flatnonzero((code[1:] == code[:-1]) & (day[1:] - day[:-1] >= PAUSE_DAYS))
        return pl.DataFrame(
            {
                "account_id": self._account(rows[at]),
                "last_on": _dates(day[at]),
                "last_at": self._moment(rows[at]),
                "next_on": _dates(day[at + 1]),
            }
        )

    def _account(self, rows: Rows) -> pl.Series:
        return self._accounts.gather(pl.Series(self._code[rows]))

    def _sorts(self, rows: Rows) -> pl.Series:
        return pl.Series(self._sort[rows]).cat.to(ACTIVITY_SCHEMA["sort"])

    def _moment(self, rows: Rows) -> pl.Series:
        seconds = self._second[rows] + (self._day[rows].astype(np.int64) - 1) * _DAY
        return pl.Series(seconds * 1_000_000).cast(pl.Datetime("us", "UTC"))


def _dates(days: npt.NDArray[np.int32]) -> pl.Series:
    return pl.Series(days).cast(pl.Date)


def _ends(group: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Where each run of equal numbers ends."""
    return np.flatnonzero(np.append(group[1:] != group[:-1], [True] * (group.size > 0)))


def daily(posts: pl.DataFrame, *, as_of: datetime, timezone: str) -> pl.DataFrame:
    """Reduce a whole frame of posts (account_id, posted_at, kind, automatic) to `ACTIVITY_SCHEMA`."""
    accounts = posts["account_id"].unique().sort()
    counter = DayCounter(accounts, as_of=as_of, timezone=timezone)
    counter.add(accounts.search_sorted(posts["account_id"]), posts)
    return counter.counted().activity()


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
