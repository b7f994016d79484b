"""Made-up follower lists are what they say they are."""

import numpy as np
import polars as pl
import pytest

from plumbline.domain.tables import TABLES
from plumbline.quality import bars_followers
from plumbline.simulation.follower_lists import Organic, Purchase, follower_rows, organic_list, with_purchase


@pytest.mark.parametrize("process", ["cohorts", "clusters"])
def test_a_list_is_in_follow_order_and_nobody_follows_before_registering(process: str) -> None:
    made = organic_list(Organic(length=3000, process=process), np.random.default_rng(1))
    assert made.followed.size == 3000
    assert (np.diff(made.followed) >= 0).all()
    assert (made.registered <= made.followed).all()


@pytest.mark.parametrize("process", ["cohorts", "clusters"])
def test_about_a_quarter_registered_in_the_week_before(process: str) -> None:
    made = organic_list(Organic(length=5000, process=process), np.random.default_rng(2))
    assert 0.12 < (made.followed - made.registered <= 7).mean() < 0.42


def test_a_purchase_lies_in_its_stretch_and_its_pool() -> None:
    rng = np.random.default_rng(3)
    made = with_purchase(organic_list(Organic(), rng), Purchase(100, 30, 0.5, at=0.4, idle_days=60), rng)
    ranks = np.flatnonzero(made.origin == 1)
    assert ranks.size == 100
    assert 150 <= ranks[-1] - ranks[0] <= 220
    assert np.ptp(made.registered[ranks]) < 30
    assert (made.followed[ranks] - made.registered[ranks] >= 60).all()


def test_the_rows_are_a_table_of_followers() -> None:
    rng = np.random.default_rng(4)
    made = with_purchase(organic_list(Organic(length=900), rng), Purchase(100, 30), rng)
    rows = follower_rows(made, "a1", rng)
    assert rows.schema == pl.Schema(TABLES["followers"].schema)
    assert rows["position"].to_list() == list(range(1, 1001))
    bought = rows.filter(pl.Series(made.origin == 1))
    assert bought["following"].log1p().std() < 0.5 * rows["following"].log1p().std()


def test_the_same_seed_makes_the_same_list() -> None:
    one, two = (organic_list(Organic(length=500), np.random.default_rng(5)) for _ in range(2))
    assert (one.registered == two.registered).all()


def test_the_published_figures_can_be_measured_in_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bars_followers, "LENGTH", 1500)
    monkeypatch.setattr(bars_followers, "POOLS", (7,))
    monkeypatch.setattr(bars_followers, "COUNTS", (50,))
    monkeypatch.setattr(bars_followers, "STRANGE_LISTS", {"300 followers": Organic(length=300)})
    measured = bars_followers.bars(1, scale=0.01)
    assert [bar.met for bar in measured if "50 bought" in bar.name] == [True, True, None]
    assert all(bar.low <= bar.measured <= bar.high for bar in measured)
