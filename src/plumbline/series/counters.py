"""Counters that fall, and daily figures that end in too many noughts and fives."""

import numpy as np
import numpy.typing as npt
import polars as pl

COUNTS = ("reads", "likes", "reposts", "comments")


def falls(post_metrics: pl.DataFrame, *, fall_pct: int, least: int) -> pl.DataFrame:
    """Counters of single posts that fall from one observation to the next.

    `post_metrics`: contract table. Returns one row a post and counter: account_id, post_id, counter (String), before,
    after (Int64), observed_at (Datetime UTC, of the lower count): the largest fall of at least `least` and `fall_pct`
    percent. A counter falls when interactions are deleted or purged; it never falls by itself.
    """
    ordered = post_metrics.sort("account_id", "post_id", "observed_at")
    parts = []
    for name in COUNTS:
        known = ordered.filter(pl.col(name).is_not_null())
        before = pl.col(name).shift(1).over("account_id", "post_id")
        lost = known.with_columns(before=before).filter(
            pl.col("before") - pl.col(name) >= least,
            (pl.col("before") - pl.col(name)) * 100 >= pl.col("before") * fall_pct,
        )
        largest = lost.with_columns(lost=pl.col("before") - pl.col(name)).sort(
            "lost", "observed_at", descending=[True, False]
        )
        parts.append(
            largest.unique(["account_id", "post_id"], keep="first", maintain_order=True).select(
                "account_id", "post_id", "before", "observed_at", counter=pl.lit(name), after=name
            )
        )
    return pl.concat(parts).sort("account_id", "post_id", "counter")


def rounded(values: npt.NDArray[np.int64], *, least: int) -> tuple[int, float] | None:
    """The share (percent) of figures that end in 0 or 5, and the p-value that last digits are even; None if too few.

    Only figures of 1,000 and more count. Figures that all end in two noughts are the platform's rounding: None.
    Pearson's chi-square on ten digits; the last digit is even for any smooth series, the first one is not.
    """
    from scipy.stats import chi2

    large = values[values >= 1_000]
    if large.size < least or np.all(large % 100 == 0):
        return None
    counts = np.bincount(large % 10, minlength=10)
    expected = large.size / 10
    statistic = float(np.sum((counts - expected) ** 2) / expected)
    return round(100 * int(counts[0] + counts[5]) / large.size), float(chi2.sf(statistic, 9))
