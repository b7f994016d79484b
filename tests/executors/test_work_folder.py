"""The folder that a cluster's machines share: closed to others, what is read is what was written."""

import os
import stat
import threading
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from plumbline.domain.errors import KnownTextsError, UsageError
from plumbline.engine.reference import Reference, lay_down
from plumbline.executors import machine_cache
from plumbline.executors.machine_cache import kept
from plumbline.executors.packing import packed, unpacked
from plumbline.executors.shelf import Shelf, taken
from plumbline.executors.work import Work, work_folder
from plumbline.rulebook.load import load

TEXT = "市政府今日召开常务会议研究部署安全生产工作"


@pytest.fixture(autouse=True)
def a_machine_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_cache.tempfile, "gettempdir", lambda: str(tmp_path))


def known(folder: Path) -> Reference:
    folder.mkdir()
    article = {
        "source_id": "s",
        "article_id": "1",
        "title": "t",
        "url": "",
        "published_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    articles = pl.DataFrame([{**article, "text": "市政府今日召开常务会议研究部署安全生产工作"}])
    return lay_down(folder, timezone="Asia/Shanghai", sources=None, offices=["清溪县"], articles=[articles])


def test_only_its_owner_may_look_into_it_and_it_is_gone_afterwards(tmp_path: Path) -> None:
    with work_folder(str(tmp_path / "shared")) as work:
        folder = next((tmp_path / "shared").iterdir())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        work.write("a", b"1")
    assert not folder.exists()


def test_two_runs_in_one_place_do_not_meet(tmp_path: Path) -> None:
    with work_folder(str(tmp_path)) as one, work_folder(str(tmp_path)) as other:
        assert one.url != other.url


def test_a_file_that_was_changed_in_between_is_refused(tmp_path: Path) -> None:
    with work_folder(str(tmp_path)) as work:
        digest = work.write("unit-1", packed([1]))
        assert unpacked(work.read("unit-1", digest)) == [1]
        next(tmp_path.rglob("unit-1")).write_bytes(packed([2]))
        with pytest.raises(KnownTextsError, match="not what was written"):
            work.read("unit-1", digest)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UsageError, match="work folder cannot be made"), work_folder(str(tmp_path / "file")):
        pass


def test_a_store_serves_as_well_as_a_disk() -> None:
    with work_folder("memory://place") as work:
        assert work.read("a", work.write("a", b"1")) == b"1"
        work.remove(["a"])
        with pytest.raises(FileNotFoundError):
            work.read("a", "")


def test_frames_come_back_with_their_types() -> None:
    frame = pl.DataFrame(
        {"at": [datetime(2026, 1, 1, tzinfo=UTC)], "n": [1], "names": [["a"]], "rows": [[{"key": "k", "start": 3}]]},
        schema_overrides={"n": pl.UInt32},
    )
    again = unpacked(packed({"frame": frame}))["frame"]
    assert again.equals(frame)
    assert again.schema == frame.schema


def test_what_units_share_is_written_once(tmp_path: Path) -> None:
    table, book = pl.DataFrame({"unit_id": ["u"]}), load("cn-2019")
    with work_folder(str(tmp_path)) as work:
        shelf = Shelf(work)
        shelf.share([table])
        units = [packed((number, table, book), shelf.place_of) for number in range(3)]
        assert len(list(tmp_path.rglob("table-*"))) == len(list(tmp_path.rglob("book-*"))) == 1
        assert max(map(len, units)) < 1_000
        number, frame, rules = unpacked(units[2], partial(taken, work))
        assert (number, rules.sha256) == (2, book.sha256)
        assert frame.equals(table)


def test_known_texts_are_fetched_once_a_machine_and_found_there(tmp_path: Path) -> None:
    reference = known(tmp_path / "known")
    with work_folder(str(tmp_path / "shared")) as work:
        place = Shelf(work).place_of(reference)
        assert place
        taken.cache_clear()
        there = taken(work, place)
        (hit,) = there.opened(load("cn-2019")).origins([TEXT], [None], [None])
        assert hit[0].key == "1"
        fetched = sorted((path, path.stat().st_mtime_ns) for path in there.folder.parent.rglob("*"))
        taken.cache_clear()  # another process
        assert taken(work, place) == there
        assert sorted((path, path.stat().st_mtime_ns) for path in there.folder.parent.rglob("*")) == fetched
    assert there.folder.is_relative_to(tmp_path / f"plumbline-cache-{os.getuid()}")


def test_on_one_machine_known_texts_are_read_where_they_are(tmp_path: Path) -> None:
    reference = known(tmp_path / "known")
    with work_folder(None) as work:
        assert Shelf(work).place_of(reference) is None
        assert unpacked(packed(reference, Shelf(work).place_of)) == reference


def test_processes_that_want_the_same_folder_wait_for_the_one_that_fetches() -> None:
    fetched: list[Path] = []

    def fetch(folder: Path) -> None:
        time.sleep(0.05)
        fetched.append(folder)
        (folder / "index").write_text("whole")

    threads = [threading.Thread(target=kept, args=("digest", fetch)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(fetched) == 1
    assert (kept("digest", fetch) / "index").read_text() == "whole"


def test_a_fetch_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    def fetch(folder: Path) -> None:
        (folder / "half").write_text("")
        raise OSError("the line is down")

    with pytest.raises(OSError, match="line is down"):
        kept("digest", fetch)
    assert [path.name for path in tmp_path.rglob("*") if path.name != "digest.lock"] == [
        f"plumbline-cache-{os.getuid()}"
    ]


def test_a_folder_that_nobody_wants_any_more_is_forgotten() -> None:
    old = kept("old", lambda folder: None)
    os.utime(old, (0, 0))
    fresh = kept("fresh", lambda folder: None)
    assert not old.exists()
    assert fresh.exists()


def test_a_cache_that_others_may_write_to_is_not_used(tmp_path: Path) -> None:
    kept("digest", lambda folder: None)
    (tmp_path / f"plumbline-cache-{os.getuid()}").chmod(0o777)
    with pytest.raises(PermissionError, match="remove it"):
        kept("digest", lambda folder: None)


def test_only_the_address_of_the_work_folder_travels(tmp_path: Path) -> None:
    with work_folder(str(tmp_path)) as work:
        work.write("a", b"1")
        assert unpacked(packed(work)) == Work(work.url)
        assert "_store" not in vars(unpacked(packed(work)))
