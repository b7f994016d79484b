"""The published texts of each judged account beside its approvals, and the accounts that have none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from plumbline.domain.check import Shard
from plumbline.domain.vocabulary import Reason
from plumbline.provenance.approved_posts import Draft, Live, drafts_of, lives_of
from plumbline.series.standing import judged


@dataclass(frozen=True, slots=True)
class Record:
    """One account: what it published within the period, and every draft that was approved for it by `as_of`."""

    account_id: str
    lives: tuple[Live, ...]
    drafts: tuple[Draft, ...]


def records(shard: Shard, period_days: int) -> Iterator[Record]:
    """Each judged account that has approvals."""
    accounts = judged(shard.table("accounts")).select("account_id")
    since = shard.as_of - timedelta(days=period_days)
    drafts = shard.table("approvals").filter(pl.col("approved_at") <= shard.as_of)
    texts = shard.table("reviewed").filter(pl.col("posted_at").is_between(since, shard.as_of))
    published = _with_changes(texts, shard).partition_by("account_id", as_dict=True)
    for (account_id,), rows in sorted(
        drafts.join(accounts, on="account_id", how="semi").partition_by("account_id", as_dict=True).items()
    ):
        lives = lives_of(published.get((account_id,), texts.clear()).iter_rows(named=True), shard.timezone)
        yield Record(str(account_id), tuple(lives), tuple(drafts_of(rows.iter_rows(named=True), shard.timezone)))


def _with_changes(texts: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    """`edited_at` filled in where another text was seen there before the present one (`versions`)."""
    seen = shard.table("versions").filter(pl.col("seen_at") <= shard.as_of)
    if seen.is_empty():
        return texts
    key = ["account_id", "post_id"]
    both = seen.select(*key, "seen_at", was="text").join(texts.select(*key, "text"), on=key)
    now = pl.col("was") == pl.col("text")
    times = both.group_by(key).agg(
        first=pl.col("seen_at").filter(~now).min(), changed=pl.col("seen_at").filter(now).max()
    )
    changed = times.filter(pl.col("changed") > pl.col("first")).select(*key, "changed")
    filled = texts.join(changed, on=key, how="left", maintain_order="left")
    return filled.with_columns(pl.coalesce("edited_at", "changed").alias("edited_at")).drop("changed")


def unrecorded(shard: Shard, period_days: int) -> pl.DataFrame:
    """Abstentions: judged accounts that published within the period, and of which no approval is on record."""
    since = shard.today - timedelta(days=period_days)
    day = shard.table("activity").filter(pl.col("sort") == "published", pl.col("day") >= since)
    known = shard.table("approvals").filter(pl.col("approved_at") <= shard.as_of)
    silent = (
        judged(shard.table("accounts")).join(day, on="account_id", how="semi").join(known, on="account_id", how="anti")
    )
    return silent.select("account_id", reason=pl.lit(Reason.NOT_COLLECTED.value)).sort("account_id")


def without_steps(shard: Shard, period_days: int) -> pl.DataFrame:
    """Abstentions: as `unrecorded`, and accounts of whose approvals no single step is on record."""
    known = shard.table("approvals").filter(pl.col("approved_at") <= shard.as_of)
    stepped = known.filter(pl.col("steps").is_not_null())
    mine = known.join(judged(shard.table("accounts")), on="account_id", how="semi")
    bare = mine.join(stepped, on="account_id", how="anti").select("account_id").unique()
    silent = bare.select("account_id", reason=pl.lit(Reason.NOT_COLLECTED.value))
    return pl.concat([unrecorded(shard, period_days), silent]).sort("account_id")


def first_post(record: Record, draft: Draft) -> Live | None:
    """The first post in the words of a draft."""
    return next((live for live in record.lives if live.key == draft.key), None)
