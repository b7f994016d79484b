"""Cohorts of a list of followers: who came in a block of the map or in a window of growth, and whom to compare with."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.followers.follower_map import Block, follow_days
from plumbline.followers.likeness import COUNTS

Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]

NEW_DAYS = 14
"""Who follows within a fortnight of registering came to the platform for it or was led there by it: compared apart."""
UNKNOWN = np.int32(np.iinfo(np.int32).min)
"""A day that is not known."""

_AGE_STEPS = (0.4, 0.8)
"""Widths of a band of account age, on the log scale (half as old again; where that leaves too few, twice as old)."""
_LEAST_COVERED = 0.8
"""Share of a cohort that must have comparable followers."""
_MOST_COMPARED = 1000


@dataclass(frozen=True, eq=False)
class Listed:
    """The usable followers of one account, in order of following (without positions: of first sight).

    Days count from 1970-01-01; `UNKNOWN` where not given. `position` is −1 throughout where the list has no order.
    `profiles`: one column each of `likeness.COUNTS`, NaN where not given. `followed`: the earliest day on which each
    can have followed.
    """

    position: Rows
    registered: Days
    followed: Days
    first_seen: Days
    last_seen: Days
    profiles: npt.NDArray[np.float64]
    rows: int

    @property
    def ordered(self) -> bool:
        """Whether the order of following is known."""
        return bool(len(self.position)) and bool(self.position[0] >= 0)

    @property
    def fresh(self) -> Mask:
        """Who followed within a fortnight of registering."""
        return np.asarray((self.followed != UNKNOWN) & (self.followed - self.registered < NEW_DAYS), dtype=np.bool_)


def listed(followers: pl.DataFrame, *, least_ordered: int) -> Listed:
    """The followers of one account that have a registration date; with a position, if at least `least_ordered` have.

    `followers`: the contract's columns, any order of rows. `rows` of the answer counts all rows, usable or not.
    """
    dated = followers.filter(pl.col("registered_on").is_not_null())
    placed = dated.filter(pl.col("position").is_not_null())
    ordered = len(placed) >= least_ordered
    keys = ["position", "registered_on"] if ordered else ["first_seen_on", "registered_on"]
    rows = (placed if ordered else dated).sort(*keys, *COUNTS, "last_seen_on", "follower_key", nulls_last=True)
    position = rows["position"].to_numpy().astype(np.int64) if ordered else np.full(len(rows), -1, np.int64)
    registered, seen = _days(rows["registered_on"]), _days(rows["first_seen_on"])
    profiles = rows.select(pl.col(COUNTS).cast(pl.Float64).fill_null(np.nan)).to_numpy()
    followed = _followed(position, registered, seen) if ordered else _first_captured(seen)
    return Listed(position, registered, followed, seen, _days(rows["last_seen_on"]), profiles, len(followers))


def block_members(people: Listed, block: Block) -> Mask:
    """Who stands in the rectangle of a block; those who had just registered are not what the map scores."""
    placed = (people.position >= block.first_position) & (people.position <= block.last_position)
    return placed & registered_within(people, block.from_on, block.to_on) & ~people.fresh


def registered_within(people: Listed, from_on: date, to_on: date) -> Mask:
    """Who registered from one day to another, both included."""
    return (people.registered >= day_number(from_on)) & (people.registered <= day_number(to_on))


def window_members(people: Listed, from_on: date, to_on: date) -> Mask:
    """Who followed in a window of days: by the day of first sight where the list was watched, else by the map's days.

    The map's day of a follower is the latest registration among those before, so it stands still while nobody new
    registers: the day on which it stood as the window opened belongs to the window.
    """
    first, last = day_number(from_on), day_number(to_on)
    known = people.followed != UNKNOWN
    if people.ordered and not _captured(people.first_seen).any():
        before = people.followed[known & (people.followed <= first)]
        first = int(before.max()) if len(before) and int(before.max()) >= first - NEW_DAYS else first
    return np.asarray(known & (people.followed >= first) & (people.followed <= last), dtype=np.bool_)


def comparable(people: Listed, members: Mask, apart: Mask, *, as_of: date, least: int) -> tuple[Rows, Rows] | None:
    """Rows of the cohort and of the followers to compare it with: of the same age, next to it in the list.

    The others hold as many new users and as many of each band of account age as the cohort does: a drive that brings
    newcomers is compared with newcomers. `apart`: other suspect cohorts, compared with nobody. None where fewer than
    `least` others can be had for at least four fifths of the cohort.
    """
    ours, others = np.flatnonzero(members), np.flatnonzero(~members & ~apart)
    for step in _AGE_STEPS:
        pair = _matched(ours, others, _cells(people, day_number(as_of), step), least)
        if pair is not None:
            return pair
    return None


def emptier(people: Listed, cohort: Rows, others: Rows) -> bool:
    """Whether half of a cohort have done less in all than nine in ten of the others: quiet people lie close together
    without being made. What is not given counts as nothing."""
    done = np.log1p(np.nan_to_num(people.profiles)).sum(axis=1)
    return bool(np.median(np.sort(done[cohort])) < np.quantile(np.sort(done[others]), 0.10))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - 719_163


def day_of(number: int) -> date:
    """The day of a number of days since 1970-01-01."""
    return date.fromordinal(int(number) + 719_163)


def _matched(ours: Rows, others: Rows, cells: Rows, least: int) -> tuple[Rows, Rows] | None:
    mine = dict(zip(*np.unique(cells[ours], return_counts=True), strict=True))
    stock = dict(zip(*np.unique(cells[others], return_counts=True), strict=True))
    kept, total = _quotas(mine, stock, least)
    if total < least:
        return None
    cohort = ours[np.isin(cells[ours], list(kept))]
    near = others[np.lexsort((others, _farness(ours, others)))]
    share = {cell: mine[cell] / len(cohort) for cell in kept}
    taken = [near[cells[near] == cell][: max(1, round(total * share[cell]))] for cell in sorted(kept)]
    return cohort, np.sort(np.concatenate(taken))


def _quotas(mine: dict[int, int], stock: dict[int, int], least: int) -> tuple[list[int], int]:
    """Which cells can be compared, and with how many others in all; the scarcest cells are given up first."""
    size = sum(mine.values())
    kept = sorted(mine, key=lambda cell: (stock.get(cell, 0) / mine[cell], cell))
    while kept:
        covered = sum(mine[cell] for cell in kept)
        total = int(stock.get(kept[0], 0) / mine[kept[0]] * covered)
        if total >= least:
            return kept, min(total, max(least, min(covered, _MOST_COMPARED)))
        if covered - mine[kept[0]] < _LEAST_COVERED * size:
            return kept, total
        kept = kept[1:]
    return [], 0


def _cells(people: Listed, today: int, step: float) -> Rows:
    """A number for each band of account age, new users apart."""
    age = np.maximum(today - people.registered.astype(np.int64), 0)
    bands = np.floor(np.log(age + 30.0) / step).astype(np.int64)
    return bands * 2 + people.fresh


def _farness(ours: Rows, others: Rows) -> Rows:
    """How many places each of the others stands from the stretch of the list in which most of the cohort stands."""
    first, last = (int(edge) for edge in np.quantile(ours, [0.02, 0.98]))
    return np.maximum(np.maximum(first - others, others - last), 0)


def _followed(position: Rows, registered: Days, seen: Days) -> Days:
    """The map's days; where somebody's arrival was watched, the day of first sight."""
    days = follow_days(position, registered).astype(np.int32)
    watched = _captured(seen)
    return np.where(watched, seen, days).astype(np.int32)


def _first_captured(seen: Days) -> Days:
    return np.where(_captured(seen), seen, UNKNOWN).astype(np.int32)


def _captured(seen: Days) -> Mask:
    """Whose arrival was watched: first seen later than the first look."""
    known = np.asarray(seen != UNKNOWN, dtype=np.bool_)
    first = seen[known].min() if known.any() else UNKNOWN
    return np.asarray(known & (seen > first), dtype=np.bool_)


def _days(column: pl.Series) -> Days:
    return column.cast(pl.Int32).fill_null(int(UNKNOWN)).to_numpy().astype(np.int32)


def ends(people: Listed, members: Mask) -> tuple[int, int, date | None, date | None]:
    """First and last position of a cohort, and from when to when it followed (None: not known)."""
    places, days = people.position[members], people.followed[members]
    known = days[days != UNKNOWN]
    if not len(known):
        return int(places.min()), int(places.max()), None, None
    return int(places.min()), int(places.max()), day_of(int(known.min())), day_of(int(known.max()))
