"""The follower map finds what was registered and delivered in bulk, and leaves crowds alone."""

import numpy as np
import pytest

from plumbline.followers.follower_map import FINDING, TRIAGE, blocks, follow_days
from plumbline.simulation.follower_lists import (
    Made,
    NewsEvent,
    Organic,
    Purchase,
    organic_list,
    with_event,
    with_purchase,
)


def _days(made: Made) -> np.ndarray:
    return made.registered.astype(np.int32)


def _score(made: Made) -> float:
    found = blocks(made.position, _days(made), least_score=0.0, most=1)
    return found[0].score if found else 0.0


def _bought(count: int, pool: int, concentration: float, seed: int = 7) -> Made:
    rng = np.random.default_rng(seed)
    return with_purchase(organic_list(Organic(length=5000 - count), rng), Purchase(count, pool, concentration), rng)


POOLS = [(50, 7, 0.5), (50, 30, 0.5), (50, 90, 1.0), (200, 365, 1.0)]


@pytest.mark.parametrize(("count", "pool", "concentration"), POOLS)
def test_a_purchase_from_one_pool_is_found_where_it_lies(count: int, pool: int, concentration: float) -> None:
    made = _bought(count, pool, concentration)
    [block] = blocks(made.position, _days(made), least_score=FINDING, most=1)
    ranks = np.flatnonzero(made.origin == 1) + 1
    assert abs(block.first_position - ranks[0]) <= 50
    assert abs(block.last_position - ranks[-1]) <= 50
    assert block.counted >= 0.7 * count
    assert block.counted > 2 * block.expected


def test_a_pool_of_accounts_registered_over_four_years_is_not_seen() -> None:
    assert _score(_bought(50, 4 * 365, 0.5)) < TRIAGE


