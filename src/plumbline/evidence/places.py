"""Where the parts of an archive lie in its folder."""

import re
from datetime import date
from pathlib import Path

JOURNAL = "journal.jsonl"
CHAIN = "chain.jsonl"
HEAD = "head.json"
LOCK = "writer.lock"
WARC = "warc"
STAMPS = "stamps"
ZERO = "0" * 64
"""What stands for the line before the first."""
FILE = re.compile(r"warc/(\d{4})/(\d{2})/(open|keyed)-(\d{4}-\d{2}-\d{2})\.warc\.gz")
_STAMP = re.compile(r"stamps/\d{4}-\d{2}-\d{2}-[0-9a-f]{12}-\d+\.tsr")


def warc_file(day: str, *, keyed: bool) -> str:
    """The file of a day's records, relative to the archive: those that speak of citizens lie in one of their own."""
    year, month, _ = day.split("-")
    return f"{WARC}/{year}/{month}/{'keyed' if keyed else 'open'}-{day}.warc.gz"


def lawful(file: str, day: str, *, keyed: bool) -> bool:
    """Whether a journal's line names the file that its day and kind call for, and none outside the archive."""
    return is_day(day) and file == warc_file(day, keyed=keyed)


def is_day(text: str) -> bool:
    """Whether the text is a day, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def lawful_stamp(file: str) -> bool:
    """Whether a note names a stamp's file within the archive."""
    return _STAMP.fullmatch(file) is not None


def archive_folder(folder: Path) -> Path:
    """The archive of a dossier; an archive's own folder is one as well."""
    return folder if (folder / JOURNAL).exists() else folder / "archive"
