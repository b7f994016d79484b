"""How many marks of a bought follower a profile carries: hand-set points, open to everybody.

This is no classifier. It only helps an interval to be narrower: readers' answers decide the figure, and where the
points are wrong the interval grows and stays true (see `prevalence`). Never shown for a single follower.
"""

from datetime import date

import polars as pl

FIELDS = ("posts", "followers", "following", "has_avatar", "has_bio", "name_digits", "last_post_on")
"""Columns of `followers` that give points."""


def purchase_marks(followers: pl.DataFrame, as_of: date) -> pl.Series:
    """Points seen by points that could be seen, 0 to 1 (Float64), a row each; 0 where nothing is known.

    `followers`: the contract's columns `FIELDS`; `as_of`: the day on which the list was taken. Two points each: no
    post (1: under ten), under 20 followers (1: under 100), follows ten times as many as follow it (1: three times), no
    avatar, six digits in the name (1: four). One point each: no bio, last post over a year ago. What is not known
    counts neither way.
    """
    terms = _terms(as_of)
    points = pl.sum_horizontal(*(points.fill_null(0) for points, _ in terms))
    possible = pl.sum_horizontal(*(points.is_not_null().cast(pl.Int64) * most for points, most in terms))
    share = pl.when(possible > 0).then(points / possible).otherwise(0.0)
    return followers.select(score=share.cast(pl.Float64))["score"]


def _terms(as_of: date) -> tuple[tuple[pl.Expr, int], ...]:
    """Points (null: unknown) and how many there can be."""
    followed = pl.max_horizontal(pl.col("followers"), pl.lit(1))
    ratio = pl.when(pl.col("followers").is_not_null()).then(pl.col("following") / followed)
    idle = (pl.lit(as_of) - pl.col("last_post_on")).dt.total_days() > 365
    return (
        (_steps(pl.col("posts") < 10, pl.col("posts") < 1), 2),
        (_steps(pl.col("followers") < 100, pl.col("followers") < 20), 2),
        (_steps(ratio >= 3, ratio >= 10), 2),
        (2 * (~pl.col("has_avatar")).cast(pl.Int64), 2),
        (_steps(pl.col("name_digits") >= 4, pl.col("name_digits") >= 6), 2),
        ((~pl.col("has_bio")).cast(pl.Int64), 1),
        (idle.cast(pl.Int64), 1),
    )


def _steps(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """One point for the first step, another for the second; null where unknown."""
    return first.cast(pl.Int64) + second.cast(pl.Int64)
