"""Which account-months of a fleet stand out: each compared with months of others before the period that is judged."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.series.conformal import least_compared, p_values, selected
from plumbline.series.engagement_scores import JUMPS, LASTING, STATISTICS

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Error:
    """`alpha`: share of false ones borne among those selected; `share`: of account-months taken to be tampered with."""

    alpha: float
    share: float


def picked(months: pl.DataFrame, error: Error) -> pl.DataFrame:
    """The judged rows of `months` (engagement_scores.scored, with a Boolean column `judged`) with what came of them.

    Adds: p (Float64, Bonferroni over `statistics`; null: not comparable), account_p (Float64, Simes over the account's
    months of a quarter), q (Float64, Benjamini-Hochberg over the accounts of platform and quarter), selected
    (Boolean), key (String, the statistic of the least p), compared (Int64, that it was compared with; where p is null
    the most there were), statistics (Int64), regular_p (Float64, of `regular` alone, not corrected), regular_compared
    (Int64). The compared are the rows that are not judged, of the same platform, level
    and design where enough, else of the same platform and design; those of the same account are left out.
    """
    rows = months.with_columns(pl.col("account_id").rank("dense").cast(pl.Int64).sub(1).alias("owner"))
    parts = [_pool(part, error) for part in _parts(rows, "platform", "design")]
    whole = pl.concat(parts) if parts else _blank(rows)
    quarters = whole.with_columns(quarter=pl.col("month").dt.truncate("1q"))
    chosen = [_chosen(part, error.alpha) for part in _parts(quarters, "platform", "quarter")]
    told = pl.concat(chosen) if chosen else _chosen(quarters, error.alpha)
    return told.drop("owner", "quarter").sort("account_id", "month")


def _parts(rows: pl.DataFrame, *by: str) -> list[pl.DataFrame]:
    return [part for _, part in sorted(rows.partition_by(*by, as_dict=True).items())]


def _pool(rows: pl.DataFrame, error: Error) -> pl.DataFrame:
    """The judged rows of a platform and design, each compared within its level if that allows as many statistics."""
    known = [pl.col(name).is_not_null().cast(pl.Int8).cast(pl.String) for name in JUMPS]
    every, later = rows.filter(~pl.col("judged")), rows.filter("judged").with_columns(known=pl.concat_str(known))
    out = []
    for (flags,), alike in sorted(later.partition_by("known", as_dict=True).items()):
        earlier = _with_jumps(every, [name for name, flag in zip(JUMPS, str(flags), strict=True) if flag == "1"])
        wide = usable(earlier, error)
        for (pool,), part in sorted(alike.drop("known").partition_by("pool", as_dict=True).items()):
            near = earlier.filter(pl.col("pool") == pool)
            own = usable(near, error)
            within, statistics = (near, own) if own == wide and own else (earlier, wide)
            out.append(_compared(part, within, statistics))
    return pl.concat(out) if out else _blank(rows)


def _with_jumps(earlier: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The jump over these counts, of months that have them all: the greatest of four is not held to that of two."""
    if not names:
        return earlier.with_columns(jump=pl.lit(None, pl.Float64))
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    return earlier.with_columns(jump=pl.when(whole).then(pl.max_horizontal(names)))


def usable(earlier: pl.DataFrame, error: Error) -> tuple[str, ...]:
    """The statistics with enough to compare with, so that something can be selected at all."""
    number = {name: _size(earlier, name) for name in STATISTICS}
    kept = tuple(name for name in STATISTICS if number[name])
    while kept:
        scarcest = min(number[name] for name in kept)
        if scarcest >= least_compared(len(kept), error.alpha, error.share):
            return kept
        kept = tuple(name for name in kept if number[name] > scarcest)
    return ()


def _size(earlier: pl.DataFrame, name: str) -> int:
    """How many there are less the own: accounts for a lasting trait, else account-months less the most of one."""
    known = earlier.filter(pl.col(name).is_not_null())
    if name in LASTING:
        return max(known["account_id"].n_unique() - 1, 0)
    largest = known.group_by("account_id").len()["len"].to_list()
    return known.height - max(largest, default=0)


def _compared(rows: pl.DataFrame, earlier: pl.DataFrame, statistics: tuple[str, ...]) -> pl.DataFrame:
    regular, regular_number = _p(rows, earlier, "regular")
    seconds = [_series("regular_p", regular), pl.Series("regular_compared", regular_number)]
    if not statistics:
        most = max((_size(earlier, name) for name in STATISTICS), default=0)
        return _blank(rows, compared=most).with_columns(seconds)
    each = [_p(rows, earlier, name) for name in statistics]
    p = np.column_stack([one for one, _ in each])
    filled = np.where(np.isnan(p), 2.0, p)
    best = filled.argmin(axis=1)
    least = filled[np.arange(len(p)), best]
    number = np.column_stack([count for _, count in each])[np.arange(len(p)), best]
    corrected = np.where(least > 1, np.nan, np.minimum(least * len(statistics), 1.0))
    return rows.with_columns(
        _series("p", corrected), pl.Series("key", [statistics[place] for place in best], pl.String),
        pl.Series("compared", number, pl.Int64), pl.lit(len(statistics), pl.Int64).alias("statistics"), *seconds,
    )  # fmt: skip


def _p(rows: pl.DataFrame, earlier: pl.DataFrame, name: str) -> tuple[Floats, npt.NDArray[np.int64]]:
    return p_values(
        _floats(rows[name]), rows["owner"].to_numpy(), _floats(earlier[name]), earlier["owner"].to_numpy(),
        by_owner=name in LASTING,
    )  # fmt: skip


def _floats(column: pl.Series) -> Floats:
    return np.asarray(column.cast(pl.Float64).fill_null(float("nan")).to_numpy(), np.float64)


def _series(name: str, values: Floats) -> pl.Series:
    return pl.Series(name, values, pl.Float64, nan_to_null=True)


def _chosen(rows: pl.DataFrame, alpha: float) -> pl.DataFrame:
    """One p an account (Simes over its months of the quarter), so that false ones are counted by account, not month."""
    ranked = rows.sort("account_id", "month").with_columns(
        raised=pl.col("p") * pl.col("p").count().over("account_id") / pl.col("p").rank("ordinal").over("account_id")
    )
    each = ranked.group_by("account_id", maintain_order=True).agg(account_p=pl.col("raised").min())
    chosen, q = selected(_floats(each["account_p"]), alpha)
    told = each.with_columns(_series("q", q), pl.Series("chosen", chosen, pl.Boolean))
    named = ranked.drop("raised").join(told, on="account_id", how="left")
    within = pl.col("chosen") & (pl.col("p") <= pl.col("account_p"))
    return named.with_columns(selected=within.fill_null(value=False)).drop("chosen")


def _blank(rows: pl.DataFrame, *, compared: int = 0) -> pl.DataFrame:
    judged = rows.filter("judged")
    return judged.with_columns(
        pl.lit(None, pl.Float64).alias("p"), pl.lit(None, pl.String).alias("key"),
        pl.lit(compared, pl.Int64).alias("compared"), pl.lit(0, pl.Int64).alias("statistics"),
        pl.lit(None, pl.Float64).alias("regular_p"), pl.lit(0, pl.Int64).alias("regular_compared"),
    )  # fmt: skip
