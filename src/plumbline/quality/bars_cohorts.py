"""What the second key and the whole check of bought followers find and leave alone, counted on made-up lists."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.checks.authenticity.bought_followers import Params, find, limits_of
from plumbline.domain.check import Shard
from plumbline.domain.tables import TABLES
from plumbline.followers.cohorts import Listed, listed
from plumbline.followers.cohorts_signs import Limits, Sign, Suspect, likened, signs
from plumbline.followers.intervals import wilson
from plumbline.quality.bars import Bar
from plumbline.rulebook.load import load
from plumbline.simulation.follower_lists import (
    BOUGHT,
    Made,
    NewsEvent,
    Organic,
    Process,
    Purchase,
    follower_rows,
    organic_list,
    with_event,
    with_purchase,
)

CHECK = "authenticity.bought_followers"
AS_OF = date(2026, 7, 1)
PROCESSES: tuple[Process, ...] = ("cohorts", "clusters")
LISTS, TRIALS, CELL, FEW = 200, 200, 40, 12
Chance = np.random.Generator


def bars(seed: int, scale: float = 1.0) -> list[Bar]:
    """False alarms and power of likeness, and of both keys together; the weak spots first. All simulated.

    `seed` fixes every draw; `scale` < 1 makes fewer trials. About five minutes at 1 on one core.
    """
    limits = limits_of(_params())
    lists, trials, cell = (max(round(number * scale), 4) for number in (LISTS, TRIALS, CELL))
    return [
        *_weak(seed, cell, limits),
        *_honest(seed, lists),
        _event(seed, lists),
        *_nulls(seed, trials, limits),
        *_windows(seed, cell, limits),
        *_blocks(seed, max(round(FEW * scale), 4), limits),
    ]


def _weak(seed: int, rounds: int, limits: Limits) -> Iterator[Bar]:
    """What is not seen: stock of mixed age without a burst of growth, people paid to follow, few accounts."""
    for name, bought in (
        ("400 of mixed age (4 years), map alone", Purchase(400, 1461)),
        ("200 of one month with ordinary profiles", Purchase(200, 30, profile="ordinary")),
        ("40 of one week", Purchase(40, 7)),
    ):
        hits = sum(_both(seed, 10, trial, bought, limits) for trial in range(rounds))
        yield _bar(f"blind: two keys on {name}", "blind, no bar", hits, rounds, None, "of lists of 5,000")


def _honest(seed: int, lists: int) -> Iterator[Bar]:
    """The whole check on honest lists of every size."""
    for place, process in enumerate(PROCESSES):
        made = (partial(_organic, process=process, length=size) for size in _sizes(lists))
        findings, hints = _found(seed + place, made)
        note = f"lists of 600 to 6,000 from the process of {process}"
        yield _bar(f"honest lists with a finding, {process}", "0", findings, lists, findings == 0, note)
        yield _bar(f"honest lists with a hint, {process}", "no bar", hints, lists, None, note)


def _event(seed: int, lists: int) -> Bar:
    """A news event: 11% of the followers registered within eight weeks, ordinary people."""
    made = (partial(_eventful, process=PROCESSES[trial % 2]) for trial in range(lists))
    findings, hints = _found(seed + 20, made)
    note = (
        f"11% of 4,000 registered in eight weeks; {hints} of {lists} lists get a hint, which says that they are varied"
    )
    return _bar("news event: lists with a finding", "0", findings, lists, findings == 0, note)


def _nulls(seed: int, trials: int, limits: Limits) -> Iterator[Bar]:
    """False alarms of likeness: random stretches, and newcomers of one drive."""
    for place, (count, name) in enumerate(((300, "large"), (80, "small"))):
        ordinary = [_null(seed + 30 + place, trial, count, limits, new=False) for trial in range(trials)]
        new = [_null(seed + 40 + place, trial, count, limits, new=True) for trial in range(trials)]
        for found, aim, most, what in (
            (ordinary, "<= 0.01", 0.01, "ordinary people of a stretch"),
            (new, "<= 0.05", 0.05, "brand-new people of one drive"),
        ):
            told = [each for each in found if each is not None]
            hits = sum(told)
            met = hits <= most * max(len(told), 1)
            note = f"about {count} in the cohort; {len(found) - len(told)} of {len(found)} could not be compared"
            yield _bar(f"likeness, {name} cohorts: false alarms on {what}", aim, hits, len(told), met, note)


def _windows(seed: int, rounds: int, limits: Limits) -> Iterator[Bar]:
    """Power of likeness in a window of growth of which a share is bought, from stock of mixed age."""
    for count in (400, 200, 100):
        for share in (0.1, 0.2, 0.3, 0.5):
            hits = sum(_window(seed + 50, trial, count, share, limits) for trial in range(rounds))
            aim = 0.95 if share == 0.3 and count >= limits.cohort else None
            met = None if aim is None else hits >= aim * rounds
            name = f"likeness: {share:.0%} of a window of {count} bought"
            yield _bar(name, f">= {aim}" if aim else "no bar", hits, rounds, met, "as many others or more beside it")


def _blocks(seed: int, rounds: int, limits: Limits) -> Iterator[Bar]:
    """Power of both keys together, by size, pool and concentration of a purchase, in lists of 5,000."""
    for count in (50, 100, 200, 400):
        for pool in (7, 30, 90, 365):
            cells = []
            for share in (1.0, 0.5, 0.2):
                bought = Purchase(count, pool, share)
                cells.append(sum(_both(seed, 60, trial, bought, limits) for trial in range(rounds)))
            note = "share of the stretch that is bought, 1 / .5 / .2: " + " / ".join(f"{n / rounds:.2f}" for n in cells)
            yield _bar(f"two keys: {count} bought from {pool} days", "no bar", cells[1], rounds, None, note)


def _both(seed: int, room: int, trial: int, bought: Purchase, limits: Limits) -> bool:
    """Whether a purchase in a list of 5,000 turns both keys."""
    rng = np.random.default_rng([seed, room, trial, bought.count, bought.pool_days])
    made = with_purchase(organic_list(Organic(process=PROCESSES[trial % 2]), rng), bought, rng)
    return any(sign.two_keys(limits) for sign in signs(_listed(made, rng), [], limits, as_of=AS_OF))


def _null(seed: int, trial: int, count: int, limits: Limits, *, new: bool) -> bool | None:
    """Whether a cohort of real people is called alike; None where it cannot be compared."""
    rng = np.random.default_rng([seed, trial])
    made = organic_list(Organic(process=PROCESSES[trial % 2], newcomers=0.35 if new else 0.25), rng)
    if new:
        drive = Purchase(count, 3, idle_days=0, at=float(rng.uniform(0.2, 0.8)), profile="empty")
        made = with_purchase(made, drive, rng)
        members = made.origin == BOUGHT
    else:
        start = int(rng.integers(0, made.followed.size - count))
        members = np.zeros(made.followed.size, dtype=np.bool_)
        members[start : start + count] = True
    sign = _likened(_listed(made, rng), members, limits)
    return None if sign.likeness is None else sign.alike


def _window(seed: int, trial: int, count: int, share: float, limits: Limits) -> bool:
    rng = np.random.default_rng([seed, trial, count, int(100 * share)])
    bought = Purchase(round(count * share), 1461, share, at=float(rng.uniform(0.3, 0.8)))
    made = with_purchase(organic_list(Organic(process=PROCESSES[trial % 2]), rng), bought, rng)
    places = np.flatnonzero(made.origin == BOUGHT)
    members = np.zeros(made.followed.size, dtype=np.bool_)
    members[places[0] : places[0] + count] = True
    return _likened(_listed(made, rng), members, limits).alike


def _likened(people: Listed, members: npt.NDArray[np.bool_], limits: Limits) -> Sign:
    """A cohort with its second key, as in a window of growth that holds exactly these."""
    return likened(people, Suspect(members), np.zeros(len(members), dtype=np.bool_), limits, as_of=AS_OF)


def _listed(made: Made, rng: Chance) -> Listed:
    return listed(follower_rows(made, "a", rng), least_ordered=400)


def _organic(rng: Chance, *, process: Process, length: int) -> Made:
    return organic_list(Organic(process=process, length=length, years=float(rng.uniform(2, 8))), rng)


def _eventful(rng: Chance, *, process: Process) -> Made:
    event = NewsEvent(at=float(rng.uniform(0.2, 0.8)))
    return with_event(organic_list(Organic(process=process, length=4000), rng), event, rng)


def _sizes(lists: int) -> list[int]:
    return [int(600 * 10 ** (trial / max(lists - 1, 1))) for trial in range(lists)]


def _found(seed: int, made: Iterator[Callable[[Chance], Made]]) -> tuple[int, int]:
    """The whole check over a dossier of one account a list: accounts with a finding, and with a hint."""
    findings = hints = 0
    for place, make in enumerate(made):
        rng = np.random.default_rng([seed, place])
        said = find(_dossier(follower_rows(make(rng), "a", rng)), _params()).findings
        hints += said["variant"].to_list().count("one_key")
        findings += len(said) - said["variant"].to_list().count("one_key")
    return findings, hints


def _dossier(followers: pl.DataFrame) -> Shard:
    accounts = pl.DataFrame({"account_id": ["a"], "platform": ["weibo"], "name": ["a"]}, schema_overrides=_ACCOUNTS)
    whole = accounts.select(
        pl.col(name) if name in accounts.columns else pl.lit(None, kind).alias(name) for name, kind in _ACCOUNTS.items()
    )
    tables = {"accounts": whole, "followers": followers}
    nothing = pl.LazyFrame(schema=TABLES["posts"].schema)
    return Shard(datetime(2026, 7, 1, tzinfo=UTC), "Asia/Shanghai", tables, nothing, frozenset(tables))


_ACCOUNTS = TABLES["accounts"].schema


def _params() -> Params:
    return Params(**load("cn-2019").rules[CHECK].values())


def _bar(name: str, aim: str, hits: int, runs: int, met: bool | None, note: str) -> Bar:  # noqa: FBT001  a bar's own field
    low, high = wilson(hits, runs) or (0.0, 1.0)
    return Bar(name, aim, hits / max(runs, 1), low, high, met, runs, note)
