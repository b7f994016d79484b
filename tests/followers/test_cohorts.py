"""Who belongs to a suspect cohort, whom it is compared with, and which keys it turns."""

import json
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from plumbline.domain.tables import TABLES
from plumbline.followers.cohorts import Listed, comparable, listed, window_members
from plumbline.followers.cohorts_decisions import Decisions, decisions
from plumbline.followers.cohorts_shown import follower_map
from plumbline.followers.cohorts_signs import Limits, Sign, Window, signs
from plumbline.followers.cohorts_told import declared_in, seen_of
from plumbline.simulation.follower_lists import (
    BOUGHT,
    Made,
    Organic,
    Purchase,
    follower_rows,
    organic_list,
    with_purchase,
)

AS_OF = date(2026, 7, 1)
LIMITS = Limits(
    score=40, triage=25, likeness=1.2, strict_likeness=1.5, empty_likeness=2.0,
    cohort=200, small_cohort=50, compared=200, small_compared=100,
)  # fmt: skip
CHECK = "authenticity.bought_followers"


def rows(*columns: dict[str, Any]) -> pl.DataFrame:
    """Rows of `followers` with only the columns that matter."""
    schema = TABLES["followers"].schema
    return pl.DataFrame(
        [dict.fromkeys(schema) | {"account_id": "a"} | row for row in columns], schema=schema, orient="row"
    )


def people(made: Made, seed: int = 1) -> Listed:
    return listed(follower_rows(made, "a", np.random.default_rng(seed)), least_ordered=400)


def bought(seed: int = 3, *, length: int = 1500, **purchase: Any) -> Made:
    rng = np.random.default_rng(seed)
    honest = organic_list(Organic(length=length, years=4), rng)
    return with_purchase(honest, Purchase(**{"count": 250, "pool_days": 30, "at": 0.5} | purchase), rng)


def strongest(made: Made, windows: list[Window] | None = None) -> Sign:
    return signs(people(made), windows or [], LIMITS, as_of=AS_OF)[0]


def test_a_list_is_put_in_the_order_of_following() -> None:
    day = date(2020, 1, 1)
    mixed = rows({"position": 2, "registered_on": day}, {"position": 1, "registered_on": day + timedelta(1)})
    assert listed(mixed, least_ordered=2).position.tolist() == [1, 2]


def test_rows_without_a_date_of_registration_are_left_out_and_counted() -> None:
    mixed = rows({"position": 1}, {"position": 2, "registered_on": date(2020, 1, 1)})
    found = listed(mixed, least_ordered=1)
    assert (len(found.registered), found.rows) == (1, 2)


def test_too_few_positions_are_no_order() -> None:
    mixed = rows({"position": 1, "registered_on": date(2020, 1, 1)}, {"registered_on": date(2020, 1, 1)})
    assert not listed(mixed, least_ordered=2).ordered


def test_an_empty_list_is_a_list() -> None:
    assert signs(listed(rows(), least_ordered=400), [], LIMITS, as_of=AS_OF) == []


def test_a_bought_block_turns_both_keys_and_holds_mostly_the_bought() -> None:
    made = bought()
    sign = strongest(made)
    assert sign.two_keys(LIMITS)
    assert (made.origin[sign.members] == BOUGHT).mean() > 0.9


def test_ordinary_people_registered_in_one_month_turn_one_key() -> None:
    sign = strongest(bought(7, profile="ordinary"))
    assert sign.one_key(LIMITS)
    assert not sign.two_keys(LIMITS)


def test_the_others_are_of_the_same_age_and_no_newcomers() -> None:
    made = bought()
    listed_, sign = people(made), strongest(made)
    ages = [float(np.log(20_635 - listed_.registered[group] + 30).mean()) for group in (sign.members, sign.compared)]
    assert abs(ages[0] - ages[1]) < 0.8
    assert not listed_.fresh[sign.compared].any()


def test_newcomers_are_compared_with_newcomers() -> None:
    made = bought(11, length=4000, pool_days=3, idle_days=0, profile="empty", at=0.5, count=300)
    whole = people(made)
    members = made.origin == BOUGHT
    pair = comparable(whole, members, np.zeros(len(members), np.bool_), as_of=AS_OF, least=100)
    assert pair is not None
    assert whole.fresh[pair[1]].mean() > 0.9


def test_nobody_to_compare_with_is_no_key() -> None:
    made = bought(4, length=420, count=400, pool_days=7)
    assert not any(sign.two_keys(LIMITS) for sign in signs(people(made), [], LIMITS, as_of=AS_OF))


@pytest.mark.parametrize("process", ["cohorts", "clusters"])
def test_an_honest_list_turns_no_two_keys(process: Any) -> None:
    for seed in range(1, 4):
        made = organic_list(Organic(length=1500, years=4, process=process), np.random.default_rng(seed))
        assert not any(sign.two_keys(LIMITS) for sign in signs(people(made), [], LIMITS, as_of=AS_OF))


