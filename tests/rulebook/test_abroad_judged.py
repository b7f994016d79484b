"""Inspections by the books from abroad: what is found, what abstains, and reports in which nothing Chinese is left."""

import csv
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from plumbline.cli.main import main

CHINESE_SOURCES = re.compile(r"CN123|CN19|LOC-\d|国办|办发|政务公开")
UNITS = "unit_id,name,level\nu1,Department of Rivers,department\n"


def dossier(folder: Path, accounts: str, **tables: str) -> Path:
    """A folder of tables; `posts` is empty where it is not given."""
    folder.mkdir()
    (folder / "dossier.toml").write_text('timezone = "America/New_York"\n', "utf-8")
    written = {"accounts": accounts, "posts": "account_id,post_id,posted_at,text\n", "units": UNITS, **tables}
    for name, rows in written.items():
        (folder / f"{name}.csv").write_text(rows, "utf-8")
    return folder


def inspected(folder: Path, book: str, as_of: str = "2026-06-01") -> tuple[Path, list[dict[str, Any]], dict[str, str]]:
    """The folder of the run, its findings, and the verdict of each account."""
    out = folder.with_name(f"{folder.name}-{book}")
    call = ["inspect", str(folder), "--rulebook", book, "--as-of", as_of, "--out", str(out), "--quiet", "--lang", "en"]
    assert main(call) in (0, 1)
    found = [json.loads(line) for line in (out / "findings.jsonl").read_text("utf-8").splitlines()]
    with (out / "verdicts.csv").open(encoding="utf-8-sig") as stream:
        verdicts = {row["account_id"]: row["verdict"] for row in csv.DictReader(stream)}
    return out, found, verdicts


def abstentions(out: Path) -> dict[str, str]:
    rows = [json.loads(line) for line in (out / "abstentions.jsonl").read_text("utf-8").splitlines()]
    return {row["check"]: row["reason"] for row in rows}


REGISTERED = """account_id,platform,name,url,unit_id,opened_on,filed_on
x:1,x,Rivers,https://x.com/rivers,u1,2020-01-02,2020-01-02
x:2,x,River News,https://x.com/rivernews,u1,2020-01-02,
x:3,x,River Alerts,https://x.com/riveralerts,u1,2020-01-02,2020-01-10
x:4,x,Old Rivers,https://x.com/oldrivers,u1,2012-01-02,2017-03-01
"""


def test_an_account_outside_the_registry_is_found_and_fails_nobody(tmp_path: Path) -> None:
    _, found, verdicts = inspected(dossier(tmp_path / "us", REGISTERED), "us-federal")
    registry = {row["account_id"]: row for row in found if row["check"] == "register.unfiled_account"}
    assert {name: row["severity"] for name, row in registry.items()} == {"x:2": "major", "x:3": "advice"}
    assert registry["x:2"]["clause"] == "US-01"
    assert registry["x:2"]["message"].startswith("The account has no entry in the U.S. Digital Registry")
    assert "6 working days later" in registry["x:3"]["message"]
    assert set(verdicts.values()) == {"pass"}


def test_where_nobody_knows_of_the_registry_the_account_is_unknown(tmp_path: Path) -> None:
    bare = "account_id,platform,name,unit_id\nx:1,x,Rivers,u1\n"
    out, _, verdicts = inspected(dossier(tmp_path / "us", bare), "us-federal")
    assert verdicts == {"x:1": "unknown"}
    assert abstentions(out)["register.unfiled_account"] == "not_collected"


MESSAGES = """account_id,message_id,received_at,kind,answered_at,answer
x:1,over-easter,2026-04-02T15:00:00,question,2026-04-08T11:00:00,Yes: the bridge opens again at noon.
x:1,three-days,2026-04-09T15:00:00,question,2026-04-14T11:00:00,Yes: the bridge opens again at noon.
x:1,formula,2026-04-13T15:00:00,question,2026-04-14T11:00:00,Thank you for your message. We will get back to you soon.
x:1,nobody,2026-05-27T15:00:00,complaint,,
"""


