"""Reach adds up what is there, and says what is not."""

from datetime import date
from typing import Any

import polars as pl

from plumbline.domain.check import FIGURES_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.series.reach import Reach, reach_of

CAPS = {"wechat": {"reads": 100_000}}
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 30)


def table(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = FIGURES_SCHEMA if name == "figures" else TABLES[name].schema
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def reached(**rows: list[dict[str, Any]]) -> Reach:
    accounts = [{"account_id": "a", "platform": "wechat"}, {"account_id": "b", "platform": "weibo"}]
    tables = {name: table(name, rows.get(name, [])) for name in ("metrics", "audience", "figures")}
    return reach_of(accounts=table("accounts", accounts), **tables, first=MARCH, last=APRIL, caps=CAPS)


def figures(account: str, **counts: list[int | None]) -> dict[str, Any]:
    length = len(next(iter(counts.values())))
    blank = {name: [None] * length for name in ("reads", "likes", "reposts", "comments")}
    return {"account_id": account, "month": MARCH, "kind": "post", "at": [1] * length, **blank, **counts}


def month(reach: Reach, account: str) -> dict[str, Any]:
    return reach.months.filter(pl.col("account_id") == account).row(0, named=True)


def test_counts_are_added_over_the_posts_of_a_month() -> None:
    row = month(reached(figures=[figures("a", reads=[10, 20], likes=[1, None])]), "a")
    assert (row["posts"], row["reads"], row["likes"], row["most_reads"]) == (2, 30, 1, 20)


def test_a_figure_that_nobody_collected_is_not_nought() -> None:
    row = month(reached(figures=[figures("b", likes=[3])]), "b")
    assert row["reads"] is None
    assert row["followers"] is None


def test_a_post_at_the_display_limit_makes_the_sum_a_lower_bound() -> None:
    assert month(reached(figures=[figures("a", reads=[100_001, 5])]), "a")["reads_capped"]
    assert not month(reached(figures=[figures("a", reads=[250_000, 5])]), "a")["reads_capped"]
    assert not month(reached(figures=[figures("b", reads=[100_001])]), "b")["reads_capped"]


def test_followers_are_those_of_the_months_end_and_the_change_is_against_the_end_before() -> None:
    days = [(date(2026, 2, 27), 90), (date(2026, 3, 3), 95), (date(2026, 3, 30), 100), (date(2026, 4, 5), 98)]
    rows = [{"account_id": "a", "date": day, "followers": number} for day, number in days]
    months = reached(metrics=rows).months
    assert months.select("followers", "gained").rows() == [(100, 10), (98, -2)]


def test_daily_reads_stand_in_where_no_post_has_reads() -> None:
    days = [{"account_id": "a", "date": date(2026, 3, day), "reads": 7} for day in (1, 2, 3)]
    assert month(reached(metrics=days, figures=[figures("a", likes=[1])]), "a")["reads"] == 21
    assert month(reached(metrics=days, figures=[figures("a", reads=[5])]), "a")["reads"] == 5


def buckets(*people: int) -> list[dict[str, Any]]:
    names = ("0-17", "18-24", "25+")
    return [
        {"account_id": "a", "date": date(2026, 3, 31), "dimension": "age", "bucket": bucket, "people": number,
         "percent": float(number)}
        for bucket, number in zip(names, people, strict=False)
    ]  # fmt: skip


def test_buckets_are_kept_word_for_word_and_few_people_are_not_counted_out() -> None:
    rows = reached(audience=buckets(19, 20, 300)).audience
    assert rows["bucket"].to_list() == ["0-17", "18-24", "25+"]
    assert rows["people"].to_list() == [None, 20, 300]
    assert rows["percent"].to_list() == [None, 20, 300]
    assert rows["few"].to_list() == [True, False, False]


def test_the_number_withheld_cannot_be_had_from_what_is_unknown() -> None:
    followers = [{"account_id": "a", "date": date(2026, 3, 31), "followers": 400}]
    assert reached(audience=buckets(19, 20, 300), metrics=followers).audience["unknown"].to_list() == [80, 80, 80]


def test_the_latest_day_of_the_period_is_shown_and_nothing_outside() -> None:
    older = [{**row, "date": date(2026, 3, 1), "people": 999} for row in buckets(1, 2, 3)]
    later = [{**row, "date": date(2026, 5, 1), "people": 999} for row in buckets(1, 2, 3)]
    assert 999 not in reached(audience=[*older, *buckets(30, 40, 50), *later]).audience["people"].to_list()


def test_nothing_in_nothing_out() -> None:
    assert reached().empty
