"""What `authenticity.inflated_engagement` is worth on simulated fleets: size, false discoveries, power; real noise."""

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.checks.authenticity import inflated_engagement as check
from plumbline.domain.check import Detection, Shard
from plumbline.followers.intervals import wilson
from plumbline.quality.bars import Bar
from plumbline.series.engagement import peer_norms
from plumbline.series.engagement_pick import Error, picked
from plumbline.series.engagement_scores import scored
from plumbline.simulation.engagement import Fleet, Law, Tampering, fleet

PARAMS = check.Params(20, 20, 7, 3, 3, 100, 5, 10, 80)
"""The values of the rulebook."""
ACCOUNTS, MONTHS = 2_000, 16
"""16 months: three of history, ten to compare with (20,000 account-months), three judged."""
ROUNDS = 4
HARSH = Law(heavy=True, drift=0.08)
CELLS = {
    "likes tripled from a month on, 1% of accounts": (Tampering(20), Law()),
    "likes tripled from a month on, 5% of accounts": (Tampering(100), Law()),
    "likes doubled from a month on, 1%": (Tampering(20, factor=2.0), Law()),
    "likes doubled from a month on, 5%": (Tampering(100, factor=2.0), Law()),
    "reads tripled from a month on, 1%": (Tampering(20, counts=("reads",)), Law()),
    "reads and likes tripled together, 1%": (Tampering(20, counts=("reads", "likes")), Law()),
    "likes of 30% of posts times six, 1%": (Tampering(20, factor=6.0, share=0.3), Law()),
    "likes times six, always, 1%": (Tampering(20, factor=6.0, started=False), Law()),
    "a fixed number of likes on every post, three times the usual in all, 1%": (Tampering(20, package=True), Law()),
    "likes tripled, heavy tails and drifting accounts, 1%": (Tampering(20), HARSH),
}
AIMED = frozenset(list(CELLS)[:2])


@dataclass(frozen=True)
class Outcome:
    """Account-months with p, accounts found, those that tamper, those with two keys; p of the honest."""

    honest_p: npt.NDArray[np.float64]
    found: frozenset[str]
    tampered: frozenset[str]
    two_keys: frozenset[str]
    silent: int


def bars(seed: int, scale: float = 1.0) -> list[Bar]:
    """Size and refusals, then false discoveries and power by tampering."""
    out = [_size("honest: p <= 0.05", seed, scale, Law(), "<= 0.065")]
    out.append(_size("honest, heavy tails and drifting accounts: p <= 0.05", seed + 1, scale, HARSH, ""))
    out.append(_size("honest, without reads (Weibo): p <= 0.05", seed + 2, scale, Law(), "<= 0.065", reads=False))
    out.append(_refusal(seed + 3))
    for number, (name, (tampering, law)) in enumerate(CELLS.items()):
        out += _cell(name, seed + 10 * (number + 1), scale, tampering, law)
    return out


def judge(made: Fleet, params: check.Params = PARAMS) -> Outcome:
    """The check upon a fleet, as the engine runs it on one shard."""
    summary = _summary(made, params)
    said: Detection = check.find(summary, params)
    months = scored(summary.filter(pl.col("month").is_not_null()), least_earlier=params.history_months)
    told = picked(months, Error(params.alpha_pm / 1000, params.assumed_pm / 1000))
    honest = told.filter(~pl.col("account_id").is_in(list(made.tampered)), pl.col("p").is_not_null())["p"]
    two = said.findings.filter(pl.col("variant") == "two_keys")["account_id"]
    return Outcome(
        np.asarray(honest.to_numpy(), np.float64), frozenset(said.findings["account_id"]), made.tampered,
        frozenset(two), said.abstentions.height,
    )  # fmt: skip


def months_of(made: Fleet, params: check.Params = PARAMS) -> pl.DataFrame:
    """The scored account-months of a fleet (series.engagement_scores.scored)."""
    summary = _summary(made, params)
    return scored(summary.filter(pl.col("month").is_not_null()), least_earlier=params.history_months)


def _summary(made: Fleet, params: check.Params) -> pl.DataFrame:
    norms = peer_norms(made.figures, made.accounts, made.units, made.metrics)
    tables = {
        "accounts": made.accounts, "units": made.units, "metrics": made.metrics, "figures": made.figures,
        "peer_norms": norms,
    }  # fmt: skip
    return check.summarise(Shard(made.as_of, "Asia/Shanghai", tables, pl.LazyFrame()), params)


