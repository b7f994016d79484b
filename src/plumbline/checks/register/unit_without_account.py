"""A unit that must have an official account and has none in use.

Method: a unit must have one when the register says so (`must_open`), or, where that column is absent, when its
level is one of `levels`. Any active or closing account on any platform is enough; suspended and closed ones are
not. The finding is the unit's own: it names no account.

Blind spots: accounts that exist and are not registered, or are registered under another unit.
"""

from dataclasses import dataclass

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.series.standing import judged

KIND = "fleet_check"
READS = ("accounts", "units")
NEEDS = ("accounts", "units")
REASONS = ()
VARIANTS = ()


@dataclass(frozen=True)
class Params:
    """`levels` of units that must have an account where the register does not say which must."""

    levels: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """The unit."""

    unit_id: str
    unit_name: str
    level: str | None


def summarise(shard: Shard, params: Params) -> pl.DataFrame:
    """Units that must have an account: unit_id, unit_name, level (String), served (Boolean) by its accounts."""
    owed = pl.col("must_open") if shard.has("units.must_open") else pl.col("level").is_in(params.levels)
    serving = judged(shard.table("accounts"))["unit_id"].drop_nulls().unique().implode()
    return shard.table("units").filter(owed).select(
        "unit_id", "level", unit_name="name", served=pl.col("unit_id").is_in(serving)
    )  # fmt: skip


def find(summary: pl.DataFrame, params: Params) -> Detection:
    """Units that no shard's accounts serve."""
    units = summary.group_by("unit_id").agg(pl.col("served").any(), pl.col("unit_name", "level").min())
    return detection(
        units.filter(~pl.col("served")).select(
            account_id=pl.lit(None, pl.String),
            subject="unit_id",
            evidence=evidence("units", "unit_id", "name", "unit_name"),
            unit_id="unit_id",
            unit_name="unit_name",
            level="level",
        )
    )
