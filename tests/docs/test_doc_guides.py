"""The guides, done word for word in an empty folder: what they have written, what they run, what they show.

What several guides do alike (SHARED) is run once, in a process and a folder of its own; the others are given a copy of
what it left there and of what it printed.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from doc_pages import ROOT, Block, blocks

from plumbline.cli.main import main

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
COMMAND = re.compile(r"plumbline (.*?)(?:  # exit (\d))?$")
OF_THE_OFFICE = ("manage", "backup", "restore", "audit-log")
"""Commands that set Django up: in a process of their own."""
PATIENCE = 120
STARTS = {"docs/index.md": "supervisor.md", "docs/index.zh.md": "supervisor.zh.md", "README.zh.md": "supervisor.zh.md"}
"""Pages that begin like a guide."""
SHARED = {
    "fleet": {"demo fleet": "fleet", "inspect fleet --out result": "result", "replay result --dossier fleet": ""},
    "office": {
        "manage --data office migrate": "office",
        "backup --data office office-1.tar.gz": "office-1.tar.gz",
        "restore office-1.tar.gz --data office-new": "office-new",
    },
}
"""What is done alike, in order, and what each leaves. The office's is run in English only: no guide shows its words."""
Once = Callable[[str, Callable[[Path], None]], Path]


def apart(words: str, folder: Path) -> tuple[int, str]:
    """Run a command in a process of its own; its exit code, what it printed."""
    call = [sys.executable, "-m", "plumbline.cli.main", *shlex.split(words)]
    done = subprocess.run(call, capture_output=True, text=True, timeout=PATIENCE, cwd=folder)
    return done.returncode, done.stdout + done.stderr


def _begin(story: str, ending: str, folder: Path) -> None:
    told = {words: apart(words + ending, folder) for words in SHARED[story]}
    (folder / "told.json").write_text(json.dumps(told), "utf-8")


def shared(words: str, folder: Path, once: Once) -> tuple[int, str] | None:
    """What is left and told by a command that was run for several guides; None where it is this guide's own."""
    plain = words.removesuffix(" --lang zh")
    story = next((name for name, steps in SHARED.items() if plain in steps), None)
    if story is None:
        return None
    ending = " --lang zh" if plain != words and story == "fleet" else ""
    done = once(f"guides-{story}{ending.replace(' --lang ', '-')}", partial(_begin, story, ending))
    left = SHARED[story][plain]
    if left:
        (shutil.copytree if (done / left).is_dir() else shutil.copy2)(done / left, folder / left)
    code, printed = json.loads((done / "told.json").read_text("utf-8"))[plain]
    return int(code), str(printed)


def ran(line: str, folder: Path, once: Once | None, capsys: pytest.CaptureFixture[str]) -> str:
    """Do a line of a guide, without `once` in any case itself; what it printed."""
    found = COMMAND.fullmatch(line)
    assert found, f"no command of ours: {line}"
    words = shlex.split(found[1])
    done = shared(found[1], folder, once) if once else None
    if not done and words[0] in OF_THE_OFFICE:
        done = apart(found[1], folder)
    code, printed = done or (main(words), "".join(capsys.readouterr()))
    assert code == int(found[2] or 0), f"{line}\n{printed}"
    return printed


def shows(wanted: str, printed: str) -> bool:
    """Whether that was printed; … stands for anything."""
    pattern = ".*".join(map(re.escape, wanted.rstrip("\n").split("…")))
    return re.fullmatch(pattern, printed.rstrip("\n"), re.S) is not None


def typed(page: str) -> Iterator[str]:
    """The lines of a page that are to be run."""
    for block in blocks(page):
        if block.kind == "sh":
            yield from block.content.splitlines()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda page: page.name)
def test_a_stranger_who_follows_a_guide_gets_what_it_shows(
    guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], once: Once
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLUMBLINE_LANG", "en")
    monkeypatch.setenv("PLUMBLINE_SETTINGS", str(tmp_path / "settings"))
    before = Block("", "", "")
    printed = ""
    alike: Once | None = once
    for block in blocks(guide.read_text("utf-8")):
        if block.title:
            (tmp_path / block.title).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / block.title).write_text(block.content, "utf-8")
            alike = None if block.title.startswith("fleet/") else alike  # another fleet than the others'
        elif block.kind == "sh":
            printed = "".join(ran(line, tmp_path, alike, capsys) for line in block.content.splitlines())
        elif block.kind == "text" and before.kind == "sh":
            assert shows(block.content, printed), f"{before.content}\n{printed}"
        before = block


@pytest.mark.parametrize("page", STARTS, ids=lambda page: page.rpartition("/")[2])
def test_a_page_of_first_steps_begins_as_the_guide_does(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    guide = set(typed((ROOT / "docs" / "guides" / STARTS[page]).read_text("utf-8")))
    steps = list(typed((ROOT / page).read_text("utf-8")))
    others = [line for line in steps if line not in guide]
    assert len(others) < len(steps)
    assert all(line.startswith("plumbline explain ") for line in others)
    for line in others:
        assert ran(line, tmp_path, None, capsys)


def test_something_else_than_shown_is_told_apart() -> None:
    assert shows("one\n…\nthree 3\n", "one\ntwo\nthree 3\n")
    assert not shows("one\n…\nthree 3\n", "one\ntwo\nthree 4\n")
    assert not shows("one\n", "one\ntwo\n")


def test_a_line_that_ends_otherwise_than_the_guide_says_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran("plumbline explain activity.stale_accoun  # exit 2", tmp_path, None, capsys)
    with pytest.raises(AssertionError, match="stale_accoun"):
        ran("plumbline explain activity.stale_accoun", tmp_path, None, capsys)
    with pytest.raises(AssertionError, match="no command of ours"):
        ran("rm -r fleet", tmp_path, None, capsys)


def test_every_block_that_shows_output_follows_what_is_run() -> None:
    for guide in GUIDES:
        for before, block in pairwise(blocks(guide.read_text("utf-8"))):
            assert block.kind != "text" or block.title or before.kind == "sh", f"{guide.name}: {block.content[:60]}"
