"""The share with its interval: true whatever the score is worth, and narrow where it is worth something."""

from collections.abc import Sequence

import numpy as np
import pytest

from plumbline.followers.intervals import wilson
from plumbline.followers.prevalence import Prevalence, Scored, prevalence, reviews_for
from plumbline.simulation.reviews import SCORERS, marks

SCORED, REVIEWED = 2_000, 300


def estimated(scorer: str, share: float, chance: np.random.Generator, reviewed: int = REVIEWED) -> Prevalence:
    truth = marks(SCORED, share, chance)
    scores = SCORERS[scorer](truth, chance)
    return prevalence(truth[:reviewed].tolist(), scores[:reviewed].tolist(), Scored(SCORED, float(scores.mean())))


def covered(scorer: str, share: float, rounds: int = 400) -> float:
    chance = np.random.default_rng(5)
    found = [estimated(scorer, share, chance) for _ in range(rounds)]
    return sum(one.low <= share <= one.high for one in found) / rounds


@pytest.mark.parametrize("scorer", SCORERS)
@pytest.mark.parametrize("share", [0.02, 0.35])
def test_the_interval_holds_whatever_the_score_is_worth(scorer: str, share: float) -> None:
    assert 0.91 <= covered(scorer, share) <= 0.99


@pytest.mark.parametrize("scorer", ["good", "upside_down"])
def test_a_score_that_tells_something_narrows_the_interval_even_upside_down(scorer: str) -> None:
    chance = np.random.default_rng(6)
    widths = [(one.high - one.low) / 2 for one in (estimated(scorer, 0.35, chance) for _ in range(50))]
    assert np.mean(widths) <= 0.035
    none = [estimated("dice", 0.35, chance) for _ in range(50)]
    assert np.mean([(one.high - one.low) / 2 for one in none]) > 0.05


def test_a_score_that_says_nothing_is_given_no_weight() -> None:
    found = estimated("constant", 0.2, np.random.default_rng(7))
    assert found.weight == 0.0


def test_what_the_score_sees_in_the_rest_moves_the_share() -> None:
    labels, scores = [True, False] * 50, [1.0, 0.0] * 50
    more = prevalence(labels, [*scores[:-1], 0.1], Scored(1_000, 0.7))
    less = prevalence(labels, [*scores[:-1], 0.1], Scored(1_000, 0.3))
    assert less.share < 0.5 < more.share


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_where_all_answers_agree_the_answers_alone_decide(share: float) -> None:
    found = prevalence([share == 1.0] * 300, [0.9] * 150 + [0.1] * 150, Scored(2_000, 0.9))
    assert (found.method, found.share) == ("review", share)
    assert (found.low, found.high) == wilson(share * 300, 300)


def test_a_list_that_is_scored_whole_gives_a_narrower_interval() -> None:
    chance = np.random.default_rng(8)
    labels = marks(300, 0.4, chance).tolist()
    scores = chance.random(300).tolist()
    part = prevalence(labels, scores, Scored(400, 0.5))
    whole = prevalence(labels, scores, Scored(400, 0.5, population=400))
    assert whole.high - whole.low < 0.6 * (part.high - part.low)


def test_where_everybody_was_read_nothing_is_uncertain() -> None:
    found = prevalence([True] * 30 + [False] * 90, [0.5] * 120, Scored(120, 0.5, population=120))
    assert (found.method, found.low, found.share, found.high) == ("counted", 0.25, 0.25, 0.25)


def test_a_score_without_a_fault_is_not_believed_to_have_none() -> None:
    labels = [True] * 60 + [False] * 240
    found = prevalence(labels, [float(label) for label in labels], Scored(2_000, 0.2, population=2_000))
    assert found.high - found.low > 0.01


def test_an_unseen_fault_of_a_nearly_perfect_score_is_covered() -> None:
    chance, hits = np.random.default_rng(9), 0
    for _ in range(400):
        truth = marks(SCORED, 0.2, chance)
        scores = np.where(chance.random(SCORED) < 0.004, ~truth, truth).astype(float)
        found = prevalence(
            truth[:300].tolist(), scores[:300].tolist(), Scored(SCORED, float(scores.mean()), population=SCORED)
        )
        hits += found.low <= truth.mean() <= found.high
    assert hits / 400 >= 0.93


@pytest.mark.parametrize("labels", [[], [True] * 5])
def test_reviews_that_do_not_fit_are_refused(labels: Sequence[bool]) -> None:
    with pytest.raises(ValueError, match="scored"):
        prevalence(labels, [0.5] * len(labels), Scored(4, 0.5))


def test_the_share_stays_between_nothing_and_all() -> None:
    labels = [True] + [False] * 299
    found = prevalence(labels, [1.0] + [0.02] * 299, Scored(2_000, 0.0))
    assert 0 <= found.low <= found.share <= found.high <= 1


def test_half_the_width_costs_four_times_the_reviews() -> None:
    found = Prevalence(0.35, 0.28, 0.42, 300, 2_000, 0.0, "difference")
    assert reviews_for(found, 0.035) == 1_200
    assert reviews_for(found, 0.07) == 300


def test_the_score_interval_is_that_of_the_textbook() -> None:
    low, high = wilson(10, 100) or (1.0, 0.0)
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)
    assert wilson(0, 0) is None
