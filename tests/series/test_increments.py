"""Counters and single interactions become what each ten minutes brought; what nobody saw stays unknown."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from plumbline.domain.check import TRACKED_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.series.flat_runs import by_hour
from plumbline.series.increments import from_counters, from_interactions, increments

POSTED = datetime(2025, 3, 3, 2, tzinfo=UTC)
LATER = datetime(2025, 3, 20, tzinfo=UTC)
TRACKED = pl.DataFrame([("a", "p", POSTED, "post", "正文")], schema=TRACKED_SCHEMA, orient="row")


def looks(*read: tuple[float, int | None], post: str = "p") -> pl.DataFrame:
    """Minutes after publication and the reads shown."""
    rows = [("a", post, POSTED + timedelta(minutes=minutes), reads, None, None, None, None) for minutes, reads in read]
    return pl.DataFrame(rows, schema=TABLES["post_metrics"].schema, orient="row")


def reactions(*minutes: float, kind: str | None = "comment") -> pl.DataFrame:
    rows = [("a", "p", POSTED + timedelta(minutes=each), kind, None, None, None) for each in minutes]
    return pl.DataFrame(rows, schema=TABLES["interactions"].schema, orient="row")


def test_what_came_between_two_looks_counts_where_the_later_look_lies() -> None:
    some = from_counters(TRACKED, looks((10, 5), (20, 9)), LATER)
    assert some.counts[0, :2].tolist() == [5, 4]
    assert some.spans[0, :3].tolist() == [1, 1, 0]


def test_looks_a_little_early_or_late_are_taken_to_the_nearest_ten_minutes() -> None:
    some = from_counters(TRACKED, looks((13, 5), (17, 6), (31, 9)), LATER)
    assert some.counts[0, :3].tolist() == [5, 1, 3]


def test_a_counter_that_falls_is_missing_and_not_negative() -> None:
    some = from_counters(TRACKED, looks((10, 50), (20, 40), (30, 45)), LATER)
    assert some.spans[0, :3].tolist() == [1, 0, 1]
    assert some.counts[0, :3].tolist() == [50, 0, 5]


def test_a_gap_of_hours_is_missing() -> None:
    some = from_counters(TRACKED, looks((10, 5), (240, 500), (250, 510)), LATER)
    assert some.counts.sum() == 15
    assert np.isnan(by_hour(some)[0, 1:4]).all()


def test_each_kind_of_count_stands_apart_and_an_absent_one_is_left_out() -> None:
    seen = looks((10, 5)).with_columns(likes=pl.lit(2, pl.Int64))
    assert from_counters(TRACKED, seen, LATER).posts["measure"].to_list() == ["likes", "reads"]


def test_looks_after_as_of_do_not_exist() -> None:
    assert from_counters(TRACKED, looks((10, 5), (20, 9)), POSTED + timedelta(minutes=15)).counts.sum() == 5


def test_hourly_looks_make_whole_hours() -> None:
    some = from_counters(TRACKED, looks((60, 30), (120, 50)), LATER)
    assert by_hour(some)[0, :2].round(6).tolist() == [30, 20]
    assert some.step.tolist() == [6]


def test_a_look_across_two_hours_is_divided() -> None:
    hours = by_hour(from_counters(TRACKED, looks((40, 40), (80, 80), (120, 120)), LATER))
    assert hours[0, :2].round(6).tolist() == [60, 60]


def test_interactions_count_up_to_the_last_that_the_account_has() -> None:
    some = from_interactions(TRACKED, reactions(3, 4, 25, 61), LATER)
    assert some.counts[0, :6].tolist() == [2, 0, 1, 0, 0, 0]
    assert some.until.tolist() == [6]


def test_a_counter_watched_for_a_day_makes_single_interactions_superfluous() -> None:
    counters = looks(*((10 * slot, slot) for slot in range(1, 200))).with_columns(
        comments="reads", reads=pl.lit(None, pl.Int64)
    )
    events = reactions(*range(0, 2880, 5))
    assert increments(TRACKED, counters, events, LATER).counts.sum() == 199
    assert increments(TRACKED, counters.head(20), events, LATER).counts.sum() > 400


def test_nothing_watched_is_no_rows() -> None:
    nothing = increments(TRACKED.clear(), looks(), reactions(), LATER)
    assert nothing.posts.is_empty()
    assert nothing.counts.shape == (0, 288)
    assert nothing.step.tolist() == nothing.until.tolist() == []
