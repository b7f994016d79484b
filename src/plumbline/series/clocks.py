"""Posts whose displayed time does not go with the clock in their id, or with the moment of the first sighting."""

from datetime import timedelta

import polars as pl

from plumbline.domain.check import CLOCKS_SCHEMA
from plumbline.series.id_clocks import PROVEN, id_times, misread
from plumbline.series.tally import Tally
from plumbline.series.watching import SEEN

SLACK = timedelta(minutes=2)
"""Displayed times often end at the minute: less than this is no difference."""
LATE = timedelta(days=1)
"""First seen this long after its displayed time: worth a look at where the account was watched in between."""
_ACCOUNT = "account_id"
_COUNTS = {_ACCOUNT: pl.String(), "agreeing": pl.Int64(), "misread": pl.Int64(), "sighted": pl.Int64()}
_TOGETHER = {_ACCOUNT: pl.String(), "seen_on": pl.Date(), "together": pl.Int64()}
_SUSPECTS = [name for name in CLOCKS_SCHEMA if name not in (*_COUNTS, "together") or name == _ACCOUNT]


class Clocks:
    """Takes in posts batch by batch and keeps the suspect ones, with counts of how many of the account's are sound.

    `accounts` and `coverage` are contract tables. A first sighting long after the displayed time is kept only where
    the id has no proven clock and the account was looked at before that time: what a first collection brings in from
    the past is counted, not kept. How the posts are parted into batches changes nothing.
    """

    def __init__(self, accounts: pl.DataFrame, coverage: pl.DataFrame) -> None:
        looks = coverage.filter(pl.col("outcome").is_in(SEEN)).group_by(_ACCOUNT)
        first = looks.agg(first_look=pl.col("started_at").min())
        self._accounts = accounts.select(_ACCOUNT, "platform").join(first, on=_ACCOUNT, how="left")
        self._rows = [pl.DataFrame(schema={name: CLOCKS_SCHEMA[name] for name in _SUSPECTS})]
        self._counts = Tally(_COUNTS, [_ACCOUNT])
        self._together = Tally(_TOGETHER, [_ACCOUNT, "seen_on"])

    def take(self, posts: pl.DataFrame) -> None:
        """`posts`: account_id, post_id, kind (String), posted_at, edited_at, first_seen_at (Datetime UTC), automatic
        (Boolean). Only what was published (post, repost, no kind given) is looked at."""
        published = posts.filter(pl.col("kind").is_in(["post", "repost"]) | pl.col("kind").is_null())
        read = _read(published.join(self._accounts, on=_ACCOUNT, how="left"))
        at, seen, id_at = pl.col("posted_at"), pl.col("first_seen_at"), pl.col("id_at")
        wrong, early, late = (id_at - at).abs() > SLACK, at - seen > SLACK, seen - at > LATE
        unwatched = id_at.is_null() & (at > pl.col("first_look"))
        suspect = pl.any_horizontal(each.fill_null(value=False) for each in (wrong, early, late & unwatched))
        self._rows.append(read.filter(suspect).select(_SUSPECTS))
        false = misread(pl.col("post_id"), pl.col("platform"), at, id_at)
        sound = read.group_by(_ACCOUNT).agg(
            agreeing=_number(~wrong), misread=_number(false), sighted=_number(~early)
        )  # fmt: skip
        self._counts.add(sound)
        again = read.filter(late).group_by(_ACCOUNT, seen_on=seen.dt.date()).agg(together=pl.len().cast(pl.Int64))
        self._together.add(again)

    def table(self) -> pl.DataFrame:
        """The suspect posts as `CLOCKS_SCHEMA`, sorted by account, displayed time and id."""
        rows = pl.concat(self._rows).with_columns(seen_on=pl.col("first_seen_at").dt.date())
        whole = rows.join(self._counts.total(), on=_ACCOUNT, how="left").join(
            self._together.total(), on=[_ACCOUNT, "seen_on"], how="left"
        )
        filled = whole.with_columns(pl.col("agreeing", "misread", "sighted", "together").fill_null(0))
        return filled.select(*CLOCKS_SCHEMA).sort(_ACCOUNT, "posted_at", "post_id")


def _read(posts: pl.DataFrame) -> pl.DataFrame:
    """`posts` with `id_at`, without those that have neither a clock nor a sighting; other platforms cost nothing."""
    proven = pl.col("platform").is_in(PROVEN).fill_null(value=False)
    clocked = posts.filter(proven).with_columns(id_at=id_times(pl.col("post_id"), pl.col("platform")))
    others = posts.filter(~proven, pl.col("first_seen_at").is_not_null())
    return pl.concat([clocked, others.with_columns(id_at=pl.lit(None, CLOCKS_SCHEMA["id_at"]))])


def _number(condition: pl.Expr) -> pl.Expr:
    return condition.fill_null(value=False).sum().cast(pl.Int64)
