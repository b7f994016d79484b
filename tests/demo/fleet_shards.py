"""Judges a made-up fleet in memory, without a folder and without reports."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl

from plumbline.checks import POST_CHECKS, discover
from plumbline.demo import fleets
from plumbline.domain.check import Detection, Shard
from plumbline.domain.tables import TABLES
from plumbline.engine.figures import Figures, reads_of
from plumbline.engine.reference import lay_down, offices
from plumbline.engine.run import assess, conclude, judge
from plumbline.engine.texts import Texts
from plumbline.executors.mapping import wording
from plumbline.rulebook.load import load
from plumbline.series.activity import daily


@cache
def detections(fleet: str, *, seed: int = fleets.SEED) -> Mapping[str, Detection]:
    """What every check that the fleet has tables for says of it, by the values of cn-2019; no check may crash."""
    book = load("cn-2019")
    shard, modules = shard_of(fleets.build(fleet, seed=seed)), discover()
    with tempfile.TemporaryDirectory() as folder:
        tables = {name: shard.table(name) for name in ("accounts", "units")}
        known = lay_down(
            Path(folder), timezone=fleets.TIMEZONE, sources=shard.table("sources"), offices=offices(tables),
            articles=[shard.table("articles")],
        )  # fmt: skip
        said = Texts(
            book,
            POST_CHECKS,
            fleets.TIMEZONE,
            shard.table("accounts"),
            wording("inline"),
            known,
            frozenset(shard.tables),
        )
        for _, _, take in said.stages():
            take([shard.table("posts").filter(pl.col("posted_at") <= fleets.AS_OF)])
        said.answers(shard.table("messages"), fleets.AS_OF)
    figures = Figures(reads_of(modules), shard.tables, as_of=fleets.AS_OF, timezone=fleets.TIMEZONE)
    for _, _, take in figures.stages():
        take(iter([shard.table("posts").filter(pl.col("posted_at") <= fleets.AS_OF)]))
    shard = replace(shard, tables={**shard.tables, **said.tables(), **figures.tables()})
    part = judge(shard, book, assess(book, shard.tables).tables)
    concluded = conclude(part.summaries, book)
    crashed = said.part().failures + part.failures + concluded.failures
    assert not crashed, crashed
    return {**part.detections, **concluded.detections, **said.part().detections}


def shard_of(tables: Mapping[str, pl.DataFrame]) -> Shard:
    """The whole fleet as one shard; an absent column is null, as after reading."""
    whole = {name: _whole(name, frame) for name, frame in tables.items()}
    activity = daily(whole["posts"], as_of=fleets.AS_OF, timezone=fleets.TIMEZONE)
    given = {*tables, *(f"{name}.{column}" for name, frame in tables.items() for column in frame.columns)}
    return Shard(
        as_of=fleets.AS_OF,
        timezone=fleets.TIMEZONE,
        tables={**whole, "activity": activity},
        posts=whole["posts"].lazy(),
        given=frozenset(given),
    )


def _whole(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    schema = TABLES[table].schema
    absent = {name: pl.lit(None, dtype) for name, dtype in schema.items() if name not in frame.columns}
    return frame.with_columns(**absent).select(schema.keys())
