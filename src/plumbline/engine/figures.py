"""Lay out what the checks of numbers need of the posts, as they stream by, and of the whole fleet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import polars as pl

from plumbline.checks import discover
from plumbline.domain.check import FIGURES_SCHEMA, REVIEWED_SCHEMA, TRACKED_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.engine.altered import Altered
from plumbline.engine.posts import COLUMNS, Stage
from plumbline.series.clocks import Clocks
from plumbline.series.common_mode import common_gain
from plumbline.series.engagement import peer_norms

COUNTS = ("reads", "likes", "reposts", "comments")
POST_COLUMNS = (*COLUMNS, *COUNTS, "edited_at", "deleted_at", "first_seen_at", "last_seen_at")
KINDS = pl.Enum(["post", "repost"])
_ORDER = ("account_id", "month", "kind")
_MOST = 2**31 - 1


def reads_of(checks: Iterable[str]) -> frozenset[str]:
    """The tables that the checks read, contract's and prepared."""
    return frozenset(table for check in checks for table in discover()[check].READS)


class Figures:
    """What is laid out: only what `reads` names of `figures`, `clocks`, `tracked`, `reviewed`, `altered`,
    `corrections`, `common_gain` and `peer_norms`.

    `tables` holds the dossier's tables but the posts; `as_of` is aware, `timezone` an IANA name.
    """

    def __init__(
        self, reads: Iterable[str], tables: Mapping[str, pl.DataFrame], *, as_of: datetime, timezone: str
    ) -> None:
        self._reads = frozenset(reads)
        self._tables, self._as_of, self._timezone = tables, as_of, timezone
        self._wanted = _tracked_posts(tables)
        self._counted: list[pl.DataFrame] = []
        self._examples: list[pl.DataFrame] = []
        self._clocks = Clocks(tables["accounts"], self._table("coverage"))
        self._tracked: list[pl.DataFrame] = []
        self._reviewing = _reviewing(tables, as_of)
        self._reviewed: list[pl.DataFrame] = []
        self._altered = Altered(tables, as_of) if self._reads & {"altered", "corrections"} else None

    def stages(self) -> tuple[Stage, ...]:
        """One more pass over the posts, where a check reads what comes of it."""
        tracked = "tracked" in self._reads and not self._wanted.is_empty()
        reviewed = "reviewed" in self._reads and not self._reviewing.is_empty()
        if not (tracked or reviewed or self._altered) and self._reads.isdisjoint({"figures", "clocks"}):
            return ()
        columns = (*POST_COLUMNS, "text") if tracked or reviewed else POST_COLUMNS
        again = (("figures", (*COLUMNS, "text"), self._altered.read),) if self._altered else ()
        return (("figures", columns, self.take), *again)

    def take(self, batches: Iterable[pl.DataFrame]) -> None:
        """Take in batches of posts said by `as_of` (POST_COLUMNS, and `text` where posts are tracked or reviewed)."""
        for batch in batches:
            if "figures" in self._reads:
                self._count(batch)
            if "clocks" in self._reads:
                self._clocks.take(batch)
            if self._altered:
                self._altered.take(batch)
            if "tracked" in self._reads and "text" in batch.columns:
                mine = batch.select(*TRACKED_SCHEMA).with_columns(pl.col("kind").fill_null("post"))
                self._tracked.append(mine.join(self._wanted, on=["account_id", "post_id"], how="semi"))

            if "reviewed" in self._reads and "text" in batch.columns:
                self._reviewed.append(self._published(batch))

    def tables(self) -> dict[str, pl.DataFrame]:
        """The prepared tables that are read, each with its schema of domain.check."""
        made: dict[str, Callable[[], pl.DataFrame]] = {
            "figures": self._figures,
            "clocks": self._clocks.table,
            "tracked": lambda: _sorted(self._tracked, TRACKED_SCHEMA, ("account_id", "posted_at", "post_id")),
            "reviewed": lambda: _sorted(self._reviewed, REVIEWED_SCHEMA, ("account_id", "posted_at", "post_id")),
            "common_gain": lambda: common_gain(self._table("metrics"), self._table("accounts")),
        }
        tables = {name: make() for name, make in made.items() if name in self._reads}
        if "peer_norms" in self._reads:
            others = (self._table(name) for name in ("accounts", "units", "metrics"))
            tables["peer_norms"] = peer_norms(tables["figures"], *others)
        return tables | (self._altered.tables() if self._altered else {})

    def _table(self, name: str) -> pl.DataFrame:
        return self._tables[name] if name in self._tables else pl.DataFrame(schema=TABLES[name].schema)

    def _published(self, batch: pl.DataFrame) -> pl.DataFrame:
        """What accounts under review published."""
        edited = pl.when(pl.col("edited_at") <= self._as_of).then("edited_at")
        mine = batch.select(*REVIEWED_SCHEMA).with_columns(pl.col("kind").fill_null("post"), edited_at=edited)
        return mine.filter(pl.col("kind").is_in(KINDS.categories.to_list())).join(
            self._reviewing, on="account_id", how="semi"
        )

    def _count(self, batch: pl.DataFrame) -> None:
        """Keep the counts of what a person published, and of each month's posts the id of the most liked."""
        month = pl.col("posted_at").dt.convert_time_zone(self._timezone).dt.date().dt.month_start()
        published = (
            batch.with_columns(pl.col("kind").fill_null("post"))
            .filter(
                pl.col("kind").is_in(["post", "repost"]), ~pl.col("automatic").fill_null(value=False),
                pl.any_horizontal(pl.col(COUNTS).is_not_null()),
            )
            .with_columns(pl.col("kind").cast(KINDS), month=month)
        )  # fmt: skip
        at = (pl.col("posted_at").dt.timestamp("us") // 1_000_000).clip(0, 2**32 - 1).cast(pl.UInt32)
        counts = [pl.col(name).clip(0, _MOST).cast(pl.Int32) for name in COUNTS]
        self._counted.append(published.select(*_ORDER, *counts, at=at))
        liked = published.select(*_ORDER, "post_id", pl.col("likes").fill_null(-1))
        self._examples.append(_most_liked([liked]))

    def _figures(self) -> pl.DataFrame:
        if not self._counted:
            return pl.DataFrame(schema=FIGURES_SCHEMA)
        rows = pl.concat(self._counted).sort(*_ORDER, "at", *COUNTS)
        self._counted = []
        lists = rows.group_by(*_ORDER, maintain_order=True).agg("at", *COUNTS)
        found = _most_liked(self._examples).select(*_ORDER, example="post_id")
        whole = lists.join(found, on=_ORDER, how="left", maintain_order="left")
        return whole.with_columns(pl.col("kind").cast(pl.String)).select(*FIGURES_SCHEMA)


def _most_liked(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Of each account, month and kind the post with the most likes; of several the one with the least id."""
    ordered = pl.concat(parts).sort(*_ORDER, "likes", "post_id", descending=[False, False, False, True, False])
    return ordered.unique(_ORDER, keep="first", maintain_order=True)


def _tracked_posts(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    keys = {name: TABLES["post_metrics"].schema[name] for name in ("account_id", "post_id")}
    named = [tables[name].select(*keys) for name in ("post_metrics", "interactions") if name in tables]
    return pl.concat([pl.DataFrame(schema=keys), *named]).unique()


def _reviewing(tables: Mapping[str, pl.DataFrame], as_of: datetime) -> pl.DataFrame:
    """The accounts with an approval by `as_of`."""
    rows = tables["approvals"] if "approvals" in tables else pl.DataFrame(schema=TABLES["approvals"].schema)
    return rows.filter(pl.col("approved_at") <= as_of).select("account_id").unique()


def _sorted(parts: Sequence[pl.DataFrame], schema: Mapping[str, pl.DataType], order: Sequence[str]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *(part.select(*schema) for part in parts)]).sort(order)
