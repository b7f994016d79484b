"""What the commands of `plumbline archive` read and write beside the archive."""

import os
from collections.abc import Sequence
from pathlib import Path

from plumbline.dossier.particulars import read_particulars
from plumbline.evidence.archive import Archive
from plumbline.evidence.places import JOURNAL, archive_folder, is_day
from plumbline.evidence.records import no_archive
from plumbline.evidence.sentences import ArchiveUsageError
from plumbline.settings.environment import now


def existing(dossier: Path) -> Path:
    """The folder of the archive. DossierError where there is none."""
    folder = archive_folder(dossier)
    if not (folder / JOURNAL).is_file():
        raise no_archive(folder)
    return folder


def writer(dossier: Path) -> Archive:
    """The archive of a dossier, open for writing. DossierError where there is none."""
    return Archive(existing(dossier), now=now, timezone=read_particulars(dossier).timezone)


def content(path: Path) -> bytes:
    """The bytes of a file that was named. UsageError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArchiveUsageError("file_unread", str(path), how=error.strerror) from None


def set_down(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. UsageError where it cannot be written."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise ArchiveUsageError("file_unwritten", str(path), how=error.strerror) from None


def roots(words: Sequence[str]) -> list[tuple[str, str]]:
    """Days and roots given as DAY=ROOT. UsageError where one is not written so."""
    found = []
    for word in words:
        day, _, root = word.partition("=")
        if not is_day(day.strip()) or len(root.strip()) != 64:
            raise ArchiveUsageError("expect", word=word[:90])
        found.append((day.strip(), root.strip().lower()))
    return found
