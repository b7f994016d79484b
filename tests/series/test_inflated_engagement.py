"""The whole check on made fleets: found, left in peace, refused; second keys; and the bars in small."""

import json
from datetime import date

import polars as pl
import pytest

from plumbline.checks.authenticity import inflated_engagement as check
from plumbline.domain.check import Detection, Shard
from plumbline.domain.tables import TABLES
from plumbline.quality import bars_engagement
from plumbline.quality.bars_engagement import bars, months_of
from plumbline.series.engagement import peer_norms
from plumbline.simulation.engagement import Fleet, Law, Tampering, fleet

PARAMS = check.Params(20, 20, 7, 3, 3, 100, 50, 10, 80)


def _said(made: Fleet, params: check.Params = PARAMS, **tables: pl.DataFrame) -> Detection:
    norms = peer_norms(made.figures, made.accounts, made.units, made.metrics)
    given = {
        "accounts": made.accounts, "units": made.units, "metrics": made.metrics, "figures": made.figures,
        "peer_norms": norms, **tables,
    }  # fmt: skip
    return check.find(check.summarise(Shard(made.as_of, "Asia/Shanghai", given, pl.LazyFrame()), params), params)


def _inflows(account: str, months: range, source: str) -> pl.DataFrame:
    rows = [(account, date(2026, month, 3), "reads", source, 9_000, None) for month in months]
    columns = ["account_id", "date", "measure", "source", "number", "record"]
    return pl.DataFrame(rows, schema=columns, orient="row").select(
        pl.col(name).cast(kind) for name, kind in TABLES["inflows"].schema.items()
    )


@pytest.fixture(scope="module")
def reads_bought() -> Fleet:
    return fleet(21, 90, months=16, posts=25, tampering=Tampering(2, factor=5.0, counts=("reads",)))


def test_those_that_bought_reads_are_hinted_at_with_a_plot_and_no_more(reads_bought: Fleet) -> None:
    findings = _said(reads_bought).findings
    assert reads_bought.tampered <= set(findings["account_id"])
    own = findings.filter(pl.col("account_id").is_in(list(reads_bought.tampered)))
    assert own["variant"].null_count() == own.height
    assert set(own["confidence"]) == {"low"}


def test_reads_without_a_source_that_had_one_before_are_a_second_key(reads_bought: Fleet) -> None:
    account = "wechat:000000"
    inflows = pl.concat([_inflows(account, range(1, 4), "0"), _inflows(account, range(4, 7), "5")])
    findings = _said(reads_bought, inflows=inflows).findings.filter(pl.col("account_id") == account)
    said = findings.select("variant", "second", "confidence").row(0)
    assert said == ("two_keys", "sources", "medium")


def test_reads_that_never_had_a_source_are_none(reads_bought: Fleet) -> None:
    account = "wechat:000000"
    findings = _said(reads_bought, inflows=_inflows(account, range(1, 7), "5")).findings
    assert findings.filter(pl.col("account_id") == account)["second"].to_list() == ["none"]


def test_the_plot_shows_posts_and_the_band_of_peers() -> None:
    made = fleet(22, 90, months=16, posts=25, tampering=Tampering(5, factor=5.0))
    findings = _said(made).findings.filter(pl.col("account_id").is_in(list(made.tampered)))
    shown = json.loads(findings["exhibit"][0])
    assert (shown["kind"], shown["x"], shown["y"]) == ("engagement", "reads", "likes")
    assert all(low <= middle <= high for _, low, middle, high in shown["band"])
    assert len(shown["points"]) <= 800


def test_a_fleet_that_is_too_small_is_told_so() -> None:
    made = fleet(23, 30, months=8, posts=25, tampering=Tampering(3, factor=30.0))
    said = _said(made, check.Params(20, 20, 7, 3, 3, 100, 5, 10, 80))
    assert said.findings.is_empty()
    assert set(said.abstentions["reason"]) == {"no_reference"}
    assert said.abstentions.height == 30


def test_jump_and_likeness_are_independent_among_the_honest() -> None:
    months = months_of(fleet(24, 150, months=10, posts=30), PARAMS)
    known = months.drop_nulls(["jump", "regular"])
    correlation = known.select(pl.corr("jump", "regular", method="spearman")).item()
    assert abs(correlation) < 0.12


def test_heavy_tails_and_drift_do_not_make_many_findings() -> None:
    made = fleet(25, 150, months=10, posts=25, law=Law(heavy=True, drift=0.08))
    assert _said(made).findings.height <= 4


def test_the_bars_in_small_have_their_names_and_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    name = next(iter(bars_engagement.CELLS))
    monkeypatch.setattr(bars_engagement, "CELLS", {name: bars_engagement.CELLS[name]})
    monkeypatch.setattr(bars_engagement, "MONTHS", 8)
    out = bars(5, 0.03)
    assert len({bar.name for bar in out}) == len(out)
    assert all(bar.low <= bar.measured <= bar.high for bar in out)
