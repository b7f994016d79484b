"""A second account of a unit on one platform, or (variant `same_address`) one account registered twice.

Method: of several active or closing accounts of a unit on a platform all are found except the main one. An account
that a current approved exception for this check covers does not count against its sisters. `same_address`: two
entries with the same platform and the same platform id or canonical address, whatever their units; they count as
one account above. Accounts that the unit hosts itself (website, app, other) may be several; only a website entered
twice is found.

Blind spots: accounts registered under different units that are one; addresses that only lead to the same account
when they are followed (short links, a handle beside a number).
"""

from dataclasses import dataclass

import polars as pl

from plumbline.addresses.columns import address_keys
from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import OWN_HOSTED
from plumbline.series.standing import judged

KIND = "fleet_check"
READS = ("accounts", "exceptions")
NEEDS = ("accounts",)
REASONS = ()
VARIANTS = ("same_address",)

_NAME = "register.duplicate_account"
_LISTED = 5
"""Sisters named in a sentence; the number says how many there are."""


@dataclass(frozen=True)
class Params:
    """Nothing to set: one unit, one account on a platform."""


@dataclass(frozen=True)
class Facts:
    """`others`: names of the other accounts; `count`: accounts there are, this one included."""

    unit_id: str | None
    platform: str
    others: str
    count: int


def summarise(shard: Shard, params: Params) -> pl.DataFrame:
    """Judged accounts: account_id, unit_id, platform, name, platform_id, url (String), opened_on (Date), main, excepted
    (Boolean), keys (List of String: canonical addresses)."""
    accounts = judged(shard.table("accounts")).with_columns(
        pl.when(~pl.col("platform").is_in(["app", "other"])).then(pl.col("url")).alias("url")
    )
    keys = address_keys(accounts).group_by("account_id").agg(keys=pl.col("key").sort())
    marked = accounts.join(keys, on="account_id", how="left").with_columns(
        main=pl.col("main_account").fill_null(value=False), excepted=_excepted(shard)
    )
    return marked.select(
        "account_id", "unit_id", "platform", "name", "platform_id", "url", "opened_on", "main", "excepted", "keys"
    )


def find(summary: pl.DataFrame, params: Params) -> Detection:
    """Accounts that are one too many."""
    accounts = summary.sort("main", "opened_on", "account_id", descending=[True, False, False], nulls_last=True)
    keyed = accounts.drop_nulls("keys").explode("keys").with_columns(group=pl.col("platform") + "/" + pl.col("keys"))
    twice = keyed.filter(pl.len().over("group") > 1)
    again = twice.filter(_place() > 0)
    single = accounts.join(again, on="account_id", how="anti")
    owned = single.filter(~pl.col("platform").is_in(OWN_HOSTED), pl.col("unit_id").is_not_null())
    several = owned.with_columns(group=pl.concat_str("unit_id", pl.lit("/"), "platform"))
    same = _surplus(twice).sort("group").unique("account_id", keep="first", maintain_order=True)
    return detection(pl.concat([_findings(_surplus(several), None), _findings(same, "same_address")]))


def _excepted(shard: Shard) -> pl.Expr:
    """Whether an exception for this check is in force for the account, its unit, or everybody."""
    today = pl.lit(shard.today)
    current = shard.table("exceptions").filter(
        pl.col("check") == _NAME, pl.col("since").is_null() | (pl.col("since") <= today), pl.col("until") >= today
    )
    alone = current.filter(pl.col("account_id").is_null() | pl.col("unit_id").is_null())
    both = current.drop_nulls(["account_id", "unit_id"]).select(pl.struct("account_id", "unit_id").alias("both"))
    everybody = not alone.filter(pl.col("account_id").is_null(), pl.col("unit_id").is_null()).is_empty()
    covered = (
        pl.col("account_id").is_in(alone["account_id"].drop_nulls().implode())
        | pl.col("unit_id").is_in(alone["unit_id"].drop_nulls().implode())
        | pl.struct("account_id", "unit_id").is_in(both["both"].implode())
    )
    return pl.lit(value=True) if everybody else covered.fill_null(value=False)


def _surplus(accounts: pl.DataFrame) -> pl.DataFrame:
    """Of each `group` the accounts that are one too many, with `others` and `count`; sorted, the main account first."""
    size, free = pl.len().over("group").cast(pl.Int64), (~pl.col("excepted")).cast(pl.Int64).sum().over("group")
    against = pl.when("excepted").then(size - 1).otherwise(free - 1)
    spared = pl.col("main") & (_place() == 0)
    found = accounts.with_columns(against=against, spared=spared).filter(pl.col("against") > 0, ~pl.col("spared"))
    others = pl.concat([_others(found, accounts, excepted=kind) for kind in (True, False)])
    return found.join(others, on=["group", "account_id"]).with_columns(count=pl.col("against") + 1)


def _place() -> pl.Expr:
    return pl.int_range(pl.len()).over("group")


def _others(found: pl.DataFrame, accounts: pl.DataFrame, *, excepted: bool) -> pl.DataFrame:
    """`others` of the found accounts that are excepted (all sisters count) or not (excepted sisters do not)."""
    sisters = accounts.filter(pl.lit(excepted) | ~pl.col("excepted")).sort("account_id")
    first = sisters.group_by("group", maintain_order=True).head(_LISTED + 1).select("group", "name", other="account_id")
    pairs = (
        found.filter(pl.col("excepted") == excepted).select("group", "account_id", "against").join(first, on="group")
    )
    named = pairs.filter(pl.col("other") != pl.col("account_id")).group_by("group", "account_id").agg(
        pl.col("against").first(), others=pl.col("name").sort_by("other").head(_LISTED).str.join("、")
    )  # fmt: skip
    more = pl.when(pl.col("against") > _LISTED).then(pl.lit("…")).otherwise(pl.lit(""))
    return named.select("group", "account_id", others=pl.col("others") + more)


def _findings(found: pl.DataFrame, variant: str | None) -> pl.DataFrame:
    return found.select(
        "account_id",
        variant=pl.lit(variant, pl.String),
        subject=pl.col("group") if variant else pl.lit(""),
        evidence=_address() if variant else evidence("accounts", "account_id", "unit_id", "unit_id"),
        unit_id="unit_id",
        platform="platform",
        others="others",
        count="count",
    )


def _address() -> pl.Expr:
    by_id, by_url = (evidence("accounts", "account_id", name, name) for name in ("platform_id", "url"))
    given = pl.when(pl.col("platform_id").is_not_null()).then(by_id).when(pl.col("url").is_not_null()).then(by_url)
    return given.otherwise(evidence("accounts", "account_id", "account_id", "account_id"))
