"""One moment of a database, while others go on writing to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

from django.db import connections, transaction

HEAD = b"SQLite format 3\x00"
_COPY = "copy"


@contextmanager
def snapshot(aside: Path) -> Iterator[str]:
    """The alias under which one moment of the office's database can be read; `aside` takes a copy where one is needed.
    Nobody who writes is kept waiting."""
    if connections["default"].vendor == "sqlite":
        with _sqlite(aside / "office.sqlite") as alias:
            yield alias
        return
    with transaction.atomic():
        with connections["default"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield "default"


@contextmanager
def _sqlite(copy: Path) -> Iterator[str]:
    settings = connections.databases["default"]
    copied(Path(settings["NAME"]), copy)
    connections.databases[_COPY] = cast("dict[str, Any]", {**settings, "NAME": str(copy)})
    try:
        yield _COPY
    finally:
        connections[_COPY].close()
        del connections[_COPY]
        del connections.databases[_COPY]


def copied(source: Path, target: Path) -> None:
    """Copy an SQLite file as it is at one moment, also while it is written to (its online backup)."""
    with closing(sqlite3.connect(source, timeout=60)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")  # one file, no log beside it


def is_sqlite(file: Path) -> bool:
    """Whether a file is such a database."""
    try:
        with file.open("rb") as stream:
            return stream.read(len(HEAD)) == HEAD
    except OSError:
        return False
