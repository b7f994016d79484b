"""Which posts stand out by the timing of their reactions among the posts of other accounts on the platform."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from plumbline.series.flat_runs import Floats, Runs, accelerations, flat_runs, fleet_shape, upper_tail
from plumbline.series.increments import HOURS
from plumbline.series.own_tempo import at_own_tempo
from plumbline.series.post_ranks import Counts, others, outranked

HORIZONS = (HOURS, HOURS // 2)
"""Hours for which posts are compared: two days, or one day where no more was watched."""
_DOUBT = {"flat": 10 / 7, "late": 10 / 3}
"""By what p-values are multiplied (the inverses add up to 1): a late rise has more innocent causes."""
RANKED_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "platform": pl.String(),
    "post_id": pl.String(),
    "day": pl.Date(),
    "p": pl.Float64(),
    "reference": pl.Int64(),
    "measure": pl.String(),
    "pattern": pl.String(),
    "start": pl.Int64(),
    "length": pl.Int64(),
    "horizon": pl.Int64(),
}


@dataclass(frozen=True)
class Search:
    """Where runs are looked for, in hours: windows of a flat run, how soon one may begin; the same for accelerations.
    `calibration`: posts of other accounts without which a post is not ranked."""

    flat_first: int
    flat_hours: tuple[int, ...]
    burst_first: int
    burst_hours: int
    calibration: int


def horizon(hours: pl.Expr) -> pl.Expr:
    """The longest of HORIZONS of whose hours at most a sixth was not watched (null: not even a day's)."""
    found = pl.lit(None, pl.Int64())
    for length in reversed(HORIZONS):
        watched = hours.list.head(length).list.eval(pl.element().is_not_nan()).list.sum()
        found = pl.when(watched >= length - length // 6).then(pl.lit(length, pl.Int64())).otherwise(found)
    return found


def ranked_posts(rows: pl.DataFrame, search: Search) -> pl.DataFrame:
    """Posts with the p-value of their timing, their most conspicuous count and pattern (`flat`, `late`) and window.

    `rows`: account_id, platform, post_id, measure String, day Date (local), minute Int64 (of that day),
    hours List(Float32, HOURS long, NaN not watched), horizon Int64. A post has one row a count. RANKED_SCHEMA.
    """
    ordered = rows.sort("platform", "measure", "account_id", "post_id")
    watched = [(ordered.filter(pl.col("horizon") >= length), length) for length in HORIZONS]
    ranked = [part for rows_of, length in watched for part in _at(rows_of, length, search)]
    return pl.concat([pl.DataFrame(schema=RANKED_SCHEMA), *ranked]).sort("account_id", "post_id")


def _at(rows: pl.DataFrame, length: int, search: Search) -> Iterator[pl.DataFrame]:
    """Posts watched for just that horizon, ranked among all that were watched as long or longer."""
    marks = [marks_of(group, length, search) for group in rows.partition_by("platform", "measure", maintain_order=True)]
    for platform in pl.concat(marks).partition_by("platform", maintain_order=True) if marks else []:
        yield (
            _posts(platform, search)
            .filter(pl.col("watched") == length)
            .select(*(name for name in RANKED_SCHEMA if name != "horizon"), horizon=pl.lit(length, pl.Int64()))
        )


def marks_of(group: pl.DataFrame, length: int, search: Search) -> pl.DataFrame:
    """Two rows a post: how its count stands out by a flat run and by an acceleration (p, tail, start, length)."""
    hours = hours_of(group)[:, :length]
    owner = group["account_id"].rank("dense").to_numpy().astype(np.int64)
    minute = group["minute"].to_numpy()
    shape = at_own_tempo(hours, *fleet_shape(hours, minute), owner)
    flat = flat_runs(hours, shape, first=search.flat_first, lengths=search.flat_hours)
    late = accelerations(hours, shape, first=search.burst_first, length=search.burst_hours)
    named = group.select("account_id", "platform", "post_id", "day", "measure", watched="horizon")
    return pl.concat([_mark(named, runs, owner, pattern) for pattern, runs in (("flat", flat), ("late", late))])


def hours_of(rows: pl.DataFrame) -> Floats:
    """The lists of `hours` as a matrix."""
    flat = rows["hours"].explode().to_numpy().astype(np.float64)
    return flat.reshape(rows.height, HOURS)


def _mark(named: pl.DataFrame, runs: Runs, owner: Counts, pattern: str) -> pl.DataFrame:
    return named.with_columns(
        pattern=pl.lit(pattern), p=pl.Series(outranked(runs.score, owner)), tail=pl.Series(upper_tail(runs.score)),
        start=pl.Series(runs.start), length=pl.Series(runs.length),
    )  # fmt: skip


def _posts(marks: pl.DataFrame, search: Search) -> pl.DataFrame:
    """One row a post: its least p-value, times the marks it was tried for, ranked again among the posts of others.

    A late rise counts less than half of a flat run.
    """
    tried = pl.col("p") * pl.col("pattern").replace_strict(_DOUBT, return_dtype=pl.Float64)
    weighed = marks.with_columns(tried=tried * pl.len().over("account_id", "post_id"))
    least_first = [False, False, False, True, False]
    strongest = weighed.sort("account_id", "post_id", "tried", "tail", "measure", descending=least_first)
    best = strongest.unique(["account_id", "post_id"], keep="first", maintain_order=True)
    owner = best["account_id"].rank("dense").to_numpy().astype(np.int64)
    standing = best.select(place=pl.struct(-pl.col("tried"), "tail").rank("dense"))["place"].to_numpy()
    known = others(owner)
    ranked = best.with_columns(p=pl.Series(outranked(standing.astype(np.float64), owner)), reference=pl.Series(known))
    return ranked.filter(pl.Series(known >= search.calibration))


def curves(rows: pl.DataFrame, length: int) -> Floats:
    """Of each row the permille of its reactions that had come by the end of each of the first `length` hours."""
    gained = np.nan_to_num(hours_of(rows)[:, :length])
    total = np.maximum(gained.sum(axis=1, keepdims=True), 1)
    return np.asarray(1000 * np.cumsum(gained, axis=1) / total, np.float64)


def fan(rows: pl.DataFrame, length: int, least: int) -> list[list[int]]:
    """Minutes after publication, and the 5th, 50th and 95th percentile of the curves; empty with fewer than `least`."""
    if rows.height < least:
        return []
    middle = np.quantile(curves(rows, length), [0.05, 0.5, 0.95], axis=0).round().astype(int)
    return [[60 * (hour + 1), *middle[:, hour].tolist()] for hour in range(length)]
