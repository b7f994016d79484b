"""Made-up reactions to posts, in ten-minute slots over two days: organic ones of three makes, and bought ones.

The makes differ in what they take organic interest to be: `cascade` answers with a lognormal delay and is shared on in
bursts, `avalanche` lets every reaction bring others and dies away as a power of time, `plain` is chance alone. The
delay of `cascade` has the spread measured on real Weibo reposts (median 4 hours, 5% to 95%: 0.6 to 66 hours).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SLOTS, AN_HOUR = 288, 6
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
MAKES = ("cascade", "avalanche", "plain")
_RHYTHM = (5, 3, 2, 1, 1, 2, 5, 10, 14, 15, 15, 16, 18, 17, 14, 14, 14, 15, 16, 18, 20, 21, 18, 11)


@dataclass(frozen=True)
class Habits:
    """What is an account's own: median delay of its readers in hours, reactions a post, the hours at which it posts."""

    delay: Floats
    volume: Floats
    hour: Floats


@dataclass(frozen=True)
class Reactions:
    """`counts[i, s]`: reactions to post i in slot s; `account[i]` whose it is, `minute[i]` of the local day."""

    counts: Counts
    account: Counts
    minute: Counts


def habits(rng: np.random.Generator, accounts: int, *, unlike: float = 0.3) -> Habits:
    """Accounts that differ; `unlike`: standard deviation of the logarithm of their readers' median delay."""
    return Habits(
        4 * np.exp(rng.normal(0, unlike, accounts)),
        np.exp(rng.normal(6.2, 0.8, accounts)),
        rng.uniform(8, 20, accounts),
    )


def organic(rng: np.random.Generator, of: Habits, posts: int, *, make: str = "cascade") -> Reactions:
    """`posts` posts of each account, without a purchase."""
    account = np.repeat(np.arange(len(of.delay)), posts)
    minute = (np.mod(of.hour[account] + rng.normal(0, 3, len(account)), 24) * 60).astype(np.int64) % 1440
    volume = of.volume[account] * np.exp(rng.normal(0, 0.7, len(account)))
    makers = {"cascade": _cascade, "avalanche": _avalanche, "plain": _plain}
    return Reactions(makers[make](rng, volume, of.delay[account], rhythm(minute)), account, minute)


def bought(rng: np.random.Generator, total: Counts, ratio: float, hours: int, *, bursty: bool = False) -> Counts:
    """`ratio` times the organic total at a constant rate over `hours`, begun 1 to 12 hours after publication (3 hours:
    6 to 24; 48: at once); `bursty`: the same in uneven portions."""
    first, last = {3: (6, 24), 48: (0, 0)}.get(hours, (1, 12))
    start = (rng.uniform(first, last, len(total)) * AN_HOUR).astype(np.int64)
    slot = np.arange(SLOTS)
    on = (slot >= start[:, None]) & (slot < start[:, None] + hours * AN_HOUR)
    rate = on * (ratio * total / (hours * AN_HOUR))[:, None]
    portions = rng.gamma(0.3, 1 / 0.3, rate.shape) if bursty else 1.0
    return rng.poisson(rate * portions)


def rhythm(minute: Counts) -> Floats:
    """How awake the readers are in each slot of posts published at that minute of the local day (mean 1)."""
    hour = (minute[:, None] // 60 + (np.arange(SLOTS) * 10 + minute[:, None] % 60) // 60) % 24
    awake: Floats = (np.array(_RHYTHM) / np.mean(_RHYTHM))[hour]
    return awake


def live_event(rng: np.random.Generator, posts: int, volume: Floats) -> Counts:
    """What a live broadcast of 1 to 4 hours adds: half to twice the volume, uneven, within 8 hours of posting."""
    start = rng.uniform(0, 8 * AN_HOUR, posts)[:, None]
    length = rng.uniform(1 * AN_HOUR, 4 * AN_HOUR, posts)[:, None]
    slot = np.arange(SLOTS)
    rate = (volume * rng.uniform(0.5, 2, posts))[:, None] / length
    return rng.poisson(rate * ((slot >= start) & (slot < start + length)) * rng.gamma(5, 0.2, (posts, SLOTS)))


def _cascade(rng: np.random.Generator, volume: Floats, delay: Floats, awake: Floats) -> Counts:
    rate = volume[:, None] * _lognormal(delay * AN_HOUR, 1.4) * awake * _waves(rng, volume.shape[0], 0.35, 0.6)
    for _ in range(3):
        rate += _shared_on(rng, volume, delay, first=0.2, size=0.15) * awake
    late = rng.random(len(volume)) < 0.06
    rate[late] += _shared_on(rng, volume[late], delay[late], first=6.0, size=0.8)
    counts = rng.poisson(rate)
    live = rng.random(len(volume)) < 0.02
    counts[live] += live_event(rng, int(live.sum()), volume[live])
    return counts


def _avalanche(rng: np.random.Generator, volume: Floats, delay: Floats, awake: Floats) -> Counts:
    """Every reaction brings half of one more within the hour, some bring many (Hawkes process on the grid)."""
    slot = np.arange(SLOTS) + 0.5
    fresh = (1 + slot / (delay[:, None])) ** -1.3
    fresh *= 0.5 * volume[:, None] / fresh.sum(axis=1, keepdims=True) * awake
    counts, echo = np.zeros(fresh.shape, np.int64), np.zeros(len(volume))
    fading = np.exp(-10 / 45)
    for at in range(SLOTS):
        counts[:, at] = rng.poisson(fresh[:, at] + echo * (1 - fading) * awake[:, at])
        loud = 0.5 * rng.gamma(0.02 * counts[:, at] + 1e-9, 1 / 0.02)
        echo = echo * fading + np.minimum(loud, volume)
    return counts


def _plain(rng: np.random.Generator, volume: Floats, delay: Floats, awake: Floats) -> Counts:
    fade = np.exp(-np.arange(SLOTS) / (1.44 * delay[:, None] * AN_HOUR))
    counts: Counts = rng.poisson(volume[:, None] * fade / fade.sum(axis=1, keepdims=True) * awake)
    return counts


def _lognormal(median: Floats, sigma: float) -> Floats:
    """Share of each slot (medians in slots)."""
    from scipy.special import ndtr

    edges = np.log(np.maximum(np.arange(SLOTS + 1), 1e-9)) - np.log(median)[:, None]
    return np.diff(ndtr(edges / sigma), axis=1)


def _waves(rng: np.random.Generator, posts: int, spread: float, memory: float) -> Floats:
    """Positive noise with a memory from slot to slot, mean about 1."""
    noise, steps = np.empty((posts, SLOTS)), rng.normal(0, spread, (posts, SLOTS))
    noise[:, 0] = steps[:, 0]
    for at in range(1, SLOTS):
        noise[:, at] = memory * noise[:, at - 1] + np.sqrt(1 - memory**2) * steps[:, at]
    return np.exp(noise - spread**2 / 2)


def _shared_on(rng: np.random.Generator, volume: Floats, delay: Floats, *, first: float, size: float) -> Floats:
    """A burst after somebody with many readers has shared the post: sudden, then dying away within hours."""
    posts = len(volume)
    at = (first + rng.lognormal(np.log(delay), 1.0)) * AN_HOUR
    since = np.arange(SLOTS) - at[:, None]
    fade = rng.uniform(3, 15, posts)[:, None]
    shape = np.where(since >= 0, np.exp(-np.maximum(since, 0) / fade), 0) / fade
    share = np.minimum(size * rng.pareto(1.8, posts), 3)
    return volume[:, None] * share[:, None] * shape
