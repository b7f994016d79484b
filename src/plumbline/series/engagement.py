"""What likes, shares, comments and reads are to be expected of a post, given the rest: lines of quantile regression."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from plumbline.domain.check import PEER_NORMS_SCHEMA
from plumbline.series.engagement_posts import ALWAYS, DESIGNS, posts_of
from plumbline.series.quantile_regression import quantile_line
from plumbline.series.standing import judged

QUANTILES_PM = (100, 500, 900)
SAMPLE = 5_000
"""Posts a line is laid through: its error is then a hundredth or two, far below the spread between accounts."""
MOST_OF_ONE = 200
"""Posts of one account in it: a large account does not become the norm."""
LEAST_ACCOUNTS, LEAST_POSTS = 30, 600
"""Below these a group is judged by the next wider one."""
LEAST_POSTS_AT_ALL = 50
LOOKED_AT = 1_000_000
"""Posts of the whole fleet that the sample is drawn from, about."""
RIPE = 7 * 86_400


def peer_norms(
    figures: pl.DataFrame, accounts: pl.DataFrame, units: pl.DataFrame, metrics: pl.DataFrame
) -> pl.DataFrame:
    """Lines at `QUANTILES_PM` of log1p of each count within platform/level/kind, platform/*/kind and platform/*/*.

    `figures`: domain.check.FIGURES_SCHEMA; the others: contract tables. Columns: domain.check.PEER_NORMS_SCHEMA,
    sorted; `target` is count|design, `names` the explaining columns of `engagement_posts.posts_of`. Groups that are too
    small have no line of their own. Posts of the last seven days, capped counts and accounts that are not judged are
    left out.
    """
    latest = figures["at"].list.max().drop_nulls().to_list()
    if not latest:
        return pl.DataFrame(schema=PEER_NORMS_SCHEMA)
    posts = posts_of(_thinned(figures), judged(accounts), units, metrics, ripe_by=max(latest) - RIPE)
    rows: list[tuple[object, ...]] = []
    known: dict[tuple[str, str, int], list[list[float]]] = {}
    for level in ("fine", "middle", "coarse"):
        for (group,), part in sorted(posts.partition_by(level, as_dict=True).items()):
            rows += _lines(str(group), part, known, wide=level == "coarse")
    return pl.DataFrame(rows, schema=PEER_NORMS_SCHEMA, orient="row").sort("group", "target", "quantile_pm")


def _thinned(figures: pl.DataFrame) -> pl.DataFrame:
    """Of large fleets every other, third … month of each account, the newest first: a line needs no more."""
    step = -(-int(figures["at"].list.len().sum()) // LOOKED_AT)
    if step <= 1:
        return figures
    own = figures.sort("account_id", "kind", "month", descending=[False, False, True])
    return own.filter(pl.int_range(pl.len()).over("account_id", "kind") % step == 0)


def _lines(
    group: str, posts: pl.DataFrame, known: dict[tuple[str, str, int], list[list[float]]], *, wide: bool
) -> Iterator[tuple[object, ...]]:
    """The lines of a group. `known`: those laid already, by narrowest groups and number of posts."""
    for design in sorted(set(posts["design"])):
        usable = posts if design == "triangle" else posts.filter(pl.col("design").is_in([design, "reads+followers"]))
        for target, given in DESIGNS[design].items():
            rows, names = usable.drop_nulls([target, *given]), [*ALWAYS, *given]
            few = rows.height < (LEAST_POSTS_AT_ALL if wide else LEAST_POSTS)
            if few or not (wide or rows["account_id"].n_unique() >= LEAST_ACCOUNTS):
                continue
            parts = sorted(set(rows["fine"]))
            key = ("+".join(parts), f"{target}|{design}", rows.height)
            lines = known[key] = known.get(key) or _fitted(_drawn(rows), target, names)
            for quantile_pm, line in zip(QUANTILES_PM, lines, strict=True):
                yield group, f"{target}|{design}", quantile_pm, names, line, rows.height


def _fitted(drawn: pl.DataFrame, target: str, names: list[str]) -> list[list[float]]:
    matrix = np.asarray(drawn.select(names).to_numpy(), np.float64)
    response = np.asarray(drawn[target].to_numpy(), np.float64)
    return [quantile_line(matrix, response, quantile_pm / 1000).tolist() for quantile_pm in QUANTILES_PM]


def _drawn(posts: pl.DataFrame) -> pl.DataFrame:
    """At most `SAMPLE` posts, one of each account after the other, in an order that only time and id decide."""
    mixed = posts.with_columns(key=(pl.col("at") * 2_654_435_761) % 4_294_967_291)
    within = mixed.sort("account_id", "key", "at", *(f"n_{name}" for name in ("likes", "reposts", "comments", "reads")))
    placed = within.with_columns(place=pl.int_range(pl.len()).over("account_id"))
    few = placed.filter(pl.col("place") < MOST_OF_ONE)
    return few.sort("place", "key", "account_id").head(SAMPLE)
