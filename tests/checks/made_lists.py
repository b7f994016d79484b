"""Follower lists and counts by day that a case file has made and does not write out. The form stands in README.md."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.simulation.follower_lists import (
    NewsEvent,
    Organic,
    Purchase,
    follower_rows,
    organic_list,
    with_event,
    with_purchase,
)

_OWN = {"account_id", "seed", "purchase", "event", "without", "watched_from", "bought_left", "newest"}


def made_followers(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The lists of several accounts as one table `followers`."""
    return pl.concat([_made(repr(dict(row))) for row in rows])


@cache
def _made(written: str) -> pl.DataFrame:
    row: dict[str, Any] = ast.literal_eval(written)
    unknown = set(row) - _OWN - {field.name for field in fields(Organic)}
    assert not unknown, f"made_followers has no keys {sorted(unknown)}"
    rng = np.random.default_rng(row["seed"])
    shape = {name: value for name, value in row.items() if name not in _OWN}
    if "ends_on" in shape:
        shape["ends_on"] = date.fromisoformat(shape["ends_on"])
    made = organic_list(Organic(**shape), rng)
    if "event" in row:
        made = with_event(made, NewsEvent(**row["event"]), rng)
    if "purchase" in row:
        made = with_purchase(made, Purchase(**row["purchase"]), rng)
    frame = follower_rows(made, row["account_id"], rng)
    if "watched_from" in row:
        frame = _watched(frame, made, date.fromisoformat(row["watched_from"]), row.get("bought_left"), rng)
    frame = frame.tail(row.get("newest", len(frame)))
    return frame.with_columns(pl.lit(None, frame.schema[name]).alias(name) for name in row.get("without", []))


def _watched(frame: pl.DataFrame, made: Any, since: date, left: float | None, rng: np.random.Generator) -> pl.DataFrame:
    """First and last sight of a list that was looked at every day from `since` on; `left` of the bought went early."""
    first = np.maximum(made.followed, (since - date(1970, 1, 1)).days)
    last = np.full(len(frame), made.ends)
    if left is not None:
        gone = (made.origin == 1) & (rng.random(len(frame)) < left)
        last = np.where(gone, np.minimum(first + rng.integers(3, 25, len(frame)), made.ends), last)
    return frame.with_columns(
        first_seen_on=pl.Series(first.astype(np.int32)).cast(pl.Date),
        last_seen_on=pl.Series(last.astype(np.int32)).cast(pl.Date),
    )


def made_metrics(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Followers by day of several accounts: the table `metrics`, with nothing but followers given."""
    frames = []
    for row in rows:
        rng, days = np.random.default_rng(row["seed"]), int(row["days"])
        gains = rng.poisson(row["daily"], days)
        for start, length, extra in row.get("bursts", []):
            gains[start : start + length] += extra // length
        first = date.fromisoformat(row["ends_on"]) - timedelta(days=days - 1)
        frame = pl.DataFrame(
            {
                "account_id": [row["account_id"]] * days,
                "date": [first + timedelta(days=day) for day in range(days)],
                "followers": row["followers"] + np.cumsum(gains),
            }
        )
        frames.append(frame)
    schema = TABLES["metrics"].schema
    whole = pl.concat(frames)
    return whole.select(
        pl.col(name).cast(kind) if name in whole.columns else pl.lit(None, kind).alias(name)
        for name, kind in schema.items()
    )
