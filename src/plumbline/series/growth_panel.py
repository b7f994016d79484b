"""Follower counts as matrices, account by day, and the daily gains in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]
ROWS = 500
"""Accounts a chunk: what is in memory does not grow with the fleet."""
LONGEST_GAP = 28
"""Days without a count after which the change in between is not spread over them."""


@dataclass(frozen=True)
class Panel:
    """Accounts of one platform by day. `followers` and `reads` (NaN: none given), `declared` days, `mode` by day."""

    accounts: tuple[str, ...]
    first: date
    followers: Floats
    reads: Floats
    declared: Flags
    mode: Floats

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.followers.shape[1])

    def day(self, number: int) -> date:
        """The day of a column."""
        return self.first + timedelta(days=number)


def panels(
    metrics: pl.DataFrame, accounts: pl.DataFrame, campaigns: pl.DataFrame, common_gain: pl.DataFrame, *,
    first: date, last: date,
) -> Iterator[Panel]:  # fmt: skip
    """The days `first` to `last` of `metrics`, in chunks of `ROWS` accounts of one platform, by platform and account.

    `metrics`, `accounts`, `campaigns`: contract tables; `common_gain`: domain.check.COMMON_GAIN_SCHEMA.
    """
    days = (last - first).days + 1
    placed = accounts.select("account_id", "platform").sort("platform", "account_id")
    counted = placed.join(metrics.select("account_id").unique(), on="account_id", how="semi", maintain_order="left")
    counts = _Counts.of(metrics, counted["account_id"], first, days)
    begin = 0
    for group in counted.partition_by("platform", maintain_order=True):
        mode = _by_day(common_gain.filter(pl.col("platform") == group["platform"][0]), first, days)
        for part in group.iter_slices(ROWS):
            names, end = part["account_id"], begin + part.height
            followers, reads = counts.matrices(begin, end)
            yield Panel(tuple(names), first, followers, reads, _declared(campaigns, names, first, days), mode)
            begin = end


@dataclass(frozen=True)
class _Counts:
    """The rows of `metrics` in the order of the accounts wanted: number of the account, of the day, and the counts."""

    account: Longs
    day: Longs
    followers: Floats
    reads: Floats
    days: int

    @classmethod
    def of(cls, metrics: pl.DataFrame, names: pl.Series, first: date, days: int) -> "_Counts":
        """Each row of the days wanted, sorted once."""
        numbered = names.to_frame().with_row_index("row")
        rows = (
            metrics.select("account_id", "date", "followers", "reads")
            .join(numbered, on="account_id", how="inner")
            .select("row", "followers", "reads", day=(pl.col("date") - first).dt.total_days())
            .filter(pl.col("day").is_between(0, days - 1))
            .sort("row", "day")
        )
        followers, reads = (
            rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy() for name in ("followers", "reads")
        )
        return cls(rows["row"].cast(pl.Int64).to_numpy(), rows["day"].to_numpy(), followers, reads, days)

    def matrices(self, begin: int, end: int) -> tuple[Floats, Floats]:
        """Followers and reads of the accounts [begin, end) by day (NaN: not given)."""
        some = slice(*np.searchsorted(self.account, (begin, end)))
        place = (self.account[some] - begin, self.day[some])
        out = []
        for values in (self.followers, self.reads):
            matrix = np.full((end - begin, self.days), np.nan)
            matrix[place] = values[some]
            out.append(matrix)
        return out[0], out[1]


def _by_day(common: pl.DataFrame, first: date, days: int) -> Floats:
    mode = np.zeros(days)
    at = (common["date"] - first).dt.total_days().to_numpy()
    inside = (at >= 0) & (at < days)
    mode[at[inside]] = common["mode"].to_numpy()[inside]
    return mode


def _declared(campaigns: pl.DataFrame, names: pl.Series, first: date, days: int) -> Flags:
    """Days of declared campaigns, from the day before to three days after."""
    flags = np.zeros((names.len(), days), np.bool_)
    place = {name: number for number, name in enumerate(names)}
    for account, start, end in campaigns.select("account_id", "started_on", "ended_on").iter_rows():
        if account in place:
            begin = max(0, (start - first).days - 1)
            flags[place[account], begin : max(0, ((end or start) - first).days + 4)] = True
    return flags


def gains(followers: Floats) -> tuple[Floats, Longs]:
    """Gain of each day (NaN: unknown) and over how many days it is spread (1: counted on both days).

    What was gained over a gap is spread evenly over its days, so that a gap is no burst; gaps of more than
    `LONGEST_GAP` days stay unknown.
    """
    rows, days = followers.shape
    index = np.broadcast_to(np.arange(days), (rows, days))
    seen = ~np.isnan(followers)
    last = np.maximum.accumulate(np.where(seen, index, -1), axis=1)
    before = np.concatenate([np.full((rows, 1), -1), last[:, :-1]], axis=1)
    upcoming = np.minimum.accumulate(np.where(seen, index, days)[:, ::-1], axis=1)[:, ::-1]
    span = upcoming - before
    known = (before >= 0) & (upcoming < days) & (span <= LONGEST_GAP)
    here = np.arange(rows)[:, None]
    change = followers[here, np.minimum(upcoming, days - 1)] - followers[here, np.maximum(before, 0)]
    return np.where(known, change / np.maximum(span, 1), np.nan), np.where(known, span, 0)
