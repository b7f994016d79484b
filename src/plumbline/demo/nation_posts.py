"""The nation's posts, drawn and written week by week."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.demo.moment import TODAY
from plumbline.demo.nation_texts import long_texts, words
from plumbline.demo.phrasing import phrase
from plumbline.demo.writing import WEIBO_BITS, WEIBO_EPOCH

DAYS = 90
_WEEK = 7
_SECONDS = 86_400
_KINDS = pl.Series(["post", "repost", "reply"])
_UP_TO = (0.80, 0.92)
_AUTOMATIC_SHARE = 0.03
_CARELESS = 50
_HOURS = np.cumsum([1, 1, 0, 0, 0, 1, 4, 10, 18, 22, 24, 17, 14, 10, 12, 18, 22, 21, 13, 10, 8, 6, 4, 2]) / 238
_SHORT = ("reply", "repost_comment", "automatic")
_SHORTS = 300

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Week:
    """Natural days [first, last) of the quarter, the number of posts, and how many went before."""

    first: int
    last: int
    posts: int
    before: int


def write_weeks(
    folder: Path,
    active: pl.DataFrame,
    *,
    first_day: datetime,
    posts: int,
    dice: np.random.Generator,
    with_text: bool,
) -> None:
    """Write `posts` posts as one file a week (`2026-01-01.parquet` …), each in order of time.

    `active`: account_id, rate (Float64, share of posts), ends (Int64, first day of the quarter without a post).
    """
    folder.mkdir(exist_ok=True)
    texts = _long(posts, dice) if with_text else _short(dice)
    start = int(first_day.timestamp())
    for week in _weeks(posts):
        code, second, person = _drawn(week, active, dice)
        frame = _frame(active["account_id"].gather(code), start + second, person, week, texts, dice)
        frame.write_parquet(folder / f"week-{week.first // _WEEK + 1:02d}.parquet")


def _weeks(posts: int) -> Iterator[_Week]:
    before = 0
    for first in range(0, DAYS, _WEEK):
        last = min(first + _WEEK, DAYS)
        reached = posts * last // DAYS
        yield _Week(first, last, reached - before, before)
        before = reached


def _drawn(week: _Week, active: pl.DataFrame, dice: np.random.Generator) -> tuple[Longs, Longs, npt.NDArray[np.bool_]]:
    """Account (index), second of the quarter and whether surely by a person, in order of time."""
    ends = active["ends"].to_numpy()
    length = np.clip(ends - week.first, 0, week.last - week.first)
    assured = _assured(length, week.posts)
    share = np.cumsum(active["rate"].to_numpy() * length)
    drawn = np.searchsorted(share, dice.random(week.posts - assured.size) * share[-1], side="right")
    code = np.concatenate([assured, drawn])
    day = week.first + (dice.random(code.size) * length[code]).astype(np.int64)
    second = day * _SECONDS + _clock(code.size, dice)
    order = np.argsort(second, kind="stable")
    return code[order], second[order], (np.arange(code.size) < assured.size)[order]


def _assured(length: Longs, posts: int) -> Longs:
    """The accounts that surely publish this week: every living one but one in `_CARELESS`.

    None, if more than half of the week's posts would go there.
    """
    living = np.flatnonzero((length > 0) & (np.arange(length.size) % _CARELESS > 0))
    return living if living.size * 2 <= posts else living[:0]


def _clock(number: int, dice: np.random.Generator) -> Longs:
    hour = np.searchsorted(_HOURS, dice.random(number), side="right").clip(max=23)
    return hour * 3600 + dice.integers(0, 3600, number)


def _frame(
    accounts: pl.Series,
    second: Longs,
    person: npt.NDArray[np.bool_],
    week: _Week,
    texts: Callable[[pl.Series, pl.Series], pl.Series],
    dice: np.random.Generator,
) -> pl.DataFrame:
    chance = np.where(person, 0.0, dice.random(second.size))
    kind = _KINDS.gather(np.searchsorted(_UP_TO, chance, side="right"))
    automatic = ~person & (dice.random(second.size) < _AUTOMATIC_SHARE)
    numbers = np.arange(second.size) + week.before
    ids = ((second - WEIBO_EPOCH) << WEIBO_BITS) + (numbers & ((1 << WEIBO_BITS) - 1))
    return pl.DataFrame(
        {
            "account_id": accounts,
            "post_id": pl.Series(ids).cast(pl.String),
            "posted_at": pl.Series(second * 1_000_000).cast(pl.Datetime("us", "UTC")),
            "text": texts(accounts, kind),
            "kind": kind,
            "automatic": automatic,
        }
    )


def _long(posts: int, dice: np.random.Generator) -> Callable[[pl.Series, pl.Series], pl.Series]:
    using = words(posts, dice)

    def texts(accounts: pl.Series, kind: pl.Series) -> pl.Series:
        return long_texts(using, accounts.str.split(":").list.first(), kind, dice)

    return texts


def _short(dice: np.random.Generator) -> Callable[[pl.Series, pl.Series], pl.Series]:
    rng = Random(_SHORTS)  # noqa: S311  made-up data wants repeatable dice
    texts = pl.Series([phrase(_SHORT[n % len(_SHORT)], rng, TODAY) for n in range(_SHORTS)])
    return lambda accounts, kind: texts.gather(dice.integers(0, texts.len(), kind.len()))
