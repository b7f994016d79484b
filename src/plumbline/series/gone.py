"""Posts that are gone: what the last sighting says of each, or the platform's own mark of deletion."""

from datetime import datetime

import polars as pl

GONE = ("confirmed_gone", "withdrawn_by_platform", "not_visible")
_KEY = ("account_id", "post_id")


def gone_posts(sightings: pl.DataFrame, altered: pl.DataFrame, *, as_of: datetime) -> pl.DataFrame:
    """One row for each post that is not there any more at `as_of`.

    `sightings`: the contract's table; `altered`: the prepared one. Columns: account_id, post_id, `state` (of the
    sighting; ``deleted``: by `deleted_at` alone), `gone_at` (since when it was not there), `last_at` (when it was last
    seen; null: not known), `answer`, and `posted_at`, `text`, `automatic` (null where the post is not on record).
    Only posts and reposts, and posts whose kind is not on record.
    """
    posts = altered.select(*_KEY, "posted_at", "text", "kind", "automatic", "deleted_at", "last_seen_at")
    later = (pl.col("state") == "confirmed_gone") & (pl.col("confirmed_at") > as_of)
    state = pl.when(later.fill_null(value=False)).then(pl.lit("absent_once")).otherwise("state")
    rows = sightings.filter(pl.col("since") <= as_of).with_columns(state=state)
    seen = rows.select(*_KEY, "state", "since", "last_present_at", "answer")
    last = seen.sort(*_KEY, "since", "state").group_by(_KEY, maintain_order=True).agg(pl.all().last())
    first = _since(seen)
    whole = posts.join(last, on=_KEY, how="full", coalesce=True).join(first, on=_KEY, how="left")
    told = pl.col("state").is_in(GONE)
    back = (pl.col("state") == "present") & (pl.col("since") >= pl.col("deleted_at"))
    marked = pl.col("deleted_at").is_not_null() & ~told.fill_null(value=False) & ~back.fill_null(value=False)
    found = whole.filter(told | marked, pl.col("kind").is_null() | pl.col("kind").is_in(["post", "repost"]))
    sighted = pl.col("state").is_in(GONE).fill_null(value=False)
    return found.select(
        *_KEY, "posted_at", "text", "automatic",
        state=pl.when(sighted).then("state").otherwise(pl.lit("deleted")),
        gone_at=pl.when(sighted).then(pl.min_horizontal("gone_since", "deleted_at")).otherwise("deleted_at"),
        last_at=pl.coalesce("last_present_at", pl.when(sighted).then("last_seen_at")),
        answer=pl.when(sighted).then("answer"),
    )  # fmt: skip


def _since(seen: pl.DataFrame) -> pl.DataFrame:
    """When the last absence of each post began: the first row after it was last present, told once or confirmed."""
    here = seen.filter(pl.col("state") == "present").group_by(_KEY).agg(here=pl.col("since").max())
    rows = seen.join(here, on=_KEY, how="left").filter(
        pl.col("state") != "present", pl.col("here").is_null() | (pl.col("since") > pl.col("here"))
    )
    return rows.group_by(_KEY).agg(gone_since=pl.col("since").min())
