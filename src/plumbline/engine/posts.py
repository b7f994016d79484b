"""Take the posts in: one pass to count days, more only where keys stand twice or the posts do not fit in memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.dossier.ahead import ahead
from plumbline.dossier.batches import table_batches
from plumbline.dossier.duplicates import losing_rows
from plumbline.dossier.layout import Layout
from plumbline.dossier.read import TableReport, table_report
from plumbline.dossier.registered import NUMBER, Registered
from plumbline.dossier.rejects import Rejects
from plumbline.engine.unread import MEDIA_COLUMNS
from plumbline.series.activity import DayCounter, Days

Step = Callable[[str, int, int | None], None]
Stage = tuple[str, tuple[str, ...], Callable[[Iterator[pl.DataFrame]], None]]
Keys = npt.NDArray[np.uint64]
COLUMNS = ("account_id", "post_id", "posted_at", "kind", "automatic")
TEXT_COLUMNS = (*COLUMNS, "text", "quoted_text", "quoted_source", "source_name", "urls")
KEPT_CHARACTERS = 100_000_000
"""Texts that are kept in memory for a second look, in bytes of UTF-8."""
KEPT_ROWS = 3_000_000
"""Posts that are kept in memory for a second look; more than this are read from the files again."""
_LONG = ("text", "media_text")
_SPREAD = 0x9E3779B97F4A7C15
EDGE_DAYS = 2
"""A post that another follows on the next day is no edge of any silence."""


@dataclass(frozen=True)
class Posts:
    """Posts reduced, and how to look them up.

    `prepared` are `activity`, `latest` and `pauses` (domain.check, by position of the account). A check looks up the
    posts it has found in `edges` (COLUMNS, a frame), or in `files` of Parquet that can be read as they are.
    """

    prepared: Mapping[str, pl.DataFrame]
    report: TableReport
    edges: pl.DataFrame
    files: tuple[Path, ...]


class _Passes:
    """The batches of posts, as often as they are wanted; what is wrong with a row is said on the first pass only."""

    def __init__(
        self, layout: Layout, accounts: Registered, rejects: Rejects, progress: Step, *, columns: tuple[str, ...]
    ) -> None:
        """`columns` are those of the first pass: all that is wanted later, where a row is read as a whole anyway."""
        self._layout, self._accounts, self._rejects, self._progress = layout, accounts, rejects, progress
        self._columns = columns
        self._kept: list[pl.DataFrame] | None = []
        self._first = True
        self.without: pl.DataFrame | None = None

    def batches(self, stage: str, columns: tuple[str, ...] = COLUMNS) -> Iterator[pl.DataFrame]:
        """Valid rows of registered accounts with `file_no` and `row_no`, those of `without` left out."""
        done = 0
        for batch in ahead(self._source(columns)):
            done += batch.height
            self._progress(stage, done, None)
            yield batch if self.without is None else batch.join(self.without, on=["file_no", "row_no"], how="anti")
        self._first = False

    def _source(self, columns: tuple[str, ...]) -> Iterator[pl.DataFrame]:
        if not self._first and self._kept is not None and set(columns) <= set(self._columns):
            yield from self._kept
            return
        rejects = self._rejects if self._first else Rejects()
        columns = self._columns if self._first else columns
        whole_rows = set(columns) >= set(TABLES["posts"].schema)
        rows = size = 0
        for batch in table_batches(self._layout, "posts", columns=columns, registered=self._accounts, rejects=rejects):
            batch = batch if whole_rows else _without_absent(batch, rejects)
            rows += batch.height
            size += sum(int(batch[name].str.len_bytes().sum() or 0) for name in _LONG if name in batch.columns)
            if self._first and self._kept is not None:
                self._kept.append(batch)
                self._kept = self._kept if rows <= KEPT_ROWS and size <= KEPT_CHARACTERS else None
            yield batch


def _without_absent(batch: pl.DataFrame, rejects: Rejects) -> pl.DataFrame:
    """Without those columns of pictures and videos that the files do not have: most dossiers pay nothing for them."""
    return batch.drop(set(MEDIA_COLUMNS) - rejects.logs["posts"].columns, strict=False)


def take_in_posts(
    layout: Layout,
    accounts: Registered,
    as_of: datetime,
    rejects: Rejects,
    *,
    progress: Step,
    stages: Sequence[Stage] = (),
    near: bool = True,
) -> Posts:
    """Validate `posts` and reduce them to days. `accounts` are those registered, in the order wanted.

    `stages`: names, columns and takers, each called in turn with the batches that were said by `as_of`. `near`: the
    files can be read where the checks run.
    """
    whole = layout.files["posts"].format != "parquet"
    columns = dict.fromkeys((*COLUMNS, *(name for _, names, _ in stages for name in names if whole)))
    passes = _Passes(layout, accounts, rejects, progress, columns=tuple(columns))
    days, keys, doubled = _count(passes, accounts, as_of, layout.timezone)
    if not doubled.is_empty():
        passes.without = _losers(passes, doubled, layout, rejects)
        days, _, _ = _count(passes, accounts, as_of, layout.timezone)
    rows = keys - (0 if passes.without is None else passes.without.height)
    report = table_report(layout, "posts", rejects, rows=rows)
    files = _readable_in_place(layout, report) if near and rows > KEPT_ROWS and passes.without is None else ()
    activity = days.activity()
    prepared = {"activity": activity, "latest": days.latest(), "pauses": days.pauses()}
    for stage, names, take in stages:
        take(batch.filter(pl.col("posted_at") <= as_of) for batch in passes.batches(stage, names))
    return Posts(prepared, report, _nothing() if files else _edges(passes, activity), files)


def _count(passes: _Passes, accounts: Registered, as_of: datetime, timezone: str) -> tuple[Days, int, pl.Series]:
    """The days of posting, the number of rows, and which keys (as numbers) stand more than once."""
    counter = DayCounter(accounts.ids, as_of=as_of, timezone=timezone)
    keys = [np.empty(0, np.uint64)]
    for batch in passes.batches("posts"):
        counter.add(batch[NUMBER], batch)
        keys.append(batch.select(_key()).to_series().to_numpy())
    with ThreadPoolExecutor(1) as pool:
        doubled = pool.submit(_doubled, keys)
        return counter.counted(), sum(part.size for part in keys), doubled.result()


def _doubled(keys: list[Keys]) -> pl.Series:
    """The numbers that stand more than once."""
    ordered = np.concatenate(keys)
    ordered.sort()
    return pl.Series(ordered[1:][ordered[1:] == ordered[:-1]]).unique()


def _key() -> pl.Expr:
    """A number that two rows with the same key share (and, once in a blue moon, two with different keys)."""
    return pl.col("post_id").hash(seed=0) + pl.col(NUMBER).cast(pl.UInt64) * _SPREAD


def _losers(passes: _Passes, doubled: pl.Series, layout: Layout, rejects: Rejects) -> pl.DataFrame:
    """file_no and row_no of the rows that give way to another row with the same key."""
    every = tuple(TABLES["posts"].schema)
    rows = pl.concat([batch.filter(_key().is_in(doubled.implode())) for batch in passes.batches("posts", every)])
    return losing_rows(layout, "posts", rows, rejects)


def _edges(passes: _Passes, activity: pl.DataFrame) -> pl.DataFrame:
    """The last post before each longer pause, and the last of all, published and automatic apart."""
    same = (pl.col("account_id") == pl.col("account_id").shift(-1)) & (pl.col("sort") == pl.col("sort").shift(-1))
    pause = pl.col("day").shift(-1) - pl.col("day")
    moments = (
        activity.lazy()
        .filter(pl.col("sort").is_in(["published", "automatic"]))
        .sort("account_id", "sort", "day")
        .filter((same & (pause < timedelta(days=EDGE_DAYS))).not_().fill_null(value=True))
        .select("account_id", "last_at")
        .collect()
    )
    found = [
        batch.select(COLUMNS)
        .with_columns(last_at=pl.col("posted_at").dt.truncate("1s"))
        .join(moments, on=["account_id", "last_at"], how="semi")
        .drop("last_at")
        for batch in passes.batches("edges")
    ]
    return pl.concat([_nothing(), *found])


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema={name: TABLES["posts"].schema[name] for name in COLUMNS})


def _readable_in_place(layout: Layout, report: TableReport) -> tuple[Path, ...]:
    """The files of posts, if they hold the contract's columns and types and every row of them is good."""
    file = layout.files["posts"]
    if file.format != "parquet" or report.rejected or report.values_rejected:
        return ()
    wanted = set(_nothing().schema.items())
    good = all(wanted <= set(pl.read_parquet_schema(path).items()) for path in file.paths)
    return file.paths if good else ()
