"""An account that its platform has not verified, or (variant `other_host`) has verified as somebody else.

Method: `verified` is false. `other_host`: the text of the verification and the host unit's name, both folded and in
official short forms (人民政府 → 政府, 委员会 → 委), do not contain each other, nor do the text and the parent
unit's name; the text is not the account's own name; and less than `min_overlap_pct` of the shorter of two names is
found in order in the other, place names and endings such as 局 aside (two different places of one level share
nothing). Medium confidence: wording proves little. Accounts that the unit hosts itself (website, app, other) are
verified by no platform.

Blind spots: a short form that shares no characters with the full name; a body with the same name in another place
when the place is not named; text in other languages than Chinese is compared letter by letter.
"""

from dataclasses import dataclass

import polars as pl

from plumbline.addresses.bodies import body, overlap_pct
from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import OWN_HOSTED, Confidence, Reason
from plumbline.series.standing import judged

KIND = "account_check"
READS = ("accounts", "units")
NEEDS = ("accounts",)
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS = ("other_host",)


@dataclass(frozen=True)
class Params:
    """`min_overlap_pct`: share of the shorter name (0–100) from which two names may be the same body."""

    min_overlap_pct: int


@dataclass(frozen=True)
class Facts:
    """`verified_as`: the platform's text. `unit_name`: the host unit on record."""

    verified_as: str | None
    unit_name: str | None


def find(shard: Shard, params: Params) -> Detection:
    """Judged accounts without verification or with a stranger's; abstains where verification is unknown."""
    accounts = judged(shard.table("accounts")).filter(~pl.col("platform").is_in(OWN_HOSTED))
    named = _with_names(accounts, shard.table("units"))
    unknown = named.filter(pl.col("verified").is_null()).select("account_id", reason=pl.lit(Reason.NOT_COLLECTED.value))
    without = _findings(named.filter(~pl.col("verified")), None, Confidence.HIGH, "verified")
    strangers = named.filter("verified").join(
        _strangers(named, params), on=["verified_as", "unit_name", "parent"], how="semi", nulls_equal=True
    )
    strangers = strangers.filter(~_own_name())
    other = _findings(strangers, "other_host", Confidence.MEDIUM, "verified_as")
    return detection(pl.concat([without, other]), unknown)


def _with_names(accounts: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Add `unit_name` and `parent`, the parent unit's name."""
    units = units.unique("unit_id", keep="first", maintain_order=True)
    names = units.select("unit_id", "parent_id", unit_name="name")
    parents = units.select(parent_id="unit_id", parent="name")
    return accounts.join(names.join(parents, on="parent_id", how="left"), on="unit_id", how="left")


def _strangers(named: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Distinct `verified_as`, `unit_name`, `parent` in which neither unit nor parent is recognised."""
    key = ["verified_as", "unit_name", "parent"]
    distinct = named.filter("verified").select(key).unique().drop_nulls(["verified_as", "unit_name"])
    short = distinct.with_columns(
        text=body(pl.col("verified_as")), unit=body(pl.col("unit_name")), over=body(pl.col("parent"))
    )
    far = short.filter(pl.col("text") != "", ~_inside("unit"), ~_inside("over"))
    alike = [
        max(overlap_pct(text, unit), overlap_pct(text, over) if over else 0)
        for text, unit, over in far.select("text", "unit", "over").iter_rows()
    ]
    return far.filter(pl.Series(alike, dtype=pl.Int64) < params.min_overlap_pct).select(key)


def _inside(name: str) -> pl.Expr:
    text, other = pl.col("text"), pl.col(name)
    return (text.str.contains(other, literal=True) | other.str.contains(text, literal=True)).fill_null(value=False)


def _own_name() -> pl.Expr:
    return body(pl.col("verified_as")) == body(pl.col("name"))


def _findings(found: pl.DataFrame, variant: str | None, confidence: Confidence, field: str) -> pl.DataFrame:
    return found.select(
        "account_id",
        variant=pl.lit(variant, pl.String),
        subject=pl.lit(variant or ""),
        confidence=pl.lit(confidence.value),
        evidence=evidence("accounts", "account_id", field, field),
        verified_as="verified_as",
        unit_name="unit_name",
    )
