"""Reactions to an account's posts that come as if delivered to order: at an even rate and in ready-made words.

Method: the posts of the last `period_days` days whose counts were read at least about hourly for one or two days after
publication (or whose reactions have times), with `least_count` or more of a kind, are compared with the posts of other
accounts on the platform. Two marks: a flat run (windows of `flat_hours` hours that begin `flat_first` or more hours
after publication and are high, even and against the rhythm of age, day and night, as it is in the fleet and with this
account's readers) and a late acceleration (a window of `burst_hours` hours, from `burst_first` on, against the one
before). Each post gets its rank among at least `calibration` posts of others. An account stands out if more of its
posts than chance allows lie in the top `stand_out_pm` permille, reckoning that posts of one account are alike
(`alike_pm`), or if one lies beyond all; of all accounts of a platform at most `fdr_pct`% are falsely picked. That
alone is a hint (variant `one_key`). The second key: of `texts` texts with words of their own `repeated_pct`% or more
repeat another word for word under a post that stands out, and at least `margin_pct` points more than under any of
`own_posts` or more other posts of the account. Repeated texts alone are never found. Posts during a declared campaign
are left out; with fewer than `posts` nothing is said.

Blind spots: purchases that imitate fading and night, or are small; accounts that always had repeated texts; an account
that buys for all its posts over days is taken for one with slow readers or readers in all time zones; live broadcasts,
push notices and a large account that shares late can look like one mark.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.judgement import EVIDENCE_DTYPE
from plumbline.domain.vocabulary import Reason
from plumbline.series.conformal import selected
from plumbline.series.flat_runs import by_hour
from plumbline.series.increments import HOURS, Increments, increments
from plumbline.series.post_ranks import likeness, several_out
from plumbline.series.post_timing import Search, curves, fan, horizon, ranked_posts
from plumbline.series.standing import judged
from plumbline.text.repeated_under_posts import repeated_under_posts

KIND = "fleet_check"
READS = ("accounts", "post_metrics", "interactions", "tracked", "campaigns")
NEEDS = ("accounts",)
NEEDS_ANY = ("post_metrics", "interactions")
REASONS = (Reason.NOT_COLLECTED, Reason.TOO_FEW, Reason.NO_REFERENCE)
VARIANTS = ("one_key",)

_PUBLISHED = ("post", "repost")
_SUMMARY: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "platform": pl.String(),
    "row": pl.String(),
    "post_id": pl.String(),
    "day": pl.Date(),
    "measure": pl.String(),
    "minute": pl.Int64(),
    "hours": pl.List(pl.Float32()),
    "horizon": pl.Int64(),
    "counted": pl.Boolean(),
    "exact_pm": pl.Int64(),
    "near_pm": pl.Int64(),
    "often": pl.String(),
}
"""Rows of three sorts: `account` (every judged one), `timing` (a post's count), `texts` (what is said under a post)."""
_SHOWN, _FAN = 3, 20


@dataclass(frozen=True)
class Params:
    """Days and hours, counts, and shares in permille and percent; see the method."""

    period_days: int
    least_count: int
    posts: int
    flat_first: int
    flat_hours: tuple[int, ...]
    burst_first: int
    burst_hours: int
    calibration: int
    stand_out_pm: int
    alike_pm: int
    fdr_pct: int
    texts: int
    repeated_pct: int
    margin_pct: int
    own_posts: int


@dataclass(frozen=True)
class Facts:
    """`out` of `posts` compared posts stand out among `reference` posts of others; `chance` of that in an honest
    account, ready to say. `measure` to `to_hour` tell of the most conspicuous post. `repeated_pct`, `own_pct` and
    `near_pct`: texts repeated under it, at most under other posts, nearly repeated (null: not known)."""

    out: int
    posts: int
    reference: int
    chance: str
    fdr_pct: int
    from_on: date
    to_on: date
    measure: str
    pattern: str
    post: str
    on: date
    from_hour: int
    to_hour: int
    repeated_pct: int | None
    own_pct: int | None
    near_pct: int | None
    words: str | None


def summarise(shard: Shard, params: Params) -> pl.DataFrame:
    """Judged accounts, hourly counts of their posts, repeated texts under them: columns and types of `_SUMMARY`."""
    accounts = judged(shard.table("accounts")).select("account_id", "platform")
    if not (shard.has("post_metrics") or shard.has("interactions")):
        return pl.DataFrame(schema=_SUMMARY)
    tracked = _undeclared(_published(shard), shard).join(accounts, on="account_id", how="semi")
    seen = [shard.table(name).select("account_id") for name in ("post_metrics", "interactions")]
    known = accounts.join(pl.concat(seen).unique().with_columns(counted=True), on="account_id", how="left")
    parts = [
        known.with_columns(pl.col("counted").fill_null(value=False), row=pl.lit("account")),
        _timing(tracked, shard, params).join(accounts, on="account_id"),
        _texts(tracked, shard, params).join(accounts, on="account_id"),
    ]
    return pl.concat([pl.DataFrame(schema=_SUMMARY), *parts], how="diagonal").select(_SUMMARY.keys())


def find(summary: pl.DataFrame, params: Params) -> Detection:
    """Accounts whose posts stand out, and why the others cannot be judged."""
    accounts = summary.filter(pl.col("row") == "account").sort("account_id")
    timing = summary.filter(pl.col("row") == "timing")
    search = Search(params.flat_first, params.flat_hours, params.burst_first, params.burst_hours, params.calibration)
    ranked = ranked_posts(timing, search)
    told = (ranked, timing, summary.filter(pl.col("row") == "texts"), params)
    rows = [_finding(each, *told) for each in _picked(ranked, params).iter_rows(named=True)]
    return detection(_frame(rows) if rows else None, _abstentions(accounts, timing, ranked, params))


def _published(shard: Shard) -> pl.DataFrame:
    return shard.table("tracked").filter(pl.col("kind").is_in(_PUBLISHED), pl.col("posted_at") <= shard.as_of)


def _undeclared(tracked: pl.DataFrame, shard: Shard) -> pl.DataFrame:
    """Posts whose first two days meet no declared campaign of the account."""
    day = pl.col("posted_at").dt.convert_time_zone(shard.timezone).dt.date()
    campaigns = shard.table("campaigns").select("account_id", "started_on", "ended_on")
    meets = (
        tracked.select("account_id", "post_id", day.alias("day")).join(campaigns, on="account_id")
        .filter(pl.col("started_on") <= pl.col("day") + timedelta(hours=HOURS),
                pl.coalesce("ended_on", "started_on") >= pl.col("day"))
    )  # fmt: skip
    return tracked.join(meets, on=["account_id", "post_id"], how="anti")


def _timing(tracked: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    recent = tracked.filter(pl.col("posted_at") >= shard.as_of - timedelta(days=params.period_days))
    some = increments(recent, shard.table("post_metrics"), shard.table("interactions"), shard.as_of)
    rows = _hourly(some).with_columns(row=pl.lit("timing"), horizon=horizon(pl.col("hours")))
    local = pl.col("posted_at").dt.convert_time_zone(shard.timezone)
    minute = local.dt.hour().cast(pl.Int64) * 60 + local.dt.minute()
    total = pl.col("hours").list.eval(pl.element().fill_nan(0)).list.sum()
    enough = rows.filter(total >= params.least_count, pl.col("horizon").is_not_null())
    return enough.with_columns(minute=minute, day=local.dt.date())


def _hourly(some: Increments) -> pl.DataFrame:
    hours = by_hour(some).astype(np.float32)
    return some.posts.with_columns(pl.Series("hours", hours, dtype=pl.Array(pl.Float32, HOURS)).arr.to_list())


def _texts(tracked: pl.DataFrame, shard: Shard, params: Params) -> pl.DataFrame:
    said = shard.table("interactions").filter(pl.col("at") <= shard.as_of)
    posts = tracked.select("account_id", "post_id", post="text")
    return repeated_under_posts(said.join(posts, on=["account_id", "post_id"]), params.texts).with_columns(
        row=pl.lit("texts")
    )


def _picked(ranked: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Accounts that stand out: platform, account_id, posts, out, reference, chance; at most `fdr_pct`% falsely."""
    line = params.stand_out_pm / 1000
    each = (
        ranked.group_by("platform", "account_id").agg(
            posts=pl.len().cast(pl.Int64), out=(pl.col("p") <= line).sum().cast(pl.Int64),
            reference=pl.col("reference").min(), least=pl.col("p").min())
        .filter(pl.col("posts") >= params.posts).sort("platform", "account_id")
    )  # fmt: skip
    parts = [_selected(part, params) for part in each.partition_by("platform", maintain_order=True)]
    return pl.concat(parts) if parts else each.with_columns(chance=pl.lit(1.0)).clear()


def _selected(each: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Accounts of one platform: too many posts above the line, or one post beyond all."""
    line, counts = params.stand_out_pm / 1000, [each[name].to_numpy() for name in ("out", "posts", "reference")]
    alike = likeness(*counts, rate=line, least=params.alike_pm / 1000)
    several = several_out(*counts, rate=line, alike=alike)
    chance = np.minimum(2 * np.minimum(several, each["least"].to_numpy() * counts[1]), 1.0)
    return each.with_columns(chance=pl.Series(chance)).filter(pl.Series(selected(chance, params.fdr_pct / 100)[0]))


def _finding(
    account: Mapping[str, Any], ranked: pl.DataFrame, timing: pl.DataFrame, texts: pl.DataFrame, params: Params
) -> dict[str, Any]:
    mine = ranked.filter(pl.col("account_id") == account["account_id"]).sort("p", "day", "post_id")
    out = mine.filter(pl.col("p") <= max(params.stand_out_pm / 1000, account["least"]))
    second = _second_key(out, texts.filter(pl.col("account_id") == account["account_id"]), params)
    shown = second["post_id"] if second else out["post_id"][0]
    top = out.row(by_predicate=pl.col("post_id") == shown, named=True)
    return {
        "account_id": account["account_id"],
        "subject": "timing",
        "variant": None if second else "one_key",
        "confidence": "medium" if second else "low",
        "evidence": [_cited(row) for row in out.head(_SHOWN).iter_rows(named=True)],
        "exhibit": _exhibit(top, timing, second),
        "out": account["out"],
        "posts": account["posts"],
        "reference": account["reference"],
        "chance": "<0.01%" if account["chance"] < 1e-4 else f"{100 * account['chance']:.2f}%",
        "fdr_pct": params.fdr_pct,
        "from_on": mine["day"].min(),
        "to_on": mine["day"].max(),
        "measure": top["measure"],
        "pattern": top["pattern"],
        "post": shown,
        "on": top["day"],
        "from_hour": top["start"],
        "to_hour": top["start"] + top["length"],
        **_text_facts(second),
    }


def _second_key(out: pl.DataFrame, texts: pl.DataFrame, params: Params) -> dict[str, Any] | None:
    """The post that stands out by its timing and by repeated texts, with `own_pm`, the most of the account's others."""
    marked = texts.join(out.select("post_id"), on="post_id", how="semi")
    others = texts.join(out.select("post_id"), on="post_id", how="anti")
    if marked.is_empty() or others.height < params.own_posts:
        return None
    top = marked.sort("exact_pm", "post_id", descending=[True, False]).row(0, named=True)
    usual = int(others["exact_pm"].max())  # type: ignore[arg-type]  # not empty
    if top["exact_pm"] < max(10 * params.repeated_pct, usual + 10 * params.margin_pct):
        return None
    return {**top, "own_pm": usual}


def _text_facts(second: Mapping[str, Any] | None) -> dict[str, Any]:
    if not second:
        return dict.fromkeys(("repeated_pct", "own_pct", "near_pct", "words"))
    often = json.loads(second["often"])[:_SHOWN]
    return {
        "repeated_pct": second["exact_pm"] // 10,
        "own_pct": second["own_pm"] // 10,
        "near_pct": second["near_pm"] // 10,
        "words": "；".join(f"{text}×{times}" for text, times in often) or None,
    }


def _cited(row: Mapping[str, Any]) -> dict[str, Any]:
    quote = f"{row['measure']} +{row['start']}h…+{row['start'] + row['length']}h"
    item = {"table": "posts", "key": row["post_id"], "field": row["measure"], "quote": quote}
    return {**item, "start": None, "end": None}


def _exhibit(top: Mapping[str, Any], timing: pl.DataFrame, second: Mapping[str, Any] | None) -> str:
    """The post's cumulative curve in permille of its reactions, and that of other accounts' posts (at least 20)."""
    alike = timing.filter(
        pl.col("platform") == top["platform"], pl.col("measure") == top["measure"], pl.col("horizon") >= top["horizon"]
    ).sort("account_id", "post_id")
    own = alike.filter(pl.col("account_id") == top["account_id"], pl.col("post_id") == top["post_id"])
    peers = alike.filter(pl.col("account_id") != top["account_id"])
    shown = {
        "kind": "curve",
        "minutes": [60 * (hour + 1) for hour in range(top["horizon"])],
        "share_pm": curves(own, top["horizon"])[0].round().astype(int).tolist(),
        "fan": fan(peers, top["horizon"], _FAN),
        "repeated": json.loads(second["often"]) if second else [],
    }
    return json.dumps(shown, ensure_ascii=False)


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    texts = dict.fromkeys(("account_id", "subject", "variant", "confidence", "exhibit", "words"), pl.String())
    numbers = dict.fromkeys(("repeated_pct", "own_pct", "near_pct"), pl.Int64())
    return pl.DataFrame(rows, schema_overrides={**texts, **numbers, "evidence": pl.List(EVIDENCE_DTYPE)})


def _abstentions(accounts: pl.DataFrame, timing: pl.DataFrame, ranked: pl.DataFrame, params: Params) -> pl.DataFrame:
    """No rows at all; too few posts watched closely; too few posts of other accounts to compare with."""
    watched = timing.group_by("account_id").agg(watched=pl.col("post_id").n_unique().cast(pl.Int64))
    compared = ranked.group_by("account_id").agg(compared=pl.len().cast(pl.Int64))
    known = accounts.join(watched, on="account_id", how="left").join(compared, on="account_id", how="left")
    few, unlike = (pl.col(name).fill_null(0) < params.posts for name in ("watched", "compared"))
    reason = (
        pl.when(~pl.col("counted")).then(pl.lit(Reason.NOT_COLLECTED.value))
        .when(few).then(pl.lit(Reason.TOO_FEW.value)).when(unlike).then(pl.lit(Reason.NO_REFERENCE.value))
    )  # fmt: skip
    number = pl.when(pl.col("counted") & few).then(pl.col("watched").fill_null(0))
    return known.select("account_id", reason=reason, number=number).drop_nulls("reason")
