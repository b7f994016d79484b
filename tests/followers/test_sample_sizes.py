"""How many followers for which claim: the tables, and that more is asked where less can be seen."""

import pytest

from plumbline.followers import sample_sizes as sizes


@pytest.mark.parametrize(("correlation", "number"), [(0, 714), (0.5, 536), (0.7, 364), (0.85, 198)])
def test_a_better_score_spares_reviews(correlation: float, number: int) -> None:
    assert sizes.reviews(0.35, 0.035, correlation) == number


@pytest.mark.parametrize(("bought", "ordinary", "number"), [(0.01, 0.02, 2_810), (0.05, 0.15, 956), (0.2, 0.3, 153)])
def test_followers_to_detect_a_share(bought: float, ordinary: float, number: int) -> None:
    assert sizes.followers_to_detect(bought, ordinary) == number


@pytest.mark.parametrize(("followers", "share"), [(100, 0.213), (200, 0.151), (400, 0.107), (1_000, 0.067)])
def test_a_window_shows_smaller_shares_the_more_followers_it_has(followers: int, share: float) -> None:
    assert sizes.window_share(followers, followers) == pytest.approx(share, abs=0.001)


def test_no_sample_size_mends_that_honest_accounts_differ() -> None:
    few, many = sizes.share_against_peers(5_000, 0.05), sizes.share_against_peers(5_000_000, 0.05)
    assert few - many < 0.002 < 0.2 < many


def test_a_better_classifier_gives_a_narrower_interval() -> None:
    assert sizes.half_width(0.35, 1_000, 0.975) < sizes.half_width(0.35, 1_000, 0.835)


@pytest.mark.parametrize(("prevalence", "half"), [(0, 0.03), (1, 0.03), (0.3, 0), (0.3, 1)])
def test_shares_outside_nought_and_one_are_refused(prevalence: float, half: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        sizes.reviews(prevalence, half)
