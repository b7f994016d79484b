"""Made-up profiles of followers: ordinary people, the stock of a factory, brand-new people."""

import numpy as np
import numpy.typing as npt
import polars as pl

ORDINARY, FACTORY, EMPTY = 0, 1, 2
Floats = npt.NDArray[np.float64]


def profiles(ages: npt.NDArray[np.int64], look: npt.NDArray[np.int8], rng: np.random.Generator) -> dict[str, pl.Series]:
    """Counts and flags by follower, from the days since registration and the look (0 ordinary, 1 factory, 2 empty).

    Ordinary counts have heavy tails, hang together, grow with age, and many people stop early. A factory's accounts
    scatter little around one make. Empty ones have done next to nothing, each in another way.
    """
    counts = _ordinary(ages, rng)
    for made, there in ((_factory(ages.size, rng), look == FACTORY), (_empty(ages.size, rng), look == EMPTY)):
        counts = {name: np.where(there, made[name], values) for name, values in counts.items()}
    series = {name: pl.Series(np.floor(values).astype(np.int64)) for name, values in counts.items()}
    chance = np.where(look == FACTORY, 0.97, np.where(look == EMPTY, 0.6, 0.85))
    bio = np.where(look == FACTORY, 0.03, np.where(look == EMPTY, 0.1, 0.45))
    digits = np.where(look == FACTORY, rng.poisson(7, ages.size), rng.geometric(0.35, ages.size) - 1)
    return series | {
        "has_avatar": pl.Series(rng.random(ages.size) < chance),
        "has_bio": pl.Series(rng.random(ages.size) < bio),
        "name_digits": pl.Series(digits),
    }


def _ordinary(ages: npt.NDArray[np.int64], rng: np.random.Generator) -> dict[str, Floats]:
    active = np.minimum(ages + 1.0, np.exp(rng.normal(4.5, 2.0, ages.size)))
    eager = rng.normal(0, 1, ages.size)
    time = np.log(active / 100)
    return {
        "posts": np.expm1(np.maximum(3.6 + 0.8 * time + 1.1 * eager + rng.normal(0, 0.9, ages.size), 0)),
        "followers": np.expm1(np.maximum(3.6 + 0.5 * time + 0.9 * eager + rng.normal(0, 1.0, ages.size), 0)),
        "following": np.expm1(np.maximum(4.8 + 0.3 * time + 0.5 * eager + rng.normal(0, 0.8, ages.size), 0)),
    }


def _factory(count: int, rng: np.random.Generator) -> dict[str, Floats]:
    following, posts = rng.uniform(60, 1200), rng.uniform(3, 40)
    return {
        "posts": rng.poisson(posts, count).astype(np.float64),
        "followers": rng.poisson(rng.uniform(4, 40), count).astype(np.float64),
        "following": following * np.exp(rng.normal(0, 0.12, count)),
    }


def _empty(count: int, rng: np.random.Generator) -> dict[str, Floats]:
    eager = rng.normal(0, 1, count)
    return {
        "posts": np.expm1(np.maximum(0.6 + 0.7 * eager + rng.normal(0, 0.8, count), 0)),
        "followers": np.expm1(np.maximum(1.2 + 0.7 * eager + rng.normal(0, 0.9, count), 0)),
        "following": np.expm1(np.maximum(3.2 + 0.4 * eager + rng.normal(0, 0.9, count), 0)),
    }
