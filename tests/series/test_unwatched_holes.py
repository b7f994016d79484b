"""Holes in the watching of an account."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.series.unwatched import holes, unwatched

START = datetime(2026, 1, 1, tzinfo=UTC)
AS_OF = START + timedelta(days=60)


def looks(*rows: tuple[float, float, str]) -> pl.DataFrame:
    schema = TABLES["coverage"].schema
    made: list[dict[str, Any]] = [
        {
            "account_id": "a",
            "started_at": START + timedelta(first),
            "ended_at": START + timedelta(last),
            "outcome": outcome,
        }
        for first, last, outcome in rows
    ]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in made], schema=schema)


def days(coverage: pl.DataFrame) -> list[tuple[int, int, str]]:
    found = holes(coverage, as_of=AS_OF, days=7)
    return [((row["start"] - START).days, (row["end"] - START).days, row["outcome"]) for row in found.to_dicts()]


def test_a_hole_of_exactly_seven_days_is_none_and_one_longer_is() -> None:
    assert days(looks((0, 10, "seen"), (17, 60, "seen"))) == []
    assert days(looks((0, 10, "seen"), (17.1, 60, "seen"))) == [(10, 17, "no_look")]


def test_looks_now_and_then_within_the_week_leave_no_hole() -> None:
    assert days(looks(*((number * 6, number * 6 + 0.01, "seen") for number in range(11)))) == []


def test_the_ledger_says_why() -> None:
    assert days(looks((0, 10, "seen"), (10, 30, "blind"), (30, 60, "seen"))) == [(10, 30, "blind")]
    assert days(looks((0, 10, "seen"), (12, 13, "not_tried"), (30, 60, "seen"))) == [(10, 30, "not_tried")]


def test_the_time_before_the_first_success_and_after_the_last_counts() -> None:
    assert days(looks((0, 1, "blind"), (20, 30, "seen"))) == [(0, 20, "blind"), (30, 60, "no_look")]


def test_a_look_that_ends_after_the_inspection_leaves_none_and_one_that_starts_after_it_is_not_known() -> None:
    assert days(looks((0, 90, "seen"))) == []
    assert days(looks((70, 90, "seen"))) == []


def test_who_was_never_looked_at_is_told_without_days() -> None:
    accounts = pl.DataFrame({"account_id": ["a", "b"]})
    found = unwatched(looks((0, 60, "seen")), accounts, as_of=AS_OF, since=START, days=7)
    assert found.rows() == [("b", None, None)]