def test_british_answers_are_counted_in_british_working_days(tmp_path: Path) -> None:
    folder = dossier(tmp_path / "uk", REGISTERED, messages=MESSAGES)
    _, found, _ = inspected(folder, "uk-government")
    rows = [row for row in found if row["check"].startswith("service.")]
    service = {(row["check"], row["evidence"][0]["key"]): row["facts"] for row in rows}
    assert set(service) == {
        ("service.late_answer", "three-days"), ("service.unanswered_message", "formula"),
        ("service.canned_answer", "formula"), ("service.unanswered_message", "nobody"),
    }  # fmt: skip
    assert service["service.late_answer", "three-days"]["working_days"] == 3


def test_the_same_answers_are_counted_otherwise_by_the_chinese_book(tmp_path: Path) -> None:
    _, found, _ = inspected(dossier(tmp_path / "cn", REGISTERED, messages=MESSAGES), "cn-2019")
    assert not [row for row in found if row["check"] == "service.late_answer"]


def test_beyond_the_days_of_the_calendar_nothing_is_counted(tmp_path: Path) -> None:
    late = "account_id,message_id,received_at,kind\nx:1,m1,2028-05-01T12:00:00,question\n"
    out, found, _ = inspected(dossier(tmp_path / "uk", REGISTERED, messages=late), "uk-government", "2028-06-01")
    assert abstentions(out)["service.unanswered_message"] == "no_calendar"
    assert not [row for row in found if row["check"].startswith("service.")]


POSTS = """account_id,post_id,posted_at,text
x:1,p1,2026-05-20T12:00:00,Vote Labour on Thursday and get the Tories out.
x:1,p2,2026-05-20T13:00:00,Polling stations are open from 7am to 10pm. You need photo ID to vote.
x:1,p3,2026-05-21T12:00:00,"The bridge on Mill Lane is closed until Friday. Labour and the Conservatives object."
"""


def test_words_of_a_campaign_are_pointed_out_and_polling_hours_are_not(tmp_path: Path) -> None:
    _, found, _ = inspected(dossier(tmp_path / "uk", REGISTERED, posts=POSTS), "uk-government")
    assert {row["post_id"] for row in found if row["check"] == "tone.personal_opinion"} == {"p1"}


@pytest.mark.parametrize("book", ["us-federal", "uk-government"])
def test_in_english_no_file_of_a_run_cites_a_chinese_instrument(tmp_path: Path, book: str) -> None:
    posts = POSTS.replace("x:1", "x:2")
    out, found, _ = inspected(dossier(tmp_path / "fleet", REGISTERED, posts=posts, messages=MESSAGES), book)
    assert found
    for name in ("findings.jsonl", "findings.sarif", "report.html", "verdicts.csv"):
        assert not CHINESE_SOURCES.search((out / name).read_text("utf-8-sig")), name
    letter = zipfile.ZipFile(out / "bulletin.docx").read("word/document.xml").decode()
    told = re.sub("<[^>]+>", "", letter)
    assert "No rule of this rulebook fails an account" in told
    assert not re.search("[㐀-鿿]", told)
    rules = json.loads((out / "findings.sarif").read_text("utf-8"))["runs"][0]["tool"]["driver"]["rules"]
    assert not re.search("[㐀-鿿]", json.dumps(rules, ensure_ascii=False))


def test_a_run_by_a_book_from_abroad_replays_to_the_bit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = dossier(tmp_path / "uk", REGISTERED, posts=POSTS, messages=MESSAGES)
    out, _, _ = inspected(folder, "uk-government")
    assert main(["replay", str(out), "--dossier", str(folder), "--lang", "en"]) == 0
    assert "identical" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "book"), [("US-07", "us-federal"), ("UK-01", "uk-government")])
def test_a_clause_of_another_book_is_told_where_to_look(
    name: str, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for call in (["explain", name], ["rulebook", "show", name]):
        assert main([*call, "--lang", "en"]) == 2
        assert f"add --rulebook {book}" in capsys.readouterr().err
        assert main([*call, "--rulebook", book, "--lang", "en"]) == 0
        assert "Citation" in capsys.readouterr().out.title()
