"""A backup becomes an office again: read and verified first, filled aside, proved, then put in its place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plumbline import __version__
from plumbline.server.backup.manifest import OFFICE, TABLES, Manifest
from plumbline.server.backup.placing import beside, put
from plumbline.server.backup.proving import Replayed, logged, replayed
from plumbline.server.backup.reading import unpacked, verified
from plumbline.server.backup.sentences import BackupError
from plumbline.settings.environment import now

Step = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What was put back: the backup's list; where the log of changes does not hold (it did not when the backup was
    made either); the run that was computed again, if one could be; where the former folder is kept."""

    manifest: Manifest
    breaks: int
    run: Replayed | None
    before: Path | None


def restore(file: Path, data: Path, *, replace: bool, replay: bool, step: Step) -> Restored:
    """Restore `file` into the folder `data` and the database that DATABASE_URL names (else SQLite in the folder).
    Until everything has been read, loaded and compared nothing is in its place. BackupError."""
    with beside(data, replace=replace) as aside:
        step("verify")
        _not_newer(verified(file), file)
        step("unpack")
        manifest = unpacked(file, aside)
        office = aside / OFFICE.strip("/")
        office.mkdir(exist_ok=True)
        _open(office)
        step("database")
        with _whole():
            _filled(manifest, aside / TABLES.strip("/"))
            step("audit")
            breaks = logged(manifest)
            step("replay")
            run = replayed(office) if replay else None
            _quiet()
            return Restored(manifest, breaks, run, put(office, data, now=now()))


def _not_newer(manifest: Manifest, file: Path) -> None:
    if _numbers(manifest.version) > _numbers(__version__):
        raise BackupError("newer", str(file), how=f"{manifest.version} > {__version__}")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("+")[0].split(".") if part.isdecimal())


def _open(office: Path) -> None:
    """From here on Django knows this folder as its office."""
    from plumbline.server.site.start import open_office

    open_office(office)


@contextmanager
def _whole() -> Iterator[None]:
    """PostgreSQL: one transaction around all of it, and only in an empty database. SQLite lies aside as a whole."""
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        yield
        return
    with transaction.atomic():
        there = connection.introspection.table_names()
        if there:
            raise BackupError("database", name=there[0])
        yield


def _filled(manifest: Manifest, folder: Path) -> None:
    from plumbline.server.backup.tables import load, unknown
    from plumbline.server.site.start import bring_up_to_date

    migrations = [(app, name) for app, _, name in (one.partition(".") for one in manifest.migrations)]
    newer = unknown("default", migrations)
    if newer:
        raise BackupError("newer", how=newer[0])
    counts = load("default", folder, migrations)
    for label in sorted({*counts, *manifest.tables}):
        if counts.get(label, 0) != manifest.tables.get(label, 0):
            raise BackupError("rows", name=label)
    bring_up_to_date()


def _quiet() -> None:
    """SQLite: the file is closed before its folder gets another name."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()
