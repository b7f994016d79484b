"""Strips of posting days: gaps as long as they are, and no gap where nobody watched is called a silence."""

import re
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
from qingxi import TODAY, inspection, run

from plumbline.engine.result import Inspection
from plumbline.reports.caption import caption
from plumbline.reports.days import LENGTH, days_of, gaps
from plumbline.reports.strip import strip


def complete(run_: Inspection) -> Inspection:
    """The same inspection of a dossier without a coverage table."""
    return replace(run_, run={**run(), "coverage": {"assumed_complete": True, "mean_pct": 100.0}})


def ago(*days: int) -> list[date]:
    """Days before the inspection."""
    return [TODAY - timedelta(day) for day in days]


def test_a_post_on_the_last_permitted_day_leaves_no_gap() -> None:
    assert gaps(ago(14), TODAY, 14) == ()


def test_a_day_more_is_a_gap_that_is_still_open() -> None:
    (gap,) = gaps(ago(15), TODAY, 14)
    assert (gap.days, gap.following) == (15, None)


def test_a_gap_between_two_posts_is_as_long_as_the_days_between_them() -> None:
    (gap,) = gaps(ago(0, 19, 20), TODAY, 14)
    assert (gap.days, gap.last, gap.following) == (19, TODAY - timedelta(19), TODAY)


def test_a_gap_that_ended_before_the_strip_begins_is_not_shown() -> None:
    recent = range(0, LENGTH + 10, 7)
    assert gaps(ago(*recent, 300), TODAY, 14) == ()


def test_a_silence_of_nineteen_days_is_bracketed_and_said_in_both_languages() -> None:
    days = days_of(inspection(), ["weibo:1002"])["weibo:1002"]
    drawing = strip(days, "a0-days")
    assert ">19天<" in drawing
    assert ">19 days<" in drawing
    assert "距最近一次发布19天" in caption(days, "zh")
    assert "The last post was 19 days before the inspection." in caption(days, "en")


def test_an_account_that_posts_every_day_has_no_bracket() -> None:
    days = days_of(inspection(), ["wechat:qxedu"])["wechat:qxedu"]
    assert 'class="gap' not in strip(days, "a0-days")
    assert days.gaps == ()


def test_an_account_that_never_posted_is_silent_since_its_opening_or_since_it_was_watched() -> None:
    opened = inspection().accounts.head(1).with_columns(account_id=pl.lit("never"), opened_on=TODAY - timedelta(40))
    days = days_of(complete(inspection(accounts=opened)), ["never"])["never"]
    assert (days.silent, [gap.days for gap in days.gaps]) == (None, [40])
    assert ">≥40天<" in strip(days, "a0-days")


def test_an_account_opened_a_fortnight_ago_is_not_yet_silent() -> None:
    fresh = inspection().accounts.head(1).with_columns(account_id=pl.lit("new"), opened_on=TODAY - timedelta(14))
    assert days_of(complete(inspection(accounts=fresh)), ["new"])["new"].gaps == ()


def test_every_posting_day_is_one_cell() -> None:
    days = days_of(inspection(), ["weibo:1002"])["weibo:1002"]
    paths = re.findall(r'<path class="[abc]" d="([^"]+)"', strip(days, "a0-days"))
    assert sum(path.count("M") for path in paths) == days.active_days == 35


def test_automatic_posts_are_drawn_but_end_no_silence() -> None:
    days = days_of(inspection(), ["weibo:1002"])["weibo:1002"]
    assert '<path class="u"' in strip(days, "a0-days")
    assert days.silent == 19


def test_days_that_nobody_watched_are_hatched_and_put_the_gap_in_doubt() -> None:
    days = days_of(inspection(), ["weibo:1003"])["weibo:1003"]
    drawing = strip(days, "a0-days")
    assert len(days.unwatched) == 22
    assert 'class="hatch"' in drawing
    assert ">30天?<" in drawing
    assert "其中22天未采集" in caption(days, "zh")


def test_without_a_coverage_table_nothing_is_hatched() -> None:
    assert days_of(complete(inspection()), ["weibo:1003"])["weibo:1003"].unwatched == frozenset()


def test_the_line_stands_where_the_rulebook_puts_it() -> None:
    drawing = strip(days_of(inspection(), ["weibo:1001"])["weibo:1001"], "a0-days")
    assert "14-day line" in drawing
    assert f"{100 * (LENGTH - 15) / LENGTH:.2f}%" in drawing
