"""Cut a dossier into units: buckets of accounts that can be judged anywhere and in any order."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from plumbline.domain.check import PREPARED_FOR_ALL, Shard
from plumbline.domain.tables import FLEET_TABLES
from plumbline.engine.posts import COLUMNS, Posts
from plumbline.engine.run import Part, judge
from plumbline.rulebook.model import Rulebook

ACCOUNTS_A_SHARD = 250_000
"""More accounts than this, and the fleet is cut, so that a unit needs a gigabyte at most."""

_EDGES = "edge_posts"
_CUT = "_bucket"
"""The bucket while a table is cut: no column of a dossier is called so."""
_WHOLE = (*FLEET_TABLES, *PREPARED_FOR_ALL)


@dataclass(frozen=True)
class Unit:
    """One shard's work: picklable. `tables` holds frames, or paths of Arrow files; `posts`
    are Parquet files to look up posts in (else the shard's own edge posts are used)."""

    number: int
    tables: Mapping[str, pl.DataFrame | Path]
    posts: tuple[Path, ...]
    as_of: datetime
    timezone: str
    given: frozenset[str]
    book: Rulebook
    checks: tuple[str, ...]

    def run(self) -> Part:
        """Judge the shard."""
        frames = {name: _frame(table) for name, table in self.tables.items()}
        edges = frames.pop(_EDGES)
        posts = pl.scan_parquet(list(self.posts), glob=False).select(COLUMNS) if self.posts else edges.lazy()
        calendar = self.book.working_days()
        shard = Shard(self.as_of, self.timezone, frames, posts, self.given, calendar)
        return judge(shard, self.book, self.checks)


def bucket_order(accounts: pl.Series, shards: int) -> pl.DataFrame:
    """account_id and bucket (UInt32), sorted by bucket and account: the order in which a fleet is cut.

    The bucket hangs on the id alone (CRC-32), so an account is judged with the same neighbours in every run.
    """
    buckets = [zlib.crc32(account.encode()) % shards for account in accounts.to_list()]
    frame = pl.DataFrame({"account_id": accounts, "bucket": pl.Series(buckets, dtype=pl.UInt32)})
    return frame.sort("bucket", "account_id")


def shard_count(accounts: int, wanted: int | None) -> int:
    """Number of shards: as wanted, else enough to keep `ACCOUNTS_A_SHARD`."""
    return wanted or max(1, -(-accounts // ACCOUNTS_A_SHARD))


def units(
    tables: Mapping[str, pl.DataFrame],
    posts: Posts,
    order: pl.DataFrame,
    *,
    as_of: datetime,
    timezone: str,
    given: frozenset[str],
    book: Rulebook,
    checks: tuple[str, ...],
) -> Iterator[Unit]:
    """One unit a bucket of `order`."""
    cut = {name: _by_bucket(table, order) for name, table in tables.items() if name not in _WHOLE}
    cut[_EDGES] = _by_bucket(posts.edges, order)
    whole = {name: table for name, table in tables.items() if name in _WHOLE}
    for number in order["bucket"].unique(maintain_order=True).to_list():
        shard = {name: frames.get(number, empty) for name, (frames, empty) in cut.items()}
        yield Unit(number, {**whole, **shard}, posts.files, as_of, timezone, given, book, checks)


def _by_bucket(table: pl.DataFrame, order: pl.DataFrame) -> tuple[dict[int, pl.DataFrame], pl.DataFrame]:
    if order["bucket"].n_unique() == 1:
        return {order["bucket"][0]: table}, table.clear()
    placed = order.select("account_id", pl.col("bucket").alias(_CUT))
    joined = table.join(placed, on="account_id", how="left", maintain_order="left", nulls_equal=True)
    anyone = joined.filter(pl.col("account_id").is_null()).drop(_CUT)
    parts = joined.filter(pl.col(_CUT).is_not_null()).partition_by(_CUT, as_dict=True, include_key=False)
    return {int(key[0]): pl.concat([part, anyone]) for key, part in parts.items()}, anyone


def _frame(table: pl.DataFrame | Path) -> pl.DataFrame:
    return table if isinstance(table, pl.DataFrame) else pl.read_ipc(table)
