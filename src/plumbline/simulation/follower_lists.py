"""Made-up lists of followers: honest ones of two kinds, with purchases, news events and waves of new users laid in.

Every list is known to the last row, so that size and power of methods can be counted. Days are numbers since
1970-01-01.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.simulation.follower_profiles import profiles

Days = npt.NDArray[np.int64]
Process = Literal["cohorts", "clusters"]
Kind = Literal["alike", "ordinary", "empty"]
ORGANIC, BOUGHT, EVENT = 0, 1, 2


@dataclass(frozen=True)
class Organic:
    """An honest list.

    `process`: "cohorts" draws stretch x week x age with overdispersion; "clusters" lets crowds of very unlike ages come
    at irregular times. `years` the account's life; `newcomers` the share that registered in the week before following;
    `age_days` typical age of the others; `bursts` viral days, `surges` platform-wide waves of registration, `waves`
    weeks in which the platform recommends the account to new users.
    """

    length: int = 5000
    process: Process = "cohorts"
    years: float = 6.0
    newcomers: float = 0.25
    age_days: float = 700.0
    bursts: int = 4
    surges: int = 3
    waves: int = 1
    dispersion: float = 8.0
    ends_on: date = date(2026, 6, 30)
    platform_from: date = date(2009, 8, 1)


@dataclass(frozen=True)
class Purchase:
    """Accounts of one pool of registrations, laid into a stretch of the list.

    `count` followers, registered within `pool_days` that ended `idle_days` before the first of them followed (None:
    drawn from 30 to 900); they make up `concentration` of their stretch, which begins at `at` (0 to 1, None: drawn).
    """

    count: int
    pool_days: int
    concentration: float = 1.0
    at: float | None = None
    idle_days: int | None = None
    profile: Kind = "alike"


@dataclass(frozen=True)
class NewsEvent:
    """Days that made ordinary people join the platform: `share` of the list registered in `weeks` weeks."""

    share: float = 0.11
    weeks: int = 8
    at: float = 0.5


@dataclass(frozen=True)
class Made:
    """A list in follow order: day followed, day registered, where each came from, how profiles look."""

    followed: Days
    registered: Days
    origin: npt.NDArray[np.int8]
    look: npt.NDArray[np.int8]
    ends: int = field(default=0)

    @property
    def position(self) -> npt.NDArray[np.int64]:
        """1 = first to follow."""
        return np.arange(1, self.followed.size + 1, dtype=np.int64)


def organic_list(shape: Organic, rng: np.random.Generator) -> Made:
    """An honest list of `shape`."""
    life = _Life.of(shape)
    draw = _cohorts if shape.process == "cohorts" else _clusters
    followed, registered = draw(shape, life, rng)
    order = np.lexsort((rng.random(followed.size), followed))
    none = np.zeros(followed.size, dtype=np.int8)
    return Made(followed[order], registered[order], none, none.copy(), life.end)


def with_purchase(made: Made, bought: Purchase, rng: np.random.Generator) -> Made:
    """The list with a purchase laid in: longer by `bought.count`."""
    stretch = round(bought.count * (1 / bought.concentration - 1))
    room = max(made.followed.size - stretch, 1)
    start = int((rng.uniform(0.1, 0.9) if bought.at is None else bought.at) * room)
    day = int(made.followed[min(start, made.followed.size - 1)])
    idle = int(rng.integers(30, 901)) if bought.idle_days is None else bought.idle_days
    last = day - idle
    registered = rng.integers(last - bought.pool_days + 1, last + 1, bought.count)
    ranks = start + np.sort(rng.random(bought.count)) * stretch
    keys = np.concatenate([np.arange(made.followed.size, dtype=np.float64), ranks - 0.5])
    look = {"alike": 1, "ordinary": 0, "empty": 2}[bought.profile]
    followed = made.followed[np.minimum(ranks.astype(np.int64), made.followed.size - 1)]
    return _merged(made, _Added(followed, registered, BOUGHT, look), keys)


def with_event(made: Made, event: NewsEvent, rng: np.random.Generator) -> Made:
    """The list with a news event: newcomers of a few weeks, who follow at once or in the months after."""
    count = round(made.followed.size * event.share / (1 - event.share))
    first = int(np.quantile(made.followed, event.at))
    registered = first + rng.integers(0, event.weeks * 7, count)
    later = np.where(rng.random(count) < 0.5, rng.exponential(2.0, count), rng.exponential(90.0, count))
    followed = np.minimum(registered + later.astype(np.int64), made.ends)
    registered = np.minimum(registered, followed)
    keys = np.searchsorted(made.followed, followed, side="right") - 0.5 + 1e-6 * rng.random(count)
    added = _Added(followed, registered, EVENT, 0)
    return _merged(made, added, np.concatenate([np.arange(made.followed.size, dtype=np.float64), keys]))


def follower_rows(made: Made, account_id: str, rng: np.random.Generator) -> pl.DataFrame:
    """The list as the table `followers` of a dossier, one row a follower."""
    ages = np.maximum(made.ends - made.registered, 0)
    named = (f"{account_id}-{number}".encode() for number in range(made.followed.size))
    keys = [sha256(name).hexdigest()[:32] for name in named]
    frame = pl.DataFrame(
        {
            "account_id": [account_id] * made.followed.size,
            "position": made.position,
            "registered_on": pl.Series(made.registered.astype(np.int32)).cast(pl.Date),
            "follower_key": keys,
            **profiles(ages, made.look, rng),
            "last_post_on": pl.Series(
                (made.registered + (ages * rng.random(ages.size) ** 0.7).astype(np.int64)).astype(np.int32)
            ).cast(pl.Date),
        }
    )
    schema = TABLES["followers"].schema
    missing = [pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in frame.columns]
    return frame.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in schema.items())


@dataclass(frozen=True)
class _Life:
    platform: int
    start: int
    end: int

    @classmethod
    def of(cls, shape: Organic) -> "_Life":
        end = (shape.ends_on - date(1970, 1, 1)).days
        platform = (shape.platform_from - date(1970, 1, 1)).days
        return cls(platform, max(end - int(shape.years * 365.25), platform + 60), end)


@dataclass(frozen=True)
class _Added:
    followed: Days
    registered: Days
    origin: int
    look: int


def _merged(made: Made, added: _Added, keys: npt.NDArray[np.float64]) -> Made:
    order = np.argsort(keys, kind="stable")
    size = added.followed.size

    def joined(own: npt.NDArray[np.int8], value: int) -> npt.NDArray[np.int8]:
        return np.concatenate([own, np.full(size, value, dtype=np.int8)])[order]

    return Made(
        np.concatenate([made.followed, added.followed])[order],
        np.concatenate([made.registered, added.registered])[order],
        joined(made.origin, added.origin),
        joined(made.look, added.look),
        made.ends,
    )


def _cohorts(shape: Organic, life: _Life, rng: np.random.Generator) -> tuple[Days, Days]:
    days = np.arange(life.start, life.end + 1)
    rate, fresh = _daily_rate(shape, days, rng), _newcomers(shape, days, rng)
    followed = rng.choice(days, size=shape.length, p=rate / rate.sum())
    new = rng.random(shape.length) < fresh[followed - life.start]
    registered = np.where(new, followed - _days_new(shape.length, rng), 0)
    registered[~new] = _of_all_ages(shape, life, followed[~new], rng)
    return followed, np.maximum(registered, life.platform)


def _daily_rate(shape: Organic, days: Days, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Followers a day: a trend, slow noise, and bursts of a few days."""
    ages = (days - days[0]) / max(days.size, 1)
    weeks = np.cumsum(rng.normal(0, 0.15, days.size // 7 + 1))
    rate = np.exp(rng.uniform(-1, 1.5) * ages + (weeks - np.linspace(0, weeks[-1], weeks.size))[(days - days[0]) // 7])
    for _ in range(shape.bursts):
        start, share = int(rng.integers(0, days.size)), rng.pareto(1.5) * 0.02
        rate[start:] += min(share, 0.15) * rate.sum() * 0.3 * np.exp(-np.arange(days.size - start) / 3)
    return np.asarray(rate)


def _newcomers(shape: Organic, days: Days, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    share = np.full(days.size, shape.newcomers)
    for _ in range(shape.waves):
        start = int(rng.integers(0, days.size))
        share[start : start + int(rng.integers(5, 25))] = rng.uniform(0.5, 0.85)
    return share


def _days_new(count: int, rng: np.random.Generator) -> Days:
    """Most registered the day before, the rest within weeks."""
    soon = rng.integers(0, 2, count)
    return np.where(rng.random(count) < 0.55, soon, rng.exponential(6.0, count).astype(np.int64))


def _of_all_ages(shape: Organic, life: _Life, followed: Days, rng: np.random.Generator) -> Days:
    """Registrations of those who were there before, by month of following: platform's weeks x age x noise."""
    registered = np.empty(followed.size, dtype=np.int64)
    weeks = np.arange(life.platform, life.end, 7)
    platform = _registrations(shape, weeks, rng)
    steepness = rng.uniform(0.8, 2.0)
    for month in np.unique(followed // 28):
        here = np.flatnonzero(followed // 28 == month)
        old = month * 28 - weeks - 7
        weight = platform * np.where(old > 0, (1 + np.maximum(old, 0) / shape.age_days) ** -steepness, 0.0)
        noise = rng.gamma(shape.dispersion, 1 / shape.dispersion, weeks.size // 13 + 1)[np.arange(weeks.size) // 13]
        weight = weight * noise + 1e-12
        registered[here] = rng.choice(weeks, size=here.size, p=weight / weight.sum()) + rng.integers(0, 7, here.size)
    return np.minimum(registered, followed)


def _registrations(shape: Organic, weeks: Days, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """New users of the platform by week: growth, noise, surges of weeks to months."""
    ages = (weeks - weeks[0]) / 365.25
    level = 1 / (1 + np.exp(-(ages - rng.uniform(1, 4)))) + 0.05
    noise = np.exp(rng.normal(0, 0.15, weeks.size))
    for _ in range(shape.surges):
        start, length = int(rng.integers(0, weeks.size)), int(rng.integers(2, 20))
        noise[start : start + length] *= rng.uniform(1.5, 4.0)
    return np.asarray(level * noise)


def _clusters(shape: Organic, life: _Life, rng: np.random.Generator) -> tuple[Days, Days]:
    """Crowds at irregular times (Weibull gaps), of heavy-tailed size, each with its own ages and its own newcomers."""
    followed, registered, left = [], [], shape.length
    sizes = _crowds(shape, rng)
    gaps = rng.weibull(0.6, len(sizes))
    starts = life.start + np.cumsum(gaps) / gaps.sum() * (life.end - life.start)
    surges = rng.integers(life.platform, life.end, max(shape.surges, 1))
    for size, start in zip(sizes, starts, strict=True):
        here = np.minimum(start + rng.exponential(rng.choice([0.5, 3.0, 20.0]), size), life.end).astype(np.int64)
        followed.append(here)
        registered.append(_crowd(shape, life, here, surges, rng))
        left -= size
    return np.concatenate(followed), np.concatenate(registered)


def _crowds(shape: Organic, rng: np.random.Generator) -> list[int]:
    sizes: list[int] = []
    while sum(sizes) < shape.length:
        size = int(1 + min(rng.pareto(1.1) * 3, shape.length * 0.08))
        sizes.append(min(size, shape.length - sum(sizes)))
    return sizes


def _crowd(shape: Organic, life: _Life, here: Days, surges: Days, rng: np.random.Generator) -> Days:
    typical = shape.age_days * np.exp(rng.normal(0, 0.35))
    ages = typical * np.exp(rng.normal(0, 1.1, here.size))
    fresh = rng.random(here.size) < rng.beta(6 * shape.newcomers, 6 * (1 - shape.newcomers))
    ages[fresh] = rng.exponential(4.0, int(fresh.sum()))
    registered = here - ages.astype(np.int64)
    surge = surges[rng.integers(0, surges.size, here.size)] + rng.exponential(25.0, here.size).astype(np.int64)
    surging = (rng.random(here.size) < 0.15) & ~fresh & (surge < here)
    registered = np.where(surging, surge, registered)
    early = registered < life.platform
    registered[early] = life.platform + rng.integers(0, 720, int(early.sum()))
    return np.minimum(registered, here)
