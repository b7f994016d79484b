"""How often the timing of reactions accuses the honest, and which bought reactions it sees, on made-up fleets."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
import polars as pl

from plumbline.checks.authenticity import templated_comments as check
from plumbline.domain.check import Detection, Shard
from plumbline.quality.bars import Bar
from plumbline.quality.rates import wilson
from plumbline.rulebook.load import load
from plumbline.rulebook.parameters import parameters
from plumbline.series.post_timing import Search, marks_of, ranked_posts
from plumbline.simulation.interactions import MAKES, Reactions, bought, habits, organic
from plumbline.simulation.tracked_posts import AS_OF, accounts_of, counters_of, interactions_of, tracked_of

CHECK = "authenticity.templated_comments"
ACCOUNTS, POSTS, ONE_IN, LARGE = 120, 20, 100, 200
SEARCH = Search(flat_first=3, flat_hours=(6, 12), burst_first=6, burst_hours=6, calibration=200)
BEFORE = {
    (3, 0.2): 0.07, (3, 0.5): 0.41, (3, 1.0): 0.89, (12, 0.2): 0.15, (12, 0.5): 0.84, (12, 1.0): 0.99, (12, 2.0): 1.0,
    (48, 0.2): 0.09, (48, 0.5): 0.08, (48, 1.0): 0.60,
}  # fmt: skip
"""Measured before with six-hour windows on real reposts: 3 hours by acceleration, the rest by flat runs."""
PURCHASES = ((48, 0.2), (48, 0.5), (48, 1.0), (3, 0.2), (3, 0.5), (3, 1.0), (12, 0.2), (12, 0.5), (12, 1.0), (12, 2.0))


@dataclass(frozen=True)
class _Fleet:
    """Who buys: `buyers` accounts, for a `share` of their posts; bought comments are `making`, others `usual`."""

    make: str
    buyers: int = 0
    share: float = 0.5
    ratio: float = 1.0
    hours: int = 12
    making: str = "templated"
    usual: str = "organic"
    unlike: float = 0.3
    accounts: int = 60
    posts: int = 16


def bars(seed: int, scale: float = 1.0) -> list[Bar]:
    """Size and power of one post's rank, then of the check from its tables to its findings."""
    rounds = max(1, ceil(6 * scale))
    return [
        *(_power(hours, ratio, make, seed, rounds) for make in MAKES[:2] for hours, ratio in PURCHASES),
        *(_size(make, seed, rounds) for make in MAKES),
        *_fleets(seed, max(1, ceil(8 * scale))),
        *_second_key(seed, max(1, ceil(4 * scale))),
    ]


def _size(make: str, seed: int, rounds: int) -> Bar:
    """Honest posts in the top twentieth."""
    ranked = [ranked_posts(rows_of(_organic(make, seed + turn)), SEARCH)["p"] for turn in range(rounds)]
    hits = sum(int((p <= 0.05).sum()) for p in ranked)
    return _bar(f"posts: false alarms at 5%, {make}", "<= 0.06", hits, sum(map(len, ranked)), "honest posts")


def _power(hours: int, ratio: float, make: str, seed: int, rounds: int) -> Bar:
    """Bought posts, one in a hundred of a fleet, above nineteen in twenty honest ones by one mark.

    Of 200 organic reactions or more, as those on which the method was measured before; beside it of fewer.
    """
    pattern = "late" if hours == 3 else "flat"
    found = pl.concat([_bought_found(hours, ratio, make, seed + turn, pattern) for turn in range(rounds)])
    aim = ">= 0.95" if (hours, ratio) == (12, 1.0) else ""
    large, small = (found.filter(pl.col("large") == size)["found"] for size in (True, False))
    name = f"posts: {ratio:g} times the organic total over {hours} h, {pattern}, {make}"
    note = f"posts of 50 to 199: {small.sum()} of {len(small)}; real reposts, before: {BEFORE[hours, ratio]:.2f}"
    return _bar(name, aim, int(large.sum()), len(large), note)


def _bought_found(hours: int, ratio: float, make: str, seed: int, pattern: str) -> pl.DataFrame:
    some = _organic(make, seed)
    rng = np.random.default_rng((seed, 1))
    counts, picked = some.counts.copy(), np.arange(seed % ONE_IN, len(some.counts), ONE_IN)
    total = counts[picked].sum(axis=1)
    counts[picked] += bought(rng, total, ratio, hours)
    rows = rows_of(Reactions(counts, some.account, some.minute))
    mine = (
        tracked_of(some)[picked].select("account_id", "post_id", total=pl.Series(total)).filter(pl.col("total") >= 50)
    )
    marks = marks_of(rows.sort("account_id", "post_id"), 48, SEARCH).filter(pl.col("pattern") == pattern)
    ranked = marks.join(mine, on=["account_id", "post_id"], how="left")
    line = pl.col("tail").filter(pl.col("total").is_null()).quantile(0.95)
    judged = ranked.select("total", found=pl.col("tail") >= line).drop_nulls("total")
    return judged.select("found", large=pl.col("total") >= LARGE)


def _organic(make: str, seed: int) -> Reactions:
    rng = np.random.default_rng(seed)
    return organic(rng, habits(rng, ACCOUNTS), POSTS, make=make)


