"""What the tests need from outside, and a plain word about what had to be left out."""

import os
import shutil
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
