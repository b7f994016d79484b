"""The bars of the share with its interval, in small: all there, all as published figures are."""

from pathlib import Path

import pytest

from plumbline.quality.bars_prevalence import bars, on_real


def test_every_score_has_its_coverage_and_its_width() -> None:
    found = bars(1, scale=0.05)
    names = [bar.name for bar in found]
    assert len(names) == len(set(names)) == 16
    assert all(bar.low <= bar.measured <= bar.high for bar in found)
    assert all(bar.met for bar in found if bar.name.startswith("half the interval"))


def test_naive_counting_is_shown_to_fail() -> None:
    naive = next(bar for bar in bars(2, scale=0.02) if "classify-and-count" in bar.name)
    assert naive.measured < 0.5
    assert naive.met is None


def test_the_same_seed_measures_the_same() -> None:
    assert bars(3, scale=0.02) == bars(3, scale=0.02)


@pytest.mark.data
def test_on_real_profiles_the_points_rank_and_the_interval_holds(data: Path) -> None:
    found = {bar.name: bar for bar in on_real(data, 4, scale=0.2)}
    ranks = [bar.measured for name, bar in found.items() if "rank" in name]
    assert min(ranks) > 0.6
    assert max(ranks) > 0.95
    assert all(bar.measured > 0.9 for name, bar in found.items() if "coverage" in name)
