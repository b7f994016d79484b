"""What a plot of a suspect cohort shows: the follower map with its rectangle, and how its profiles lie."""

import json
from typing import Any

import numpy as np
import numpy.typing as npt

from plumbline.followers.cohorts import Listed, Mask, Rows, day_of, ends
from plumbline.followers.cohorts_signs import Sign
from plumbline.followers.likeness import COUNTS

LEAST_SHOWN = 20
"""Fewer people than this are no cell of a plot."""
_POINTS, _OF_COHORT = 1500, 500
_EDGES = (0, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000)


def follower_map(people: Listed, sign: Sign) -> str | None:
    """The plot of a sign as JSON (kind `follower_map`); None without an order of following, or under 20 followers."""
    if not people.ordered or sign.members.sum() < LEAST_SHOWN:
        return None
    shown = {
        "kind": "follower_map",
        "points": _points(people, sign.members),
        "rectangle": _rectangle(people, sign),
        "counted": int(sign.members.sum()),
        "expected_c": round(100 * _expected(sign)),
        "histograms": _histograms(people, sign),
    }
    return json.dumps(shown, separators=(",", ":"))


def _expected(sign: Sign) -> float:
    if sign.block:
        return sign.block.expected
    return float(sign.growth.expected) if sign.growth else 0.0


def _points(people: Listed, members: Mask) -> list[list[Any]]:
    """Position and day of registration, thinned evenly, the cohort less than the others."""
    cohort = _thinned(np.flatnonzero(members), _OF_COHORT)
    others = _thinned(np.flatnonzero(~members), _POINTS - len(cohort))
    rows = np.sort(np.concatenate([cohort, others]))
    return [[int(people.position[row]), day_of(int(people.registered[row])).isoformat()] for row in rows]


def _thinned(rows: Rows, most: int) -> Rows:
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).round().astype(np.int64)]


def _rectangle(people: Listed, sign: Sign) -> dict[str, Any]:
    first, last, _, _ = ends(people, sign.members)
    days = people.registered[sign.members]
    return {
        "from_position": first,
        "to_position": last,
        "from_on": day_of(int(days.min())).isoformat(),
        "to_on": day_of(int(days.max())).isoformat(),
    }


def _histograms(people: Listed, sign: Sign) -> list[dict[str, Any]]:
    """Cohort against neighbours, column by column; bins are merged until each holds nobody or 20 people."""
    out = []
    for number, field in enumerate(COUNTS):
        cohort, others = (people.profiles[rows, number] for rows in (np.flatnonzero(sign.members), sign.compared))
        cohort, others = cohort[np.isfinite(cohort)], others[np.isfinite(others)]
        if min(len(cohort), len(others)) >= LEAST_SHOWN:
            edges, counts = _merged(cohort, others)
            out.append({"field": field, "edges": edges, "cohort": counts[0], "neighbours": counts[1]})
    return out


def _merged(
    cohort: npt.NDArray[np.float64], others: npt.NDArray[np.float64]
) -> tuple[list[int], tuple[list[int], list[int]]]:
    ours, theirs = (np.histogram(np.minimum(part, _EDGES[-1]), bins=_EDGES)[0] for part in (cohort, others))
    edges: list[int] = [0]
    kept: list[tuple[int, int]] = []
    one, two = 0, 0
    for number, (mine, his) in enumerate(zip(ours.tolist(), theirs.tolist(), strict=True), 1):
        one, two = one + mine, two + his
        if one + two and _showable(one) and _showable(two):
            edges, kept, one, two = [*edges, _EDGES[number]], [*kept, (one, two)], 0, 0
    while kept and not (_showable(one) and _showable(two) and one + two):
        last = kept.pop()
        one, two, edges = one + last[0], two + last[1], edges[:-1]
    kept, edges = [*kept, (one, two)], [*edges[: len(kept) + 1], _EDGES[-1]]
    return edges, ([mine for mine, _ in kept], [his for _, his in kept])


def _showable(count: int) -> bool:
    return count == 0 or count >= LEAST_SHOWN
