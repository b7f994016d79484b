"""Seeded fleets of posts with reads, likes, reposts and comments, and figures inflated in a known way."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.domain.check import FIGURES_SCHEMA
from plumbline.domain.tables import TABLES

Floats = npt.NDArray[np.float64]
COUNTS = ("reads", "likes", "reposts", "comments")


@dataclass(frozen=True)
class Law:
    """How honest posts differ: standard deviations on the log scale. The noise of likes, reposts and comments is that
    of real posts of two large accounts; `heavy`: Student's t with 3 degrees of freedom, spreads that differ between
    accounts, and levels that drift by `drift` a month."""

    account: float = 0.50
    audience: float = 0.55
    reads: float = 0.60
    likes: float = 0.60
    reposts: float = 0.80
    comments: float = 0.50
    month: float = 0.05
    drift: float = 0.0
    heavy: bool = False


@dataclass(frozen=True)
class Tampering:
    """What the first `accounts` of a fleet do: `counts` times `factor` on a `share` of posts, in the judged months only
    (`started`) or always; `package`: the same number is added to each post instead, (factor - 1) times the account's
    usual count."""

    accounts: int
    factor: float = 3.0
    counts: tuple[str, ...] = ("likes",)
    share: float = 1.0
    started: bool = True
    package: bool = False


@dataclass(frozen=True)
class Fleet:
    """Tables of a dossier, the prepared table `figures`, and the ids of those that tamper."""

    accounts: pl.DataFrame
    units: pl.DataFrame
    metrics: pl.DataFrame
    figures: pl.DataFrame
    tampered: frozenset[str]
    as_of: datetime


def fleet(
    seed: int, accounts: int, *, months: int = 16, posts: int = 40, judged: int = 3, law: Law | None = None,
    tampering: Tampering | None = None, platform: str = "wechat", reads: bool = True, last: date = date(2026, 6, 1),
) -> Fleet:  # fmt: skip
    """`accounts` of one platform with `posts` posts in each of `months` months up to `last`, of which the last `judged`
    are those that are tampered with; without `reads` none are given (Weibo)."""
    dice, law = np.random.default_rng(seed), law or Law()
    followers = np.exp(dice.normal(np.log(60_000), 1.2, accounts))
    rates = _rates(dice, law, followers, (accounts, months, posts))
    if tampering is not None:
        _tamper(dice, rates, tampering, judged)
    ids = [f"{platform}:{number:06d}" for number in range(accounts)]
    firsts = _months(last, months)
    counts = {name: dice.poisson(np.minimum(rate, 5e7)).astype(np.int32) for name, rate in rates.items()}
    figures = _figures(ids, firsts, counts, _times(dice, firsts, accounts, posts), reads=reads)
    bad = frozenset(ids[: tampering.accounts]) if tampering else frozenset()
    year, month = (last.year + 1, 1) if last.month == 12 else (last.year, last.month + 1)
    as_of = datetime(year, month, 15, 4, tzinfo=UTC)
    return Fleet(_accounts(ids, platform), _units(ids), _metrics(ids, followers, firsts), figures, bad, as_of)


def _rates(dice: np.random.Generator, law: Law, followers: Floats, shape: tuple[int, int, int]) -> dict[str, Floats]:
    accounts = (shape[0], 1, 1)
    spread = np.exp(dice.normal(0, 0.25, accounts)) if law.heavy else np.ones(accounts)

    def noise(size: float) -> Floats:
        drawn = dice.standard_t(3, shape) / np.sqrt(3) if law.heavy else dice.normal(0, 1, shape)
        return size * spread * drawn

    def level(size: float) -> Floats:
        walk = np.cumsum(dice.normal(0, 1, (shape[0], shape[1], 1)), axis=1) * law.drift
        return dice.normal(0, size, accounts) + dice.normal(0, law.month, (shape[0], shape[1], 1)) + walk

    log_reads = np.log(followers)[:, None, None] * 0.9 - 1.2 + level(law.audience) + noise(law.reads)
    logs = {
        "reads": log_reads,
        "likes": log_reads * 0.9 - 3.0 + level(law.account) + noise(law.likes),
        "reposts": log_reads * 0.9 - 3.6 + level(law.account) + noise(law.reposts),
        "comments": log_reads * 0.85 - 3.4 + level(law.account) + noise(law.comments),
    }
    return {name: np.exp(values) for name, values in logs.items()}


def _tamper(dice: np.random.Generator, rates: dict[str, Floats], how: Tampering, judged: int) -> None:
    months = slice(-judged, None) if how.started else slice(None)
    for name in how.counts:
        part = rates[name][: how.accounts, months]
        usual = np.median(rates[name][: how.accounts], axis=(1, 2))[:, None, None]
        added = (how.factor - 1) * (usual if how.package else part)
        part += np.where(dice.random(part.shape) < how.share, added, 0.0)


def _months(last: date, months: int) -> list[date]:
    index = last.year * 12 + last.month - 1
    return [date((index - back) // 12, (index - back) % 12 + 1, 1) for back in range(months - 1, -1, -1)]


def _times(dice: np.random.Generator, firsts: list[date], accounts: int, posts: int) -> npt.NDArray[np.int64]:
    """Moments of a month's posts, by day from 7 to 23 o'clock at UTC+8."""
    out = np.empty((accounts, len(firsts), posts), np.int64)
    for place, first in enumerate(firsts):
        start = int(datetime(first.year, first.month, 1, tzinfo=UTC).timestamp()) - 8 * 3600
        days = dice.integers(0, monthrange(first.year, first.month)[1], (accounts, posts))
        out[:, place] = start + days * 86_400 + dice.integers(7 * 3600, 23 * 3600, (accounts, posts))
    return np.sort(out, axis=2)


def _figures(
    ids: list[str], firsts: list[date], counts: dict[str, npt.NDArray[np.int32]], at: npt.NDArray[np.int64], *,
    reads: bool,
) -> pl.DataFrame:  # fmt: skip
    rows, posts = len(ids) * len(firsts), at.shape[2]
    frame = pl.DataFrame(
        {
            "account_id": pl.Series(ids).gather(np.repeat(np.arange(len(ids)), len(firsts))),
            "month": pl.Series(firsts).gather(np.tile(np.arange(len(firsts)), len(ids))),
            "kind": pl.repeat("post", rows, eager=True),
            "at": pl.Series(at.reshape(rows, posts)).arr.to_list(),
            **{name: pl.Series(counts[name].reshape(rows, posts)).arr.to_list() for name in COUNTS},
            "example": pl.repeat("p", rows, eager=True),
        }
    )
    if not reads:
        blank = [[None] * posts] * rows
        frame = frame.with_columns(reads=pl.Series(blank, dtype=pl.List(pl.Int32)))
    return frame.select(pl.col(name).cast(kind) for name, kind in FIGURES_SCHEMA.items())


def posts_table(made: Fleet) -> pl.DataFrame:
    """The posts of a fleet as the contract's table `posts` (columns without a value are left out)."""
    rows = made.figures.explode("at", *COUNTS)
    return rows.select(
        "account_id",
        post_id=pl.concat_str(pl.col("account_id"), pl.lit("-"), pl.int_range(pl.len()).cast(pl.String)),
        posted_at=(pl.col("at").cast(pl.Int64) * 1_000_000).cast(pl.Datetime("us", "UTC")),
        text=pl.lit("正文"),
        kind="kind",
        **{name: pl.col(name).cast(pl.Int64) for name in COUNTS},
    )


def _accounts(ids: list[str], platform: str) -> pl.DataFrame:
    return _full("accounts", {"account_id": ids, "platform": [platform] * len(ids), "name": ids, "unit_id": ids,
                              "status": ["active"] * len(ids)})  # fmt: skip


def _units(ids: list[str]) -> pl.DataFrame:
    return _full("units", {"unit_id": ids, "name": ids, "level": ["county"] * len(ids)})


def _metrics(ids: list[str], followers: Floats, firsts: list[date]) -> pl.DataFrame:
    number = np.repeat(followers.astype(np.int64), len(firsts))
    owners = np.repeat(np.array(ids), len(firsts)).tolist()
    return _full("metrics", {"account_id": owners, "date": firsts * len(ids), "followers": number})


def _full(table: str, columns: dict[str, object]) -> pl.DataFrame:
    given = pl.DataFrame(columns)
    return given.select(
        pl.col(name).cast(kind) if name in given.columns else pl.lit(None, kind).alias(name)
        for name, kind in TABLES[table].schema.items()
    )
