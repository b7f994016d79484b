"""What a plot of an account's counts shows: posts of several months against what peers lead one to expect."""

from typing import Any

import msgspec
import numpy as np
import polars as pl

from plumbline.series.engagement_months import NAMES, Norms
from plumbline.series.engagement_posts import DESIGNS, TARGETS

_SHOWN_MONTHS = 13
_MOST = 400
"""Points of a plot, of one account and count."""
_BAND = 12
_JUMP, _LEVEL = 0.6, 1.5
"""Plots are laid by for accounts this far off, of which few are found in the end."""


def exhibits(posts: pl.DataFrame, months: pl.DataFrame, norms: Norms) -> pl.DataFrame:
    """account_id and `shown`: JSON, by count the plot of kind `engagement`, for accounts that look odd at first sight.

    `posts`: engagement_months.measured; `months`: engagement_months.account_months with `judged`.
    """
    wanted = _odd(months)
    own = posts.join(wanted.select("account_id").unique(), on="account_id", how="semi", maintain_order="left")
    by_account = {str(key): part for (key,), part in own.partition_by("account_id", as_dict=True).items()}
    rows: dict[str, dict[str, Any]] = {}
    for account, target in wanted.iter_rows():
        plot = _plot(by_account[account], target, norms)
        if plot is not None:
            rows.setdefault(account, {})[target] = plot
    written = [(account, msgspec.json.encode(plots).decode()) for account, plots in rows.items()]
    return pl.DataFrame(written, schema={"account_id": pl.String, "shown": pl.String}, orient="row")


def _odd(months: pl.DataFrame) -> pl.DataFrame:
    found = []
    for target in TARGETS:
        middle = pl.col(f"mid_{target}") - pl.col(f"mid_{target}").median().over("account_id")
        off = months.filter("judged", (middle >= _JUMP) | (pl.col(f"level_{target}") >= _LEVEL))
        found.append(off.select("account_id", target=pl.lit(target)).unique())
    return pl.concat(found).sort("account_id", "target")


def _plot(posts: pl.DataFrame, target: str, norms: Norms) -> dict[str, Any] | None:
    design = posts["design"][-1]
    given = DESIGNS[design].get(target)
    x = None if not given or given[0] == "followers" else given[0]
    counted = posts.filter(pl.col(f"off_{target}").is_not_null())
    months = counted["month"].unique().sort().tail(_SHOWN_MONTHS).to_list()
    recent = counted.filter(pl.col("month").is_in(months), pl.col("design") == design)
    if x is None or recent.is_empty():
        return None
    step = -(-recent.height // _MOST)
    thin = recent.gather_every(step)
    rows = thin.select(f"n_{x}", f"n_{target}", "month").iter_rows()
    points = [[across, up, months.index(month)] for across, up, month in rows]
    return {
        "kind": "engagement", "x": x, "y": target, "months": [month.isoformat() for month in months], "points": points,
        "band": _band(recent, target, x, norms),
    }  # fmt: skip


def _band(posts: pl.DataFrame, target: str, x: str, norms: Norms) -> list[list[int]]:
    """At `_BAND` places of x the three lines, all else at the account's median."""
    groups = (posts["fine"][-1], posts["middle"][-1], posts["coarse"][-1])
    lines = norms.coefficients[norms.line(groups, target, posts["design"][-1])]
    middle = np.array([float(posts[name].median() or 0.0) for name in NAMES])  # type: ignore[arg-type]  # counts
    low, high = float(posts[x].min() or 0.0), float(posts[x].max() or 0.0)  # type: ignore[arg-type]  # counts
    band = []
    for place in np.linspace(low, high, _BAND):
        middle[NAMES.index(x)] = place
        heights = np.expm1(np.clip(lines @ middle, 0.0, 30.0))
        band.append([round(float(np.expm1(place))), *(round(float(height)) for height in heights)])
    return band
