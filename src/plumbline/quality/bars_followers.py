"""The follower map on made-up lists: honest lists that it must leave alone, purchases that it should find, its time."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from plumbline.followers.follower_map import FINDING, TRIAGE, Block, blocks
from plumbline.followers.intervals import wilson
from plumbline.quality.bars import Bar
from plumbline.simulation.follower_lists import (
    Made,
    NewsEvent,
    Organic,
    Process,
    Purchase,
    organic_list,
    with_event,
    with_purchase,
)

LENGTH = 5000
TRIALS, HONEST, STRANGE = 40, 200, 40
POOLS = (7, 30, 90, 365, 4 * 365)
COUNTS = (25, 50, 100, 200)
CONCENTRATIONS = (1.0, 0.5, 0.2)
PROCESSES: tuple[Process, ...] = ("cohorts", "clusters")
AIMS = {
    **{(pool, 50, share): 0.95 for pool in (7, 30) for share in (1.0, 0.5)},
    **{(90, 50, share): 0.90 for share in (1.0, 0.5)},
}
"""Least share found, by days of the pool, followers bought, concentration."""
MIXED = 4 * 365
STRANGE_LISTS = {
    "300 followers": Organic(length=300),
    "1,000 followers": Organic(length=1000, process="clusters"),
    "an account of one year": Organic(years=1.0),
    "an account of twelve years": Organic(years=12.0, process="clusters"),
    "no newcomers": Organic(newcomers=0.0),
    "three in five are newcomers": Organic(newcomers=0.6),
    "eight waves of new users": Organic(waves=8),
    "twelve surges of the platform": Organic(surges=12),
    "thirty viral bursts": Organic(bursts=30),
    "crowds four times as unlike": Organic(dispersion=2.0),
}


@dataclass(frozen=True)
class _Tried:
    """Scores of the strongest block of each trial, and whether it lies over the purchase."""

    scores: tuple[float, ...]
    upon: tuple[bool, ...]

    def found(self, least: float) -> int:
        return sum(score >= least and there for score, there in zip(self.scores, self.upon, strict=True))


def bars(seed: int, scale: float = 1.0) -> list[Bar]:
    """All figures of the map; `scale` under 1 makes fewer trials."""
    return [*_power(seed, scale), *_size(seed, scale), *_strange(seed, scale), _time(seed, scale)]


def _power(seed: int, scale: float) -> Iterator[Bar]:
    for pool in POOLS:
        for count in COUNTS:
            for share in CONCENTRATIONS:
                tried = _purchases(Purchase(count, pool, share), np.random.default_rng([seed, pool, count]), scale)
                yield _power_bar(pool, count, share, tried)


def _power_bar(pool: int, count: int, share: float, tried: _Tried) -> Bar:
    found, runs = tried.found(FINDING), len(tried.scores)
    aim = AIMS.get((pool, count, share))
    name = f"follower map: {count} bought of {LENGTH:,}, pool {pool} days, {share:.0%} of their stretch"
    note = f"triage (score {TRIAGE:.0f}): {tried.found(TRIAGE) / runs:.2f}"
    if pool == MIXED:
        blind, met = ("< 0.05 (blind)", found / runs < 0.05) if count == 50 else ("", None)
        return _bar(name, blind, found, runs, met, f"pools of mixed age are not seen; {note}")
    return _bar(name, f">= {aim:.2f}" if aim else "", found, runs, None if aim is None else found / runs >= aim, note)


def _purchases(bought: Purchase, rng: np.random.Generator, scale: float) -> _Tried:
    """Half of the lists of either kind."""
    scores, upon = [], []
    for trial in range(_trials(TRIALS, scale)):
        shape = Organic(length=LENGTH - bought.count, process=PROCESSES[trial % 2])
        made = with_purchase(organic_list(shape, rng), bought, rng)
        found = _strongest(made)
        scores.append(found.score if found else 0.0)
        upon.append(found is not None and _upon(found, made))
    return _Tried(tuple(scores), tuple(upon))


def _upon(found: Block, made: Made) -> bool:
    """Whether a block meets the purchase in the list."""
    ranks = np.flatnonzero(made.origin == 1) + 1
    return bool(found.first_position <= ranks[-1] and ranks[0] <= found.last_position)


def _size(seed: int, scale: float) -> Iterator[Bar]:
    for process in PROCESSES:
        rng = np.random.default_rng([seed, 1, len(process)])
        tried = _honest(Organic(process=process), rng, _trials(HONEST, scale))
        runs, highest = len(tried.scores), max(tried.scores)
        name = f"follower map: honest lists ({process}) with a finding"
        found = tried.found(FINDING)
        note = f"highest score {highest:.1f}; at triage ({TRIAGE:.0f}): {tried.found(TRIAGE) / runs:.3f}"
        yield _bar(name, "0 of 200", found, runs, found == 0, note)


def _strange(seed: int, scale: float) -> Iterator[Bar]:
    """Honest lists unlike those that the method was tuned on: reported, without a bar."""
    runs = _trials(STRANGE, scale)
    for number, (name, shape) in enumerate(STRANGE_LISTS.items()):
        yield _strange_bar(name, _honest(shape, np.random.default_rng([seed, 2, number]), runs))
    rng = np.random.default_rng([seed, 3])
    event = _honest(Organic(length=4450), rng, runs, lambda made: with_event(made, NewsEvent(), rng))
    yield replace(_strange_bar("a news event brings 11% in eight weeks", event), note=_EVENT)


_EVENT = "a real cohort of registrations: the map alone cannot tell it from a pool, the second key must"


def _strange_bar(name: str, tried: _Tried) -> Bar:
    note = f"highest score {max(tried.scores):.1f}"
    return _bar(f"follower map: honest, {name}", "", tried.found(FINDING), len(tried.scores), None, note)


def _honest(
    shape: Organic, rng: np.random.Generator, runs: int, change: Callable[[Made], Made] = lambda made: made
) -> _Tried:
    found = [_strongest(change(organic_list(shape, rng))) for _ in range(runs)]
    return _Tried(tuple(block.score if block else 0.0 for block in found), (True,) * runs)


def _time(seed: int, scale: float) -> Bar:
    made = organic_list(Organic(length=LENGTH), np.random.default_rng([seed, 4]))
    runs = _trials(20, scale)
    spent = sorted(_seconds(made) for _ in range(runs))
    middle = spent[runs // 2]
    name = f"follower map: seconds of one core for {LENGTH:,} followers"
    return Bar(name, "<= 0.3", middle, spent[0], spent[-1], middle <= 0.3, runs, "median, fastest and slowest")


def _seconds(made: Made) -> float:
    started = time.process_time()
    _strongest(made)
    return time.process_time() - started


def _strongest(made: Made) -> Block | None:
    found = blocks(made.position, made.registered.astype(np.int32), least_score=0.0, most=1)
    return found[0] if found else None


def _trials(whole: int, scale: float) -> int:
    return max(round(whole * scale), 2)


def _bar(name: str, aim: str, part: int, runs: int, met: bool | None, note: str) -> Bar:  # noqa: FBT001  field of Bar
    low, high = wilson(part, runs) or (0.0, 1.0)
    return Bar(name, aim, part / runs, low, high, met, runs, note)
