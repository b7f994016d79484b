"""An account for which the register names no host unit, or one that does not exist.

Method: the account's unit_id is empty, or (variant `unknown_unit`) it is not in the table of units. Without that
table only an empty unit_id is found; without the column nobody knows, and the check abstains.

Blind spots: a unit that was dissolved but still stands in the table; a unit that does not know of its account.
"""

from dataclasses import dataclass

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.standing import judged

KIND = "account_check"
READS = ("accounts", "units")
NEEDS = ("accounts",)
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS = ("unknown_unit",)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


@dataclass(frozen=True)
class Facts:
    """`unit_id`: as the register has it."""

    unit_id: str | None


def find(shard: Shard, params: Params) -> Detection:
    """Judged accounts without a known host unit."""
    accounts = judged(shard.table("accounts"))
    if not shard.has("accounts.unit_id"):
        return detection(abstentions=accounts.select("account_id", reason=pl.lit(Reason.NOT_COLLECTED.value)))
    unnamed = pl.col("unit_id").is_null() | (pl.col("unit_id").str.strip_chars() == "")
    known = shard.table("units")["unit_id"].implode() if shard.has("units") else None
    stranger = pl.lit(value=False) if known is None else ~unnamed & ~pl.col("unit_id").is_in(known)
    found = accounts.filter(unnamed | stranger)
    return detection(
        found.select(
            "account_id",
            variant=pl.when(~unnamed).then(pl.lit("unknown_unit")),
            evidence=evidence("accounts", "account_id", "unit_id", "unit_id"),
            unit_id="unit_id",
        )
    )
