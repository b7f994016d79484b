"""Lay out the posts whose words, presence or links changed, and what may excuse that, in two passes over the posts."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal

import polars as pl

from plumbline.domain.check import ALTERED_SCHEMA, CORRECTIONS_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.series.watching import SEEN
from plumbline.text.corrections import NOTICE

LATE = timedelta(days=1)
"""First seen so long after it was published: worth a look at what the ledger says of the time in between."""
AFTER, ABOUT = timedelta(days=3), timedelta(days=1)
"""What is published so soon after a deleted post, or so near to the moment when it went, may be its replacement."""
NOTICED = timedelta(days=14)
"""A notice that stands further from every change of the account excuses none."""
SAID = ("post", "repost", "reply", "comment")
GONE = ("confirmed_gone", "withdrawn_by_platform", "not_visible")
_How = Literal["backward", "nearest"]
_KEY = ("account_id", "post_id")
_ROWS = {name: dtype for name, dtype in ALTERED_SCHEMA.items() if name != "text"} | {"read": pl.Boolean()}


class Altered:
    """First keys and times only (`take`), then, where there was anything, the texts (`read`).

    `tables`: the dossier's, but the posts. How the posts are parted into batches changes nothing.
    """

    def __init__(self, tables: Mapping[str, pl.DataFrame], as_of: datetime) -> None:
        self._tables, self._as_of = tables, as_of
        self._told = pl.concat([self._keys("versions", "seen_at"), self._keys("sightings", "since")]).unique()
        self._linked = self._keys("links", "checked_at", outcome=("dead", "moved"))
        looks = self._table("coverage").filter(pl.col("outcome").is_in(SEEN)).group_by("account_id")
        self._first_look = looks.agg(first_look=pl.col("started_at").min())
        self._rows = [pl.DataFrame(schema=_ROWS)]
        self._texts = [pl.DataFrame(schema={name: ALTERED_SCHEMA[name] for name in (*_KEY, "text")})]
        self._corrections = [pl.DataFrame(schema=CORRECTIONS_SCHEMA)]

    def take(self, batch: pl.DataFrame) -> None:
        """Posts said by `as_of`: account_id, post_id, posted_at, kind, automatic, edited_at, deleted_at,
        first_seen_at, last_seen_at."""
        told = _marked(_marked(batch, self._told, "told"), self._linked, "linked")
        whole = told.join(self._first_look, on="account_id", how="left", maintain_order="left")
        edited, deleted = (pl.when(pl.col(name) <= self._as_of).then(name) for name in ("edited_at", "deleted_at"))
        rows = whole.with_columns(pl.col("kind").fill_null("post"), edited_at=edited, deleted_at=deleted)
        changed = (pl.col("edited_at") > pl.col("posted_at")) | pl.col("deleted_at").is_not_null() | pl.col("told")
        late = (
            (pl.col("first_seen_at") - pl.col("posted_at") >= LATE)
            & (pl.col("first_look") <= pl.col("posted_at"))
            & (pl.col("first_seen_at") <= self._as_of)
        )
        read = changed.fill_null(value=False)
        mine = rows.with_columns(read=read).filter(pl.col("read") | late.fill_null(value=False) | pl.col("linked"))
        self._rows.append(mine.select(*_ROWS))

    def read(self, batches: Iterable[pl.DataFrame]) -> None:
        """The texts of what was altered, and what may excuse it; reads nothing where nothing was."""
        rows = pl.concat(self._rows)
        wanted = rows.filter("read").select(_KEY)
        gone, moments = self._gone(rows), self._moments(rows)
        accounts = moments.select("account_id").unique()
        if accounts.is_empty():
            return
        for batch in batches:
            mine = batch.join(accounts, on="account_id", how="semi").with_columns(pl.col("kind").fill_null("post"))
            self._texts.append(mine.join(wanted, on=_KEY, how="semi").select(*_KEY, "text"))
            said = mine.filter(pl.col("kind").is_in(SAID)).select(*CORRECTIONS_SCHEMA)
            self._corrections.append(_excusing(said, gone, moments))

    def tables(self) -> dict[str, pl.DataFrame]:
        """`altered` and `corrections`, sorted."""
        order = ("account_id", "posted_at", "post_id")
        rows = pl.concat(self._rows).join(pl.concat(self._texts), on=_KEY, how="left")
        return {
            "altered": rows.select(*ALTERED_SCHEMA).sort(order),
            "corrections": pl.concat(self._corrections).sort(order),
        }

    def _table(self, name: str) -> pl.DataFrame:
        return self._tables[name] if name in self._tables else pl.DataFrame(schema=TABLES[name].schema)

    def _keys(self, name: str, moment: str, outcome: tuple[str, ...] = ()) -> pl.DataFrame:
        rows = self._table(name).filter(pl.col(moment) <= self._as_of, pl.col("post_id").is_not_null())
        return (rows.filter(pl.col("outcome").is_in(outcome)) if outcome else rows).select(_KEY).unique()

    def _gone(self, rows: pl.DataFrame) -> pl.DataFrame:
        """account_id, posted_at (null: not known) and the moment `gone_at` from which a post was not there."""
        answered = self._table("sightings").filter(pl.col("since") <= self._as_of, pl.col("state").is_in(GONE))
        told = answered.select(*_KEY, gone_at="since")
        marked = rows.filter(pl.col("deleted_at").is_not_null()).select(*_KEY, gone_at="deleted_at")
        posts = rows.select(*_KEY, "posted_at")
        return pl.concat([told, marked]).join(posts, on=_KEY, how="left").select("account_id", "posted_at", "gone_at")

    def _moments(self, rows: pl.DataFrame) -> pl.DataFrame:
        """account_id and `at`: when anything of the account was changed, found changed, or gone."""
        columns = (("versions", "seen_at"), ("versions", "last_seen_at"), ("sightings", "since"))
        told = [self._table(name).select("account_id", at=column) for name, column in columns]
        read = rows.filter("read")
        marks = [read.select("account_id", at=name) for name in ("edited_at", "deleted_at", "last_seen_at")]
        return pl.concat([*told, *marks]).drop_nulls().filter(pl.col("at") <= self._as_of)


def _marked(rows: pl.DataFrame, keys: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows with a column that is true for those of `keys` and null for the others."""
    if keys.is_empty():
        return rows.with_columns(pl.lit(None, pl.Boolean).alias(name))
    marked = keys.with_columns(pl.lit(value=True).alias(name))
    return rows.join(marked, on=_KEY, how="left", maintain_order="left")


