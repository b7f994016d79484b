"""The commands as a person uses them: exit codes, languages, messages instead of tracebacks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from plumbline.cli.main import COMMANDS, main


def plumbline(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "plumbline.cli.main", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env={"PATH": "", "LANG": "C.UTF-8", **environment})


@pytest.fixture(scope="module")
def fleets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleets")
    assert main(["demo", str(folder / "both"), "--fleet", "both", "--quiet"]) == 0
    return folder / "both"


@pytest.fixture(scope="module")
def result(fleets: Path) -> Path:
    assert main(["inspect", str(fleets / "troubled"), "--out", str(fleets / "result"), "--quiet", "--lang", "en"]) == 1
    return fleets / "result"


def test_a_fleet_without_fault_exits_with_0(fleets: Path, tmp_path: Path) -> None:
    done = plumbline("inspect", fleets / "exemplary", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 fail" in done.stdout


def test_a_fleet_with_faults_exits_with_1_and_says_who_why_and_until_when(fleets: Path, tmp_path: Path) -> None:
    done = plumbline("inspect", fleets / "troubled", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (1, "")
    assert "CN19-V2a" in done.stdout
    assert "by 2026-" in done.stdout
    assert str(tmp_path / "out" / "report.html") in done.stdout


def test_where_the_calendar_of_next_year_is_not_out_yet_working_days_are_named(fleets: Path, tmp_path: Path) -> None:
    done = plumbline("inspect", fleets / "troubled", "--out", tmp_path / "out", "--as-of", "2026-12-30")
    assert "within 5 working days: " in done.stdout
    lines = (tmp_path / "out" / "findings.jsonl").read_text("utf-8").splitlines()
    mute = [row for row in map(json.loads, lines) if row["check"] == "service.no_interaction"]
    assert {row["mend_by"] for row in mute} == {None}


def test_quiet_prints_nothing(fleets: Path, tmp_path: Path) -> None:
    done = plumbline("inspect", fleets / "troubled", "--out", tmp_path / "out", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")


def test_a_pipe_gets_no_colours_and_no_progress(fleets: Path, tmp_path: Path) -> None:
    done = plumbline("inspect", fleets / "troubled", "--out", tmp_path / "out")
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("words", [["--lang", "zh"], []], ids=["by option", "by locale"])
def test_chinese_is_spoken_where_it_is_wanted(fleets: Path, tmp_path: Path, words: list[str]) -> None:
    lang = {} if words else {"LANG": "zh_CN.UTF-8"}
    done = plumbline("inspect", fleets / "troubled", "--out", tmp_path / "out", *words, **lang)
    assert "不合格" in done.stdout
    assert "个账号" in done.stdout


def test_the_language_changes_no_result(fleets: Path, result: Path, tmp_path: Path) -> None:
    main(["inspect", str(fleets / "troubled"), "--out", str(tmp_path / "zh"), "--lang", "zh", "--quiet"])
    hashes = [json.loads((run / "run.json").read_text("utf-8"))["result_sha256"] for run in (result, tmp_path / "zh")]
    assert hashes[0] == hashes[1]


def test_replay_says_identical(fleets: Path, result: Path) -> None:
    done = plumbline("replay", result, "--dossier", fleets / "troubled")
    assert (done.returncode, done.stdout.split()[0]) == (0, "identical")


def test_replay_shows_what_changed_when_a_post_was_taken_away(fleets: Path, result: Path, tmp_path: Path) -> None:
    findings = [json.loads(line) for line in (result / "findings.jsonl").read_text("utf-8").splitlines()]
    stale = next(f for f in findings if f["check"] == "activity.stale_account" and f["facts"]["last_on"])
    for file in (fleets / "troubled").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    lines = (tmp_path / "posts.csv").read_text("utf-8").splitlines(keepends=True)
    cited = stale["evidence"][0]["key"]
    (tmp_path / "posts.csv").write_text("".join(line for line in lines if f'"{cited}"' not in line), "utf-8")
    done = plumbline("replay", result, "--dossier", tmp_path)
    assert done.returncode == 1
    assert "table posts is not the same file" in done.stdout
    assert stale["finding_id"] in done.stdout


def test_replay_refuses_a_rulebook_that_was_altered(fleets: Path, result: Path, tmp_path: Path) -> None:
    for name in ("run.json", "findings.jsonl", "verdicts.csv"):
        (tmp_path / name).write_bytes((result / name).read_bytes())
    text = (result / "rulebook.json").read_text("utf-8").replace('"value": 14', '"value": 40')
    (tmp_path / "rulebook.json").write_text(text, "utf-8")
    done = plumbline("replay", tmp_path, "--dossier", fleets / "troubled")
    assert done.returncode == 2
    assert "altered" in done.stderr


def test_a_baseline_tells_new_from_known(fleets: Path, result: Path, tmp_path: Path) -> None:
    done = plumbline("inspect", fleets / "troubled", "--baseline", result, "--out", tmp_path / "out")
    assert done.returncode == 1
    lines = (tmp_path / "out" / "findings.jsonl").read_text("utf-8").splitlines()
    status = {json.loads(line)["status"] for line in lines}
    assert status == {"known", "excepted"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["inspect", "nowhere"], "nowhere"),
        (["inspect", "FLEET", "--rulebook", "cn-2091"], "cn-2019"),
        (["inspect", "FLEET", "--as-of", "yesterday"], "yesterday"),
        (["inspect", "FLEET", "--executor", "quantum"], "inline"),
        (["inspect", "FLEET", "--shards", "0"], "--shards"),
        (["inspect", "FLEET", "--baseline", "FLEET"], "baseline"),
        (["replay", "FLEET", "--dossier", "FLEET"], "past run"),
        (["explain", "activity.stale_acount"], "activity.stale_account"),
        (["rulebook", "show", "CN19-V9"], "CN19-V9"),
        (["fly"], "fly"),
        ([], "COMMAND"),
    ],
)
def test_a_mistake_gets_a_clear_message_and_exit_2(fleets: Path, tmp_path: Path, words: list[str], said: str) -> None:
    given = [str(fleets / "troubled") if word == "FLEET" else word for word in words]
    out = ["--out", str(tmp_path / "out")] if words[:1] == ["inspect"] else []
    done = plumbline(*given, *out)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["activity.stale_account", "register.duplicate_account", "CN19-V2a", "LOC-03"])
def test_explain_tells_the_clause_and_its_citation(capsys: pytest.CaptureFixture[str], name: str, lang: str) -> None:
    assert main(["explain", name, "--lang", lang]) == 0
    said = capsys.readouterr().out
    assert name in said
    assert "国办" in said or "Guizhou" in said or "贵州" in said


def test_a_planned_check_is_called_planned(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plumbline.cli.explain.ALL_CHECKS", ("review.read_aloud",))
    assert main(["explain", "review.read_aloud", "--lang", "en"]) == 0
    assert "planned" in capsys.readouterr().out


@pytest.mark.parametrize("headers", ["en", "zh"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_converted_dossier_is_judged_the_same(
    fleets: Path, result: Path, tmp_path: Path, form: str, headers: str
) -> None:
    words = ["convert", str(fleets / "troubled"), str(tmp_path / "again"), "--form", form, "--headers", headers]
    assert main([*words, "--quiet"]) == 0
    main(["inspect", str(tmp_path / "again"), "--out", str(tmp_path / "out"), "--quiet"])
    hashes = [json.loads((run / "run.json").read_text("utf-8"))["result_sha256"] for run in (result, tmp_path / "out")]
    assert hashes[0] == hashes[1]


def test_the_first_help_page_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help", "--lang", "zh"])
    said = capsys.readouterr().out
    assert all(f"\n    {name}" in said for name in COMMANDS)


def test_only_the_command_that_is_called_is_loaded() -> None:
    code = "import sys; from plumbline.cli.main import main; main(['rulebook', 'list']); print('docx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.rstrip().endswith("False")


def test_every_command_has_a_help_page_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        for lang, heading in (("en", "example"), ("zh", "示例")):
            with pytest.raises(SystemExit) as stopped:
                main([name, "--lang", lang, "--help"])
            assert stopped.value.code == 0
            assert heading in capsys.readouterr().out