@pytest.mark.parametrize("process", ["cohorts", "clusters"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_honest_list_has_no_block(process: str, seed: int) -> None:
    assert _score(organic_list(Organic(process=process), np.random.default_rng(seed))) < FINDING


def test_a_burst_of_followers_of_all_ages_is_no_block() -> None:
    rng = np.random.default_rng(4)
    assert _score(organic_list(Organic(bursts=30), rng)) < FINDING


def test_a_wave_of_brand_new_users_is_no_block() -> None:
    rng = np.random.default_rng(5)
    followed = np.sort(rng.integers(17000, 20500, 5000))
    followed[3000:3400] = followed[3000]
    ages = rng.exponential(700, 5000)
    ages[3000:3400] = rng.exponential(10, 400)
    registered = (followed - ages.astype(np.int64)).clip(14500).astype(np.int32)
    found = blocks(np.arange(1, 5001), registered, least_score=FINDING)
    assert found == []


def test_a_surge_of_registrations_on_the_whole_platform_is_no_block() -> None:
    rng = np.random.default_rng(6)
    followed = np.sort(rng.integers(17000, 20500, 5000))
    registered = 14500 + ((followed - 14500) * rng.random(5000)).astype(np.int64)
    surging = (rng.random(5000) < 0.2) & (followed > 16500)
    registered[surging] = 16400 + rng.integers(0, 30, int(surging.sum()))
    assert blocks(np.arange(1, 5001), registered.astype(np.int32), least_score=FINDING) == []


def test_a_news_event_may_look_like_a_pool_here_and_needs_the_second_key() -> None:
    rng = np.random.default_rng(8)
    made = with_event(organic_list(Organic(length=4450), rng), NewsEvent(), rng)
    assert (made.origin == 2).mean() == pytest.approx(0.11, abs=0.005)
    assert _score(made) > 0


def test_two_purchases_are_two_blocks_the_stronger_first() -> None:
    rng = np.random.default_rng(9)
    made = organic_list(Organic(length=4700), rng)
    made = with_purchase(made, Purchase(200, 7, at=0.7), rng)
    made = with_purchase(made, Purchase(100, 7, at=0.2), rng)
    first, second = blocks(made.position, _days(made), least_score=FINDING)[:2]
    assert first.score > second.score
    assert first.first_position > second.last_position
    assert first.counted == pytest.approx(200, abs=15)
    assert second.counted == pytest.approx(100, abs=15)


def test_a_list_numbered_from_the_newest_is_read_from_its_end() -> None:
    made = _bought(100, 30, 1.0)
    [right] = blocks(made.position, _days(made), least_score=FINDING)
    [turned] = blocks(5001 - made.position, _days(made), least_score=FINDING)
    assert (turned.first_position, turned.last_position) == (5001 - right.last_position, 5001 - right.first_position)
    honest = organic_list(Organic(), np.random.default_rng(18))
    assert blocks(5001 - honest.position, _days(honest), least_score=FINDING) == []


def test_the_order_of_rows_does_not_matter() -> None:
    made = _bought(100, 30, 0.5)
    shuffled = np.random.default_rng(10).permutation(made.position.size)
    again = blocks(made.position[shuffled], _days(made)[shuffled], least_score=TRIAGE)
    assert again == blocks(made.position, _days(made), least_score=TRIAGE)


def test_a_sample_that_skips_positions_is_read_like_a_whole_list() -> None:
    made = _bought(100, 30, 1.0)
    [whole] = blocks(made.position, _days(made), least_score=FINDING)
    [sampled] = blocks(made.position * 40 + 3, _days(made), least_score=FINDING)
    assert (sampled.score, sampled.counted, sampled.among) == (whole.score, whole.counted, whole.among)
    assert sampled.first_position == whole.first_position * 40 + 3


def test_followers_without_a_place_of_their_own_still_give_one_answer() -> None:
    made = _bought(100, 30, 1.0)
    tied = made.position // 7
    shuffled = np.random.default_rng(11).permutation(tied.size)
    assert blocks(tied, _days(made), least_score=0.0) == blocks(tied[shuffled], _days(made)[shuffled], least_score=0.0)


@pytest.mark.parametrize("size", [0, 1, 2, 24, 26, 60, 399])
def test_lists_of_any_length_are_answered(size: int) -> None:
    made = organic_list(Organic(length=max(size, 1)), np.random.default_rng(12))
    found = blocks(made.position[:size], _days(made)[:size], least_score=TRIAGE)
    assert found == []


def test_followers_who_all_registered_on_one_day_are_answered() -> None:
    registered = np.full(500, 18000, dtype=np.int32)
    assert blocks(np.arange(1, 501), registered, least_score=TRIAGE) == []


def test_nobody_followed_before_those_ahead_of_them_had_registered() -> None:
    made = organic_list(Organic(length=2000), np.random.default_rng(13))
    days = follow_days(made.position, _days(made))
    assert (np.diff(days) >= 0).all()
    assert (days <= made.followed).all()
    assert np.median(made.followed - days) <= 3


def test_a_wrong_date_in_the_future_does_not_move_the_follow_days() -> None:
    made = organic_list(Organic(length=2000), np.random.default_rng(14))
    right, wrong = _days(made), _days(made).copy()
    wrong[[300, 301, 900]] = 25000
    moved = follow_days(made.position, wrong) - follow_days(made.position, right)
    assert np.abs(moved).max() <= 30


def test_dates_long_ago_do_not_make_the_map_larger_nor_hide_a_purchase() -> None:
    made = _bought(100, 30, 1.0)
    registered = _days(made)
    registered[np.random.default_rng(19).integers(0, 5000, 5)] = 0
    assert blocks(made.position, registered, least_score=FINDING)


def test_wrong_dates_do_not_hide_a_purchase() -> None:
    made = _bought(100, 30, 1.0)
    registered = _days(made)
    registered[np.random.default_rng(15).integers(0, 5000, 5)] += 1500
    assert blocks(made.position, registered, least_score=FINDING)


def test_follow_days_come_in_the_order_of_the_rows() -> None:
    made = organic_list(Organic(length=500), np.random.default_rng(16))
    shuffled = np.random.default_rng(17).permutation(500)
    days = follow_days(made.position, _days(made))
    assert (follow_days(made.position[shuffled], _days(made)[shuffled]) == days[shuffled]).all()
