"""`plumbline demo` and what `plumbline inspect` says of what it writes."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from plumbline.checks import discover
from plumbline.cli.main import main
from plumbline.demo.plans import plans_of

FLEETS = ("troubled", "exemplary")
UNCALIBRATED = "authenticity.inflated_engagement"
"""Abstains in so small a fleet."""
NOT_COLLECTED = {"authenticity.bought_followers", "authenticity.templated_comments"}
"""The exemplary fleet has no lists of followers and no counts hour by hour."""


@pytest.fixture
def results(demo: Path) -> Path:
    """Both fleets, written and inspected: `result-troubled` and `result-exemplary`."""
    assert [json.loads((demo / f"said-{name}.json").read_text("utf-8"))["code"] for name in FLEETS] == [1, 0]
    return demo


def lines(results: Path, fleet: str, file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (results / f"result-{fleet}" / file).read_text("utf-8").splitlines()]


def run_of(results: Path, fleet: str) -> dict[str, Any]:
    run: dict[str, Any] = json.loads((results / f"result-{fleet}" / "run.json").read_text("utf-8"))
    return run


def verdicts(results: Path, fleet: str) -> dict[str, str]:
    with (results / f"result-{fleet}" / "verdicts.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["account_id"]: row["verdict"] for row in csv.DictReader(file)}


def test_every_check_fires_on_the_troubled_fleet_and_none_on_the_exemplary_one(results: Path) -> None:
    fired = {finding["check"] for finding in lines(results, "troubled", "findings.jsonl")}
    assert fired == set(discover()) - {UNCALIBRATED}
    assert lines(results, "exemplary", "findings.jsonl") == []
    assert {row["check"] for row in lines(results, "exemplary", "abstentions.jsonl")} == {UNCALIBRATED}


def test_every_account_of_the_exemplary_fleet_passes(results: Path) -> None:
    assert set(verdicts(results, "exemplary").values()) == {"pass"}


def test_the_troubled_fleet_has_every_verdict(results: Path) -> None:
    assert set(verdicts(results, "troubled").values()) == {"pass", "fail", "unknown", "not_judged"}


def test_an_approved_exception_lifts_a_finding_and_one_that_has_run_out_does_not(results: Path) -> None:
    ids = {key: plan.account_id for key, plan in plans_of("troubled").items()}
    statuses = {
        (finding["check"], finding["account_id"]): finding["status"]
        for finding in lines(results, "troubled", "findings.jsonl")
    }
    assert statuses["activity.stale_account", ids["bilibili qx-tw"]] == "excepted"
    assert statuses["register.duplicate_account", ids["wechat qx-rs 2"]] == "new"
    assert statuses.get(("register.duplicate_account", ids["weibo qx-qx 2"])) in ("excepted", None)
    assert verdicts(results, "troubled")[ids["bilibili qx-tw"]] == "pass"


@pytest.mark.parametrize("fleet", ["troubled", "exemplary"])
def test_every_row_is_read_and_every_rule_assessed(results: Path, fleet: str) -> None:
    run = run_of(results, fleet)
    assert run["counts"]["rejected_rows"] == 0
    assert run["failures"] == []
    lacking = {entry["check"] for entry in run["not_assessed"]}
    assert lacking == (NOT_COLLECTED if fleet == "exemplary" else set())
    assert run["coverage"]["assumed_complete"] is False


@pytest.mark.parametrize(("form", "headers"), [("parquet", "en"), ("xlsx", "zh")])
def test_the_verdicts_do_not_hang_on_the_form(results: Path, tmp_path: Path, form: str, headers: str) -> None:
    assert main(["demo", str(tmp_path / "d"), "--form", form, "--headers", headers, "--quiet"]) == 0
    assert main(["inspect", str(tmp_path / "d"), "--out", str(tmp_path / "r"), "--quiet"]) == 1
    again = json.loads((tmp_path / "r" / "run.json").read_text("utf-8"))
    assert again["result_sha256"] == run_of(results, "troubled")["result_sha256"]


@pytest.mark.parametrize(("form", "begins"), [("csv", b"\xef\xbb\xbf"), ("csv.gz", b"\x1f\x8b"), ("jsonl", b"{")])
def test_every_other_form_is_written_whole(results: Path, tmp_path: Path, form: str, begins: bytes) -> None:
    assert main(["demo", str(tmp_path / "d"), "--form", form, "--headers", "zh", "--quiet"]) == 0
    tables = {path.name.partition(".")[0] for path in results.joinpath("troubled").glob("*.csv")}
    files = {path.name.partition(".")[0]: path for path in (tmp_path / "d").glob(f"*.{form}")}
    assert files.keys() == tables
    assert all(path.read_bytes().startswith(begins) for path in files.values())


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", "5"), ("two", "5"), ("other", "6")):
        assert main(["demo", str(tmp_path / name), "--seed", seed, "--quiet"]) == 0
    files = sorted(file.name for file in (tmp_path / "one").glob("*.csv"))
    assert "accounts.csv" in files
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in files)
    assert (tmp_path / "one" / "posts.csv").read_bytes() != (tmp_path / "other" / "posts.csv").read_bytes()


def test_it_says_what_was_written_and_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", str(tmp_path / "my fleet"), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "accounts of" in said
    assert f"plumbline inspect '{tmp_path / 'my fleet'}' --out" in said


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "accounts.csv").write_text("mine", encoding="utf-8")
    assert main(["demo", str(tmp_path), "--quiet"]) == 2
    assert "accounts.csv" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["accounts.csv"]


def test_a_demo_is_replaced_but_not_with_a_file_of_ones_own_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "fleet"
    assert main(["demo", str(folder), "--quiet"]) == 0
    assert main(["demo", str(folder), "--form", "jsonl", "--fleet", "exemplary", "--quiet"]) == 0
    assert not (folder / "posts.csv").exists()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["demo", str(folder), "--quiet"]) == 2
    assert (folder / "notes.txt").read_text("utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fleet").write_text("mine", encoding="utf-8")
    assert main(["demo", str(tmp_path / "fleet"), "--quiet"]) == 2
    assert "help:" in capsys.readouterr().err
