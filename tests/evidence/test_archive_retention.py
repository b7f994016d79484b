"""What spoke of citizens goes after its time; that it was there can still be told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plumbline.domain.errors import UsageError
from plumbline.evidence.archive import Archive
from plumbline.evidence.retention import expire
from plumbline.evidence.verify import examine

Open = Callable[[], Archive]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.warc.gz"))


def dropped(archive: Open, before: str) -> int:
    with archive() as kept:
        return expire(kept, before, kept.today()).records


def test_keyed_files_older_than_the_day_go_and_the_others_stay(three_days: Path, archive: Open) -> None:
    assert dropped(archive, "2026-03-03") == 4
    assert names(three_days) == [
        "keyed-2026-03-03.warc.gz", "open-2026-03-01.warc.gz", "open-2026-03-02.warc.gz", "open-2026-03-03.warc.gz",
    ]  # fmt: skip


def test_dropped_records_are_told_and_are_not_missing(three_days: Path, archive: Open) -> None:
    dropped(archive, "2026-03-03")
    found = examine(three_days)
    assert found.faults == []
    assert found.dropped == 4
    assert found.records == 22


def test_dropping_again_drops_nothing_more(three_days: Path, archive: Open) -> None:
    dropped(archive, "2026-03-03")
    assert dropped(archive, "2026-03-03") == 0
    assert examine(three_days).records == 22


def test_a_keyed_file_that_somebody_removed_is_missing(three_days: Path) -> None:
    (three_days / "warc/2026/03/keyed-2026-03-01.warc.gz").unlink()
    assert [fault.code for fault in examine(three_days).faults] == ["file_missing"]


def test_an_open_file_is_never_dropped_under_retention(three_days: Path, archive: Open) -> None:
    file = "warc/2026/03/open-2026-03-01.warc.gz"
    with archive() as kept:
        kept.note("expired", {"before": "2026-03-02", "files": [{"file": file}]})
    (three_days / file).unlink()
    assert "file_missing" in {fault.code for fault in examine(three_days).faults}


def test_a_file_that_was_to_go_and_is_still_there_is_told_until_it_goes(three_days: Path, archive: Open) -> None:
    file = three_days / "warc/2026/03/keyed-2026-03-01.warc.gz"
    data = file.read_bytes()
    dropped(archive, "2026-03-02")
    file.write_bytes(data)
    assert [fault.code for fault in examine(three_days).faults] == ["still_there"]
    dropped(archive, "2026-03-02")
    assert examine(three_days).faults == []


@pytest.mark.parametrize("before", ["", "yesterday", "2026-13-01", "2026-03-04", "9999-01-01", "2026-3-1"])
def test_what_is_no_day_up_to_today_drops_nothing(three_days: Path, archive: Open, before: str) -> None:
    with pytest.raises(UsageError):
        dropped(archive, before)
    assert len(names(three_days)) == 6


def test_damage_in_what_stays_is_still_found(three_days: Path, archive: Open) -> None:
    dropped(archive, "2026-03-03")
    (three_days / "warc/2026/03/open-2026-03-01.warc.gz").write_bytes(b"")
    assert examine(three_days).faults
