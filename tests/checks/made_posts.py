"""Fleets of posts with counts that a case file has made and does not write out. The form stands in README.md."""

import ast
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.simulation.engagement import Fleet, Law, Tampering, fleet, posts_table


def made_posts(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The posts of several fleets as one table `posts`."""
    return pl.concat([_full("posts", posts_table(_fleet(repr(dict(row))))) for row in rows])


def made_accounts(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Their accounts, without a unit."""
    return pl.concat([_fleet(repr(dict(row))).accounts.with_columns(unit_id=pl.lit(None, pl.String)) for row in rows])


@cache
def _fleet(written: str) -> Fleet:
    row: dict[str, Any] = ast.literal_eval(written)
    shape = {name: value for name, value in row.items() if name not in {"seed", "law", "tampering"}}
    law = Law(**row["law"]) if "law" in row else None
    how = row.get("tampering")
    tampering = None if how is None else Tampering(**{**how, "counts": tuple(how.get("counts", ("likes",)))})
    return fleet(row["seed"], law=law, tampering=tampering, **shape)


def _full(table: str, given: pl.DataFrame) -> pl.DataFrame:
    return given.select(
        pl.col(name).cast(kind) if name in given.columns else pl.lit(None, kind).alias(name)
        for name, kind in TABLES[table].schema.items()
    )