def _excusing(said: pl.DataFrame, gone: pl.DataFrame, moments: pl.DataFrame) -> pl.DataFrame:
    """What is said in words of correction near a change, or at a time at which it may stand for a deleted post."""
    notices = said.filter(pl.col("text").str.contains_any(list(NOTICE), ascii_case_insensitive=True))
    soon, about = _near(said, gone, "posted_at", AFTER, "backward"), _near(said, gone, "gone_at", ABOUT, "nearest")
    words = _near(notices, moments, "at", NOTICED, "nearest")
    return said.join(pl.concat([words, soon, about]).unique(), on=_KEY, how="semi", maintain_order="left")


def _near(said: pl.DataFrame, gone: pl.DataFrame, moment: str, within: timedelta, how: _How) -> pl.DataFrame:
    """Keys of what was said within so much time of one of the account's moments."""
    moments = gone.select("account_id", at=moment).drop_nulls().unique().sort("at")
    mine = said.select(*_KEY, "posted_at").sort("posted_at")
    found = mine.join_asof(
        moments.with_columns(found="at"), left_on="posted_at", right_on="at", by="account_id",
        strategy=how, tolerance=within, check_sortedness=False,
    )  # fmt: skip
    return found.filter(pl.col("found").is_not_null()).select(_KEY)
