"""findings.sarif: valid SARIF 2.1.0 with rule help, fingerprints, suppressions and the state against the baseline."""

import json
from pathlib import Path
from typing import Any

import pytest
from qingxi import findings, inspection, run
from sarif_shape import LOG, faults

from plumbline.reports import sarif
from plumbline.reports.report import prepare


def log(folder: Path) -> Any:
    """The parsed file."""
    return json.loads((folder / "findings.sarif").read_text(encoding="utf-8"))


def results(folder: Path) -> dict[str, Any]:
    """Results by the last digit of their fingerprint."""
    return {entry["partialFingerprints"][sarif.FINGERPRINT][-1]: entry for entry in log(folder)["runs"][0]["results"]}


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """The log of the same county without a baseline, without failures."""
    bare = {**run(), "baseline": None, "failures": []}
    sarif.write(prepare(inspection(run=bare), "en"), tmp_path)
    return tmp_path


def test_the_log_has_the_shape_of_sarif(zh: Path, en: Path, alone: Path) -> None:
    for folder in (zh, en, alone):
        assert faults(log(folder), LOG) == []
        assert log(folder)["version"] == "2.1.0"


def test_the_shape_would_catch_a_fault(zh: Path) -> None:
    broken = log(zh)
    del broken["runs"][0]["results"][0]["message"]
    broken["runs"][0]["results"][1]["colour"] = "red"
    broken["runs"][0]["results"][2]["ruleIndex"] = "3"
    assert len(faults(broken, LOG)) == 3


def test_levels_and_states_are_words_of_the_standard(zh: Path) -> None:
    found = log(zh)["runs"][0]["results"]
    assert {entry["level"] for entry in found} == {"error", "warning", "note"}
    assert {entry["baselineState"] for entry in found} == {"new", "unchanged"}


def test_every_result_points_at_its_rule(zh: Path) -> None:
    rules = log(zh)["runs"][0]["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for entry in log(zh)["runs"][0]["results"]:
        assert rules[entry["ruleIndex"]]["id"] == entry["ruleId"]


def test_a_rule_brings_its_help(zh: Path) -> None:
    rules = {rule["id"]: rule for rule in log(zh)["runs"][0]["tool"]["driver"]["rules"]}
    stale = rules["activity.stale_account"]
    assert stale["name"] == "StaleAccount"
    assert stale["defaultConfiguration"] == {"level": "error"}
    assert "国办秘函〔2019〕19号" in stale["help"]["text"]
    assert "**立即恢复更新。**" in stale["help"]["markdown"]


def test_every_finding_is_a_result_under_its_own_fingerprint(zh: Path) -> None:
    prints = [entry["partialFingerprints"][sarif.FINGERPRINT] for entry in log(zh)["runs"][0]["results"]]
    assert prints == [finding.finding_id for finding in findings()]


def test_a_place_names_the_file_the_account_and_the_row(zh: Path) -> None:
    entry = results(zh)["3"]
    (place,) = entry["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "accounts.csv"
    assert [item["kind"] for item in place["logicalLocations"]] == ["account", "row"]
    (related,) = entry["relatedLocations"]
    assert related["physicalLocation"]["region"] == {
        "charOffset": 3, "charLength": 6, "snippet": {"text": "留言已收悉。"}
    }  # fmt: skip


def test_a_table_of_many_files_is_named_by_its_table(zh: Path) -> None:
    assert results(zh)["1"]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "posts"


def test_a_finding_about_a_unit_names_the_unit(zh: Path) -> None:
    (first, _) = results(zh)["9"]["locations"][0]["logicalLocations"]
    assert (first["kind"], first["name"]) == ("unit", "qx-emp")


def test_only_an_excepted_finding_is_suppressed_and_by_whom_is_said(zh: Path) -> None:
    for digit, entry in results(zh).items():
        wanted = [] if digit != "6" else [
            {"kind": "external", "status": "accepted", "justification": "招生季单设服务号，县政府办同意"}
        ]  # fmt: skip
        assert entry["suppressions"] == wanted


def test_without_a_baseline_no_result_has_a_state(alone: Path) -> None:
    assert not [entry for entry in log(alone)["runs"][0]["results"] if "baselineState" in entry]


def test_a_crashed_check_is_told_and_the_run_not_called_a_success(zh: Path, alone: Path) -> None:
    (invocation,) = log(zh)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["associatedRule"] == {"id": "register.name_mismatch"}
    assert log(alone)["runs"][0]["invocations"][0]["executionSuccessful"] is True


def test_the_exit_code_says_whether_anything_was_found(zh: Path, tmp_path: Path) -> None:
    sarif.write(prepare(inspection(findings=()), "zh"), tmp_path)
    assert log(zh)["runs"][0]["invocations"][0]["exitCode"] == 1
    assert log(tmp_path)["runs"][0]["invocations"][0]["exitCode"] == 0
    assert log(tmp_path)["runs"][0]["results"] == []
