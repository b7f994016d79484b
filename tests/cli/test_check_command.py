"""`plumbline check` as a person and as a program use it: forms of input, formats, exit codes, mistakes."""

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plumbline.cli.check_desk import Desk
from plumbline.cli.check_input import Wish, one
from plumbline.cli.check_rows import POST_COLUMNS
from plumbline.cli.check_text import lines
from plumbline.cli.main import main
from plumbline.domain.tables import TABLES
from plumbline.domain.wording import Mark
from plumbline.rulebook.load import load

NUMBER = "110101199003077897"
FAULTY = f"张三的身份证号是{NUMBER}。"
CLEAN = "今天天气晴朗。"
WISH = Wish(None, "post", "en", "2026-01-01")
ANSWER = "您好，请携带申请表到市民中心二楼5号窗口办理，工作日9点到17点均可。"


def check(*words: object, stdin: bytes | str = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "plumbline.cli.main", "check", *map(str, words)]
    environment = {"PATH": "", "LANG": "C.UTF-8", **environment}
    content = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(command, input=content, capture_output=True, env=environment)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def records(*words: object, stdin: bytes | str = b"") -> list[dict[str, Any]]:
    done = check(*words, "--format", "json", stdin=stdin)
    assert done.returncode == (1 if done.stdout else 0), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(f"第一行\n{FAULTY}", "utf-8")
    return path


def test_a_clean_draft_exits_with_0_and_a_faulty_one_with_1(draft: Path) -> None:
    clean = check(stdin=CLEAN)
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, "nothing found in 1 text\n", "")
    faulty = check(draft)
    assert (faulty.returncode, faulty.stderr) == (1, "")


def test_says_what_where_and_why_with_the_passage_marked(draft: Path) -> None:
    out = check(draft).stdout
    assert f"{draft}:2:9: " in out
    assert "safety.personal_data" in out
    assert "^^^^^^^^^^^^^^^^^^" in out
    assert "国办发" in out
    assert "1 finding in 1 text" in out
    assert "\x1b" not in out


def test_speaks_chinese_where_it_is_wanted(draft: Path) -> None:
    assert "发现1个问题" in check(draft, "--lang", "zh").stdout
    assert "没有这个文件" in check("none.txt", LANG="zh_CN.UTF-8").stderr


def test_quiet_prints_only_findings() -> None:
    assert check("--quiet", stdin=CLEAN).stdout == ""


def test_a_number_is_never_shown_whole(draft: Path) -> None:
    for form in ("text", "json", "sarif", "github"):
        assert NUMBER not in check(draft, "--format", form).stdout, form


def test_json_has_the_form_of_findings_and_the_place_beside(draft: Path) -> None:
    found = records(draft)[0]
    wanted = (
        "finding_id", "account_id", "post_id", "check", "clause", "severity", "confidence", "reader", "facts",
        "message", "evidence", "status",
    )  # fmt: skip
    assert tuple(found)[: len(wanted)] == wanted
    text = draft.read_text("utf-8")
    assert text[found["start"] : found["end"]] == NUMBER
    assert found["evidence"][0] | {"key": ""} == {
        "table": "posts", "key": "", "field": "text", "start": found["start"], "end": found["end"],
        "quote": found["quote"],
    }  # fmt: skip
    assert (found["status"], found["account_id"], found["post_id"]) == ("new", None, str(draft))
    assert found["suggestion"]


def test_json_lines_keep_their_ids_and_the_rest_are_numbered_by_line() -> None:
    rows = [{"post_id": "p9", "text": FAULTY}, {"text": CLEAN}, {"post_id": 12, "text": FAULTY}, {"text": FAULTY}]
    stdin = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert [found["post_id"] for found in records(stdin=f"\n{stdin}\n\n")] == ["p9", 12, "5"]