def rows_of(some: Reactions) -> pl.DataFrame:
    """Hourly counts as the check's summary has them, of posts with 50 reactions or more."""
    hours = some.counts.reshape(len(some.counts), 48, 6).sum(axis=2).astype(np.float32)
    named = tracked_of(some).select("account_id", "post_id", day=pl.col("posted_at").dt.date())
    return named.with_columns(
        platform=pl.lit("weibo"), measure=pl.lit("reads"), minute=pl.Series(some.minute),
        hours=pl.Series(hours, dtype=pl.Array(pl.Float32, 48)).arr.to_list(), horizon=pl.lit(48, pl.Int64),
    ).filter(pl.Series(hours.sum(axis=1) >= 50))  # fmt: skip


def _fleets(seed: int, rounds: int) -> Iterator[Bar]:
    """Accounts hinted at, from tables read every ten minutes to an hour with a twentieth of the looks lost."""
    for make, unlike in (("cascade", 0.3), ("avalanche", 0.3), ("plain", 0.3), ("cascade", 0.6), ("plain", 0.6)):
        clean = _Fleet(make, unlike=unlike)
        hits = sum(len(_said(clean, seed + turn).findings) for turn in range(rounds))
        name = f"accounts: honest ones hinted at, {make}, tempo of accounts differs by {unlike:g}"
        yield _bar(name, "<= 0.02", hits, rounds * clean.accounts, "one key, advice only")
    for hours, ratio, share in ((48, 0.2, 1.0), (3, 1.0, 0.5), (12, 0.5, 0.5), (12, 1.0, 0.25), (12, 1.0, 0.5)):
        fleet = _Fleet("cascade", buyers=3, share=share, ratio=ratio, hours=hours)
        hits, false = _buyers_found(fleet, seed, rounds)
        name = f"accounts: buyers hinted at, {ratio:g} times over {hours} h on {share:.0%} of 16 posts"
        yield _bar(name, "", hits, rounds * fleet.buyers, f"3 buyers of 60; falsely hinted at: {false}")


def _buyers_found(fleet: _Fleet, seed: int, rounds: int) -> tuple[int, int]:
    guilty = {f"weibo:{number:05}" for number in range(fleet.buyers)}
    found = [set(_said(fleet, seed + turn).findings["account_id"]) for turn in range(rounds)]
    return sum(len(each & guilty) for each in found), sum(len(each - guilty) for each in found)


def _second_key(seed: int, rounds: int) -> Iterator[Bar]:
    """Comments with times and texts: which of the accounts with the first key get the second."""
    for making, usual, aim in (("templated", "organic", ""), ("organic", "organic", "<= 0.05"),
                               ("fans", "fans", "<= 0.05"), ("button", "organic", "<= 0.05")):  # fmt: skip
        fleet = _Fleet("avalanche", buyers=2, accounts=16, posts=24, share=0.4, ratio=2.0, making=making, usual=usual)
        said = [_said_in_words(fleet, seed + turn).findings for turn in range(rounds)]
        two = sum(int(each["variant"].is_null().sum()) for each in said)
        name = f"accounts: second key, bought comments {making}, others {usual}"
        yield _bar(name, aim, two, sum(map(len, said)), f"of those hinted at; {fleet.buyers * rounds} accounts bought")


def _made(fleet: _Fleet, rng: np.random.Generator) -> tuple[Reactions, Reactions]:
    """The organic reactions and the bought ones."""
    some = organic(rng, habits(rng, fleet.accounts, unlike=fleet.unlike), fleet.posts, make=fleet.make)
    turn = np.arange(len(some.account)) % fleet.posts
    guilty = (some.account < fleet.buyers) & (turn < fleet.share * fleet.posts)
    counts = np.zeros_like(some.counts)
    counts[guilty] = bought(rng, some.counts[guilty].sum(axis=1), fleet.ratio, fleet.hours)
    return some, Reactions(counts, some.account, some.minute)


def _said(fleet: _Fleet, seed: int) -> Detection:
    rng = np.random.default_rng((seed, 2))
    some, extra = _made(fleet, rng)
    both = Reactions(some.counts + extra.counts, some.account, some.minute)
    every = int(rng.choice([1, 2, 3, 6]))
    return _judged(some, {"post_metrics": counters_of(rng, {"reads": both}, every=every, jitter=0.3, lost=0.05)})


def _said_in_words(fleet: _Fleet, seed: int) -> Detection:
    rng = np.random.default_rng((seed, 3))
    some, extra = _made(fleet, rng)
    thin = [Reactions(rng.binomial(each.counts, 0.5), each.account, each.minute) for each in (some, extra)]
    return _judged(some, {"interactions": interactions_of(rng, *thin, making=fleet.making, usual=fleet.usual)})


def _judged(some: Reactions, tables: dict[str, pl.DataFrame]) -> Detection:
    params = parameters(check, load("cn-2019").rules[CHECK])
    given = {"accounts": accounts_of(some), "tracked": tracked_of(some), **tables}
    shard = Shard(AS_OF, "Asia/Shanghai", given, pl.LazyFrame(), frozenset(given))
    return check.find(check.summarise(shard, params), params)


def _bar(name: str, aim: str, hits: int, runs: int, note: str) -> Bar:
    low, high = wilson(hits, runs) or (0.0, 1.0)
    share = hits / max(runs, 1)
    met = None if not aim else share <= float(aim[3:]) if aim.startswith("<=") else share >= float(aim[3:])
    return Bar(name, aim or "reported", share, low, high, met, runs, note)
