"""Rejected rows of `posts` that may have been the very post that would end a silence."""

import polars as pl

from plumbline.domain.check import Shard
from plumbline.domain.vocabulary import Reason


def may_hide_a_post(windows: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    """Abstentions (`account_id`, `reason`, `number` of rows) for windows into which an unreadable post may fall.

    `windows` has `account_id`, `first` and `last` (Date, both included). A row without an account may be anyone's, a
    row without a day may be any day's.
    """
    key = ["account_id", "earliest", "latest"]
    rows = shard.table("unreadable").group_by(key).agg(pl.col("rows").sum())
    spans = windows.select("account_id", "first", "last").unique()
    anyone = rows.filter(pl.col("account_id").is_null()).drop("account_id").with_columns(own=pl.lit(value=False))
    own = rows.with_columns(own=pl.lit(value=True))
    columns = [*key, "first", "last", "own", "rows"]
    near = [spans.join(own, on="account_id").select(columns), spans.join(anyone, how="cross").select(columns)]
    hits = pl.concat(near).filter(
        pl.col("earliest").is_null() | (pl.col("earliest") <= pl.col("last")),
        pl.col("latest").is_null() | (pl.col("latest") >= pl.col("first")),
    )
    counted = hits.unique([*key, "own"]).group_by("account_id").agg(number=pl.col("rows").sum())
    return counted.with_columns(reason=pl.lit(Reason.UNREADABLE_ROWS.value))


def without(found: pl.DataFrame, abstentions: pl.DataFrame) -> pl.DataFrame:
    """The rows of `found` whose account did not have to abstain."""
    return found.join(abstentions.select("account_id"), on="account_id", how="anti")