def test_json_lines_may_say_kind_and_quoted_text_and_chinese_headers(tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    path.write_text(json.dumps({"text": ANSWER, "kind": "reply", "quoted_text": "原文", "automatic": False}) + "\n")
    assert records(path) == []
    path.write_text(json.dumps({"正文": FAULTY}) + "\n")
    assert len(records(path)) == 1


def test_an_unknown_column_is_reported_once() -> None:
    line = json.dumps({"text": CLEAN, "txet": 1})
    done = check(stdin=f"{line}\n{line}\n")
    assert done.returncode == 0
    assert done.stderr.count("txet") == 1
    assert check("--quiet", stdin=line).stderr == ""


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("{broken", "stdin line 2 column 2"),
        ("[1]", "stdin line 2 column 1"),
        ('{"kind": "post"}', "stdin line 2 column text"),
        ('{"text": 5}', "stdin line 2 column text"),
        ('{"text": "a", "kind": "novel"}', "stdin line 2 column kind"),
        ("[" * 100_000, "stdin line 2 column 1"),
    ],
)
def test_a_broken_line_is_named_with_its_place_and_the_way_out(line: str, where: str) -> None:
    done = check("--format", "json", stdin=json.dumps({"text": FAULTY}) + f"\n{line}\n")
    assert done.returncode == 2
    assert f"where: {where}\nhelp: " in done.stderr
    assert len(done.stdout.splitlines()) == 1  # what came before it has been judged


def test_the_form_is_sniffed_and_can_be_forced() -> None:
    line = json.dumps({"text": FAULTY}, ensure_ascii=False)
    assert records(stdin=line)[0]["start"] == FAULTY.index(NUMBER)
    assert records("--input", "text", stdin=line)[0]["start"] == line.index(NUMBER)
    assert check("--input", "jsonl", stdin=CLEAN).returncode == 2
    assert check(stdin="{不是 JSON}").returncode == 0


@pytest.mark.parametrize(
    ("encoded", "noted"),
    [
        (FAULTY.encode("utf-8-sig"), ""),
        (FAULTY.encode("gb18030"), "GB18030"),
        (FAULTY.encode("utf-16"), ""),
        (json.dumps({"text": FAULTY}, ensure_ascii=False).encode("gb18030"), "GB18030"),
        (json.dumps({"text": FAULTY}).encode("utf-8-sig"), ""),
        (FAULTY.encode() + b"\xff\xff", "no UTF-8"),
    ],
    ids=["mark", "gb18030", "utf-16", "lines in gb18030", "lines with mark", "damaged"],
)
def test_encodings_are_recognised(encoded: bytes, noted: str) -> None:
    done = check("--format", "json", stdin=encoded)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["start"] == FAULTY.index(NUMBER)
    assert noted in done.stderr
    assert bool(noted) == bool(done.stderr)


@pytest.mark.parametrize(
    "text",
    ["", "\n", "\x00", "\\ud83d", "\U0001f600" * 50, "‮مرحبا", "a" * 5_000, "\r\r\n", "﻿", "「" * 3_000, "<!--" * 500],
    ids=["empty", "line", "nul", "half", "emoji", "rtl", "long", "cr", "bom", "open", "comments"],
)
def test_any_text_gets_an_answer(text: str) -> None:
    assert check(stdin=text.encode()).returncode == 0
    assert check("--input", "markdown", stdin=text.encode()).returncode == 0
    assert check(stdin=f'{{"text": "{FAULTY}\\ud83d"}}').returncode == 1


def test_what_would_move_the_cursor_is_not_printed() -> None:
    out = check(stdin=f"\x1b[2J\u202e{FAULTY}").stdout
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_long_passage_is_shown_by_its_ends() -> None:
    said = Desk(load("cn-2019"), "en", everyone=False).judge(one("a", FAULTY, WISH), lambda failure: None)[0]
    wide = replace(said, marks=(Mark(0, 500, "字" * 500),), draft=replace(said.draft, text="字" * 500))
    assert all(len(line) < 200 for line in lines(wide, "en") if line.startswith("  |"))


