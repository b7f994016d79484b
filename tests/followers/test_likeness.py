"""Likeness tells factory stock from people, and is not deceived by what is merely small or round."""

import numpy as np
import numpy.typing as npt
import pytest

from plumbline.followers.likeness import likeness

Floats = npt.NDArray[np.float64]
BAR = 1.2


def people(count: int, rng: np.random.Generator) -> Floats:
    """Followers, following, posts with heavy tails that hang together."""
    eager = rng.normal(0, 1, count)
    logs = [level + pull * eager + spread * rng.normal(0, 1, count) for level, pull, spread in
            ((3.2, 1.2, 1.1), (4.6, 0.6, 0.9), (3.0, 1.3, 1.4))]  # fmt: skip
    return np.floor(np.exp(np.column_stack(logs)))


def newcomers(count: int, rng: np.random.Generator) -> Floats:
    """Brand-new users: few followers, some following, hardly a post."""
    eager = np.exp(0.8 * rng.normal(0, 1, count))
    return np.column_stack([rng.poisson(0.6 * eager), rng.poisson(9 * eager), rng.poisson(0.4 * eager)]).astype(float)


def stock(count: int, rng: np.random.Generator) -> Floats:
    """Accounts made by a machine."""
    made = [rng.poisson(8, count), rng.normal(293, 40, count).round(), rng.poisson(2, count)]
    return np.column_stack(made).astype(float)


@pytest.mark.parametrize("seed", range(1, 6))
def test_ordinary_people_are_no_more_alike_than_others(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert (likeness(people(200, rng), people(200, rng)) or 9) < 0.5


@pytest.mark.parametrize("seed", range(1, 6))
def test_newcomers_are_no_more_alike_than_other_newcomers_however_many_profiles_are_equal(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert (likeness(newcomers(200, rng), newcomers(200, rng)) or 9) < 0.5


@pytest.mark.parametrize("seed", range(1, 6))
def test_machine_made_stock_is_alike_even_where_half_of_the_cohort_is_people(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mixed = np.concatenate([stock(100, rng), people(100, rng)])
    assert (likeness(mixed, people(200, rng)) or 0) > BAR


def test_the_same_zeros_on_both_sides_are_no_likeness() -> None:
    rng = np.random.default_rng(1)
    ours, others = (np.where(rng.random((200, 3)) < 0.8, 0.0, 3.0) for _ in range(2))
    assert (likeness(ours, others) or 9) < BAR


def test_two_cohorts_of_one_make_are_not_alike_against_each_other() -> None:
    rng = np.random.default_rng(2)
    assert (likeness(stock(200, rng), stock(200, rng)) or 9) < 0.5


def test_the_size_of_the_groups_does_not_make_likeness() -> None:
    rng = np.random.default_rng(3)
    assert (likeness(people(1000, rng), people(200, rng)) or 9) < 0.5
    assert (likeness(people(60, rng), people(900, rng)) or 9) < 0.7


def test_the_order_of_rows_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    ours, others = newcomers(150, rng), people(300, rng)
    turned = likeness(rng.permutation(ours), rng.permutation(others))
    assert turned == likeness(ours, others)


def test_one_column_that_is_not_given_leaves_the_others() -> None:
    rng = np.random.default_rng(5)
    ours, others = stock(200, rng), people(200, rng)
    ours[:, 2] = np.nan
    assert (likeness(ours, others) or 0) > BAR


def test_one_column_alone_or_no_rows_say_nothing() -> None:
    rng = np.random.default_rng(6)
    ours, others = stock(200, rng), people(200, rng)
    ours[:, 1:] = np.nan
    assert likeness(ours, others) is None
    assert likeness(ours[:0], others) is None


def test_rows_with_a_gap_are_left_out() -> None:
    rng = np.random.default_rng(7)
    ours, others = stock(200, rng), people(200, rng)
    ours[:5, 0] = np.nan
    assert likeness(ours, others) == likeness(ours[5:], others)


def test_a_column_in_which_the_others_hardly_vary_does_not_blow_up() -> None:
    rng = np.random.default_rng(8)
    ours, others = people(200, rng), people(200, rng)
    others[:, 2] = np.where(np.arange(200) < 2, 1.0, 0.0)
    assert np.isfinite(likeness(ours, others) or np.nan)


def test_columns_in_which_the_others_are_all_equal_say_nothing() -> None:
    rng = np.random.default_rng(9)
    ours, others = people(200, rng), people(200, rng)
    others[:, 1:] = 0.0
    assert likeness(ours, others) is None
