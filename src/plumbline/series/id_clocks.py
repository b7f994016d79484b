"""Post ids that carry their time: the rule of each platform, since when it holds, and what it rests on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

import numpy as np
import polars as pl

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = np.zeros(256, np.int64)
_VALUES[np.frombuffer(_LETTERS.encode(), np.uint8)] = np.arange(62)
_PLACES = np.array([62**3, 62**2, 62, 1], np.int64)
TIME = pl.Datetime("us", "UTC")
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class IdClock:
    """How a platform's ids are read: `micros` turns ids into microseconds since 1970 (Int64; null: no such id).

    Ids that say a time before `since` are of an older kind and carry no clock; `form` is the pattern of those that do.
    Only a `proven` clock, one with a rule in `micros`, may speak of an account; the others are never used, and
    `evidence` says why.
    """

    platform: str
    evidence: str
    since: datetime = NEVER
    form: str = ""
    micros: Callable[[pl.Expr], pl.Expr] | None = None

    @property
    def proven(self) -> bool:
        """Whether the clock is good enough to speak of an account."""
        return self.micros is not None


def _digits(ids: pl.Expr, least: int, most: int) -> pl.Expr:
    return pl.when(ids.str.contains(rf"^\d{{{least},{most}}}$")).then(ids).cast(pl.Int64, strict=False)


def weibo_number(ids: pl.Expr) -> pl.Expr:
    """The 16-digit number (Int64) of a Weibo post, given as that or as its nine letters; null for anything else.

    The letters are the number in groups of seven decimal digits from the right, each written to the base 62.
    """
    return pl.coalesce(_digits(ids, 16, 16), ids.map_batches(_from_letters, return_dtype=pl.Int64))


def _from_letters(ids: pl.Series) -> pl.Series:
    """As `weibo_number`, of the ids in nine letters: all letters of a batch side by side, looked up in one go."""
    nine = ids.str.contains(r"^[0-9a-zA-Z]{9}$").fill_null(value=False)
    side_by_side = "".join(ids.filter(nine)).encode("ascii")
    values = _VALUES[np.frombuffer(side_by_side, np.uint8)].reshape(-1, 9)
    first, second, third = values[:, 0], values[:, 1:5] @ _PLACES, values[:, 5:] @ _PLACES
    number = (first * 10**7 + second) * 10**7 + third
    sound = (second < 10**7) & (third < 10**7) & (number >= 10**15)
    found = np.zeros(len(ids), np.int64)
    found[nine.to_numpy()] = np.where(sound, number, 0)
    said = pl.Series(ids.name, found)
    return said.set(said == 0, None)


def _weibo(ids: pl.Expr) -> pl.Expr:
    return ((weibo_number(ids) // 2**22) + 515_483_463) * 1_000_000


def _x(ids: pl.Expr) -> pl.Expr:
    return ((_digits(ids, 15, 19) // 2**22) + 1_288_834_974_657) * 1_000


_ALL = (
    IdClock(
        "weibo", form=r"^(\d{16}|[0-9a-zA-Z]{9})$", since=datetime(2012, 1, 1, tzinfo=UTC), micros=_weibo,
        evidence="All of 10,081 real posts of 2020–2021 lie within 84 s of their displayed time (measured/numbers.md); "
        "ids of 2011 and before are of another kind.",
    ),
    IdClock(
        "x", form=r"^\d{15,19}$", since=datetime(2010, 11, 5, tzinfo=UTC), micros=_x,
        evidence="Published by the platform (Snowflake, 2010): 41 bits of milliseconds.",
    ),
    IdClock("douyin", "Not proven: id >> 32 as Unix seconds is plausible, but was tried on two works only."),
    IdClock("xiaohongshu", "Not proven: the first eight hex digits as Unix seconds; fits one comment, to the hour."),
    IdClock(
        "mastodon",
        "Not proven: id >> 16 is in milliseconds, but each server makes its own ids, and gives old statuses that it "
        "takes in from others an id of their claimed date.",
    ),
    IdClock(
        "instagram",
        "Not proven: (id >> 23) + 1314220021721 ms was published by its engineers for ids inside their database; not "
        "tried on posts.",
    ),
    IdClock("bluesky", "No proof: the identifier (TID) is made by the client, which may write any time into it."),
)  # fmt: skip
CLOCKS: Mapping[str, IdClock] = MappingProxyType({clock.platform: clock for clock in _ALL})
PROVEN = tuple(clock.platform for clock in _ALL if clock.proven)


def misread(ids: pl.Expr, platform: pl.Expr, at: pl.Expr, id_at: pl.Expr) -> pl.Expr:
    """Whether an id has the form of its platform's ids and yet says no time (`id_at` null), though its post is
    displayed in the days of the clock: an invented id, or another platform's."""
    found = pl.lit(value=False)
    for clock in CLOCKS.values():
        if clock.proven:
            found = found | ((platform == clock.platform) & ids.str.contains(clock.form) & (at >= clock.since))
    return found & id_at.is_null()


def id_times(ids: pl.Expr, platform: pl.Expr) -> pl.Expr:
    """The time in each id by its platform's proven clock; null where there is none or the id is of another kind."""
    found = pl.lit(None, TIME)
    for clock in CLOCKS.values():
        if clock.micros is not None:
            at = clock.micros(ids).cast(TIME)
            found = pl.when((platform == clock.platform) & (at >= clock.since)).then(at).otherwise(found)
    return found
