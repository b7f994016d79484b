"""An account whose verification by the platform has lapsed, or (variant `soon`, advice) is about to.

Method: the last day of validity, as recorded, is before the day of inspection; on that day itself the verification
still holds. `soon`: it is at most `soon_days` ahead. No recorded end means that nothing lapses: many platforms set
none. Accounts that the unit hosts itself are verified by nobody and are left out.

Blind spots: an end that the platform moved and the register did not.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import OWN_HOSTED, Reason
from plumbline.series.standing import judged

KIND = "account_check"
READS = ("accounts",)
NEEDS = ("accounts",)
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS = ("soon",)


@dataclass(frozen=True)
class Params:
    """`soon_days`: natural days before the end on which the operator is told."""

    soon_days: int


@dataclass(frozen=True)
class Facts:
    """`days`: natural days since the end; for `soon` the days left."""

    verified_until: date
    days: int


def find(shard: Shard, params: Params) -> Detection:
    """Judged accounts with a lapsed or lapsing verification; abstains where ends are not recorded at all."""
    accounts = judged(shard.table("accounts")).filter(~pl.col("platform").is_in(OWN_HOSTED))
    if not shard.has("accounts.verified_until"):
        return detection(abstentions=accounts.select("account_id", reason=pl.lit(Reason.NOT_COLLECTED.value)))
    left = (pl.col("verified_until") - pl.lit(shard.today)).dt.total_days()
    found = accounts.with_columns(left=left).filter(pl.col("left") <= params.soon_days)
    return detection(
        found.select(
            "account_id",
            variant=pl.when(pl.col("left") >= 0).then(pl.lit("soon")),
            subject=pl.col("verified_until").cast(pl.String),
            evidence=evidence("accounts", "account_id", "verified_until", "verified_until"),
            verified_until="verified_until",
            days=pl.col("left").abs(),
        )
    )
