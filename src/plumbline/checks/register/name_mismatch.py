"""An account that is called otherwise than its unit's accounts on other platforms.

Method: names are folded (width, case, spaces, punctuation, emoji, words such as 官方 or 微博 that only name the
platform). The unit's name is that of its main account, else the most common one, else that of the account opened
first, else of the smallest account_id. An account is found when its folded name is another one and no account of
the unit on that platform carries the unit's name. Websites, apps and the like have names of their own and are left
out.

Blind spots: names that differ in wording and mean the same; traditional and simplified characters count as
different; an extra account beside one of the right name on the same platform (that is a duplicate).
"""

from dataclasses import dataclass

import polars as pl

from plumbline.addresses.names import folded
from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import OWN_HOSTED
from plumbline.series.standing import judged

KIND = "fleet_check"
READS = ("accounts",)
NEEDS = ("accounts",)
REASONS = ()
VARIANTS = ()

_LISTED = 5
"""Other accounts whose names a sentence quotes."""


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


@dataclass(frozen=True)
class Facts:
    """`expected`: the unit's name as its reference account writes it. `others`: the other accounts' names."""

    name: str
    expected: str
    platform: str
    others: str


def summarise(shard: Shard, params: Params) -> pl.DataFrame:
    """Judged accounts with a unit: account_id, unit_id, platform, name (String), main (Boolean), opened_on (Date)."""
    accounts = judged(shard.table("accounts")).filter(
        ~pl.col("platform").is_in(OWN_HOSTED), pl.col("unit_id").is_not_null()
    )
    main = pl.col("main_account").fill_null(value=False)
    return accounts.select("account_id", "unit_id", "platform", "name", "opened_on", main=main)


def find(summary: pl.DataFrame, params: Params) -> Detection:
    """Accounts whose name is not the unit's, on platforms where no account of the unit carries it."""
    many = summary.filter(pl.col("platform").n_unique().over("unit_id") > 1).with_columns(folded=folded(pl.col("name")))
    odd = many.filter(pl.col("folded").n_unique().over("unit_id") > 1)
    compared = odd.join(_reference(odd), on="unit_id")
    named = (pl.col("folded") == pl.col("meant")).any().over("unit_id", "platform")
    return detection(_findings(compared.filter(~named), odd))


def _reference(accounts: pl.DataFrame) -> pl.DataFrame:
    """For each unit: `expected` (the name as written) and `meant` (folded) of the account that sets the name."""
    share = pl.len().over("unit_id", "folded")
    order = accounts.with_columns(share=share).sort(
        "unit_id",
        "main",
        "share",
        "opened_on",
        "account_id",
        descending=[False, True, True, False, False],
        nulls_last=True,
    )
    return order.unique("unit_id", keep="first", maintain_order=True).select("unit_id", expected="name", meant="folded")


def _findings(found: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    return found.join(_others(found, accounts), on="account_id").select(
        "account_id",
        evidence=evidence("accounts", "account_id", "name", "name"),
        name="name",
        expected="expected",
        platform="platform",
        others="others",
    )


def _others(found: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """`others` of each found account: the names of its unit's first few other accounts."""
    first = accounts.sort("account_id").group_by("unit_id", maintain_order=True).head(_LISTED + 1)
    pairs = found.select("account_id", "unit_id").join(
        first.select("unit_id", "name", other="account_id"), on="unit_id"
    )
    sisters = pairs.filter(pl.col("other") != pl.col("account_id")).sort("other")
    return sisters.group_by("account_id").agg(
        others=pl.col("name").head(_LISTED).unique(maintain_order=True).str.join("、")
    )
