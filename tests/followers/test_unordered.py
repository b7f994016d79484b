"""Without the order of following, windows of registration are only worth a look."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from plumbline.followers.unordered import spikes, windows
from plumbline.simulation.follower_lists import Organic, Purchase, organic_list, with_purchase

EPOCH = date(1970, 1, 1)


def _list(count: int, pool: int, seed: int = 1) -> tuple[np.ndarray, tuple[date, date]]:
    rng = np.random.default_rng(seed)
    made = with_purchase(organic_list(Organic(length=5000 - count), rng), Purchase(count, pool), rng)
    bought = made.registered[made.origin == 1]
    ends = EPOCH + timedelta(days=int(bought.min())), EPOCH + timedelta(days=int(bought.max()))
    return rng.permutation(made.registered).astype(np.int32), ends


def test_a_pool_of_one_week_stands_out() -> None:
    registered, (first, last) = _list(200, 7)
    found = windows(registered, least_score=10.0)[0]
    assert found.from_on <= last
    assert found.to_on >= first
    assert found.counted >= 200
    assert found.counted > 2 * found.expected


def test_a_surge_of_registrations_stands_out_as_well_so_that_it_is_only_worth_a_look() -> None:
    honest = [organic_list(Organic(), np.random.default_rng(seed)).registered.astype(np.int32) for seed in range(1, 6)]
    assert any(spikes(registered) for registered in honest)


def test_an_even_course_has_no_window() -> None:
    registered = np.random.default_rng(2).integers(15000, 20000, 5000).astype(np.int32)
    assert spikes(registered) == []


def test_a_surge_that_the_peers_have_too_is_none() -> None:
    rng = np.random.default_rng(3)
    own, peers = rng.integers(15000, 20000, 5000), rng.integers(15000, 20000, 50000)
    own[:300], peers[:3000] = rng.integers(17000, 17010, 300), rng.integers(17000, 17010, 3000)
    assert spikes(own.astype(np.int32))
    assert windows(own.astype(np.int32), least_score=10.0, peers=peers.astype(np.int32)) == []


def test_the_order_of_rows_does_not_matter() -> None:
    registered, _ = _list(200, 30)
    assert windows(registered, least_score=0.0) == windows(np.sort(registered), least_score=0.0)


def test_windows_lie_apart_the_strongest_first() -> None:
    registered, _ = _list(200, 30)
    found = windows(registered, least_score=0.0)
    assert [window.score for window in found] == sorted((window.score for window in found), reverse=True)
    inorder = sorted(found, key=lambda window: window.from_on)
    assert all(one.to_on < two.from_on for one, two in pairwise(inorder))


def test_lists_of_any_length_are_answered() -> None:
    for size in (0, 1, 2, 30):
        assert spikes(np.arange(size, dtype=np.int32)) == []
    assert windows(np.full(500, 18000, dtype=np.int32), least_score=1e9) == []