def _size(name: str, seed: int, scale: float, law: Law, aim: str, *, reads: bool = True) -> Bar:
    made = fleet(seed, max(60, int(ACCOUNTS * scale)), months=MONTHS, law=law, reads=reads)
    p = judge(made, PARAMS if scale >= 1 else _loose()).honest_p
    hits = int((p <= 0.05).sum())
    low, high = _interval(hits, len(p))
    rate = hits / max(len(p), 1)
    return Bar(name, aim, rate, low, high, rate <= 0.065 if aim else None, len(p), "account-months")


def _interval(part: int, whole: int) -> tuple[float, float]:
    return wilson(part, whole) or (0.0, 1.0)


def _loose() -> check.Params:
    """For quick trials of small fleets, that the check would refuse."""
    return check.Params(20, 20, 7, 3, 3, 100, 50, 10, 80)


def _refusal(seed: int) -> Bar:
    """Too few to compare with: likes times twenty, and nothing said."""
    made = fleet(seed, 100, months=8, posts=25, tampering=Tampering(5, factor=20.0))
    outcome = judge(made)
    silent = outcome.silent / 100
    low, high = _interval(outcome.silent, 100)
    note = "abstains (no_reference) on 100 accounts of eight months, five of them with likes times twenty"
    met = silent == 1 and not outcome.found
    return Bar("refuses where nothing could be selected", "= 1", silent, low, high, met, 100, note)


def _cell(name: str, seed: int, scale: float, tampering: Tampering, law: Law) -> list[Bar]:
    size = max(120, int(ACCOUNTS * scale))
    many = max(2, round(tampering.accounts * size / ACCOUNTS))
    how = Tampering(many, tampering.factor, tampering.counts, tampering.share, tampering.started, tampering.package)
    rounds = [
        judge(fleet(seed + turn, size, months=MONTHS, law=law, tampering=how), PARAMS if scale >= 1 else _loose())
        for turn in range(ROUNDS if scale >= 1 and name in AIMED else 1)
    ]
    found = sum(len(one.found & one.tampered) for one in rounds)
    there = sum(len(one.tampered) for one in rounds)
    wrong, told = sum(len(one.found - one.tampered) for one in rounds), sum(len(one.found) for one in rounds)
    two = sum(len(one.two_keys & one.tampered) for one in rounds)
    low, high = _interval(found, there)
    met = found / there >= 0.85 if name in AIMED else None
    note = f"of these with two keys: {two}"
    power = Bar(f"found: {name}", ">= 0.85" if name in AIMED else "", found / there, low, high, met, there, note)
    share = wrong / max(told, 1)
    aim = "<= 0.13" if name in AIMED and told else ""
    low, high = _interval(wrong, told)
    both = sum(len(one.two_keys - one.tampered) for one in rounds)
    note = f"{wrong} accounts in {len(rounds)} fleets; with two keys: {both}"
    met = share <= 0.13 if aim else None
    return [power, Bar(f"false among those found: {name}", aim, share, low, high, met, told, note)]


FOLDER = "main_job_official_weibo"
RIPE_BY = {"央视新闻": "2020-06-01", "人民日报": "2021-04-24"}
"""Posts after these days were read too soon for their counts to be ripe."""
SIMULATED = {"likes": 0.62, "reposts": 0.81, "comments": 0.50}


def on_real(folder: Path) -> list[Bar]:
    """How far one count lies from what the two others explain, in posts of two large accounts: sd on the log scale."""
    path = folder / FOLDER / "posts.csv.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["likes"] and row["reposts"] and row["comments"]]
    out = []
    for account, limit in RIPE_BY.items():
        ripe = [row for row in rows if row["account"].lstrip("@") == account and row["created_at"][:10] <= limit]
        out += _triangle(account, ripe)
    return out


def _triangle(account: str, rows: list[dict[str, str]]) -> list[Bar]:
    counts = np.array([[float(row[name]) for name in SIMULATED] for row in rows])
    if len(counts) < 100:
        return []
    free = counts[(counts < 1_000_000).all(axis=1)]
    logs = np.log1p(free)
    left = len(counts) - len(free)
    out = []
    for place, name in enumerate(SIMULATED):
        design = np.column_stack([np.ones(len(logs)), np.delete(logs, place, axis=1)])
        off = logs[:, place] - design @ np.linalg.lstsq(design, logs[:, place], rcond=None)[0]
        sd = float(off.std(ddof=design.shape[1]))
        margin = 1.96 * float(np.sqrt(max(((off**2).var()), 0.0) / len(off))) / (2 * sd)
        note = f"{SIMULATED[name]:.2f} was measured on another account; {left} posts with a capped count left out"
        title = f"{account}: {name} given the two others, sd (log)"
        out.append(Bar(title, "", sd, sd - margin, sd + margin, None, len(off), note))
    return out
