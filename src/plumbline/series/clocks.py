"""Posts whose displayed time does not go with the clock in their id, or with the moment of the first sighting."""

from datetime import timedelta

import polars as pl

from plumbline.domain.check import CLOCKS_SCHEMA
from plumbline.series.id_clocks import CLOCKS, id_times

SLACK = timedelta(minutes=2)
"""Displayed times often end at the minute: less than this is no difference."""
LATE = timedelta(days=1)
"""First seen this long after its displayed time: worth a look at where the account was watched in between."""


def clock_rows(posts: pl.DataFrame) -> pl.DataFrame:
    """The rows of `posts` that do not go with their id's clock or their first sighting, as `CLOCKS_SCHEMA`.

    `posts`: account_id, platform, post_id, kind (String), posted_at, edited_at, first_seen_at (Datetime UTC), automatic
    (Boolean). Ids are only looked at on platforms with a proven clock; a first sighting long after the displayed time
    only where there is none.
    """
    at, seen = pl.col("posted_at"), pl.col("first_seen_at")
    proven = (
        pl.col("platform").is_in([clock.platform for clock in CLOCKS.values() if clock.proven]).fill_null(value=False)
    )
    early = at - seen > SLACK
    clocked = posts.filter(proven).with_columns(id_at=id_times(pl.col("post_id"), pl.col("platform")))
    wrong = (pl.col("id_at") - at).abs() > SLACK
    others = posts.filter(~proven).filter((early | (seen - at > LATE)).fill_null(value=False))
    found = [
        clocked.filter((wrong | early).fill_null(value=False)),
        others.with_columns(id_at=pl.lit(None, CLOCKS_SCHEMA["id_at"])),
    ]
    return pl.concat([rows.select(*CLOCKS_SCHEMA) for rows in found])
