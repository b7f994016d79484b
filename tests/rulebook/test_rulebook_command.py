"""`plumbline rulebook list|show|coverage|lint|diff` as people and scripts use it."""

import json
from pathlib import Path

import pytest

from plumbline.cli.columns import width
from plumbline.cli.main import main
from plumbline.rulebook.load import load, shipped


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["rulebook", *words])
    return code, capsys.readouterr().out


def test_list_names_the_books_and_every_clause(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = ran(capsys, "list", "--lang", "zh")
    assert code == 0
    assert all(name in out for name in (*shipped(), *load("cn-2019").clauses))
    assert "单项否决" in out


def test_list_lines_up_chinese_and_cuts_nothing_off(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = ran(capsys, "list", "--lang", "zh")
    before = [line[: line.index("  register.")] for line in out.splitlines() if "  register." in line]
    assert len(before) > 5
    assert len({width(start) for start in before}) == 1
    assert all(clause.title.zh in out for clause in load("cn-2019").clauses.values())


def test_list_as_json_has_the_citation_and_the_origin_of_each_clause(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = ran(capsys, "list", "cn-gansu", "--json")
    listed = json.loads(out)
    weekly = next(clause for clause in listed["clauses"] if clause["clause"] == "LOC-02")
    assert code == 0
    assert weekly["checks"] == ["activity.quiet_warning"]
    assert weekly["origins"]["status"] == "cn-gansu/overrides.yml"
    assert weekly["citation"]["zh"].startswith("《甘肃省政务新媒体管理办法》")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["CN19-V2a"], "国办秘函〔2019〕19号 第一部分第2项"),
        (["activity.quiet_warning", "--rulebook", "cn-gansu"], "warn_days = 7"),
        (["cn-yunnan"], "register.closing_without_notice"),
    ],
)
def test_show_tells_a_clause_a_rule_or_a_book(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    code, out = ran(capsys, "show", *words, "--lang", "zh")
    assert code == 0
    assert said in out


@pytest.mark.parametrize("name", ["LOC-03", "activity.long_dead", "cn-guizhou"])
def test_show_as_json_is_json(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert json.loads(ran(capsys, "show", name, "--json")[1])


def test_show_of_nothing_helps_with_the_nearest_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "show", "CN19-V2"]) == 2
    assert "did you mean CN19-V2" in capsys.readouterr().err


def test_coverage_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = ran(capsys, "coverage", "--json")
    counted = json.loads(out)
    assert code == 0
    assert sum(counted["total"].values()) == len(load("cn-2019").clauses)
    _, text = ran(capsys, "coverage", "--lang", "en")
    assert next(line for line in text.splitlines() if line.startswith("TOTAL")).endswith(
        str(len(load("cn-2019").clauses))
    )


def test_lint_of_the_shipped_books_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = ran(capsys, "lint", "--lang", "en")
    assert code == 0
    assert out.count("no problems") == len(shipped())


def test_lint_of_a_broken_folder_names_the_fault_and_ends_with_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    head = "name: ours\ntitle: {zh: 本县, en: Ours}\ncalendar: cn\nextends: cn-2019\n"
    (tmp_path / "book.yml").write_text(head, encoding="utf-8")
    (tmp_path / "rules.yml").write_text("rules:\n  activity.stale_account:\n    clause: LOC-99\n", encoding="utf-8")
    code, out = ran(capsys, "lint", str(tmp_path))
    assert code == 1
    assert "rules/activity.stale_account: unknown clause 'LOC-99'" in out
    assert ran(capsys, "lint", str(tmp_path), "--json")[0] == 1
    assert main(["inspect", str(tmp_path), "--rulebook", str(tmp_path)]) == 2


def test_diff_of_a_book_with_itself_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(capsys, "diff", "cn-2019", "cn-2019", "--json") == (0, "[]\n")


def test_diff_names_value_and_file_on_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = ran(capsys, "diff", "cn-2019", "cn-gansu", "--json")
    by_path = {item["path"]: item for item in json.loads(out)}
    assert code == 1
    assert by_path["rules/activity.quiet_warning/params/warn_days/value"] == {
        "path": "rules/activity.quiet_warning/params/warn_days/value",
        "left": 10,
        "right": 7,
        "left_origin": "cn-2019/rules-activity.yml",
        "right_origin": "cn-gansu/overrides.yml",
    }
    assert not [path for path in by_path if path.startswith("rules/") and "quiet_warning" not in path]


def test_an_unknown_book_ends_with_2_and_the_nearest_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "list", "cn-2018"]) == 2
    assert "did you mean cn-2019?" in capsys.readouterr().err
