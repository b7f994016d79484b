"""Killed at any moment: the old result or the whole new one, and the next run cleans up."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from judging import written
from small_fleet import small

from plumbline.domain.errors import UsageError
from plumbline.reports.result_folder import result_folder

WHOLE = {
    "run.json", "rulebook.json", "verdicts.csv", "findings.jsonl", "abstentions.jsonl", "rejected.jsonl", "report.html",
    "annex.xlsx", "bulletin.docx", "findings.sarif",
}  # fmt: skip


def command(dossier: Path, out: Path, as_of: str) -> list[str]:
    return [sys.executable, "-m", "plumbline.cli.main", "inspect", str(dossier), "--out", str(out), "--as-of", as_of]


def day_of(out: Path) -> str:
    assert {path.name for path in out.iterdir()} == WHOLE
    record = json.loads((out / "run.json").read_text("utf-8"))
    assert (out / "findings.jsonl").read_text("utf-8").count("\n") == sum(
        record["counts"][name] for name in ("findings", "excepted")
    )
    return str(record["as_of"])[:10]


def test_kill_nine_leaves_the_old_result_or_the_whole_new_one(tmp_path: Path) -> None:
    dossier, out = written(small(), tmp_path / "fleet"), tmp_path / "result"
    began = time.monotonic()
    assert subprocess.run(command(dossier, out, "2026-03-31"), capture_output=True).returncode == 1
    whole = time.monotonic() - began
    seen = set()
    for step in range(1, 9):
        again = command(dossier, out, "2026-03-30")
        running = subprocess.Popen(again, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            running.wait(whole * step / 8)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
        seen.add(day_of(out))
    assert seen <= {"2026-03-30", "2026-03-31"}
    subprocess.run(command(dossier, out, "2026-03-29"), capture_output=True)
    assert day_of(out) == "2026-03-29"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fleet", "result"]


def test_a_folder_that_is_no_result_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter1.txt").write_text("years of work")
    with pytest.raises(UsageError, match="left alone"), result_folder(tmp_path / "thesis", mark="run.json"):
        pass
    assert (tmp_path / "thesis" / "chapter1.txt").exists()


def test_an_error_while_writing_leaves_the_old_result(tmp_path: Path) -> None:
    out = tmp_path / "result"
    with result_folder(out, mark="run.json") as folder:
        (folder / "run.json").write_text("old")
    with pytest.raises(FileNotFoundError), result_folder(out, mark="run.json") as folder:
        (folder / "findings" / "run.json").write_text("half")
    assert (out / "run.json").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_an_old_result_that_was_set_aside_by_a_killed_run_is_put_back(tmp_path: Path) -> None:
    aside = tmp_path / ".result.old-1"
    aside.mkdir()
    (aside / "run.json").write_text("old")
    with pytest.raises(RuntimeError), result_folder(tmp_path / "result", mark="run.json"):
        raise RuntimeError
    assert (tmp_path / "result" / "run.json").read_text() == "old"


def test_a_run_that_is_still_alive_keeps_its_own_folder(tmp_path: Path) -> None:
    mine = tmp_path / f".result.partial-{os.getppid()}"
    mine.mkdir()
    with result_folder(tmp_path / "result", mark="run.json") as folder:
        (folder / "run.json").write_text("new")
    assert mine.exists()
