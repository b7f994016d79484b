"""The union of what a collector saw, against a slow and plain account of the same rules."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.domain.check import Shard
from plumbline.domain.tables import OUTCOMES, TABLES
from plumbline.series.watching import keep_watched, local_midnight, open_spans, watched_stretches, watched_until

AS_OF = datetime(2025, 1, 3, tzinfo=UTC)
START = datetime(2025, 1, 1, tzinfo=UTC)
BRIDGE = 5
TIME = pl.Datetime("us", "UTC")


def hour(n: int) -> datetime:
    return START + timedelta(hours=n)


def coverage(*rows: tuple[str, int, int, str]) -> pl.DataFrame:
    cells = [(account, hour(a), hour(b), outcome, None, None, None) for account, a, b, outcome in rows]
    return pl.DataFrame(cells, schema=TABLES["coverage"].schema, orient="row")


def stretches(*rows: tuple[str, int, int, str], bridge: int | None = BRIDGE) -> list[tuple[str, int, int]]:
    found = watched_stretches(coverage(*rows), as_of=AS_OF, bridge_hours=bridge).sort("account_id", "start")
    return [(a, (s - START) // timedelta(hours=1), (e - START) // timedelta(hours=1)) for a, s, e in found.iter_rows()]


def test_looks_that_overlap_touch_or_lie_in_each_other_are_one_stretch() -> None:
    rows = [("a", 0, 10, "seen"), ("a", 2, 4, "seen_nothing"), ("a", 10, 12, "seen"), ("a", 11, 20, "seen")]
    assert stretches(*rows) == [("a", 0, 20)]


def test_a_hole_shorter_than_the_bridge_is_watched_and_one_as_long_is_not() -> None:
    assert stretches(("a", 0, 10, "seen"), ("a", 14, 20, "seen")) == [("a", 0, 20)]
    assert stretches(("a", 0, 10, "seen"), ("a", 15, 20, "seen")) == [("a", 0, 10), ("a", 15, 20)]


def test_the_time_up_to_now_is_bridged_like_any_hole() -> None:
    assert stretches(("a", 0, 44, "seen")) == [("a", 0, 48)]
    assert stretches(("a", 0, 43, "seen")) == [("a", 0, 43)]
    assert stretches(("a", 0, 44, "seen"), ("a", 45, 45, "blind")) == [("a", 0, 44)]


def test_a_failed_look_opens_the_hole_it_lies_in_and_no_other() -> None:
    seen = [("a", 0, 10, "seen"), ("a", 12, 20, "seen"), ("a", 22, 30, "seen")]
    assert stretches(*seen, ("a", 11, 11, "blind")) == [("a", 0, 10), ("a", 12, 30)]
    assert stretches(*seen, ("a", 12, 20, "not_tried")) == [("a", 0, 30)]
    assert stretches(*seen, ("a", 5, 40, "blind")) == [("a", 0, 10), ("a", 12, 20), ("a", 22, 30)]
    assert stretches(*seen, ("b", 11, 11, "blind")) == [("a", 0, 30)]


def test_what_is_dated_later_than_now_or_ends_before_it_begins_was_not_seen() -> None:
    assert stretches(("a", 40, 400, "seen")) == [("a", 40, 48)]
    assert stretches(("a", 50, 60, "seen"), ("a", 10, 5, "seen")) == []


def test_without_a_bridge_limit_only_failed_looks_open_holes() -> None:
    rows = [("a", 0, 1, "seen"), ("a", 30, 31, "seen")]
    assert stretches(*rows, bridge=None) == [("a", 0, 48)]
    assert stretches(*rows, ("a", 10, 11, "blind"), bridge=None) == [("a", 0, 1), ("a", 30, 48)]


def test_what_is_not_watched_of_a_span_is_named_by_its_ends_and_counted() -> None:
    watched = pl.DataFrame({"account_id": ["a", "a"], "start": [hour(0), hour(30)], "end": [hour(10), hour(48)]})
    asked = [("a", 0, 48), ("a", 1, 9), ("a", 5, 20), ("a", 20, 40), ("a", 12, 13), ("b", 0, 48)]
    spans = pl.DataFrame([(a, hour(s), hour(e)) for a, s, e in asked], schema=watched.schema, orient="row")
    found = open_spans(spans, watched)
    assert found["open_from"].to_list() == [hour(10), None, hour(10), hour(20), hour(12), hour(0)]
    assert found["open_to"].to_list() == [hour(30), None, hour(20), hour(30), hour(13), hour(48)]
    assert found["open_days"].to_list() == [1, 0, 1, 1, 1, 2]


def test_the_stretch_that_reaches_now_tells_since_when() -> None:
    found = watched_stretches(coverage(("a", 0, 10, "seen"), ("a", 20, 46, "seen"), ("b", 0, 10, "seen")),
                              as_of=AS_OF, bridge_hours=BRIDGE)  # fmt: skip
    assert watched_until(found, AS_OF).rows() == [("a", hour(20))]


def test_a_dossier_without_coverage_is_complete_and_one_with_an_empty_table_is_not() -> None:
    spans = pl.DataFrame({"account_id": ["a"], "start": [hour(0)], "end": [hour(48)]},
                         schema_overrides={"start": TIME, "end": TIME})  # fmt: skip
    bare = Shard(AS_OF, "UTC", {}, pl.LazyFrame())
    assert keep_watched(spans, bare, bridge_hours=BRIDGE).spans.height == 1
    empty = Shard(AS_OF, "UTC", {}, pl.LazyFrame(), frozenset({"coverage"}))
    said = keep_watched(spans, empty, bridge_hours=BRIDGE).abstentions
    assert said.rows(named=True) == [
        {"account_id": "a", "reason": "not_collected", "start": date(2025, 1, 1), "end": date(2025, 1, 3), "number": 2}
    ]


def test_a_day_begins_an_hour_later_where_clocks_skip_midnight() -> None:
    days = pl.DataFrame({"day": [date(2018, 11, 4), date(2018, 11, 5)]})
    found = days.select(at=local_midnight(pl.col("day"), "America/Sao_Paulo"))["at"].to_list()
    assert found == [datetime(2018, 11, 4, 3, tzinfo=UTC), datetime(2018, 11, 5, 2, tzinfo=UTC)]


ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 55), st.integers(0, 55), st.sampled_from(OUTCOMES)), max_size=14
)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, bridge=st.sampled_from([1, 3, 5, None]))
def test_agrees_with_a_plain_account_of_the_rules(rows: list[tuple[str, int, int, str]], bridge: int | None) -> None:
    assert stretches(*rows, bridge=bridge) == plainly(rows, bridge)


def plainly(rows: list[Any], bridge: int | None) -> list[tuple[str, int, int]]:
    out = []
    for account in sorted({row[0] for row in rows}):
        mine = [(a, min(b, 48), outcome) for who, a, b, outcome in rows if who == account and a <= min(b, 48)]
        seen = sorted((a, b) for a, b, outcome in mine if outcome.startswith("seen"))
        failed = [(a, b) for a, b, outcome in mine if not outcome.startswith("seen")]
        merged: list[list[int]] = []
        for a, b in [*seen, *([(48, 48)] if seen else [])]:
            hole = a - merged[-1][1] if merged else 0
            broken = merged and any(f < a and e > merged[-1][1] for f, e in failed)
            if merged and (hole <= 0 or ((bridge is None or hole < bridge) and not broken)):
                merged[-1][1] = max(merged[-1][1], b)
            else:
                merged.append([a, b])
        alone = all(a != 48 for a, _ in seen)
        out += [(account, a, b) for a, b in merged if not (alone and a == b == 48)]
    return out
