"""What a backup says of itself: the version that made it, the state of its tables, every file with its SHA-256."""

import re
from dataclasses import dataclass, field

import msgspec

from plumbline.server.backup.sentences import BackupError

FORMAT = "plumbline-backup/1"
NAME = "manifest.json"
"""The last member: a backup that was cut off has none."""
TABLES, OFFICE = "database/", "office/"
"""Where the members lie: rows of the database, files of the office."""
MOST = 256 * 2**20
"""Bytes of a manifest at most."""
_PART = re.compile(r"(?!\.{1,2}$)[^/\\\x00-\x1f]{1,255}")


@dataclass(frozen=True)
class Member:
    """One file of a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`migrations` are those that the tables had seen, ``app.name``; `tables` counts rows by model; `audit` is the head
    of the log, ``number:hash``; `left_out` names what lay in the folder and is not in the backup."""

    version: str
    made_at: str
    database: str
    migrations: tuple[str, ...]
    tables: dict[str, int]
    audit: str
    members: tuple[Member, ...]
    left_out: tuple[str, ...] = ()
    format: str = field(default=FORMAT)


def encoded(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def decoded(text: bytes, where: str) -> Manifest:
    """The manifest in `text`. BackupError: it is none, or of another format."""
    try:
        found = msgspec.json.decode(text, type=Manifest)
    except msgspec.MsgspecError as error:
        raise BackupError("no_manifest", where, how=str(error)) from error
    if found.format != FORMAT:
        raise BackupError("format", where, form=found.format[:60])
    return found


def lawful(name: str) -> bool:
    """Whether a member's name lies in the backup's own two folders, and nowhere else once it is unpacked."""
    parts = name.split("/")
    return name.startswith((TABLES, OFFICE)) and len(parts) <= 40 and all(map(_PART.fullmatch, parts))
