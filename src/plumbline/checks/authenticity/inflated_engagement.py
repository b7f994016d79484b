"""Likes, shares, comments or reads far above what peers and own past explain: a hint; with two independent keys, more.

Method: within platform, level and kind of post, lines of quantile regression say what count is to be expected given
reads, followers and hour, or, without reads, given the two other counts. An account's month (`least_posts` posts, a
median count of `least_count`) is judged by the medians of its posts, above the peers (`level`) and above its own
earlier months (`jump`, with `history_months` of them), by the share above the .9 line and by how alike the posts are.
Each is compared with months of other accounts before the last `period_months`; where these are too few ever to select
anything (`assumed_pm` of account-months taken as true), nothing is said. Bonferroni over the statistics,
Benjamini-Hochberg at `alpha_pm` a quarter and platform. Capped counts, posts younger than `ripe_days` and those of
declared campaigns do not count. Variant `two_keys`: besides a level or jump, posts more alike than among peers
(p at most `second_pm`), or reads most of which (`unnamed_pct`) the platform gives no source for, unlike before.

Blind spots: likes bought for a third of the posts, counts doubled by few accounts, accounts that have bought evenly
always where the register has under some ten thousand peers; counts all bought together and likewise reads. It does not
say who bought: a prize draw, a partner's campaign, a new sort of posts look the same to one key.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.judgement import FINDING_COLUMNS
from plumbline.domain.vocabulary import Reason
from plumbline.series.engagement_pick import Error, picked
from plumbline.series.engagement_scores import STATISTICS, scored
from plumbline.series.engagement_summary import Settings, summary_of

KIND = "fleet_check"
READS = ("accounts", "units", "metrics", "figures", "peer_norms", "inflows", "campaigns")
NEEDS = ("accounts",)
REASONS = (Reason.NOT_COLLECTED, Reason.TOO_FEW, Reason.NO_REFERENCE)
VARIANTS = ("two_keys",)
_PLACED = ("level", "jump")


@dataclass(frozen=True)
class Params:
    """Least posts and median count of a month; days until counts are ripe; months judged; least earlier months of the
    account; permille of false ones borne, of account-months taken as true, and of the second key; percent of reads
    without a source."""

    least_posts: int
    least_count: int
    ripe_days: int
    period_months: int
    history_months: int
    alpha_pm: int
    assumed_pm: int
    second_pm: int
    unnamed_pct: int


@dataclass(frozen=True)
class Facts:
    """The first `month` and how many; the count (`target`) that is off; `key`: level, jump, tail, regular; `second`:
    regular, sources, none; `ratio` to what peers and `own_ratio` to what earlier months explain (empty: not known); p
    (over all `statistics`), q, with how many `compared`; posts judged and left out as capped or in a campaign."""

    month: date
    months: int
    target: str
    key: str
    second: str
    ratio: str
    own_ratio: str
    p: str
    q: str
    compared: int
    statistics: int
    posts: int
    capped: int
    declared: int


def summarise(shard: Shard, params: Params) -> pl.DataFrame:
    """Account-months and, with `month` null, judged accounts: columns of `series.engagement_summary.EMPTY`."""
    settings = Settings(
        params.least_posts, params.least_count, params.period_months, params.ripe_days, shard.as_of, shard.today
    )
    names = ("accounts", "units", "metrics", "figures", "peer_norms", "inflows", "campaigns")
    tables = {name: shard.table(name) for name in names}
    return summary_of(tables, settings)


def find(summary: pl.DataFrame, params: Params) -> Detection:
    """Account-months that stand out, one finding an account, and accounts of which nothing can be said."""
    if summary.is_empty():
        return detection()
    accounts = summary.filter(pl.col("month").is_null())
    months = scored(summary.filter(pl.col("month").is_not_null()), least_earlier=params.history_months)
    told = picked(months, Error(params.alpha_pm / 1000, params.assumed_pm / 1000))
    marked = _with_second(told, months, params).filter("selected")
    shown = dict(accounts.drop_nulls("shown").select("account_id", "shown").iter_rows())
    rows = [_row(rows, shown) for rows in _by_account(marked)]
    return detection(pl.DataFrame(rows, schema=_SCHEMA), _silent(accounts, told, params))


def _with_second(told: pl.DataFrame, months: pl.DataFrame, params: Params) -> pl.DataFrame:
    """With `target`, and `second`: the key besides a level or jump, which other causes than those set off."""
    place = pl.col("key").str.split("_").list.first().is_in(_PLACED)
    named = told.with_columns(
        target=pl.when(pl.col("key") == "jump").then(pl.col("jump_of"))
        .when(place).then(pl.col("key").str.split("_").list.last())
        .when(pl.col("key") == "tail").then(pl.col("tail_of")).otherwise(pl.col("regular_of"))
    )  # fmt: skip
    alike = (
        (pl.col("regular_p") <= params.second_pm / 1000)
        & (pl.col("regular_compared") * params.second_pm >= 1000)
        & (pl.col("regular_of") == pl.col("target"))
    )
    before = (
        months.filter(~pl.col("judged"))
        .group_by("account_id").agg(unnamed_before=pl.col("unnamed_pct").median())
    )  # fmt: skip
    sources = (pl.col("unnamed_pct") >= params.unnamed_pct) & (2 * pl.col("unnamed_before") <= pl.col("unnamed_pct"))
    return named.join(before, on="account_id", how="left").with_columns(
        second=pl.when(place & alike).then(pl.lit("regular"))
        .when(place & (pl.col("target") == "reads") & sources).then(pl.lit("sources")).otherwise(pl.lit("none"))
    )  # fmt: skip


def _by_account(marked: pl.DataFrame) -> Iterator[list[dict[str, Any]]]:
    """An account's months, first those with a second key, then by p and month."""
    ordered = marked.with_columns(lone=pl.col("second") == "none").sort("account_id", "lone", "p", "month")
    for part in ordered.partition_by("account_id", maintain_order=True):
        yield part.to_dicts()


