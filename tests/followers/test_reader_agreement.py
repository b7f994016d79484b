"""Two readers: how far they mean the same."""

import numpy as np
import pytest

from plumbline.followers.agreement import FLOOR, agreement


def answers(both: int, first: int, second: int, neither: int) -> tuple[list[str], list[str]]:
    one = ["1"] * (both + first) + ["0"] * (second + neither)
    two = ["1"] * both + ["0"] * first + ["1"] * second + ["0"] * neither
    return one, two


def test_kappa_is_that_of_the_textbook() -> None:
    found = agreement(*answers(20, 5, 10, 15))
    assert found.kappa == pytest.approx(0.4)
    assert found.agreed == 35
    assert not found.enough


def test_the_interval_is_that_of_fleiss_cohen_and_everitt() -> None:
    one, two = answers(20, 5, 10, 15)
    found = agreement(one, two)
    chance = np.random.default_rng(3)
    drawn = chance.integers(0, 50, (2_000, 50))
    kappas = [agreement([one[i] for i in row], [two[i] for i in row]).kappa or 0.0 for row in drawn]
    half = ((found.high or 0) - (found.low or 0)) / 2
    assert half == pytest.approx(1.96 * float(np.std(kappas)), rel=0.1)


def test_full_agreement_is_one() -> None:
    found = agreement(*answers(40, 0, 0, 60))
    assert (found.kappa, found.low, found.high) == (1.0, 1.0, 1.0)
    assert found.enough


def test_one_and_the_same_answer_throughout_tells_nothing_and_is_enough() -> None:
    found = agreement(["0"] * 100, ["0"] * 100)
    assert found.kappa is None
    assert found.enough


def test_agreement_by_chance_is_about_nothing() -> None:
    chance = np.random.default_rng(4)
    one, two = (["1" if yes else "0" for yes in chance.random(4_000) < 0.3] for _ in range(2))
    assert abs(agreement(one, two).kappa or 1.0) < 0.05


def test_a_third_answer_counts_as_one() -> None:
    one, two = ["1", "0", "?"] * 50, ["1", "0", "0"] * 50
    assert (agreement(one, two).kappa or 1.0) == pytest.approx(0.5)


def test_opposite_readers_are_worse_than_chance() -> None:
    assert (agreement(["1", "0"] * 30, ["0", "1"] * 30).kappa or 0.0) == pytest.approx(-1.0)


def test_just_enough_is_enough() -> None:
    assert agreement(*answers(40, 10, 10, 40)).kappa == pytest.approx(FLOOR)


@pytest.mark.parametrize("two", [[], ["1", "0"]])
def test_readings_that_do_not_fit_are_refused(two: list[str]) -> None:
    with pytest.raises(ValueError, match="against"):
        agreement(["1"] * len(two) + ["1"] * bool(two), two)
