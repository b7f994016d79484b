"""The whole office in one file and back: while people write, between kinds of database, and all or nothing."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from kept_office import laid, ran

from plumbline.server.backup.making import make
from plumbline.server.backup.sentences import BackupError

POSTGRESQL = connection.vendor == "postgresql"
WRITTEN = "INSERT INTO register_revision (id, number, at) VALUES (?, 1, '2026-01-01')"
PASSED_OVER = {"django_session", "site_cache", "sqlite_sequence", "django_migrations"}


def rows(data: Path) -> dict[str, list[str]]:
    """All rows of an office's tables, in an order of their own; what a second start adds to the framework's lists."""
    with closing(sqlite3.connect(data / "office.sqlite")) as base:
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(map(repr, base.execute(f'SELECT * FROM "{name}"')))  # noqa: S608  names of our own
            for name in names if name not in PASSED_OVER and not name.startswith("auth_")
        }  # fmt: skip


def head(data: Path) -> str:
    return ran("audit-log", "verify", "--data", str(data)).stdout


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a run, an uploaded file, a ledger, work in progress and a link that leads out of it."""
    data = laid("0.1.0", tmp_path_factory.mktemp("backup") / "office")
    (data / "evidence" / "ab").mkdir(parents=True)
    (data / "evidence" / "ab" / "abc").write_bytes(b"%PDF-")
    (data / "dossier" / "archive").mkdir()
    with closing(sqlite3.connect(data / "dossier" / "archive" / "ledger.sqlite")) as ledger:
        ledger.executescript("PRAGMA journal_mode = WAL; CREATE TABLE a (b); INSERT INTO a VALUES (1);")
    (data / "runs" / ".half.partial-1").mkdir()
    (data / "runs" / ".half.partial-1" / "x").write_text("half")
    (data / "dossier" / "secret").symlink_to("/etc/hostname")
    return data


@pytest.fixture
def writing(office: Path) -> Iterator[list[int]]:
    """Somebody writes to the office all the time; how often."""
    over, count = threading.Event(), [0]

    def write() -> None:
        with closing(sqlite3.connect(office / "office.sqlite", timeout=30, isolation_level=None)) as base:
            while not over.is_set():
                base.execute(
                    "INSERT INTO register_revision (id, number, at) VALUES (?, 1, '2026-01-01')", (count[0] + 9,)
                )
                count[0] += 1
                time.sleep(0.002)

    thread = threading.Thread(target=write)
    thread.start()
    yield count
    over.set()
    thread.join()


def test_a_backup_is_refused_where_it_would_hold_itself() -> None:
    with pytest.raises(BackupError) as told:
        make(Path(settings.DATA) / "x.tar.gz")
    assert told.value.kind == "inside"


if POSTGRESQL:

    def test_an_office_moves_to_postgresql_and_back(office: Path, tmp_path: Path) -> None:

        name = f"moved_{os.getpid()}"
        url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        first, second = tmp_path / "one.tar.gz", tmp_path / "two.tar.zst"
        assert ran("backup", str(first), "--data", str(office)).returncode == 0
        there = ran("restore", str(first), "--data", str(tmp_path / "there"), DATABASE_URL=url)
        assert there.returncode == 0, there.stderr
        assert "identical" in there.stdout
        taken = ran("restore", str(first), "--data", str(tmp_path / "more"), DATABASE_URL=url)
        assert (taken.returncode, (tmp_path / "more").exists()) == (2, False)
        assert ran("backup", str(second), "--data", str(tmp_path / "there"), DATABASE_URL=url).returncode == 0
        back = ran("restore", str(second), "--data", str(tmp_path / "back"), "--no-replay")
        assert back.returncode == 0, back.stderr
        assert head(tmp_path / "back") == head(office)
        assert {name: len(one) for name, one in rows(tmp_path / "back").items()} == {
            name: len(one) for name, one in rows(office).items()
        }

else:  # the same on both: once is enough

    def test_an_office_is_backed_up_while_it_is_written_to_and_comes_back_whole(
        office: Path, writing: list[int], tmp_path: Path
    ) -> None:
        place = tmp_path / "office.tar.zst"
        made = ran("backup", str(place), "--data", str(office))
        assert made.returncode == 0, made.stderr
        assert writing[0] > 10
        assert "left out: dossier/secret" in made.stderr
        assert (place.stat().st_mode & 0o777, [one.name for one in office.glob(".backup-*")]) == (0o600, [])
        key = (office / "secret.key").read_text()
        assert key not in made.stdout + made.stderr

        data = tmp_path / "back"
        done = ran("restore", str(place), "--data", str(data))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "computed again: identical" in done.stdout
        assert "no breaks" in done.stdout
        assert key not in done.stdout + done.stderr
        before, after = rows(office), rows(data)
        assert 0 < len(after.pop("register_revision")) <= len(before.pop("register_revision"))
        assert after == before
        assert (data / "evidence" / "ab" / "abc").read_bytes() == b"%PDF-"
        assert (data / "secret.key").read_text() == key
        assert (data / "secret.key").stat().st_mode & 0o077 == 0
        with closing(sqlite3.connect(data / "dossier" / "archive" / "ledger.sqlite")) as ledger:
            assert ledger.execute("SELECT b FROM a").fetchall() == [(1,)]
        assert not list(data.glob("runs/.*"))
        assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []

        again = ran("restore", str(place), "--data", str(data))
        assert (again.returncode, "not empty" in again.stderr) == (2, True)
        assert rows(data)["audit_entry"] == after["audit_entry"]
