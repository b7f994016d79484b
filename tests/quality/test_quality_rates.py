"""Rates and intervals against figures worked out by hand."""

import pytest

from plumbline.quality.rates import auc, best_accuracy, counted, wilson


def test_counts_give_precision_recall_and_alarms() -> None:
    counts = counted([1, 1, 0, 0, 0], [True, False, True, False, False])
    assert (counts.precision, counts.recall, counts.f1, counts.accuracy) == (0.5, 0.5, 0.5, 0.6)
    assert counts.alarms_per_10k == pytest.approx(3333.33, abs=0.01)
    assert counts.macro_f1 == pytest.approx((0.5 + 2 / 3) / 2)


def test_nothing_flagged_has_no_precision_and_no_rows_no_interval() -> None:
    assert counted([0, 0], [False, False]).precision is None
    assert wilson(0, 0) is None


def test_the_interval_of_no_alarm_in_ten_thousand_ends_near_four() -> None:
    low, high = wilson(0, 10_000) or (1, 1)
    assert low == 0
    assert 10_000 * high == pytest.approx(3.84, abs=0.01)


def test_ties_count_half_in_the_auc() -> None:
    assert auc([0, 1], [5, 5]) == 0.5
    assert auc([0, 0, 1, 1], [1, 3, 2, 4]) == 0.75
    assert auc([1, 1], [1, 2]) is None


def test_the_best_threshold_is_where_most_labels_agree() -> None:
    assert best_accuracy([0, 0, 1, 1], [10, 40, 30, 90]) == (0.75, 11)
    assert best_accuracy([1, 1, 0], [5, 6, 7]) == (2 / 3, 5)
