"""From findings to verdicts: vetoes, exceptions, baseline, values that are not sure, checks that crash."""

import json
from pathlib import Path
from types import ModuleType

import msgspec
import polars as pl
import pytest
from judging import NOW, judged

from plumbline.checks import discover
from plumbline.domain.vocabulary import Severity, Sure
from plumbline.engine.result import Baseline, Inspection
from plumbline.executors.inspection import Request, inspect
from plumbline.rulebook.load import load

ACCOUNTS = """account_id,platform,name,unit_id,status,interaction
live,weibo,青溪发布,u1,active,comments
dead,wechat,青溪发布,u1,active,comments
mute,douyin,青溪发布,u1,active,
gone,toutiao,青溪发布,u1,closed,comments
"""
POSTS = """account_id,post_id,posted_at,text
live,p1,2026-03-30T09:00:00+08:00,今日天气晴
dead,p2,2026-03-01T09:00:00+08:00,今日天气晴
mute,p3,2026-03-30T09:00:00+08:00,今日天气晴
gone,p4,2025-03-30T09:00:00+08:00,今日天气晴
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "fleet"
    folder.mkdir()
    (folder / "accounts.csv").write_text(ACCOUNTS, "utf-8")
    (folder / "posts.csv").write_text(POSTS, "utf-8")
    return folder


def verdicts(inspection: Inspection) -> dict[str, str]:
    return dict(inspection.verdicts.select("account_id", "verdict").iter_rows())


def test_each_account_gets_the_verdict_that_its_facts_call_for(dossier: Path) -> None:
    assert verdicts(judged(dossier)) == {"live": "pass", "dead": "fail", "mute": "fail", "gone": "not_judged"}


def test_the_verdict_names_the_clauses_behind_it(dossier: Path) -> None:
    rules = dict(judged(dossier).verdicts.select("account_id", "rules").iter_rows())
    assert rules == {"live": "", "dead": "CN19-V2a", "mute": "CN19-V3a", "gone": ""}


def test_without_a_column_of_interaction_nobody_passes_and_nobody_fails_for_it(dossier: Path) -> None:
    accounts = pl.read_csv(dossier / "accounts.csv").drop("interaction")
    accounts.write_csv(dossier / "accounts.csv")
    assert verdicts(judged(dossier)) == {"live": "unknown", "dead": "fail", "mute": "unknown", "gone": "not_judged"}


def exception(dossier: Path, row: str) -> None:
    (dossier / "exceptions.csv").write_text(f"check,reason,approved_by,until,account_id,unit_id\n{row}\n", "utf-8")


def test_an_approved_exception_lifts_the_veto_and_stays_visible(dossier: Path) -> None:
    exception(dossier, "activity.stale_account,系统迁移,张三,2026-03-31,dead,")
    inspection = judged(dossier)
    assert verdicts(inspection)["dead"] == "pass"
    assert [f.status for f in inspection.findings if f.account_id == "dead" and f.severity == "veto"] == ["excepted"]
    assert inspection.run["exceptions"][0]["state"] == "active"


def test_an_exception_for_a_unit_covers_its_accounts(dossier: Path) -> None:
    exception(dossier, "activity.stale_account,机构改革,张三,2026-12-31,,u1")
    assert verdicts(judged(dossier))["dead"] == "pass"


@pytest.mark.parametrize(
    "row",
    [
        "activity.stale_account,系统迁移,张三,2026-03-30,dead,",
        "activity.stale_account,系统迁移,张三,2026-12-31,live,",
        "activity.stale_account,系统迁移,张三,2026-12-31,,u2",
        "service.no_interaction,系统迁移,张三,2026-12-31,dead,",
    ],
    ids=["expired yesterday", "for another account", "for another unit", "for another check"],
)
def test_an_exception_that_does_not_apply_lifts_nothing(dossier: Path, row: str) -> None:
    exception(dossier, row)
    assert verdicts(judged(dossier))["dead"] == "fail"


def test_an_exception_for_a_required_rule_that_had_to_abstain_lets_the_account_pass(dossier: Path) -> None:
    pl.read_csv(dossier / "accounts.csv").drop("interaction").write_csv(dossier / "accounts.csv")
    exception(dossier, "service.no_interaction,平台未开放互动,张三,2026-12-31,live,")
    assert verdicts(judged(dossier))["live"] == "pass"


def test_findings_of_the_last_run_are_known_and_others_new(dossier: Path) -> None:
    first = judged(dossier)
    stale = next(f.finding_id for f in first.findings if f.check == "activity.stale_account")
    second = judged(dossier, baseline=Baseline("last", frozenset({stale, "mended-long-ago"})))
    status = {f.finding_id: f.status for f in second.findings}
    assert status.pop(stale) == "known"
    assert set(status.values()) == {"new"}
    assert second.run["counts"]["mended"] == 1
    assert second.run["result_sha256"] == first.run["result_sha256"]


@pytest.mark.parametrize("place", ["rule", "parameter", "clause"])
def test_a_value_of_which_we_are_not_sure_never_fails_an_account(dossier: Path, place: str) -> None:
    book = load("cn-2019")
    rule, clause = book.rules["activity.stale_account"], book.clauses["CN19-V2a"]
    if place == "rule":
        rule = msgspec.structs.replace(rule, sure=Sure.C)
    if place == "parameter":
        unsure = msgspec.structs.replace(rule.params["silent_days"], sure=Sure.C)
        rule = msgspec.structs.replace(rule, params={**rule.params, "silent_days": unsure})
    if place == "clause":
        clause = msgspec.structs.replace(clause, sure=Sure.C)
    book = msgspec.structs.replace(
        book,
        rules={**book.rules, "activity.stale_account": rule},
        clauses={**book.clauses, "CN19-V2a": clause},
    )
    request = Request(dossier, book, NOW, dossier.parent / "rejected.jsonl")
    inspection = inspect(request, progress=lambda stage, done, total: None)
    assert verdicts(inspection)["dead"] == "pass"
    assert any(f.check == "activity.stale_account" and not f.fails for f in inspection.findings)


def test_a_check_that_crashes_is_recorded_and_the_others_go_on(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("made to fail")

    module: ModuleType = discover()["activity.stale_account"]
    monkeypatch.setattr(module, "find", broken)
    inspection = judged(dossier)
    failure = {"check": "activity.stale_account", "error": "ZeroDivisionError: made to fail"}
    assert inspection.run["failures"] == [failure]
    assert verdicts(inspection) == {"live": "unknown", "dead": "unknown", "mute": "fail", "gone": "not_judged"}
    assert {a.reason for a in inspection.abstentions if a.check == "activity.stale_account"} == {"check_failed"}


def test_a_fleet_check_that_crashes_is_recorded_too(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("made to fail")

    monkeypatch.setattr(discover()["register.duplicate_account"], "find", broken)
    inspection = judged(dossier)
    assert [failure["check"] for failure in inspection.run["failures"]] == ["register.duplicate_account"]
    assert verdicts(inspection)["dead"] == "fail"


def test_rules_without_their_table_are_listed_as_not_assessed(dossier: Path) -> None:
    missing = {item["check"]: item["missing"] for item in judged(dossier).run["not_assessed"]}
    assert missing["service.unanswered_message"] == ["messages"]
    assert "activity.stale_account" not in missing


def test_only_vetoes_fail_in_the_shipped_book() -> None:
    book = load("cn-2019")
    assert {"activity.stale_account", "service.no_interaction"} <= {name for name in book.rules if book.can_fail(name)}
    assert all(book.rules[name].severity == Severity.VETO for name in book.rules if book.can_fail(name))


def test_the_record_can_be_written_as_json(dossier: Path) -> None:
    assert json.loads(json.dumps(judged(dossier).run))["counts"]["accounts"] == 4
