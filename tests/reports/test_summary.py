"""The numbers of a run are counted once, from the verdicts and the findings themselves."""

import pytest
from qingxi import inspection, run

from plumbline.reports.summary import Tally, percent, summarise


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(7, 12, "58.3%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (0, 5, "0%"), (5, 5, "100%"), (0, 0, "—")],
)
def test_a_share_is_said_in_percent_with_one_decimal(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


def test_one_failure_in_a_hundred_thousand_is_not_rounded_away() -> None:
    assert percent(99_999, 100_000) == "99.9%"
    assert percent(1, 100_000) == "0.1%"


def test_counts_agree_with_what_the_engine_counted() -> None:
    counted, counts = summarise(inspection()), run()["counts"]
    assert counted.overall == Tally("", passed=7, failed=3, unknown=2, not_judged=1)
    assert counted.overall.registered == counts["accounts"]
    assert counted.overall.judged == counts["judged"]
    assert counted.findings == counts["findings"]
    assert counted.abstentions == counts["abstentions"]
    assert counted.severities["veto"] == counts["vetoes"]
    assert counted.statuses["excepted"] == counts["excepted"]


def test_platforms_stand_in_their_fixed_order_and_add_up() -> None:
    counted = summarise(inspection())
    assert [tally.key for tally in counted.platforms] == ["weibo", "wechat", "toutiao", "douyin", "bilibili"]
    assert sum(tally.failed for tally in counted.platforms) == counted.overall.failed
    assert sum(tally.registered for tally in counted.units) == counted.overall.registered


def test_units_with_failures_come_first() -> None:
    failed = [tally.failed for tally in summarise(inspection()).units]
    assert failed == sorted(failed, reverse=True)


def test_an_excepted_finding_is_no_problem() -> None:
    counted = summarise(inspection())
    assert "CN123-02" not in {problem.clause for problem in counted.problems}
    rules = {rule.check: rule for rule in counted.rules}
    assert rules["register.duplicate_account"].accounts == 0


def test_advice_is_no_problem() -> None:
    problems = {problem.clause: problem for problem in summarise(inspection()).problems}
    assert [finding.account_id for finding in problems["LOC-01"].findings] == ["douyin:qxwl"]


def test_a_rule_without_its_table_is_told_apart_from_one_that_found_nothing() -> None:
    rules = {rule.check: rule for rule in summarise(inspection()).rules}
    assert not rules["records.capture_gap"].assessed
    assert rules["register.name_mismatch"].assessed


def test_without_a_baseline_there_is_no_last_period() -> None:
    assert summarise(inspection(run={**run(), "baseline_counts": None})).before is None
    assert summarise(inspection()).before == Tally("", passed=6, failed=5, unknown=1, not_judged=1)


def test_the_monitoring_moment_is_told_in_the_timezone_of_the_dossier() -> None:
    counted = summarise(inspection(run={**run(), "as_of": "2026-03-15T20:00:00+00:00"}))
    assert counted.as_of.isoformat() == "2026-03-16T04:00:00+08:00"
