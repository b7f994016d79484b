"""The guide "write your own rulebook", done word for word in an empty folder: files, commands, what they print."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from plumbline.cli.main import main

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "rulebook-own.md"
FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.M | re.S)
COMMAND = re.compile(r"plumbline (.*?)(?:  # exit (\d))?$")


def steps() -> Iterator[tuple[str, str, str]]:
    """Kind of each block (sh, text, or a file's), the file it is written to, its content."""
    yield from FENCE.findall(GUIDE.read_text("utf-8"))


def shown(wanted: str) -> re.Pattern[str]:
    """What is printed: as it stands, … for anything."""
    return re.compile(".*".join(map(re.escape, wanted.split("…"))), re.S)


def test_a_stranger_who_follows_the_guide_gets_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLUMBLINE_LANG", "en")
    printed = ""
    for kind, title, content in steps():
        if title:
            (tmp_path / title).parent.mkdir(exist_ok=True)
            (tmp_path / title).write_text(content, "utf-8")
        elif kind == "sh":
            printed = "".join(done(line, capsys) for line in content.splitlines())
        else:
            assert kind == "text"
            assert shown(content).fullmatch(printed), printed
            printed = ""
    assert not printed, "a command of the guide prints what the guide does not show"


def done(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command of the guide; what it printed."""
    found = COMMAND.fullmatch(line)
    assert found, line
    assert main(shlex.split(found[1])) == int(found[2] or 0), line
    out, err = capsys.readouterr()
    return str(out) + str(err)


def test_every_block_of_the_guide_is_a_file_a_command_or_what_it_prints() -> None:
    kinds = {kind for kind, title, _ in steps() if not title}
    assert kinds == {"sh", "text"}
    assert len(FENCE.findall(GUIDE.read_text("utf-8"))) == GUIDE.read_text("utf-8").count("\n```\n")
