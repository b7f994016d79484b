"""What the tests need from outside, and a plain word about what had to be left out."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("plumbline", deadline=None)  # a busy machine is no fault
settings.load_profile("plumbline")
REPOSITORY = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("PLUMBLINE_DATA", REPOSITORY.parent / "shared" / "data"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = {
    mark: why
    for mark, why in (
        ("browser", "" if CHROMIUM else "no Chromium on the PATH"),
        ("data", "" if DATA.is_dir() else "no real data (set PLUMBLINE_DATA to their folder)"),
    )
    if why
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    dropped = [item for item in items if any(item.get_closest_marker(mark) for mark in MISSING)]
    items[:] = [item for item in items if item not in dropped]
    config.hook.pytest_deselected(items=dropped)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if MISSING and os.environ.get("PLUMBLINE_NOTHING_LEFT_OUT"):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for mark, why in MISSING.items():
        terminalreporter.write_line(f"left out: tests marked '{mark}': {why}")


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of the real data, never copied into the project."""
    return DATA


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium."""
    assert CHROMIUM
    return CHROMIUM


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """`once(name, make)`: a folder that is made once for all processes of these tests, to be read only."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, whole = shared / f"once-{name}", shared / f"once-{name}.whole"
        with (shared / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                whole.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def demo(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Both demo fleets as the commands write and inspect them, in processes of their own, far from a terminal.

    `troubled` and `exemplary`: the dossiers; `result-…`: the results; `said-….json`: exit code and what was printed.
    """
    return once("demo", _demo)


def _demo(folder: Path) -> None:
    _run("demo", folder / "fleets", "--fleet", "both", "--quiet")
    for fleet in ("troubled", "exemplary"):
        shutil.move(folder / "fleets" / fleet, folder / fleet)
        done = _run("inspect", folder / fleet, "--out", folder / f"result-{fleet}")
        said = {"code": done.returncode, "out": done.stdout, "err": done.stderr}
        (folder / f"said-{fleet}.json").write_text(json.dumps(said), "utf-8")


def _run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "plumbline.cli.main", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env={"PATH": "", "LANG": "C.UTF-8"})
