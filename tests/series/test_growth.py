"""Growth that nothing explains, and growth that something does."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from plumbline.domain.tables import TABLES
from plumbline.series.common_mode import common_gain
from plumbline.series.growth import Settings, triggers
from plumbline.series.growth_panel import LONGEST_GAP, gains
from plumbline.simulation.growth import LAST, Fleet, Noise, Purchase, fleet

CALM = Noise(viral=0, drives=0, purges=0)
SETTINGS = Settings(today=LAST)


def fired(made: Fleet, settings: Settings = SETTINGS) -> pl.DataFrame:
    common = common_gain(made.metrics, made.accounts)
    return triggers(made.metrics, made.accounts, made.campaigns, common, settings).drop_nulls("from_on")


@pytest.fixture(scope="module")
def bought() -> Fleet:
    """Twelve accounts, the first of which buys four times a month's gain in a week."""
    return fleet(5, 12, purchase=Purchase(4, 7), buyers=1, noise=CALM)


def test_a_purchase_is_seen_in_its_days_and_nobody_else_is_named(bought: Fleet) -> None:
    found = fired(bought)
    assert found["account_id"].unique().to_list() == [bought.accounts["account_id"][0]]
    first = LAST - timedelta(days=179) + timedelta(days=int(bought.bought_from[0]))
    row = found.row(0, named=True)
    assert row["from_on"] <= first + timedelta(days=1)
    assert row["to_on"] >= first + timedelta(days=5)
    assert row["gained"] > 2 * row["expected"]


def test_a_declared_campaign_takes_its_days_out(bought: Fleet) -> None:
    first = LAST - timedelta(days=179) + timedelta(days=int(bought.bought_from[0]))
    declared = pl.DataFrame(
        [{"account_id": bought.accounts["account_id"][0], "started_on": first, "ended_on": first + timedelta(days=7)}],
    ).with_columns(kind=pl.lit("drive"), description=pl.lit(None, pl.String))
    assert fired(replace(bought, campaigns=declared)).is_empty()


def test_a_purge_of_the_whole_platform_is_nobodys_burst() -> None:
    assert fired(fleet(6, 40, noise=replace(CALM, purges=12))).height <= 4


def test_days_without_a_count_make_no_burst(bought: Fleet) -> None:
    clean = fleet(8, 10, noise=CALM)
    hole = pl.col("date").is_between(LAST - timedelta(days=60), LAST - timedelta(days=45))
    assert fired(replace(clean, metrics=clean.metrics.filter(~hole))).height <= fired(clean).height


def test_the_answer_does_not_hang_on_rows_shards_or_reads_that_nobody_has(bought: Fleet) -> None:
    common = common_gain(bought.metrics, bought.accounts)
    whole = triggers(bought.metrics, bought.accounts, bought.campaigns, common, SETTINGS)
    shuffled = bought.metrics.sample(fraction=1, shuffle=True, seed=1)
    assert triggers(shuffled, bought.accounts, bought.campaigns, common, SETTINGS).equals(whole)
    apart = [
        triggers(part, bought.accounts, bought.campaigns, common, SETTINGS)
        for part in bought.metrics.partition_by("account_id")
    ]
    assert pl.concat(apart).sort("account_id", "from_on").equals(whole)
    blind = replace(bought, metrics=bought.metrics.with_columns(reads=pl.lit(None, pl.Int64)))
    assert fired(blind)["account_id"].to_list() == [bought.accounts["account_id"][0]]


def test_too_few_days_are_told_with_their_number() -> None:
    made = fleet(9, 3, days=40, noise=CALM)
    said = triggers(made.metrics, made.accounts, made.campaigns, common_gain(made.metrics, made.accounts), SETTINGS)
    assert said["days"].to_list() == [40, 40, 40]
    assert said["from_on"].null_count() == 3


def test_no_metrics_no_triggers() -> None:
    empty = {name: pl.DataFrame(schema=TABLES[name].schema) for name in ("metrics", "accounts", "campaigns")}
    common = common_gain(empty["metrics"], empty["accounts"])
    assert triggers(empty["metrics"], empty["accounts"], empty["campaigns"], common, SETTINGS).is_empty()


def test_what_was_gained_over_a_gap_is_spread_over_its_days() -> None:
    gain, span = gains(np.array([[100.0, np.nan, np.nan, 130.0, 131.0]]))
    assert np.isnan(gain[0, 0])
    assert gain[0, 1:].tolist() == [10, 10, 10, 1]
    assert span[0].tolist() == [0, 3, 3, 3, 1]


def test_a_gap_of_more_than_a_month_stays_unknown() -> None:
    series = np.full((1, LONGEST_GAP + 3), np.nan)
    series[0, 0], series[0, -1] = 1.0, 1_000.0
    assert np.isnan(gains(series)[0]).all()
