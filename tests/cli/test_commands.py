"""The commands as a person uses them: exit codes, languages, messages instead of tracebacks."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from small_fleet import small

from plumbline.cli.main import COMMANDS, main
from plumbline.demo.fleets import AS_OF, TIMEZONE
from plumbline.reports.dossier_files import write_dossier


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def plumbline(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """The command in this process, its output caught below Python, no terminal on either stream."""
    for name in ("PLUMBLINE_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: object, lang: str = "C.UTF-8") -> Done:
        monkeypatch.setenv("LANG", lang)
        capfd.readouterr()
        code = main([*map(str, words)])
        return Done(code, *capfd.readouterr())

    return run


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleet") / "small"
    write_dossier(small(), folder, form="csv", headers="en", timezone=TIMEZONE, as_of=AS_OF)
    return folder


@pytest.fixture(scope="module")
def result(fleet: Path) -> Path:
    assert main(["inspect", str(fleet), "--out", str(fleet.parent / "result"), "--quiet", "--lang", "en"]) == 1
    return fleet.parent / "result"


def rows(result: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (result / "findings.jsonl").read_text("utf-8").splitlines()]


def digest(result: Path) -> str:
    return str(json.loads((result / "run.json").read_text("utf-8"))["result_sha256"])


def said_of(demo: Path, fleet: str) -> Done:
    return Done(**json.loads((demo / f"said-{fleet}.json").read_text("utf-8")))


def test_a_fleet_without_fault_exits_with_0(demo: Path) -> None:
    done = said_of(demo, "exemplary")
    assert (done.code, done.err) == (0, "")
    assert "0 fail" in done.out


def test_a_fleet_with_faults_exits_with_1_and_says_who_why_and_until_when(demo: Path) -> None:
    done = said_of(demo, "troubled")
    assert (done.code, done.err) == (1, "")
    assert "CN19-V2a" in done.out
    assert "by 2026-" in done.out
    assert str(demo / "result-troubled" / "report.html") in done.out


def test_a_pipe_gets_no_colours_and_no_progress(demo: Path) -> None:
    for fleet in ("troubled", "exemplary"):
        assert "\x1b" not in said_of(demo, fleet).out + said_of(demo, fleet).err


def test_where_the_calendar_of_next_year_is_not_out_yet_working_days_are_named(
    plumbline: Callable[..., Done], fleet: Path, tmp_path: Path
) -> None:
    done = plumbline("inspect", fleet, "--out", tmp_path / "out", "--as-of", "2026-12-30")
    assert "within 5 working days: " in done.out
    mute = [row for row in rows(tmp_path / "out") if row["check"] == "service.no_interaction"]
    assert {row["mend_by"] for row in mute} == {None}


def test_quiet_prints_nothing(plumbline: Callable[..., Done], fleet: Path, tmp_path: Path) -> None:
    done = plumbline("inspect", fleet, "--out", tmp_path / "out", "--quiet")
    assert (done.code, done.out, done.err) == (1, "", "")


@pytest.mark.parametrize("words", [["--lang", "zh"], []], ids=["by option", "by locale"])
def test_chinese_is_spoken_where_it_is_wanted_and_changes_no_result(
    plumbline: Callable[..., Done], fleet: Path, result: Path, tmp_path: Path, words: list[str]
) -> None:
    done = plumbline("inspect", fleet, "--out", tmp_path / "out", *words, lang="C.UTF-8" if words else "zh_CN.UTF-8")
    assert "不合格" in done.out
    assert "个账号" in done.out
    assert digest(tmp_path / "out") == digest(result)


def test_replay_says_identical(plumbline: Callable[..., Done], fleet: Path, result: Path) -> None:
    done = plumbline("replay", result, "--dossier", fleet)
    assert (done.code, done.out.split()[0]) == (0, "identical")


def test_replay_shows_what_changed_when_a_post_was_taken_away(
    plumbline: Callable[..., Done], fleet: Path, result: Path, tmp_path: Path
) -> None:
    stale = next(f for f in rows(result) if f["check"] == "activity.stale_account" and f["facts"]["last_on"])
    for file in fleet.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    lines = (tmp_path / "posts.csv").read_text("utf-8").splitlines(keepends=True)
    cited = stale["evidence"][0]["key"]
    (tmp_path / "posts.csv").write_text("".join(line for line in lines if f'"{cited}"' not in line), "utf-8")
    done = plumbline("replay", result, "--dossier", tmp_path)
    assert done.code == 1
    assert "table posts is not the same file" in done.out
    assert stale["finding_id"] in done.out


def test_replay_refuses_a_rulebook_that_was_altered(
    plumbline: Callable[..., Done], fleet: Path, result: Path, tmp_path: Path
) -> None:
    for name in ("run.json", "findings.jsonl", "verdicts.csv"):
        (tmp_path / name).write_bytes((result / name).read_bytes())
    text = (result / "rulebook.json").read_text("utf-8").replace('"value": 14', '"value": 40')
    (tmp_path / "rulebook.json").write_text(text, "utf-8")
    done = plumbline("replay", tmp_path, "--dossier", fleet)
    assert done.code == 2
    assert "altered" in done.err


def test_a_baseline_tells_new_from_known(
    plumbline: Callable[..., Done], fleet: Path, result: Path, tmp_path: Path
) -> None:
    assert plumbline("inspect", fleet, "--baseline", result, "--out", tmp_path / "out").code == 1
    assert {row["status"] for row in rows(tmp_path / "out")} == {"known", "excepted"}


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
def test_a_mistake_gets_a_clear_message_and_exit_2(
    plumbline: Callable[..., Done], fleet: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    given = [str(fleet) if word == "FLEET" else word for word in words]
    out = ["--out", str(tmp_path / "out")] if words[:1] == ["inspect"] else []
    done = plumbline(*given, *out)
    assert done.code == 2
    assert done.err.startswith("error: ")
    assert said in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


def test_a_mistake_ends_the_process_with_2_and_no_traceback() -> None:
    command = [sys.executable, "-m", "plumbline.cli.main", "inspect", "nowhere", "--shards", "0"]
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": "", "LANG": "C.UTF-8"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr


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
    fleet: Path, result: Path, tmp_path: Path, form: str, headers: str
) -> None:
    words = ["convert", str(fleet), str(tmp_path / "again"), "--form", form, "--headers", headers]
    assert main([*words, "--quiet"]) == 0
    main(["inspect", str(tmp_path / "again"), "--out", str(tmp_path / "out"), "--quiet"])
    assert digest(tmp_path / "out") == digest(result)


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
