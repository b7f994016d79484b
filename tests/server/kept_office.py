"""The office that version 0.1.0 left, laid into a folder; commands run on it as people run them."""

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

KEPT = Path(__file__).resolve().parent / "upgrade"
RELEASES = sorted(path.stem.removeprefix("office-") for path in KEPT.glob("office-*.sql"))
PASSWORD = "made-up-and-kept"
_OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PLUMBLINE_OFFICE", "PLUMBLINE_SECRET_KEY")


def laid(release: str, data: Path) -> Path:
    """The office of a release in the folder `data`."""
    shutil.copytree(KEPT / f"office-{release}", data)
    for book in data.glob("runs/*/rulebook.json.gz"):
        book.with_suffix("").write_bytes(gzip.decompress(book.read_bytes()))
        book.unlink()
    with closing(sqlite3.connect(data / "office.sqlite")) as base:
        base.executescript((KEPT / f"office-{release}.sql").read_text("utf-8"))
    (data / "secret.key").write_text("made-up-" + "0" * 50)
    (data / "secret.key").chmod(0o600)
    return data


def ran(*words: str, script: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """A command of plumbline, or a script, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in _OURS} | more
    command = ["-c", script, *words] if script else ["-m", "plumbline.cli.main", *words, "--lang", "en"]
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, timeout=300)


def run_folder(data: Path) -> Path:
    """The folder of the only run."""
    (found,) = (data / "runs").iterdir()
    return found
