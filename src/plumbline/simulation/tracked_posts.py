"""Made-up reactions as tables of a dossier: counters read again and again, or single interactions with texts."""

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np
import polars as pl

from plumbline.domain.check import TRACKED_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.simulation.interactions import SLOTS, Counts, Floats, Reactions

START = datetime(2025, 3, 3, 16, tzinfo=UTC)
"""Midnight in Shanghai: posts of the made-up fleets are published from here on, one a day and account."""
AS_OF = datetime(2025, 5, 20, 12, tzinfo=UTC)
_OWN = (
    "的一是在有人我他这大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心"
    "多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样"
    "现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什"
    "打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别"
)
_TEMPLATES = (
    "政府办事效率真高,为人民服务点赞",
    "正能量满满,支持家乡发展",
    "感谢党和政府的关心,越来越好",
    "好政策暖人心,必须点赞",
)
_SLOGANS = ("守护最好的家乡主播", "我们永远支持你加油", "向阳而生逐光而行", "家乡主播最棒最闪亮", "一起加油一起努力")


def accounts_of(some: Reactions) -> pl.DataFrame:
    """The made-up accounts: weibo:0 …, in the contract's columns."""
    names = sorted({_name(number) for number in some.account.tolist()})
    return _whole("accounts", pl.DataFrame({"account_id": names, "name": names}).with_columns(
        platform=pl.lit("weibo"), status=pl.lit("active")
    ))  # fmt: skip


def tracked_of(some: Reactions, *, text: str = "今日要闻") -> pl.DataFrame:
    """The posts in the columns of TRACKED_SCHEMA, each with an id of its own."""
    turn = _turn(some)
    minutes = turn * 24 * 60 + some.minute
    return pl.DataFrame(
        {
            "account_id": [_name(number) for number in some.account.tolist()],
            "post_id": [f"p{number:05}" for number in range(len(some.account))],
            "posted_at": pl.Series(minutes).cast(pl.Duration("us")) * 60_000_000 + START,
            "kind": ["post"] * len(minutes),
            "text": [text] * len(minutes),
        },
        schema=TRACKED_SCHEMA,
    )


def counters_of(
    rng: np.random.Generator,
    by_measure: Mapping[str, Reactions],
    *,
    every: int = 1,
    jitter: float = 0.0,
    lost: float = 0.0,
) -> pl.DataFrame:
    """`post_metrics`: all counts of a post read every `every` slots, up to `jitter` slots early or late; `lost`: share
    of the looks that failed."""
    some = next(iter(by_measure.values()))
    looks = np.arange(every, SLOTS + 1, every)
    at = np.clip(looks + rng.uniform(-jitter, jitter, (len(some.account), len(looks))), 0.1, SLOTS)
    kept = rng.random(at.shape) >= lost
    row = np.nonzero(kept)[0]
    columns = {name: _standing(each, at)[kept] for name, each in by_measure.items()}
    posts = tracked_of(some).select("account_id", "post_id", "posted_at")[row]
    rows = posts.with_columns(after=pl.Series((at[kept] * 600).astype(np.int64)), **{
        name: pl.Series(column) for name, column in columns.items()
    })  # fmt: skip
    when = pl.col("posted_at") + pl.duration(seconds="after")
    return _whole("post_metrics", rows.with_columns(observed_at=when).drop("posted_at", "after"))


def interactions_of(
    rng: np.random.Generator,
    some: Reactions,
    extra: Reactions | None = None,
    *,
    making: str = "templated",
    usual: str = "organic",
) -> pl.DataFrame:
    """`interactions`: comments in `usual` words; those of `extra` as `making` has it."""
    parts = [_events(rng, some, usual)]
    if extra is not None:
        parts.append(_events(rng, extra, making))
    return _whole("interactions", pl.concat(parts))


def words(rng: np.random.Generator, number: int, making: str) -> list[str]:
    """Texts of one making: people's own, from templates, slogans of fans with words of their own, or from a button."""
    characters, lengths = rng.integers(0, len(_OWN), (number, 20)).tolist(), rng.integers(4, 20, number).tolist()
    own = ["".join(map(_OWN.__getitem__, row[:length])) for row, length in zip(characters, lengths, strict=True)]
    if making == "templated":
        return [_TEMPLATES[pick] for pick in rng.integers(0, len(_TEMPLATES), number)]
    if making == "fans":
        slogans = rng.integers(0, 2 * len(_SLOGANS), number)
        return [_SLOGANS[pick] if pick < len(_SLOGANS) else text for pick, text in zip(slogans, own, strict=True)]
    return ["我已参与#全民阅读#活动,快来一起参与吧"] * number if making == "button" else own


def _events(rng: np.random.Generator, some: Reactions, making: str) -> pl.DataFrame:
    row, slot = np.nonzero(some.counts)
    times = some.counts[row, slot]
    after = (np.repeat(slot, times) + rng.random(int(times.sum()))) * 600
    posts = tracked_of(some).select("account_id", "post_id", "posted_at")[np.repeat(row, times)]
    people = rng.integers(0, 10**9, len(after))
    return posts.select("account_id", "post_id", at=pl.col("posted_at") + pl.Series(after.astype(np.int64)).cast(
        pl.Duration("us")) * 1_000_000, kind=pl.lit("comment"), text=pl.Series(words(rng, len(after), making)),
        actor_key=pl.Series([f"{making}{key}" for key in people.tolist()])
    )  # fmt: skip


def _standing(some: Reactions, at: Floats) -> Counts:
    """What the counters show at those ages (in slots)."""
    total = np.cumsum(np.pad(some.counts, ((0, 0), (1, 0))), axis=1)
    low = np.minimum(at.astype(np.int64), SLOTS - 1)
    before, after = (np.take_along_axis(total, each, 1) for each in (low, low + 1))
    stands: Counts = (before + (after - before) * (at - low)).astype(np.int64)
    return stands


def _turn(some: Reactions) -> Counts:
    """Which of its account's posts each is, from 0."""
    order = np.argsort(some.account, kind="stable")
    owner = some.account[order]
    begins = np.concatenate([[True], owner[1:] != owner[:-1]])[: len(order)]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    turn = np.empty(len(order), np.int64)
    turn[order] = np.arange(len(order)) - first
    return turn


def _name(number: int) -> str:
    return f"weibo:{number:05}"


def _whole(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    schema = TABLES[table].schema
    lacking = {name: pl.lit(None, dtype) for name, dtype in schema.items() if name not in rows.columns}
    return rows.with_columns(**lacking).select(pl.col(name).cast(dtype) for name, dtype in schema.items())
