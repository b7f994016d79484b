"""An account newly opened in the name of an internal office, a project or a person instead of the unit.

Method: the host unit is recorded as an internal body (`level` body: sure), or the name of the account or of its
unit, without platform words and punctuation, matches one of `patterns` (medium confidence: a name proves little).
Accounts opened before `since` are not new. Where the opening day is unknown, so is whether it is new: medium at
most.

Blind spots: internal offices with names that no pattern foresees; units recorded at the wrong level; a name that
matches and belongs to a unit in its own right.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from plumbline.addresses.names import folded
from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Confidence
from plumbline.series.standing import judged

KIND = "account_check"
READS = ("accounts", "units")
NEEDS = ("accounts",)
REASONS = ()
VARIANTS = ()


@dataclass(frozen=True)
class Params:
    """`patterns`: regular expressions over a folded name; `since`: the ISO day from which opening one is barred."""

    patterns: tuple[str, ...]
    since: str


@dataclass(frozen=True)
class Facts:
    """`why`: ``level`` (the register says so) or ``name`` (it is called so)."""

    unit_name: str | None
    name: str
    opened_on: date | None
    why: str


def find(shard: Shard, params: Params) -> Detection:
    """Judged accounts of internal bodies that are not older than the bar."""
    units = (
        shard.table("units")
        .select("unit_id", "level", unit_name="name")
        .unique("unit_id", keep="first", maintain_order=True)
    )
    young = pl.col("opened_on").is_null() | (pl.col("opened_on") >= pl.lit(date.fromisoformat(params.since)))
    accounts = judged(shard.table("accounts")).filter(young).join(units, on="unit_id", how="left")
    called = _called("name", params) | _called("unit_name", params)
    marked = accounts.with_columns(
        why=pl.when(pl.col("level") == "body").then(pl.lit("level")).when(called).then(pl.lit("name"))
    )
    return detection(_findings(marked.drop_nulls("why")))


def _called(column: str, params: Params) -> pl.Expr:
    if not params.patterns:
        return pl.lit(value=False)
    return (
        folded(pl.col(column))
        .str.contains("|".join(f"(?:{pattern})" for pattern in params.patterns))
        .fill_null(value=False)
    )


def _findings(found: pl.DataFrame) -> pl.DataFrame:
    by_level, sure = pl.col("why") == "level", pl.col("opened_on").is_not_null()
    unit = evidence("units", "unit_id", "level", pl.lit("body"))
    return found.select(
        "account_id",
        confidence=pl.when(by_level & sure)
        .then(pl.lit(Confidence.HIGH.value))
        .otherwise(pl.lit(Confidence.MEDIUM.value)),
        evidence=pl.when(by_level).then(unit).otherwise(evidence("accounts", "account_id", "name", "name")),
        unit_name="unit_name",
        name="name",
        opened_on="opened_on",
        why="why",
    )
