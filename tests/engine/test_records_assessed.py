"""Rules of which the dossier has neither the table nor the column are not assessed, and the report says so."""

import json
from pathlib import Path

import pytest

from plumbline.cli.main import main

RECORDS = {"records.silent_edit", "records.silent_deletion", "records.capture_gap", "safety.dead_link"}
HEAD, ROW = "account_id,post_id,posted_at,text", "weibo:1,p1,2026-03-02T09:00:00+08:00,定于3月12日举行听证会"


def inspected(folder: Path, **tables: str) -> tuple[set[str], list[dict[str, object]]]:
    dossier = folder / "dossier"
    dossier.mkdir()
    accounts = {"accounts": "account_id,platform,name\nweibo:1,weibo,某市发布\n"}
    for name, text in (accounts | tables).items():
        (dossier / f"{name}.csv").write_text(text, encoding="utf-8")
    main(["inspect", str(dossier), "--as-of", "2026-03-20", "--out", str(folder / "out"), "--quiet"])
    run = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    lines = (folder / "out" / "findings.jsonl").read_text("utf-8").splitlines()
    found = [row for row in map(json.loads, lines) if row["check"] in RECORDS]
    return {row["check"] for row in run["not_assessed"]} & RECORDS, found


def test_a_plain_dossier_says_nothing_of_edits_and_deletions(tmp_path: Path) -> None:
    missing, found = inspected(tmp_path, posts=f"{HEAD}\n{ROW}\n")
    assert missing == RECORDS
    assert found == []


@pytest.mark.parametrize(
    ("column", "check", "variant"),
    [("edited_at", "records.silent_edit", "mark"), ("deleted_at", "records.silent_deletion", None)],
)
def test_one_column_of_posts_is_enough(tmp_path: Path, column: str, check: str, variant: str | None) -> None:
    missing, found = inspected(tmp_path, posts=f"{HEAD},{column}\n{ROW},2026-03-04T09:00:00+08:00\n")
    assert missing == RECORDS - {check}
    assert [(row["check"], row["variant"]) for row in found] == [(check, variant)]


def test_tables_of_a_collector_are_judged_from_files_in_either_language(tmp_path: Path) -> None:
    missing, found = inspected(
        tmp_path,
        posts=f"{HEAD}\n{ROW}\n",
        versions="账号标识,帖文标识,seen_at,text\nweibo:1,p1,2026-03-02T10:00:00+08:00,定于3月10日举行听证会\n",
    )
    assert missing == RECORDS - {"records.silent_edit"}
    assert [row["facts"]["kinds"] for row in found] == [["date"]]  # type: ignore[index]  # facts are an object
