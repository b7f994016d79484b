"""The made-up series and follower lists that the benchmark of the numbers runs on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.simulation.follower_lists import Organic, Process, Purchase, organic_list, with_purchase

Floats = npt.NDArray[np.float64]
LAST_DAY = date(2026, 6, 30)
PLATFORMS = ("weibo", "wechat", "douyin")
SHARD = 5_000
"""Accounts in a file, as an inspection holds them in a shard."""
BOUGHT_EVERY = 20
"""One account in so many buys, over a week, twice what it gains in 28 days."""
SEED = 20260630


@dataclass(frozen=True)
class Fleet:
    """Where a fleet of series lies: `accounts.parquet` and one file of `metrics` a shard."""

    folder: Path

    @property
    def accounts(self) -> Path:
        """The table of accounts."""
        return self.folder / "accounts.parquet"

    @property
    def shards(self) -> list[Path]:
        """The files of metrics, in order of account."""
        return sorted((self.folder / "metrics").glob("*.parquet"))


def write_fleet(folder: Path, *, accounts: int, days: int) -> Fleet:
    """Write a fleet of `accounts` series of `days` days each; nothing if it lies there whole."""
    fleet = Fleet(folder)
    if fleet.accounts.exists():
        return fleet
    (folder / "metrics").mkdir(parents=True, exist_ok=True)
    modes = _modes(days)
    for start in range(0, accounts, SHARD):
        table = _series(start, min(SHARD, accounts - start), modes)
        table.write_parquet(folder / "metrics" / f"part-{start // SHARD:05d}.parquet")
    numbers = range(accounts)
    register = {"account_id": [_name(n) for n in numbers], "platform": [PLATFORMS[n % len(PLATFORMS)] for n in numbers]}
    pl.DataFrame(register).write_parquet(fleet.accounts)
    return fleet


def bought(account_id: str) -> bool:
    """Whether that account of a fleet has a purchase in it."""
    return int(account_id[1:]) % BOUGHT_EVERY == 0


def write_lists(path: Path, *, lists: int, followers: int) -> Path:
    """Write follower lists of both processes, honest at even numbers, one in a hundred bought at odd ones.

    Columns: list Int64, position Int64, registered Int32 (days since 1970-01-01).
    """
    pl.concat(_lists(lists, followers)).write_parquet(path)
    return path


def _lists(lists: int, followers: int) -> Iterator[pl.DataFrame]:
    for number in range(lists):
        rng = np.random.default_rng([SEED, number])
        count = followers // 100 if number % 2 else 0
        process: Process = "cohorts" if number % 4 < 2 else "clusters"
        made = organic_list(Organic(length=followers - count, process=process), rng)
        if count:
            made = with_purchase(made, Purchase(count=count, pool_days=30, concentration=0.5), rng)
        columns = {"position": made.position, "registered": made.registered.astype(np.int32)}
        yield pl.DataFrame(columns).with_columns(list=pl.lit(number, pl.Int64))


def _name(number: int) -> str:
    return f"a{number:08d}"


def _modes(days: int) -> Floats:
    """Platforms by day: noise that all accounts of a platform share, and a purge a year."""
    rng = np.random.default_rng([SEED, days])
    mode = rng.normal(0, 0.1, (len(PLATFORMS), days))
    mode[np.arange(len(PLATFORMS)), rng.integers(0, days, len(PLATFORMS))] = -np.inf
    return mode


def _series(start: int, accounts: int, modes: Floats) -> pl.DataFrame:
    """Followers and reads of `accounts` accounts by day, one day in a hundred missing."""
    rng = np.random.default_rng([SEED, modes.shape[1], start])
    numbers = np.arange(start, start + accounts)
    size: Floats = np.exp(rng.normal(np.log(60_000), 1.2, accounts))
    mode, bursts = modes[numbers % len(PLATFORMS)], _bursts(accounts, modes.shape[1], rng)
    purge = np.isinf(mode)
    usual = size[:, None] * 0.0006 * _week(modes.shape[1])
    joined = rng.poisson(usual * np.exp(np.where(purge, 0.0, mode) + _noise(accounts, modes.shape[1], rng) + bursts))
    gain = np.where(purge, -np.round(size * 0.003)[:, None], joined) + _bought(numbers, size, modes.shape[1], rng)
    followers = np.round(size)[:, None] + np.cumsum(gain, axis=1).astype(np.float64)
    reads = rng.poisson(size[:, None] * 0.05 * np.exp(_noise(accounts, modes.shape[1], rng) + bursts))
    return _table(numbers, followers, reads, rng)


def _week(days: int) -> Floats:
    return np.where((np.arange(days) + 2) % 7 < 5, 1.0, 0.8)


def _noise(accounts: int, days: int, rng: np.random.Generator) -> Floats:
    """Noise of standard deviation 0.35, each day leaning on the day before."""
    noise = rng.normal(0, 0.35, (accounts, days))
    for day in range(1, days):
        noise[:, day] = 0.4 * noise[:, day - 1] + 0.9165 * noise[:, day]
    return noise


def _bursts(accounts: int, days: int, rng: np.random.Generator) -> Floats:
    """Three posts a year that go round, in reads and in followers, dying down over days."""
    bursts = np.zeros((accounts, days))
    here, since = np.arange(accounts), np.arange(days)
    for _ in range(max(1, round(3 * days / 365))):
        begun = since[None, :] - rng.integers(0, days, accounts)[:, None]
        height = np.log1p(rng.pareto(1.5, accounts))[here, None]
        bursts += np.where(begun >= 0, height * np.exp(-np.maximum(begun, 0) / 2), 0.0)
    return bursts


def _bought(numbers: npt.NDArray[np.int64], size: Floats, days: int, rng: np.random.Generator) -> Floats:
    begun = np.arange(days)[None, :] - rng.integers(max(days - 110, 0), days - 10, numbers.size)[:, None]
    each = np.where(numbers % BOUGHT_EVERY == 0, np.round(size * 0.0006 * 28 * 2 / 7), 0.0)
    return np.where((begun >= 0) & (begun < 7), each[:, None], 0.0)


def _table(
    numbers: npt.NDArray[np.int64], followers: Floats, reads: npt.NDArray[np.int64], rng: np.random.Generator
) -> pl.DataFrame:
    accounts, days = followers.shape
    dates = pl.Series([LAST_DAY - timedelta(days=days - 1 - day) for day in range(days)])
    names = pl.Series([_name(number) for number in numbers.tolist()])
    table = pl.DataFrame(
        {
            "account_id": names.gather(np.repeat(np.arange(accounts), days)),
            "date": dates.gather(np.tile(np.arange(days), accounts)),
            "followers": np.maximum(followers, 0).ravel().astype(np.int64),
            "reads": reads.ravel().astype(np.int64),
        }
    )
    return table.filter(rng.random(accounts * days) > 0.01)
