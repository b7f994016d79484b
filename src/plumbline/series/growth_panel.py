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
        return self.followers.shape[1]

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
    within = metrics.filter(pl.col("date").is_between(first, last)).select("account_id", "date", "followers", "reads")
    placed = accounts.select("account_id", "platform").sort("platform", "account_id")
    counted = placed.join(within.select("account_id").unique(), on="account_id", how="semi", maintain_order="left")
    for (platform,), group in counted.partition_by("platform", as_dict=True, maintain_order=True).items():
        mode = _by_day(common_gain.filter(pl.col("platform") == platform), first, days)
        for part in group.iter_slices(ROWS):
            names = part["account_id"]
            rows = within.filter(pl.col("account_id").is_in(names.implode()))
            yield Panel(
                tuple(names), first, _matrix(rows, names, "followers", first, days),
                _matrix(rows, names, "reads", first, days), _declared(campaigns, names, first, days), mode,
            )  # fmt: skip


def _by_day(common: pl.DataFrame, first: date, days: int) -> Floats:
    mode = np.zeros(days)
    at = (common["date"] - first).dt.total_days().to_numpy()
    inside = (at >= 0) & (at < days)
    mode[at[inside]] = common["mode"].to_numpy()[inside]
    return mode


def _matrix(rows: pl.DataFrame, names: pl.Series, column: str, first: date, days: int) -> Floats:
    known = rows.filter(pl.col(column).is_not_null())
    matrix = np.full((names.len(), days), np.nan)
    place = names.search_sorted(known["account_id"]).to_numpy()
    matrix[place, (known["date"] - first).dt.total_days().to_numpy()] = known[column].to_numpy()
    return matrix


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