def _row(months: list[dict[str, Any]], shown: dict[str, str]) -> dict[str, Any]:
    best = months[0]
    target, month = best["target"], best["month"]
    place = {
        "table": "posts", "key": best["example"], "field": target, "start": None, "end": None,
        "quote": f"{month.isoformat()[:7]}: {best[f'n_{target}']} posts",
    }  # fmt: skip
    two = best["second"] != "none"
    plots = msgspec.json.decode(shown[best["account_id"]]) if best["account_id"] in shown else {}
    plot = plots.get(target)
    return {
        "account_id": best["account_id"], "post_id": None, "subject": "", "variant": "two_keys" if two else None,
        "confidence": "medium" if two else "low", "evidence": [place],
        "exhibit": None if plot is None else msgspec.json.encode(plot).decode(),
        "month": month, "months": len(months), "target": target, "key": best["key"].split("_")[0],
        "second": best["second"], "ratio": _times(best[f"mid_{target}"]),
        "own_ratio": _times(_above(best[f"mid_{target}"], best[f"usual_{target}"])),
        "p": f"{best['account_p']:.6f}", "q": f"{best['q']:.3f}", "compared": best["compared"],
        "statistics": best["statistics"], "posts": best[f"n_{target}"], "capped": best["capped"],
        "declared": best["declared"],
    }  # fmt: skip


def _above(log: float | None, usual: float | None) -> float | None:
    return None if log is None or usual is None else log - usual


def _times(log: float | None) -> str:
    return "" if log is None else f"{math.exp(min(log, 20.0)):.1f}"


def _silent(accounts: pl.DataFrame, told: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Accounts without counts, with too few posts a month, or with too few others to compare with; one row each."""
    months = told.group_by("account_id").agg(
        tested=pl.col("p").is_not_null().any(), compared=pl.col("compared").max(), usable=pl.col("statistics").max(),
        scored=pl.any_horizontal(pl.col(name).is_not_null() for name in STATISTICS).any(),
    )  # fmt: skip
    states = accounts.join(months, on="account_id", how="left")
    few = (pl.col("most") < params.least_posts) | (pl.col("usable") > 0) | ~pl.col("scored")
    reason = (
        pl.when(pl.col("most").is_null()).then(pl.lit(Reason.NOT_COLLECTED.value))
        .when(pl.col("tested").fill_null(value=False)).then(None)
        .when(few).then(pl.lit(Reason.TOO_FEW.value)).otherwise(pl.lit(Reason.NO_REFERENCE.value))
    )  # fmt: skip
    counted = pl.when(few).then("most").otherwise(pl.col("compared").fill_null(0))
    number = pl.when(pl.col("most").is_not_null()).then(counted)
    return states.select("account_id", reason=reason, number=number).filter(pl.col("reason").is_not_null())


_SCHEMA = FINDING_COLUMNS | {
    "month": pl.Date(), "months": pl.Int64(), "target": pl.String(), "key": pl.String(), "second": pl.String(),
    "ratio": pl.String(), "own_ratio": pl.String(), "p": pl.String(), "q": pl.String(), "compared": pl.Int64(),
    "statistics": pl.Int64(), "posts": pl.Int64(), "capped": pl.Int64(), "declared": pl.Int64(),
}  # fmt: skip
