"""The reports of 青溪县, written once in each language."""

from pathlib import Path

import pytest
from qingxi import inspection

from plumbline.reports.write import write_reports


@pytest.fixture(scope="session")
def zh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the Chinese reports."""
    folder = tmp_path_factory.mktemp("zh")
    write_reports(inspection(), folder, lang="zh")
    return folder


@pytest.fixture(scope="session")
def en(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the English reports."""
    folder = tmp_path_factory.mktemp("en")
    write_reports(inspection(), folder, lang="en")
    return folder
