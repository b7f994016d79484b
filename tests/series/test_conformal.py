"""Conformal p-values and what may be selected by them."""

import numpy as np
import pytest

from plumbline.series.conformal import least_compared, p_values, selected


def _numbers(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def test_p_is_the_share_of_the_others_that_are_at_least_as_high() -> None:
    p, number = p_values(
        np.array([3.0, 10.0]), _numbers(9, 9), np.array([1.0, 2.0, 3.0, 4.0]), _numbers(0, 1, 2, 3), by_owner=False
    )
    assert p.tolist() == [3 / 5, 1 / 5]
    assert number.tolist() == [4, 4]


def test_an_account_is_not_compared_with_itself() -> None:
    p, number = p_values(
        np.array([3.0]), _numbers(2), np.array([1.0, 2.0, 3.0, 4.0]), _numbers(0, 1, 2, 2), by_owner=False
    )
    assert number.tolist() == [2]
    assert p.tolist() == [1 / 3]


def test_an_account_with_many_months_counts_once_where_its_months_repeat_each_other() -> None:
    compared, owners = np.array([5.0] * 98 + [1.0, 9.0]), np.array([0] * 98 + [1, 1], np.int64)
    p, number = p_values(np.array([4.0]), _numbers(7), compared, owners, by_owner=True)
    assert number.tolist() == [2]
    assert p[0] == pytest.approx((1 + 1 + 0.5) / 3)


def test_a_missing_score_has_no_p_and_missing_compared_ones_do_not_count() -> None:
    p, number = p_values(
        np.array([np.nan, 1.0]), _numbers(5, 5), np.array([np.nan, 0.0]), _numbers(0, 1), by_owner=False
    )
    assert np.isnan(p[0])
    assert (p[1], number[1]) == (0.5, 1)


def test_p_of_the_honest_is_uniform_or_larger() -> None:
    dice = np.random.default_rng(3)
    hits = []
    for _ in range(300):
        scores = dice.standard_t(2, 101)
        p, _ = p_values(scores[:1], _numbers(0), scores[1:], np.arange(1, 101), by_owner=False)
        hits.append(p[0] <= 0.05)
    assert np.mean(hits) <= 0.09


def test_few_are_selected_of_many_that_are_honest_and_all_that_stand_out() -> None:
    p = np.concatenate([np.full(10, 1e-5), np.linspace(0.01, 1, 990)])
    chosen, q = selected(p, 0.1)
    assert chosen[:10].all()
    assert chosen.sum() == 10
    assert q[0] == pytest.approx(1e-3)


def test_what_was_not_tested_is_not_selected_and_does_not_count() -> None:
    chosen, q = selected(np.array([np.nan, 0.04]), 0.05)
    assert chosen.tolist() == [False, True]
    assert np.isnan(q[0])
    assert selected(np.array([]), 0.1)[0].size == 0


def test_eight_statistics_and_one_in_two_hundred_need_sixteen_thousand() -> None:
    assert least_compared(8, 0.1, 0.005) == 16_000
    with pytest.raises(ValueError, match="alpha"):
        least_compared(1, 0.0, 0.1)
