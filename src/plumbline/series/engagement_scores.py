"""Account-months side by side: what all accounts did alike taken away, each against its own earlier months, one score a
statistic."""

import polars as pl

from plumbline.series.engagement_posts import TARGETS

LEVELS = tuple(f"level_{target}" for target in TARGETS)
JUMPS = tuple(f"jump_{target}" for target in TARGETS)
STATISTICS = (*LEVELS, "jump", "tail", "regular")
"""High is suspicious. `level`: above the peers; `jump`: above the own earlier months, of all counts the most (one
statistic: each more asks for as many more to compare with); `tail`: many posts above the .9 line; `regular`: posts more
alike than those of peers."""
LASTING = (*LEVELS, "tail", "regular")
"""Traits that stay with an account from month to month: its months say the same thing again and again."""
_EARLIER = 6
_LEAST_ALIKE = 20
_MEDIAN_ERROR = 1.2533
_OWN_WEIGHT = 8
"""How much the usual spread counts beside that of the own months, in months."""
_FLOOR = 0.05
_LEAST_SPREAD = 0.05


def scored(months: pl.DataFrame, *, least_earlier: int) -> pl.DataFrame:
    """`months` (engagement_months.account_months, of the whole fleet) with `STATISTICS` and `JUMPS` as columns
    (Float64), and for each count `usual_…` (Float64: log, the median of up to six earlier months; null: fewer than
    `least_earlier`); `jump_of`, `tail_of`, `regular_of` (String): the count that they speak of. Sorted by account
    and month."""
    alike = months.sort("account_id", "month").with_columns(
        _without_common(f"{kind}_{target}") for kind in ("mid", "level") for target in TARGETS
    )
    earlier = alike.with_columns(
        expression for target in TARGETS for expression in _earlier(f"mid_{target}", least_earlier)
    )
    jumped = earlier.with_columns(_jump(target).alias(f"jump_{target}") for target in TARGETS).with_columns(
        level_reads=pl.when(pl.col("design") == "reads+followers").then(pl.col("level_reads"))
    )
    counts, jumps = TARGETS[:3], [pl.col(name) for name in JUMPS]
    spreads = [_alike(name) for name in counts]
    tails = [pl.col(f"tail_{name}") for name in counts]
    return jumped.with_columns(
        jump=pl.max_horizontal(jumps), tail=pl.max_horizontal(tails), regular=pl.max_horizontal(spreads),
        jump_of=_which(jumps, TARGETS), tail_of=_which(tails, counts), regular_of=_which(spreads, counts),
        **{f"usual_{target}": pl.col(f"past_mid_{target}") for target in TARGETS},
    ).drop(f"{part}_mid_{target}" for part in ("past", "sway", "known") for target in TARGETS)  # fmt: skip


def _without_common(column: str) -> pl.Expr:
    """Less the median of the platform's accounts in that month, where there are enough: a recount is nobody's own."""
    together = ["platform", "design", "month"]
    enough = pl.col(column).count().over(together) >= _LEAST_ALIKE
    return pl.col(column) - pl.when(enough).then(pl.col(column).median().over(together)).otherwise(0.0)


def _earlier(column: str, least: int) -> list[pl.Expr]:
    own = ["account_id", "design"]
    before = pl.col(column).shift(1)
    quarters = [
        before.rolling_quantile(share, interpolation="linear", window_size=_EARLIER, min_samples=least)
        for share in (0.25, 0.5, 0.75)
    ]
    known = before.is_not_null().cast(pl.Int64).rolling_sum(window_size=_EARLIER, min_samples=1)
    return [
        quarters[1].over(own).alias(f"past_{column}"),
        ((quarters[2] - quarters[0]) / 1.349).over(own).alias(f"sway_{column}"),
        known.over(own).alias(f"known_{column}"),
    ]


def _jump(target: str) -> pl.Expr:
    """How far the month is above the median of the earlier ones, in units of what months differ by: with the account
    itself, and as far as its months are few, with others of the platform, or as its posts let one expect."""
    own, known = pl.col(f"sway_mid_{target}"), pl.col(f"known_mid_{target}").cast(pl.Float64)
    error = pl.max_horizontal(
        _MEDIAN_ERROR * pl.col(f"scatter_{target}") / pl.col(f"n_{target}").cast(pl.Float64).sqrt(), pl.lit(_FLOOR)
    )
    typical = pl.max_horizontal(error, own.median().over("platform", "design"))
    variance = (known * own**2 + _OWN_WEIGHT * typical**2) / (known + _OWN_WEIGHT)
    return (pl.col(f"mid_{target}") - pl.col(f"past_mid_{target}")) / (variance * (1 + 1 / known)).sqrt()


def _alike(target: str) -> pl.Expr:
    """How alike the posts are, be it in their counts or in what these are above the line."""
    least = pl.min_horizontal(pl.col(f"spread_{target}"), pl.col(f"width_{target}"))
    score = -pl.max_horizontal(least, pl.lit(_LEAST_SPREAD)).log()
    return pl.when(pl.col(f"spread_{target}").is_not_null()).then(score)


def _which(scores: list[pl.Expr], names: tuple[str, ...]) -> pl.Expr:
    best = pl.max_horizontal(scores)
    choice = pl.lit(names[-1])
    for score, name in reversed(list(zip(scores, names, strict=True))):
        choice = pl.when(score == best).then(pl.lit(name)).otherwise(choice)
    return choice
