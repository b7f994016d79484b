"""An even run and a late rise stand out among the posts of others; slow readers, nights and live broadcasts do not."""

import numpy as np
import polars as pl
import pytest

from plumbline.series.conformal import selected
from plumbline.series.flat_runs import accelerations, flat_runs, fleet_shape
from plumbline.series.post_ranks import likeness, outranked, several_out
from plumbline.series.post_timing import Search, fan, ranked_posts
from plumbline.simulation.interactions import Habits, Reactions, bought, habits, organic
from plumbline.simulation.tracked_posts import tracked_of

SEARCH = Search(flat_first=3, flat_hours=(6, 12), burst_first=6, burst_hours=6, calibration=200)


def rows_of(some: Reactions, *, hours: int = 48) -> pl.DataFrame:
    watched = some.counts.reshape(len(some.counts), 48, 6).sum(axis=2).astype(np.float32)
    watched[:, hours:] = np.nan
    column = pl.Series(watched, dtype=pl.Array(pl.Float32, 48)).arr.to_list()
    named = tracked_of(some).select("account_id", "post_id", day=pl.col("posted_at").dt.date())
    return named.with_columns(
        platform=pl.lit("weibo"), measure=pl.lit("reads"), minute=pl.Series(some.minute), hours=column,
        horizon=pl.lit(hours, pl.Int64),
    )  # fmt: skip


def fleet(seed: int = 3, *, make: str = "cascade", accounts: int = 30) -> Reactions:
    rng = np.random.default_rng(seed)
    return organic(rng, habits(rng, accounts), 12, make=make)


def with_purchases(some: Reactions, ratio: float, hours: int, posts: slice) -> Reactions:
    counts = some.counts.copy()
    counts[posts] += bought(np.random.default_rng(9), counts[posts].sum(axis=1), ratio, hours)
    return Reactions(counts, some.account, some.minute)


@pytest.mark.parametrize(("hours", "ratio"), [(12, 2.0), (48, 2.0)])
def test_reads_bought_at_an_even_rate_stand_out(hours: int, ratio: float) -> None:
    ranked = ranked_posts(rows_of(with_purchases(fleet(), ratio, hours, slice(0, 6))), SEARCH)
    assert (ranked.head(6)["p"] <= 0.05).sum() >= 5
    assert set(ranked.head(6).filter(pl.col("p") <= 0.05)["pattern"]) == {"flat"}


def test_three_bought_hours_stand_out_as_a_late_rise() -> None:
    some = with_purchases(fleet(make="plain"), 2.0, 3, slice(0, 6))
    ranked = ranked_posts(rows_of(some), SEARCH)
    assert (ranked.head(6)["p"] <= 0.05).sum() >= 5
    assert "late" in set(ranked.head(6)["pattern"])


@pytest.mark.parametrize("make", ["cascade", "avalanche", "plain"])
def test_one_honest_post_in_twenty_lies_in_the_top_twentieth(make: str) -> None:
    share = (ranked_posts(rows_of(fleet(5, make=make)), SEARCH)["p"] <= 0.05).mean()
    assert isinstance(share, float)
    assert 0.03 <= share <= 0.06


def test_an_account_with_slow_readers_does_not_stand_out() -> None:
    rng = np.random.default_rng(11)
    of = habits(rng, 30, unlike=0.1)
    slow = Habits(np.concatenate([[8.0], of.delay[1:]]), of.volume, of.hour)
    ranked = ranked_posts(rows_of(organic(rng, slow, 12, make="plain")), SEARCH)
    assert (ranked.head(12)["p"] <= 0.05).sum() <= 3


def test_an_account_that_posts_in_the_evening_does_not_stand_out_when_its_readers_wake() -> None:
    rng = np.random.default_rng(12)
    of = habits(rng, 30)
    late = Habits(of.delay, of.volume, np.concatenate([[22.0], of.hour[1:]]))
    ranked = ranked_posts(rows_of(organic(rng, late, 12)), SEARCH)
    assert (ranked.head(12)["p"] <= 0.05).sum() <= 3


