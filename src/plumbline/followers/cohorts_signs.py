"""What a list of followers shows of bulk registration: suspect cohorts, each with its two keys."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from plumbline.followers.cohorts import (
    Listed,
    Mask,
    Rows,
    block_members,
    comparable,
    emptier,
    registered_within,
    window_members,
)
from plumbline.followers.follower_map import Block, blocks
from plumbline.followers.likeness import likeness
from plumbline.followers.unordered import Window as Surge
from plumbline.followers.unordered import windows as surges

_ROUNDED = 5
"""The others are drawn band by band in whole numbers, so that a few may be missing."""


@dataclass(frozen=True)
class Limits:
    """`score`: of a block of the map; `triage`: of one that is at least kept out of comparisons; `likeness`: of a
    cohort of `cohort` or more against `compared` or more others; `strict_likeness`: of newcomers, and where there are
    fewer, down to `small_cohort` and `small_compared`; `empty_likeness`: of a cohort emptier than the others."""

    score: float
    triage: float
    likeness: float
    cohort: int
    strict_likeness: float
    empty_likeness: float
    small_cohort: int
    compared: int
    small_compared: int


@dataclass(frozen=True)
class Window:
    """A stretch of days in which followers grew faster than expected."""

    from_on: date
    to_on: date
    gained: int
    expected: int


@dataclass(frozen=True, eq=False)
class Suspect:
    """Why a cohort is looked at: a `block` of the map, a window of `growth`, or (without an order of following) a
    `surge` of registrations; one of the three."""

    members: Mask
    block: Block | None = None
    growth: Window | None = None
    surge: Surge | None = None


@dataclass(frozen=True, eq=False)
class Sign(Suspect):
    """A suspect cohort with its second key. `likeness` None: not to be told, for want of followers to compare with; it
    rests on the rows `compared`, and makes the cohort `alike` from `bar` on."""

    likeness: float | None = None
    bar: float = 0.0
    compared: Rows = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def alike(self) -> bool:
        """Whether the cohort is unnaturally alike."""
        return self.likeness is not None and self.likeness >= self.bar

    def two_keys(self, limits: Limits) -> bool:
        """Whether the cohort came in an unusual way (a block of the map, a burst of growth) and is alike besides."""
        came = self.block.score >= limits.score if self.block else self.growth is not None
        return came and self.alike

    def one_key(self, limits: Limits) -> bool:
        """Whether one of the two can be told: a block, or a likeness among those who registered in one window."""
        if self.block:
            return self.block.score >= limits.score
        return self.growth is None and self.alike


def signs(people: Listed, windows: Sequence[Window], limits: Limits, *, as_of: date) -> list[Sign]:
    """All suspect cohorts of a list, the strongest first: blocks by score, then windows of growth by time.

    Without an order of following there is no map: surges of registration stand in its place, a reason to look at
    likeness and no key by themselves.
    """
    came = _blocks(people, limits) if people.ordered else _surges(people, limits)
    grown = [Suspect(window_members(people, each.from_on, each.to_on), growth=each) for each in windows]
    apart = [suspect.members for suspect in (*came, *grown)] if people.ordered else [each.members for each in grown]
    suspects = [each for each in came if each.block is None or each.block.score >= limits.score] + grown
    return [
        likened(people, each, _others(apart, each.members), limits, as_of=as_of)
        for each in suspects
        if each.members.any()
    ]


def _blocks(people: Listed, limits: Limits) -> list[Suspect]:
    found = blocks(people.position, people.registered, least_score=limits.triage)
    return [Suspect(block_members(people, block), block=block) for block in found]


def _surges(people: Listed, limits: Limits) -> list[Suspect]:
    found = surges(people.registered, least_score=limits.triage)
    return [Suspect(registered_within(people, each.from_on, each.to_on), surge=each) for each in found]


def likened(people: Listed, suspect: Suspect, apart: Mask, limits: Limits, *, as_of: date) -> Sign:
    """The second key of a cohort. `apart`: followers to be compared with nobody."""
    members, block, growth, surge = suspect.members, suspect.block, suspect.growth, suspect.surge
    pair = None
    for least in (limits.compared, limits.small_compared) if members.sum() >= limits.small_cohort else ():
        pair = pair or comparable(people, members, apart, as_of=as_of, least=least)
    if pair is None or len(pair[0]) < limits.small_cohort:
        return Sign(members, block, growth, surge)
    cohort, others = pair
    density = likeness(people.profiles[cohort], people.profiles[others])
    return Sign(members, block, growth, surge, density, _bar(people, pair, int(members.sum()), limits), others)


def _bar(people: Listed, pair: tuple[Rows, Rows], size: int, limits: Limits) -> float:
    """What likeness must reach: more for newcomers and small cohorts, most for those that have merely done little."""
    cohort, others = pair
    if emptier(people, cohort, others):
        return limits.empty_likeness
    large = size >= limits.cohort and len(others) >= limits.compared - _ROUNDED
    newcomers = people.fresh[cohort].mean() > 0.5
    return limits.likeness if large and not newcomers else limits.strict_likeness


def _others(cohorts: Sequence[Mask], members: Mask) -> Mask:
    """Who belongs to any of the suspect cohorts and not to this one."""
    return np.any(cohorts, axis=0) & ~members if cohorts else np.zeros(len(members), dtype=np.bool_)
