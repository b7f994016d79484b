"""An account that offers people no way to interact: no comments, no messages, no form.

Method: reads the account's list of ways to interact. An empty list means that somebody looked and found none; an
absent one means that nobody knows, and the check abstains.

Blind spots: a way that is offered and does not work (a dead menu, a form that sends nothing) is not tried out here.
"""

from dataclasses import dataclass

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.standing import judged

KIND = "account_check"
READS = ("accounts",)
NEEDS = ("accounts",)
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS = ()


@dataclass(frozen=True)
class Params:
    """Nothing to set: one way is enough."""


@dataclass(frozen=True)
class Facts:
    """`platform`: where the account lives."""

    platform: str


def find(shard: Shard, params: Params) -> Detection:
    """Judged accounts with an empty list of ways; abstains where the list is unknown."""
    accounts = judged(shard.table("accounts"))
    unknown = accounts.filter(pl.col("interaction").is_null())
    ways = pl.col("interaction").list.drop_nulls().list.len()
    found = accounts.filter(pl.col("interaction").is_not_null(), ways == 0).select(
        "account_id", evidence=evidence("accounts", "account_id", "interaction"), platform="platform"
    )
    return detection(found, unknown.select("account_id", reason=pl.lit(Reason.NOT_COLLECTED.value)))
