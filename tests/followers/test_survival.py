"""A cohort that vanishes sooner than others of its time."""

import numpy as np
import numpy.typing as npt

from plumbline.followers.survival import UNKNOWN, survival

Days = npt.NDArray[np.int32]
LOOKED_UNTIL = 1_000


def seen(count: int, lost: int, *, first: int = 900) -> tuple[Days, Days]:
    """First and last sight: `lost` of them went on the tenth day, the others are still there."""
    last = np.full(count, LOOKED_UNTIL)
    last[:lost] = first + 10
    return np.full(count, first, dtype=np.int32), last.astype(np.int32)


def both(cohort: tuple[Days, Days], others: tuple[Days, Days]) -> tuple[Days, Days, npt.NDArray[np.bool_]]:
    """One list of a cohort and others."""
    first, last = (np.concatenate(pair).astype(np.int32) for pair in zip(cohort, others, strict=True))
    return first, last, np.arange(len(first)) < len(cohort[0])


def test_thirty_in_a_hundred_lost_against_three_is_no_chance() -> None:
    first, last, cohort = both(seen(100, 30), seen(100, 3))
    found = survival(first, last, cohort, days=30, least=50)
    assert found is not None
    assert (found.stayed, found.kept) == (70, 97)
    assert found.p < 0.001


def test_equal_losses_are_chance() -> None:
    first, last, cohort = both(seen(100, 5), seen(100, 5))
    found = survival(first, last, cohort, days=30, least=50)
    assert found is not None
    assert found.p > 0.5


def test_the_probability_is_fishers() -> None:
    first, last, cohort = both(seen(4, 3), seen(4, 1))
    found = survival(first, last, cohort, days=30, least=1)
    assert found is not None
    assert abs(found.p - 17 / 70) < 1e-12


def test_who_came_too_late_to_tell_is_not_counted() -> None:
    first, last, cohort = both(seen(100, 0, first=980), seen(100, 0))
    assert survival(first, last, cohort, days=30, least=50) is None


def test_controls_are_of_the_same_time() -> None:
    first, last, cohort = both(seen(100, 30), seen(100, 0, first=700))
    assert survival(first, last, cohort, days=30, least=50) is None


def test_a_list_that_was_never_watched_tells_nothing() -> None:
    never = np.full(100, UNKNOWN, dtype=np.int32)
    assert survival(never, never, np.arange(100) < 50, days=30, least=10) is None


def test_fifty_and_fifty_show_a_heavy_loss_nine_times_in_ten() -> None:
    rng = np.random.default_rng(1)
    shown = 0
    for _ in range(200):
        first, last, cohort = both(seen(50, int(rng.binomial(50, 0.3))), seen(50, int(rng.binomial(50, 0.03))))
        found = survival(first, last, cohort, days=30, least=50)
        shown += found is not None and found.p <= 0.01
    assert shown >= 160