def test_markdown_is_judged_as_its_readers_see_it(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    text = (
        f"---\nid: {NUMBER}\n---\n# 题\n```\n{NUMBER}\n```\n<!-- {NUMBER} -->\n身份证号：**{NUMBER[:6]}**{NUMBER[6:]}\n"
    )
    path.write_text(text, "utf-8")
    found = records(path)
    assert len(found) == 1
    assert text[found[0]["start"] : found[0]["end"]] == f"{NUMBER[:6]}**{NUMBER[6:]}"
    assert "*" not in found[0]["quote"].replace("*" * 13, "")


def test_several_files_and_a_packed_one(draft: Path, tmp_path: Path) -> None:
    packed = tmp_path / "more.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps({"text": FAULTY}).encode()))
    assert [found["file"] for found in records(draft, packed)] == [str(draft), str(packed)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("none.txt",), "there is no such file"),
        ((".",), "cannot be read"),
        (("posts.csv",), "plumbline inspect"),
        (("--account", "a"), "--dossier"),
        (("--lsp", "x.txt"), "--lsp takes no files"),
        (("--rulebook", "cn-1984"), "unknown rulebook"),
        (("--kind", "novel"), "--kind"),
        (("--frobnicate",), "--frobnicate"),
    ],
)
def test_mistakes_are_explained(words: tuple[str, ...], told: str) -> None:
    done = check(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "help: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("head", [b"", b'{"text":"a"}\n{"text":"'], ids=["text", "a line"])
def test_a_text_over_10_mb_is_refused(head: bytes) -> None:
    done = check(stdin=head + b"a" * (10 * 1024 * 1024 + 1))
    assert done.returncode == 2
    assert "10 MB" in done.stderr


def test_github_gets_annotations_that_nothing_breaks_out_of(tmp_path: Path) -> None:
    path = tmp_path / "a,b:100%.txt"
    path.write_text(f"\n{FAULTY}", "utf-8")
    line = check(path, "--format", "github").stdout
    assert line.startswith("::warning title=plumbline safety.personal_data,file=")
    assert "a%2Cb%3A100%25.txt,line=2,endLine=2,col=9,endColumn=27::" in line
    assert line.count("\n") == 1


def test_sarif_has_rules_regions_and_fixes(draft: Path) -> None:
    log = json.loads(check(draft, "--format", "sarif").stdout)
    run = log["runs"][0]
    result = run["results"][0]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (2, 9, 27)
    text = draft.read_text("utf-8")
    assert text[region["charOffset"] :][: region["charLength"]] == NUMBER
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"]["charOffset"] == 12
    clean = json.loads(check("--format", "sarif", stdin=CLEAN).stdout)
    assert clean["runs"][0]["results"] == []


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    folder = tmp_path / "fleet"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account_id,platform,name,mission\nweibo:1,weibo,青溪税务,税收征管\n", "utf-8")
    (folder / "posts.csv").write_text("account_id,post_id,posted_at,text\nweibo:1,p,2026-01-01,正文\n", "utf-8")
    return folder


def test_the_account_is_looked_up(fleet: Path, draft: Path) -> None:
    found = records(draft, "--account", "weibo:1", "--dossier", fleet)[0]
    assert found["account_id"] == "weibo:1"
    done = check(draft, "--account", "weibo:2", "--dossier", fleet)
    assert done.returncode == 2
    assert "did you mean weibo:1?" in done.stderr
    assert "weibo:1" in check(draft, "--account", "青溪税务", "--dossier", fleet).stderr


def test_an_approved_exception_counts_no_more(fleet: Path, draft: Path) -> None:
    heading = "check,reason,approved_by,until,account_id\n"
    (fleet / "exceptions.csv").write_text(f"{heading}safety.personal_data,本人同意,某人,2999-01-01,weibo:1\n", "utf-8")
    done = check(draft, "--account", "weibo:1", "--dossier", fleet, "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["status"] == "excepted"
    assert check(draft, "--account", "weibo:1", "--dossier", fleet, "--format", "github").stdout == ""
    (fleet / "exceptions.csv").write_text(f"{heading}safety.personal_data,本人同意,某人,2001-01-01,weibo:1\n", "utf-8")
    assert check(draft, "--account", "weibo:1", "--dossier", fleet).returncode == 1


def test_the_columns_are_those_of_posts() -> None:
    assert tuple(TABLES["posts"].schema) == POST_COLUMNS


def test_the_same_draft_gets_the_same_output_twice(draft: Path) -> None:
    assert check(draft, "--format", "json").stdout == check(draft, "--format", "json").stdout


def test_runs_inside_a_program_too(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(draft), "--format", "json", "--lang", "en"]) == 1
    assert json.loads(capsys.readouterr().out)["check"] == "safety.personal_data"


def test_a_draft_is_to_be_changed_and_only_what_is_out_to_be_taken_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "你们这些刁民，滚。"
    (tmp_path / "draft.txt").write_text(f"{text}\n", "utf-8")
    out = {"text": text, "posted_at": "2026-03-20T09:30:00+08:00"}
    (tmp_path / "out.jsonl").write_text(json.dumps(out, ensure_ascii=False), "utf-8")
    told = {}
    for name in ("draft.txt", "out.jsonl"):
        assert main(["check", str(tmp_path / name), "--lang", "en"]) == 1
        told[name] = capsys.readouterr().out
    assert "do: change it before it is published. If it is out already: Take it down" in told["draft.txt"]
    assert "do: Take it down" in told["out.jsonl"]
    assert "\ufffd" not in told["draft.txt"]
