"""Seeded follower series: organic growth with weekdays, viral posts, drives and purges, and purchases of known size."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
LAST = date(2026, 6, 30)


@dataclass(frozen=True)
class Noise:
    """How lively honest accounts are. Rates are events a year; `heavy` draws days from a negative binomial law."""

    day: float = 0.35
    memory: float = 0.4
    viral: float = 3.0
    drives: float = 1.0
    declared: float = 0.7
    purges: float = 2.0
    heavy: bool = False
    size: float = 1.3


@dataclass(frozen=True)
class Purchase:
    """`times` the organic gain of 28 days, bought over `days` days; `lost` of it goes again within two months."""

    times: float
    days: int
    lost: float = 0.3


@dataclass(frozen=True)
class Fleet:
    """Tables of a dossier (accounts, metrics, campaigns) and, by account, the first day of a purchase (-1: none)."""

    accounts: pl.DataFrame
    metrics: pl.DataFrame
    campaigns: pl.DataFrame
    bought_from: npt.NDArray[np.int64]


def fleet(
    seed: int, accounts: int, *, days: int = 180, purchase: Purchase | None = None, buyers: int = 0,
    noise: Noise | None = None,
    platform: str = "weibo", judged: int = 124,
) -> Fleet:  # fmt: skip
    """`accounts` of one platform over `days` days up to `LAST`; with `purchase` the first
    `buyers` of them buy, in the days judged (few, so that the purchases are not the platform's common mode)."""
    dice, law = np.random.default_rng(seed), noise or Noise()
    size = np.exp(dice.normal(np.log(60_000), law.size, accounts))
    usual = size * 0.0006 * np.exp(dice.normal(0, 0.5, accounts))
    reads, boost = _reads(dice, law, size, days)
    drives, declared = _drives(dice, law, accounts, days)
    tide = np.exp(dice.normal(0, 0.1, days))
    expected = usual[:, None] * _week(days) * tide * np.exp(_noise(dice, law, accounts, days)) * boost * drives
    gained = dice.negative_binomial(3, 3 / (3 + expected)) if law.heavy else dice.poisson(expected)
    bought, first = _bought(dice, purchase, usual, buyers, days, judged)
    followers = size[:, None] + np.cumsum(gained + bought, axis=1)
    purged = np.cumsum(_purges(dice, law, days))
    counts = np.maximum(followers * (1 - purged), 1).astype(np.int64)
    ids = [f"{platform}:{number:06d}" for number in range(accounts)]
    return Fleet(_accounts(ids, platform), _metrics(ids, counts, reads, days), _campaigns(ids, declared, days), first)


def _week(days: int) -> Floats:
    weekday = np.array([(LAST - timedelta(days=days - 1 - day)).weekday() for day in range(days)])
    return np.where(weekday >= 5, 0.75, 1.1)


def _noise(dice: np.random.Generator, law: Noise, accounts: int, days: int) -> Floats:
    steps = dice.normal(0, law.day, (accounts, days))
    out = np.zeros_like(steps)
    out[:, 0] = steps[:, 0]
    for day in range(1, days):
        out[:, day] = law.memory * out[:, day - 1] + steps[:, day] * np.sqrt(1 - law.memory**2)
    return out


def _reads(dice: np.random.Generator, law: Noise, size: Floats, days: int) -> tuple[Floats, Floats]:
    """Reads, and by how much viral posts lift the gain on their days."""
    lift = np.ones((size.size, days))
    events = dice.random((size.size, days)) < law.viral / 365
    for account, day in zip(*np.nonzero(events), strict=True):
        peak, length = 2 + 4 * dice.pareto(1.5), min(10, days - day)
        lift[account, day : day + length] += peak * 0.55 ** np.arange(length)
    lift = np.minimum(lift, 200)
    reads = size[:, None] * 0.3 * lift * np.exp(dice.normal(0, 0.4, lift.shape))
    return reads, lift ** dice.uniform(0.7, 1.1, (size.size, 1))


def _drives(
    dice: np.random.Generator, law: Noise, accounts: int, days: int
) -> tuple[Floats, list[tuple[int, int, int]]]:
    """By how much drives without reads lift the gain, and those that were declared (account, first and last day)."""
    lift, declared = np.ones((accounts, days)), []
    events = dice.random((accounts, days)) < law.drives / 365
    for account, day in zip(*np.nonzero(events), strict=True):
        last = min(days - 1, int(day) + int(dice.integers(0, 5)))
        lift[account, day : last + 1] *= np.exp(dice.uniform(np.log(3), np.log(60)))
        if dice.random() < law.declared:
            declared.append((int(account), int(day), last))
    return lift, declared


def _purges(dice: np.random.Generator, law: Noise, days: int) -> Floats:
    return np.where(dice.random(days) < law.purges / 365, dice.uniform(0.002, 0.01, days), 0.0)


def _bought(
    dice: np.random.Generator, purchase: Purchase | None, usual: Floats, buyers: int, days: int, judged: int
) -> tuple[Floats, npt.NDArray[np.int64]]:
    out, first = np.zeros((usual.size, days)), np.full(usual.size, -1)
    if purchase is None:
        return out, first
    earliest = days - judged + 5
    for account in range(buyers):
        start = int(dice.integers(earliest, max(earliest + 1, days - purchase.days - 3)))
        number = purchase.times * 28 * usual[account]
        length = min(purchase.days, days - start)
        out[account, start : start + length] += dice.poisson(number / purchase.days, length)
        later = np.arange(start + purchase.days, min(days, start + purchase.days + 60))
        out[account, later] -= dice.poisson(number * purchase.lost / 60, later.size)
        first[account] = start
    return out, first


def _accounts(ids: list[str], platform: str) -> pl.DataFrame:
    return pl.DataFrame({"account_id": ids, "platform": platform, "name": ids, "status": "active"})


def _metrics(ids: list[str], counts: npt.NDArray[np.int64], reads: Floats, days: int) -> pl.DataFrame:
    dates = pl.Series([LAST - timedelta(days=days - 1 - day) for day in range(days)])
    return pl.DataFrame(
        {
            "account_id": pl.Series(ids).gather(np.repeat(np.arange(len(ids)), days)),
            "date": dates.gather(np.tile(np.arange(days), len(ids))),
            "followers": counts.ravel(),
            "reads": reads.astype(np.int64).ravel(),
        }
    )


def _campaigns(ids: list[str], declared: list[tuple[int, int, int]], days: int) -> pl.DataFrame:
    start = LAST - timedelta(days=days - 1)
    rows = [(ids[a], start + timedelta(days=f), start + timedelta(days=t), "drive", None) for a, f, t in declared]
    schema = {
        "account_id": pl.String,
        "started_on": pl.Date,
        "ended_on": pl.Date,
        "kind": pl.String,
        "description": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