def test_a_window_of_growth_holds_who_followed_in_it() -> None:
    made = bought(9, length=2500, count=400, pool_days=1500, at=0.9)
    when = made.followed[made.origin == BOUGHT]
    first, last = (date(1970, 1, 1) + timedelta(days=int(day)) for day in (when.min(), when.max()))
    members = window_members(people(made), first, last)
    assert members[made.origin == BOUGHT].mean() > 0.95
    assert members[made.origin != BOUGHT].mean() < 0.1


def test_growth_by_stock_of_mixed_age_turns_two_keys_where_the_map_is_blind() -> None:
    made = bought(9, length=2500, count=400, pool_days=1500, at=0.9)
    when = made.followed[made.origin == BOUGHT]
    first, last = (date(1970, 1, 1) + timedelta(days=int(day)) for day in (when.min(), when.max()))
    found = signs(people(made), [Window(first, last, 4000, 400)], LIMITS, as_of=AS_OF)
    assert [sign.two_keys(LIMITS) for sign in found if sign.growth] == [True]


def test_growth_by_ordinary_people_turns_none() -> None:
    made = bought(9, length=2500, count=400, pool_days=1500, at=0.9, profile="ordinary")
    when = made.followed[made.origin == BOUGHT]
    first, last = (date(1970, 1, 1) + timedelta(days=int(day)) for day in (when.min(), when.max()))
    found = signs(people(made), [Window(first, last, 4000, 400)], LIMITS, as_of=AS_OF)
    assert not any(sign.two_keys(LIMITS) or sign.one_key(LIMITS) for sign in found)


def test_the_plot_shows_no_cell_under_twenty_people() -> None:
    made = bought()
    shown = json.loads(follower_map(people(made), strongest(made)) or "")
    assert len(shown["points"]) <= 1500
    assert [each["field"] for each in shown["histograms"]] == ["followers", "following", "posts"]
    for each in shown["histograms"]:
        cells = [*each["cohort"], *each["neighbours"]]
        assert len(each["edges"]) == len(each["cohort"]) + 1 == len(each["neighbours"]) + 1
        assert all(count == 0 or count >= 20 for count in cells)


def test_a_list_that_starts_late_is_only_the_newest() -> None:
    made = bought(length=3000)
    newest = listed(follower_rows(made, "a", np.random.default_rng(1)).tail(1000), least_ordered=400)
    assert seen_of(newest, None) == ("newest", 1000)
    assert seen_of(people(made), None) == ("whole", None)
    assert seen_of(people(made), 100_000) == ("sample", None)


def test_a_declared_campaign_reaches_three_days_beyond_its_end() -> None:
    drive = {"kind": "drive", "started_on": date(2026, 1, 1), "ended_on": date(2026, 1, 10)}
    after = [date(2026, 1, 10) + timedelta(days=days) for days in (3, 4)]
    assert [declared_in([drive], day, day, AS_OF) for day in after] == [["drive"], None]


def decided(*said: dict[str, Any]) -> Decisions:
    schema = TABLES["audits"].schema
    blank = dict.fromkeys(schema) | {"account_id": "a", "check": CHECK, "decided_by": "x"}
    table = pl.DataFrame([blank | row for row in said], schema=schema, orient="row")
    return decisions(table, CHECK, until=AS_OF).get("a", Decisions())


def test_an_admission_stands_until_it_is_too_old() -> None:
    about = decided({"decided_on": date(2026, 1, 1), "outcome": "admitted"})
    assert about.established(date(2026, 1, 1)) is not None
    assert about.established(date(2026, 1, 2)) is None


def test_a_later_decision_about_another_time_takes_nothing_back() -> None:
    first = {"decided_on": date(2026, 1, 1), "outcome": "upheld", "period_from": date(2025, 1, 1), "period_to": date(2025, 6, 1)}  # fmt: skip  # noqa: E501
    other = {"decided_on": date(2026, 2, 1), "outcome": "not_upheld", "period_from": date(2025, 8, 1), "period_to": date(2025, 9, 1)}  # fmt: skip  # noqa: E501
    assert decided(first, other).established(date(2025, 1, 1)) is not None
    assert decided(first, other | {"period_from": None}).established(date(2025, 1, 1)) is None


def test_what_was_cleared_is_what_had_followed_by_then() -> None:
    about = decided({"decided_on": date(2026, 1, 1), "outcome": "not_upheld"})
    assert about.cleared(date(2025, 5, 1), date(2025, 5, 9))
    assert not about.cleared(date(2026, 5, 1), date(2026, 5, 9))


def test_the_last_word_counts() -> None:
    about = decided(
        {"decided_on": date(2026, 1, 1), "outcome": "not_upheld"}, {"decided_on": date(2026, 2, 1), "outcome": "upheld"}
    )
    assert not about.cleared(date(2025, 5, 1), date(2025, 5, 9))
