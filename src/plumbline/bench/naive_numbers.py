"""What people write to judge numbers: pandas, statsmodels and ruptures account by account, loops over cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from math import log
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.bench.numbers_files import Fleet
from plumbline.domain.errors import UsageError
from plumbline.followers.map_grid import AGES, NEW, STRETCH, WEEK
from plumbline.followers.map_scan import FEWEST, LENGTHS, TIMES, WIDTHS

BURST, CUSUM, SHIFT = 7.2, 16.9, 3.6
BEFORE, RECENT, CAP, DRIFT = 56, 28, 4.0, 0.75
ROUNDS, CLASSES_OLD = 12, 5500.0
Cells = list[list[float]]


def libraries() -> Mapping[str, Any]:
    """The reference libraries, loaded; UsageError if one is missing."""
    names = ("numpy", "pandas", "ruptures", "statsmodels.api", "statsmodels.tsa.seasonal")
    return {name: _library(name) for name in names}


def growth(folder: Path) -> dict[str, int]:
    """For each account: a robust fit, STL, rolling median and MAD, CUSUM by hand, medians of windows, change points."""
    fleet, loaded = Fleet(folder), libraries()
    pandas = loaded["pandas"]
    table = pl.concat(pl.read_parquet(file) for file in fleet.shards)
    columns = {name: table[name].to_list() for name in ("account_id", "date", "followers", "reads")}
    counts = pandas.DataFrame(columns)
    counts["date"] = pandas.to_datetime(counts["date"])
    wide = counts.pivot_table(index="date", columns="account_id", values="followers").asfreq("D")
    mode = _logarithm(loaded, wide.interpolate().diff()).median(axis=1).fillna(0)
    flagged = sum(_account(loaded, group, mode - mode.median()) for _, group in counts.groupby("account_id"))
    return {"accounts": wide.shape[1], "triggered": int(flagged)}


def _account(loaded: Mapping[str, Any], group: Any, mode: Any) -> bool:
    """Whether one of three detectors speaks of this account."""
    pandas, api = loaded["pandas"], loaded["statsmodels.api"]
    days = group.set_index("date")[["followers", "reads"]].asfreq("D").interpolate()
    gain = _logarithm(loaded, days["followers"].diff()).fillna(0)
    reads = loaded["numpy"].log1p(days["reads"])
    weekday = pandas.get_dummies(days.index.day_of_week, drop_first=True, dtype=float).set_index(days.index)
    features = weekday.assign(reads=reads, before=reads.shift(fill_value=reads.iloc[0]), mode=mode, one=1.0)
    residual = api.RLM(gain, features.rename(columns=str)).fit().resid
    residual = residual - loaded["statsmodels.tsa.seasonal"].STL(residual, period=7, robust=True).fit().seasonal
    loaded["ruptures"].KernelCPD(kernel="linear", min_size=3).fit(residual.to_numpy()[:, None]).predict(pen=10)
    level = residual.rolling(BEFORE).median().shift()
    scale = 1.4826 * (residual - level).abs().rolling(BEFORE, min_periods=RECENT).median().shift()
    z = ((residual - level) / scale).fillna(0)
    recent, before = residual.rolling(RECENT).median(), residual.rolling(BEFORE).median().shift(RECENT)
    shift = ((recent - before) / (1.2533 * scale * (1 / RECENT + 1 / BEFORE) ** 0.5)).max()
    return bool(z.max() > BURST or _cusum(z.to_list()) > CUSUM or shift > SHIFT)


def _logarithm(loaded: Mapping[str, Any], gain: Any) -> Any:
    return loaded["numpy"].sign(gain) * loaded["numpy"].log1p(gain.abs())


def _cusum(z: list[float]) -> float:
    total = highest = 0.0
    for value in z:
        total = max(0.0, total + min(value, CAP) - DRIFT)
        highest = max(highest, total)
    return highest


def follower_map(path: Path) -> dict[str, int]:
    """The strongest rectangle of every list: age-period-cohort fit and scan in loops over cells, one look at each."""
    lists = pl.read_parquet(path)
    found = []
    for number in sorted(set(lists["list"].to_list())):
        rows = lists.filter(pl.col("list") == number).select("position", "registered").iter_rows()
        cells = _cells([registered for _, registered in sorted(rows)])
        found.append(_strongest(cells.counts, _expected(cells)))
    return {"lists": len(found), "strong": sum(score >= 40 for score in found)}


@dataclass(frozen=True)
class _Counted:
    counts: Cells
    ages: list[list[int]]
    """Class of age at follow; -1: younger than `NEW` days."""


def _cells(registered: list[int]) -> _Counted:
    first, weeks = min(registered), (max(registered) - min(registered)) // WEEK + 1
    counts: Cells = [[0.0] * weeks for _ in range(len(registered) // STRETCH)]
    followed, ages = first, []
    for rank, day in enumerate(registered):
        row = min(rank // STRETCH, len(counts) - 1)
        followed = max(followed, day)
        if rank % STRETCH == STRETCH - 1 and rank // STRETCH == row:
            ages.append([_age(followed - first - week * WEEK) for week in range(weeks)])
        if followed - day >= NEW:
            counts[row][(day - first) // WEEK] += 1
    return _Counted(counts, ages)


def _age(days: int) -> int:
    return min(int(log(days / NEW) * AGES / log(CLASSES_OLD / NEW)), AGES - 1) if days >= NEW else -1


def _expected(cells: _Counted) -> Cells:
    """Stretch x week x age by iterative proportional fitting."""
    rows, weeks = len(cells.counts), len(cells.counts[0])
    by_row = [[row] * weeks for row in range(rows)]
    by_week = [list(range(weeks))] * rows
    expected = [[float(age >= 0) for age in line] for line in cells.ages]
    for turn in range(ROUNDS):
        for places in (by_row, by_week, cells.ages):
            _fit(cells.counts, expected, places, 3.0 if turn else 1e9)
    return expected


def _fit(counts: Cells, expected: Cells, places: list[list[int]], wide: float) -> None:
    """Scale the cells of each place to what is counted there, cut at `wide` standard deviations above expectation."""
    size = max(map(max, places)) + 1
    seen, wanted = [0.5] * size, [0.5] * size
    for counted, line, here in zip(counts, expected, places, strict=True):
        for n, mu, place in zip(counted, line, here, strict=True):
            if mu:
                seen[place] += min(n, mu + wide * mu**0.5 + 1)
                wanted[place] += mu
    factor = [n / mu for n, mu in zip(seen, wanted, strict=True)]
    for line, here in zip(expected, places, strict=True):
        for week, place in enumerate(here):
            line[week] *= factor[place]


def _strongest(counts: Cells, expected: Cells) -> float:
    """The highest Poisson log-likelihood ratio of all rectangles, from sums of all cells above and left."""
    seen, wanted, highest = _corners(counts), _corners(expected), 0.0
    for length, width in product(LENGTHS, WIDTHS):
        for row in range(len(counts) - length + 1):
            low, high, low_wanted, high_wanted = seen[row], seen[row + length], wanted[row], wanted[row + length]
            for week in range(len(counts[0]) - width + 1):
                n = high[week + width] - high[week] - low[week + width] + low[week]
                if n >= FEWEST:
                    mu = high_wanted[week + width] - high_wanted[week] - low_wanted[week + width] + low_wanted[week]
                    if n >= TIMES * mu:
                        highest = max(highest, n * log(n / max(mu, 0.01)) - n + mu)
    return highest


def _corners(cells: Cells) -> Cells:
    sums = [[0.0] * (len(cells[0]) + 1)]
    for line in cells:
        total, above, here = 0.0, sums[-1], [0.0]
        for week, value in enumerate(line):
            total += value
            here.append(above[week + 1] + total)
        sums.append(here)
    return sums


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(f"the naive pipeline needs {name}", remedy="make bench installs it") from error
