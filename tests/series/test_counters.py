"""Counters that fall, and daily figures with too many round ends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.series.counters import falls, rounded

START = datetime(2026, 3, 1, tzinfo=UTC)


def observed(**counts: list[int | None]) -> pl.DataFrame:
    schema = TABLES["post_metrics"].schema
    number = len(next(iter(counts.values())))
    rows: list[dict[str, Any]] = [
        {"account_id": "a", "post_id": "x", "observed_at": START + timedelta(hours=n)}
        | {name: values[n] for name, values in counts.items()}
        for n in range(number)
    ]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def found(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    return falls(frame, fall_pct=10, least=200).select("counter", "before", "after").rows()


def test_the_largest_fall_of_a_counter_is_told_once() -> None:
    assert found(observed(reads=[5000, 4000, 6000, 3000])) == [("reads", 6000, 3000)]


def test_counters_that_grow_or_fall_a_little_are_not() -> None:
    assert found(observed(reads=[1000, 2000, 2000, 1900], likes=[300, 150, 150, 150])) == []


def test_a_reading_that_is_missing_is_no_fall_to_nought() -> None:
    assert found(observed(reads=[5000, None, 5100])) == []
    assert found(observed(reads=[5000, None, 2000])) == [("reads", 5000, 2000)]


def test_the_order_of_the_rows_changes_nothing() -> None:
    frame = observed(reads=[5000, 4000, 6000, 3000], likes=[900, 100, 800, 0])
    assert falls(frame.reverse(), fall_pct=10, least=200).equals(falls(frame, fall_pct=10, least=200))


def test_no_observations_no_falls() -> None:
    assert found(observed(reads=[1]).clear()) == []


def test_figures_that_end_in_nought_and_five_stand_out_against_chance() -> None:
    dice = np.random.default_rng(3)
    honest = dice.integers(1_000, 90_000, 300)
    said = rounded(honest, least=200)
    assert said is not None
    assert 10 <= said[0] <= 30
    assert said[1] > 1e-6
    guessed = rounded(honest // 5 * 5, least=200)
    assert guessed is not None
    assert guessed[0] == 100
    assert guessed[1] < 1e-6


def test_small_figures_too_few_of_them_and_the_platforms_own_rounding_are_not_judged() -> None:
    assert rounded(np.full(300, 995), least=200) is None
    assert rounded(np.arange(1_000, 1_199), least=200) is None
    assert rounded(np.arange(100, 400) * 100, least=200) is None
