"""Posts measured against the lines of their peers, and what that makes of an account's month."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.series.engagement_posts import ALWAYS, TARGETS

Floats = npt.NDArray[np.float64]
NAMES = (*ALWAYS, *TARGETS, "followers")
LOWEST, MIDDLE, HIGHEST = 0, 1, 2
KINDS = ("mid", "level", "scatter", "spread", "width", "tail")
_LEAST_WIDTH = 0.5
"""Between the .1 and the .9 line, on the log scale: where all peers have the same few likes nothing stands out."""
_NORMAL_WIDTH = 2.563
_NORMAL_QUARTERS = 1.349


@dataclass(frozen=True)
class Norms:
    """Coefficients by line, quantile (`LOWEST`, `MIDDLE`, `HIGHEST`) and name; the names a line needs; its place."""

    coefficients: Floats
    needs: npt.NDArray[np.bool_]
    place: dict[tuple[str, str], int]

    def line(self, groups: tuple[str, ...], target: str, design: str) -> int:
        """The line of the narrowest of `groups` that has one; the last line, which says nothing, if none has."""
        found = (self.place.get((group, f"{target}|{design}")) for group in groups)
        return next((line for line in found if line is not None), len(self.coefficients) - 1)


def norms_of(table: pl.DataFrame) -> Norms:
    """The table `peer_norms` (domain.check.PEER_NORMS_SCHEMA) as arrays."""
    rows = table.sort("group", "target", "quantile_pm")
    place: dict[tuple[str, str], int] = {}
    for group, target in rows.select("group", "target").iter_rows():
        place.setdefault((group, target), len(place))
    coefficients = np.full((len(place) + 1, 3, len(NAMES)), 0.0)
    coefficients[-1] = np.nan
    needs = np.zeros((len(place) + 1, len(NAMES)), np.bool_)
    quantiles = {100: LOWEST, 500: MIDDLE, 900: HIGHEST}
    for row in rows.iter_rows(named=True):
        line = place[row["group"], row["target"]]
        for name, value in zip(row["names"], row["coefficients"], strict=True):
            coefficients[line, quantiles[row["quantile_pm"]], NAMES.index(name)] = value
            needs[line, NAMES.index(name)] = True
    return Norms(coefficients, needs, place)


def measured(posts: pl.DataFrame, norms: Norms) -> pl.DataFrame:
    """`posts` (engagement_posts.posts_of) with, for each of `TARGETS`: `off_…` (Float64, log of how far above the
    middle line; null: no line or a count is missing), `unit_…` (in units of the peers' spread there), `over_…`
    (Float64, 1: above the .9 line)."""
    lines = posts.select("fine", "middle", "coarse", "design").unique().sort("fine", "design")
    numbers = {
        f"line_{target}": [norms.line(row[:3], target, row[3]) for row in lines.iter_rows()] for target in TARGETS
    }
    placed = posts.join(
        lines.select("fine", "design", *(pl.Series(name, line, pl.Int64) for name, line in numbers.items())),
        on=["fine", "design"], how="left", maintain_order="left",
    )  # fmt: skip
    missing = np.column_stack([placed[name].is_null().to_numpy() for name in NAMES])
    given = np.column_stack([placed[name].fill_null(0.0).to_numpy() for name in NAMES])
    columns = [column for target in TARGETS for column in _off(placed, target, given, missing, norms)]
    return placed.drop(numbers).with_columns(columns)


def _off(
    placed: pl.DataFrame, target: str, given: Floats, missing: npt.NDArray[np.bool_], norms: Norms
) -> list[pl.Series]:
    line = placed[f"line_{target}"].to_numpy()
    low, middle, high = (np.einsum("ij,ij->i", given, norms.coefficients[line, place]) for place in range(3))
    width = np.maximum(high - low, _LEAST_WIDTH) / _NORMAL_WIDTH
    blank = missing[:, NAMES.index(target)] | (norms.needs[line] & missing).any(axis=1)
    off = np.where(blank, np.nan, given[:, NAMES.index(target)] - middle)
    over = np.where(np.isnan(off), np.nan, (off > high - middle).astype(np.float64))
    kinds = {"off": off, "unit": off / width, "over": over}
    return [pl.Series(f"{name}_{target}", values, nan_to_null=True) for name, values in kinds.items()]


def account_months(posts: pl.DataFrame, *, least_posts: int, least_count: int) -> pl.DataFrame:
    """One row an account and month that has `least_posts` posts with a line, sorted by both.

    Columns: account_id, month, platform, pool (String, platform/level), design, posts, capped (Int64), and for each of
    `TARGETS`: n_, mid_, level_, scatter_, spread_, width_, tail_ (Int64; Float64): posts, medians of off_ and unit_,
    spread (by quartiles) of off_, unit_ and the log count itself, share over the .9 line; null where fewer than
    `least_posts` posts count or their median count is below `least_count`.
    """
    made = [
        expression
        for target in TARGETS
        for expression in (
            pl.col(f"off_{target}").count().cast(pl.Int64).alias(f"n_{target}"),
            pl.col(f"off_{target}").median().alias(f"mid_{target}"),
            pl.col(f"unit_{target}").median().alias(f"level_{target}"),
            _spread(f"off_{target}").alias(f"scatter_{target}"),
            _spread(f"unit_{target}").alias(f"spread_{target}"),
            _spread(target).alias(f"width_{target}"),
            pl.col(f"over_{target}").mean().alias(f"tail_{target}"),
            pl.col(f"n_{target}").median().alias(f"count_{target}"),
        )
    ]
    months = posts.group_by("account_id", "month").agg(
        pl.col("platform", "design").first(), *made, pool=pl.col("fine").first().str.replace(r"/[^/]*$", ""),
        posts=pl.len().cast(pl.Int64), capped=pl.col("capped").sum().cast(pl.Int64),
    )  # fmt: skip
    enough = {t: (pl.col(f"n_{t}") >= least_posts) & (pl.col(f"count_{t}") >= least_count) for t in TARGETS}
    kept = months.with_columns(
        pl.when(enough[target]).then(pl.col(f"{kind}_{target}")).alias(f"{kind}_{target}")
        for target in TARGETS
        for kind in KINDS
    )  # fmt: skip
    some = pl.any_horizontal(pl.col(f"n_{target}") >= least_posts for target in TARGETS)
    return kept.drop(f"count_{target}" for target in TARGETS).filter(some).sort("account_id", "month")


def _spread(column: str) -> pl.Expr:
    quarters = [pl.col(column).quantile(share, interpolation="linear") for share in (0.25, 0.75)]
    return (quarters[1] - quarters[0]) / _NORMAL_QUARTERS
