"""What spoke of citizens is dropped after its time; the journal keeps its digests."""

from dataclasses import dataclass
from pathlib import Path

from plumbline.evidence.archive import Archive
from plumbline.evidence.journal import digest
from plumbline.evidence.places import FILE, WARC, is_day
from plumbline.evidence.records import all_lines
from plumbline.evidence.sentences import ArchiveUsageError
from plumbline.evidence.writing import told


@dataclass(frozen=True)
class Dropped:
    """Files dropped, the records in them, and their bytes."""

    files: tuple[str, ...]
    records: int
    bytes: int


def expire(archive: Archive, before: str, today: str) -> Dropped:
    """Drop the keyed files of days before `before` (not after `today`; both YYYY-MM-DD), told by a note first.

    What was half dropped is finished. UsageError: not a day, or one that has not come.
    """
    if not is_day(before) or before > today:
        raise ArchiveUsageError("no_day", "--before", day=repr(before)[:40], today=today)
    old = [path for path in sorted((archive.folder / WARC).rglob("keyed-*")) if _is_old(archive.folder, path, before)]
    if not old:
        return Dropped((), 0, 0)
    counts: dict[str, int] = {}
    for line in all_lines(archive.folder):
        counts[line.file] = counts.get(line.file, 0) + 1
    files = [_facts(archive.folder, path, counts) for path in old]
    archive.note("expired", {"before": before, "files": files})
    with told(archive.folder):
        for path in old:
            path.unlink()
    return Dropped(
        tuple(str(facts["file"]) for facts in files),
        sum(int(facts["records"]) for facts in files),
        sum(int(facts["bytes"]) for facts in files),
    )


def _is_old(folder: Path, path: Path, before: str) -> bool:
    file = path.relative_to(folder).as_posix()
    named = FILE.match(file)
    return named is not None and named[3] == "keyed" and named[4] < before


def _facts(folder: Path, path: Path, counts: dict[str, int]) -> dict[str, str | int]:
    file = path.relative_to(folder).as_posix()
    data = path.read_bytes()
    return {"file": file, "records": counts.get(file, 0), "bytes": len(data), "sha256": digest(data)}
