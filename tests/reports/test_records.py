"""The records for programs have the fields of the public contract, in its order."""

import csv
import json
from pathlib import Path

import polars as pl
from qingxi import inspection, run, verdicts

from plumbline.reports.records import verdicts as written_verdicts

FINDING = [
    "finding_id", "account_id", "post_id", "check", "clause", "severity", "confidence", "reader", "facts", "message",
    "evidence", "status",
]  # fmt: skip


def lines(path: Path) -> list[dict[str, object]]:
    """A JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_finding_has_the_fields_of_the_contract_and_then_ours(zh: Path) -> None:
    for record in lines(zh / "findings.jsonl"):
        assert list(record)[:12] == FINDING
        assert list(record)[12:] == ["variant", "fails", "citation", "remedy", "mend_by"]


def test_evidence_names_table_key_field_place_and_quote(zh: Path) -> None:
    first = lines(zh / "findings.jsonl")[0]
    assert first["evidence"] == [
        {"table": "posts", "key": "p-1002-881", "field": "posted_at", "start": None, "end": None,
         "quote": "2026-02-25T16:20:00+08:00"}
    ]  # fmt: skip


def test_a_message_speaks_the_language_that_was_asked_for(zh: Path, en: Path) -> None:
    assert "19 天未更新" in str(lines(zh / "findings.jsonl")[0]["message"])
    assert "silent for 19 days" in str(lines(en / "findings.jsonl")[0]["message"])


def test_language_changes_no_fact(zh: Path, en: Path) -> None:
    words = {"message", "citation", "remedy"}
    for one, other in zip(lines(zh / "findings.jsonl"), lines(en / "findings.jsonl"), strict=True):
        assert {k: v for k, v in one.items() if k not in words} == {k: v for k, v in other.items() if k not in words}


def test_an_abstention_says_why(zh: Path) -> None:
    records = lines(zh / "abstentions.jsonl")
    assert [list(record)[:4] for record in records] == [["account_id", "check", "reason", "detail"]] * 2
    assert records[1]["reason"] == "blind"
    assert "2026年2月16日" in str(records[1]["detail"])


def test_the_run_is_written_as_it_is(zh: Path) -> None:
    assert json.loads((zh / "run.json").read_text(encoding="utf-8")) == run()


def test_verdicts_have_the_columns_of_the_contract(zh: Path) -> None:
    with (zh / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "account_id", "name", "platform", "unit_id", "verdict", "vetoes", "findings", "abstentions", "coverage_pct",
        "rules",
    ]  # fmt: skip
    assert [row["account_id"] for row in rows] == sorted(row["account_id"] for row in rows)
    assert {row["verdict"] for row in rows} == {"pass", "fail", "unknown", "not_judged"}


def test_verdicts_begin_without_a_byte_order_mark(zh: Path) -> None:
    assert (zh / "verdicts.csv").read_bytes().startswith(b"account_id,")


def test_a_name_that_a_spreadsheet_would_run_is_disarmed() -> None:
    names = ["=1+1", "+86", "-1", "@sum", "\tx", "＝cmd", "青溪=发布", "'quoted", "10+1", "—", "a", "b", "c"]
    guarded = written_verdicts(verdicts().with_columns(name=pl.Series(names)))["name"].to_list()
    assert guarded[:6] == ["'=1+1", "'+86", "'-1", "'@sum", "'\tx", "'＝cmd"]
    assert guarded[6:] == names[6:]


def test_numbers_stay_numbers() -> None:
    frame = verdicts().with_columns(coverage_pct=pl.lit(-1.5))
    assert written_verdicts(frame)["coverage_pct"].to_list() == [-1.5] * 13


def test_a_fleet_without_findings_leaves_empty_files(tmp_path: Path) -> None:
    from plumbline.reports.write import FILES, write_reports

    clean = verdicts().with_columns(verdict=pl.lit("pass"), rules=pl.lit(""))
    write_reports(inspection(findings=(), abstentions=(), verdicts=clean), tmp_path, lang="zh")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    assert (tmp_path / "findings.jsonl").read_bytes() == b""