def test_an_account_read_around_the_globe_does_not_stand_out(monkeypatch: pytest.MonkeyPatch) -> None:
    some = fleet(31, accounts=40)
    monkeypatch.setattr("plumbline.simulation.interactions.rhythm", lambda minute: np.ones((len(minute), 288)))
    abroad = fleet(32, accounts=1)
    counts, minute = some.counts.copy(), some.minute.copy()
    counts[:12], minute[:12] = abroad.counts, abroad.minute
    ranked = ranked_posts(rows_of(Reactions(counts, some.account, minute)), SEARCH)
    assert (ranked.head(12)["p"] <= 0.05).sum() <= 3


def test_posts_watched_for_a_day_are_ranked_among_the_first_days_of_all() -> None:
    some = fleet()
    short = rows_of(some, hours=24)
    mixed = pl.concat([short.filter(pl.col("account_id") == "weibo:00000"), rows_of(some).slice(12)])
    ranked = ranked_posts(mixed, SEARCH)
    assert ranked["horizon"].value_counts(sort=True).rows() == [(48, 348), (24, 12)]
    assert ranked["reference"].min() == 336


def test_without_enough_posts_of_others_nothing_is_ranked() -> None:
    assert ranked_posts(rows_of(fleet(accounts=10)), SEARCH).is_empty()
    assert ranked_posts(rows_of(fleet()).clear(), SEARCH).is_empty()


def test_an_unwatched_hour_spoils_no_window_and_an_unwatched_half_day_spoils_all_of_them() -> None:
    hours = rows_of(fleet())["hours"].to_list()
    matrix = np.array(hours, np.float64)
    minute = np.full(len(matrix), 600)
    matrix[0, 5], matrix[1, 3:45] = np.nan, np.nan
    shape, _ = fleet_shape(matrix, minute)
    for runs in (
        flat_runs(matrix, shape, first=3, lengths=(6, 12)), accelerations(matrix, shape, first=6, length=6)
    ):  # fmt: skip
        assert np.isfinite(runs.score[0])
        assert np.isneginf(runs.score[1])


def test_a_rank_leaves_the_owners_other_posts_out() -> None:
    p = outranked(np.array([9.0, 8.0, 1.0, 2.0]), np.array([0, 0, 1, 1]))
    assert p.tolist() == [1 / 3, 1 / 3, 1.0, 1.0]


def test_equal_scores_do_not_outrank_each_other() -> None:
    assert outranked(np.full(3, 5.0), np.array([0, 1, 2])).tolist() == [1.0, 1.0, 1.0]


def test_the_chance_of_several_grows_with_likeness_and_with_a_small_reference() -> None:
    out, posts = np.array([4]), np.array([10])
    chances = [
        float(several_out(out, posts, np.array([reference]), rate=0.05, alike=alike)[0])
        for alike, reference in ((0.001, 10**6), (0.02, 1000), (0.02, 100), (0.2, 100))
    ]
    assert chances == sorted(chances)
    assert chances[0] == pytest.approx(0.00103, rel=0.1)
    assert several_out(np.array([0]), posts, posts, rate=0.05, alike=0.02)[0] == pytest.approx(1)


def test_a_fleet_of_very_unlike_accounts_raises_the_likeness_and_two_buyers_do_not() -> None:
    posts, reference = np.full(40, 12), np.full(40, 480)
    honest = np.array([1, 0, 0, 2, 0, 1, 0, 0, 1, 0] * 4)
    unlike = np.array([9, 0, 0, 0, 0, 0, 0, 8, 0, 0] * 4)
    buyers = np.concatenate([[8, 9], honest[2:]])
    found = [float(likeness(each, posts, reference, rate=0.05, least=0.02)) for each in (honest, buyers, unlike)]
    assert found[:2] == [0.02, 0.02]
    assert found[2] > 0.3


def test_benjamini_and_hochberg_pick_what_lies_under_the_rising_line() -> None:
    assert selected(np.array([0.001, 0.9, 0.04, 0.5]), 0.1)[0].tolist() == [True, False, True, False]
    assert selected(np.array([0.2, 0.9]), 0.1)[0].tolist() == [False, False]
    assert selected(np.array([]), 0.1)[0].tolist() == []


def test_a_fan_of_fewer_than_twenty_posts_is_not_shown() -> None:
    rows = rows_of(fleet())
    assert fan(rows.head(19), 48, 20) == []
    shown = fan(rows.head(20), 48, 20)
    assert shown[-1] == [2880, 1000, 1000, 1000]
    assert all(low <= middle <= high for _, low, middle, high in shown)
