"""The follower map: followers who joined in one stretch of the list and registered in one narrow window of days.

Accounts sold in bulk come from one batch of registrations and arrive together; ordinary followers of any one day have
registered at all times. The map sets the order of following against the day of registration; what a cell should hold
follows from its stretch, its week and the age at follow; rectangles with far too many are the marks.

Blind to pools of mixed age (accounts registered over years), and to accounts registered less than two weeks before they
followed: these look like the newcomers that every platform sends. A mark does not say who brought the followers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from plumbline.followers.map_expectation import Expectation, expectation, leaning
from plumbline.followers.map_grid import Cells, Days, Floats, Grid, Ints, earliest_follow, grid, in_order
from plumbline.followers.map_scan import Rectangle, several, strongest

FINDING = 40.0
"""Score at which made-up honest lists have none: the bar of a finding."""
TRIAGE = 25.0
_SUSPECT, _SUSPECTS = 8.0, 5
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Block:
    """A rectangle of the map. Positions and days are those of the first and last follower counted in it.

    `counted` and `expected` followers; `score` the log-likelihood ratio in units of the list's own dispersion; `among`
    how many followers the list has from the first to the last position.
    """

    first_position: int
    last_position: int
    from_on: date
    to_on: date
    counted: int
    expected: float
    score: float
    among: int


def follow_days(position: Ints, registered: Days) -> Days:
    """The earliest day each follower can have followed, in the order given; days since 1970-01-01.

    Nobody follows before registering, and all before me in the list followed before me: the running maximum of the
    dates of registration (Meeder et al. 2011), deaf to single dates far in the future.
    """
    order = in_order(position, registered)
    days = np.empty(registered.size, dtype=np.int32)
    days[order] = earliest_follow(registered[order])
    return days


def blocks(position: Ints, registered: Days, *, least_score: float, most: int = 5) -> list[Block]:
    """Rectangles scoring `least_score` or more, strongest first, each found after the stronger ones are taken out.

    `position` Int64 (1 = first to follow; a sample keeps its gaps), `registered` Int32 days since 1970-01-01, one value
    each a follower, none missing. The answer does not depend on the order of the rows. Nothing for an empty list.
    """
    if registered.size == 0:
        return []
    order = in_order(position, registered)
    ranked, dates = position[order], registered[order]
    laid = grid(dates, earliest_follow(dates))
    return [_block(laid, found, cells, ranked, dates) for found, cells in _found(laid, least_score, most)]


def _found(laid: Grid, least_score: float, most: int) -> Iterator[tuple[Rectangle, Cells]]:
    """Rectangles, each with the cells that it has for itself."""
    taken: Cells = np.zeros(laid.counts.shape, dtype=np.bool_)
    first = expectation(laid)
    suspect = _suspects(laid, first)
    for _ in range(most):
        found = strongest(leaning(laid, first, taken, suspect), np.where(taken, 0.0, laid.counts))
        if found is None or found.score < least_score:
            return
        own: Cells = np.zeros(laid.counts.shape, dtype=np.bool_)
        own[_inside(found)] = True
        yield found, own & ~taken
        taken |= own


def _suspects(laid: Grid, first: Expectation) -> Cells:
    """Cells of the strongest rectangles of a first look: what they hold says nothing of what to expect in them."""
    suspect: Cells = np.zeros(laid.counts.shape, dtype=np.bool_)
    for found in several(first, laid.counts, _SUSPECT, _SUSPECTS):
        if _others_know(first.cells, found):
            suspect[_inside(found)] = True
    return suspect


def _others_know(cells: Floats, found: Rectangle) -> bool:
    """Whether most of what is expected of those weeks lies in other stretches; else it may be the weeks themselves."""
    return float(cells[_inside(found)].sum()) <= 0.5 * float(cells[:, slice(*found.weeks)].sum())


def _inside(found: Rectangle) -> tuple[slice, slice]:
    return slice(*found.rows), slice(*found.weeks)


def _block(laid: Grid, found: Rectangle, cells: Cells, ranked: Ints, dates: Days) -> Block:
    places = np.flatnonzero(laid.kept & cells[laid.row, laid.week])
    first, last = int(places[0]), int(places[-1])
    low, high = sorted((int(ranked[first]), int(ranked[last])))
    days = dates[places]
    return Block(
        first_position=low,
        last_position=high,
        from_on=_EPOCH + timedelta(days=int(days.min())),
        to_on=_EPOCH + timedelta(days=int(days.max())),
        counted=int(found.counted),
        expected=round(found.expected, 4),
        score=round(found.score, 4),
        among=last - first + 1,
    )


__all__ = ["FINDING", "TRIAGE", "Block", "blocks", "follow_days"]
