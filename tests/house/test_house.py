"""The promises of the house that no linter knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from plumbline.checks import discover
from plumbline.domain.vocabulary import ALL_CHECKS

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCES = sorted((REPOSITORY / "src").rglob("*.py"))
PURE = ("domain", "dossier", "series", "addresses", "text", "provenance", "checks", "rulebook", "engine")


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    return [REPOSITORY / name for name in names.splitlines() if (REPOSITORY / name).is_file()]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_no_room_is_a_store_for_odds_and_ends() -> None:
    forbidden = {"utils", "util", "common", "helpers", "helper", "base", "manager", "misc"}
    assert not [path for path in SOURCES if {*path.with_suffix("").parts} & forbidden]


def test_the_lower_storeys_have_no_clock_no_dice_no_network_and_no_environment() -> None:
    outside = re.compile(
        r"^\s*(?:import|from) (?:random|secrets|socket|http|urllib\.request|requests|httpx|subprocess|sqlite3)\b"
        r"|os\.environ|getenv|datetime\.now|date\.today|time\.time\(|default_rng\(\)",
        re.MULTILINE,
    )
    rooms = [path for path in SOURCES if path.relative_to(REPOSITORY / "src" / "plumbline").parts[0] in PURE]
    assert len(rooms) > 40
    assert not [str(path) for path in rooms if outside.search(path.read_text("utf-8"))]


def test_every_check_has_a_name_of_the_contract() -> None:
    assert set(discover()) <= set(ALL_CHECKS)


def test_all_checks_are_built() -> None:
    assert set(discover()) == set(ALL_CHECKS)


def test_nothing_that_is_committed_names_a_registry_host_or_this_machine() -> None:
    hosts = re.compile("index" r"-url|\"resolved\" *: *\"http|\.python" r"hosted\.|/root/|/home/\w+/")
    texts = {path: path.read_text("utf-8", errors="ignore") for path in tracked() if path.suffix != ".png"}
    assert not [str(path) for path, text in texts.items() if path != Path(__file__) and hosts.search(text)]


def test_the_generated_pages_are_fresh() -> None:
    done = subprocess.run([sys.executable, "tools/generate_docs.py", "--check"], cwd=REPOSITORY)
    assert done.returncode == 0, "run `make docs`"


def test_silenced_linter_lines_carry_their_reason() -> None:
    bare = re.compile(r"# (?:noqa(?:: *[A-Z]+\d+(?:, *[A-Z]+\d+)*)?|type: ignore(?:\[[\w,-]+\])?) *$", re.MULTILINE)
    assert not [str(path) for path in SOURCES if bare.search(path.read_text("utf-8"))]
