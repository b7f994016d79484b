"""Making a backup of the office that is open, while it runs."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections

from plumbline import __version__
from plumbline.executors.aside import aside
from plumbline.server.audit.chain import START
from plumbline.server.backup.folder import collected
from plumbline.server.backup.manifest import NAME, OFFICE, TABLES, Manifest, encoded
from plumbline.server.backup.packing import Packing, packed
from plumbline.server.backup.reading import verified
from plumbline.server.backup.sentences import BackupError
from plumbline.server.backup.snapshot import snapshot
from plumbline.server.backup.tables import applied, dump
from plumbline.server.site.clock import now
from plumbline.server.site.figures import LAST_BACKUP

_ASIDE = ".backup-"


@dataclass(frozen=True)
class Rows:
    """The database at one moment."""

    migrations: tuple[str, ...]
    tables: dict[str, int]
    audit: str


def make(place: Path) -> Manifest:
    """Write the whole office to `place`, read it again, then give it its name. BackupError."""
    data = Path(settings.DATA)
    if place.resolve().is_relative_to(data):
        raise BackupError("inside", str(place))
    with aside(data, _ASIDE) as folder, packed(place) as (packing, written):
        rows = _rows(folder, packing)  # before the files: what rows speak of is there when files are read
        found = collected(data, folder)
        for name, path in found.files:
            packing.add(OFFICE + name, path)
        manifest = Manifest(
            version=__version__, made_at=now().isoformat(), database=connections["default"].vendor,
            migrations=rows.migrations, tables=rows.tables, audit=rows.audit, members=tuple(packing.members),
            left_out=tuple(found.left_out),
        )  # fmt: skip
        packing.close(encoded(manifest))
    _named(written, place, manifest)
    (data / LAST_BACKUP).touch()
    return manifest


def _rows(still: Path, packing: Packing) -> Rows:
    folder = still / "database"
    folder.mkdir()
    with snapshot(still) as alias:
        rows = Rows(tuple(".".join(one) for one in applied(alias)), dump(alias, folder), _head(alias))
    for path in sorted(folder.iterdir()):
        packing.add(TABLES + path.name, path)
        path.unlink()
    return rows


def _head(alias: str) -> str:
    found = apps.get_model("audit", "Head").objects.using(alias).filter(pk=1).first()
    return f"{found.seq}:{found.hash or START}" if found else f"0:{START}"


def _named(written: Path, place: Path, manifest: Manifest) -> None:
    """What was written is read from the disk again before it may be called a backup."""
    try:
        if verified(written) != manifest:
            raise BackupError("altered", str(place), name=NAME)
        if place.exists():
            raise BackupError("exists", str(place))
        written.rename(place)
    finally:
        written.unlink(missing_ok=True)
    _on_disk(place.parent)


def _on_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
