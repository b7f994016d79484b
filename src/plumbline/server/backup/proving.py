"""Does a restored office hold: its log of changes, and a run computed again."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plumbline.domain.errors import PlumblineError
from plumbline.dossier.layout import scan
from plumbline.dossier.read import sha256
from plumbline.executors.inspection import Request, inspect
from plumbline.rulebook.kept import restore
from plumbline.server.backup.manifest import Manifest
from plumbline.server.backup.sentences import BackupError


@dataclass(frozen=True)
class Replayed:
    """A run that was computed again: its folder's name, whether the result is the same, the version that wrote it."""

    run: str
    identical: bool
    version: str


def logged(manifest: Manifest) -> int:
    """In how many places the log does not hold. BackupError: it does not end where it ended in the backup."""
    from plumbline.server.audit.exporting import verified

    found = verified()
    if found.head != manifest.audit:
        raise BackupError("chain", how=f"{found.head} / {manifest.audit}")
    return len(found.breaks)


def replayed(office: Path) -> Replayed | None:
    """Compute the newest run again whose tables are those of the dossier; None where there is none."""
    here = _digests(office / "dossier")
    for folder, record in _runs(office / "runs"):
        if _listed(record) == here:
            return _again(folder, record, office / "dossier")
    return None


def _runs(runs: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """All runs with their records, the newest first."""
    found = []
    for place in runs.glob("*/run.json"):
        try:
            record = json.loads(place.read_text("utf-8"))
            found.append((datetime.fromisoformat(record["as_of"]), place.parent, record))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a run of another make stays where it is
    for _, folder, record in sorted(found, key=lambda one: (one[0], one[1].name), reverse=True):
        yield folder, record


def _digests(dossier: Path) -> dict[str, list[str]]:
    """SHA-256 of the files of every table that lies there."""
    try:
        files = scan(dossier).files
    except PlumblineError:
        return {}
    return {name: sorted(map(sha256, table.paths)) for name, table in files.items()}


def _listed(record: dict[str, Any]) -> dict[str, list[str]]:
    """The same, as a run wrote it down."""
    tables = record.get("tables", {})
    return {name: sorted(file["sha256"] for file in table["files"]) for name, table in tables.items()}


def _again(folder: Path, record: dict[str, Any], dossier: Path) -> Replayed:
    with tempfile.TemporaryDirectory() as aside:
        request = Request(
            dossier=dossier, book=restore(folder / "rulebook.json"), now=datetime.fromisoformat(record["as_of"]),
            as_of=record["as_of"], rejected=Path(aside) / "rejected.jsonl",
        )  # fmt: skip
        found = inspect(request, progress=lambda _name, _done, _total: None)
    same = found.run["result_sha256"] == record["result_sha256"]
    return Replayed(folder.name, same, str(record.get("version", "")))
