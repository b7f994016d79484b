"""What is put into the archive is there, whole, in a form that others read."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from plumbline.domain.errors import DossierError, UsageError
from plumbline.evidence.archive import Archive
from plumbline.evidence.chain import links
from plumbline.evidence.head import Head
from plumbline.evidence.journal import digest, journal_lines
from plumbline.evidence.records import find, read_record
from plumbline.evidence.verify import examine

Make = Callable[..., object]
Open = Callable[[], Archive]


def warcs(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.warc.gz"))


def accepted_by_warcio(path: Path) -> bool:
    try:
        return warcio(["check", str(path)]) in (0, None)
    except SystemExit as end:
        return end.code in (0, None)


def test_an_answer_is_found_by_the_name_that_it_was_given(archive: Open, make: Make) -> None:
    body = "政务公开".encode()
    with archive() as kept:
        name = kept.add(make(body))
        record = read_record(kept.folder, find(kept.folder, name))
    assert name.startswith("urn:uuid:")
    assert record is not None
    assert record.body == body
    assert record.sound
    assert record.warc["warc-payload-digest"] == f"sha256:{sha256(body).hexdigest()}"


def test_a_foreign_library_reads_every_record_and_finds_all_digests_right(three_days: Path) -> None:
    read = []
    for path in warcs(three_days):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.content_stream().read()
                read.append(record.rec_headers.get_header("WARC-Record-ID").strip("<>"))
    assert sorted(read) == sorted(line.record for _, line in journal_lines(three_days))


def test_the_foreign_tool_passes_every_file(three_days: Path) -> None:
    assert all(accepted_by_warcio(path) for path in warcs(three_days))


@pytest.mark.parametrize(
    "odd",
    [
        {"body": b""},
        {"body": bytes(range(256)) * 50},
        {"body": b"x" * 3_000_000},
        {"status": 204, "reason": "", "body": b""},
        {"reason": "OK\r\nX-Forged: 1"},
        {"headers": [("Content-Type", "text/html\r\n\r\nforged"), ("Bad Name:", "v"), ("X-中", "文")]},
        {"headers": [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"), ("Content-Length", "7")]},
        {"headers": [("Content-Encoding", "br")], "body": b"\x0b\x02\x80hello\x03"},
        {"url": "HTTPS://Example.org/路径?a=b c\nd#x"},
        {"method": "POST", "request_body": b'{"offset":0}', "request_headers": [("content-length", "12")]},
        {"method": "", "remote": "no address"},
        {"status": 99999},
    ],
)
def test_odd_answers_are_kept_in_a_form_that_others_read(archive: Open, make: Make, odd: dict[str, object]) -> None:
    with archive() as kept:
        name = kept.add(make(**odd))
        kept.add(make(b"after"))
        record = read_record(kept.folder, find(kept.folder, name))
    assert record is not None
    assert record.body == odd.get("body", make().body)  # type: ignore[attr-defined]  # an Answer
    assert "X-Forged" not in {line.partition(":")[0] for line in record.head.splitlines()}
    assert all(accepted_by_warcio(path) for path in warcs(kept.folder))
    assert examine(kept.folder).faults == []


@pytest.mark.parametrize("url", ["ftp://example.org/x", "file:///etc/passwd", "", "https:nothing", "http://[::1/x"])
def test_what_is_not_of_the_web_is_refused_and_nothing_is_written(archive: Open, make: Make, url: str) -> None:
    with archive() as kept:
        with pytest.raises(UsageError):
            kept.add(make(url=url))
        assert examine(kept.folder).records == 0


def test_a_packed_body_is_kept_unpacked_so_that_nothing_hides_in_it(archive: Open, make: Make) -> None:
    import gzip

    packed = gzip.compress(b'{"text":"x"}')
    with archive() as kept:
        name = kept.add(make(packed, headers=[("Content-Encoding", "gzip")]))
        record = read_record(kept.folder, find(kept.folder, name))
    assert record is not None
    assert record.body == b'{"text":"x"}'


def test_what_spoke_of_citizens_lies_in_a_file_of_its_own(archive: Open, make: Make) -> None:
    with archive() as kept:
        kept.add(make(b"open"))
        kept.add(make(b"keyed"), keyed=True)
    assert [path.name for path in warcs(kept.folder)] == ["keyed-2026-03-01.warc.gz", "open-2026-03-01.warc.gz"]


def test_a_day_is_a_day_in_the_archives_timezone(archive: Open, make: Make, clock: Callable[[], object]) -> None:
    with archive() as kept:
        kept.add(make())
        clock.on(hours=9)  # type: ignore[attr-defined]  # 17:00 UTC is the next day in Beijing
        kept.add(make())
        days = [line.day for _, line in journal_lines(kept.folder)]
    assert days == ["2026-03-01"] * 2 + ["2026-03-02"] * 2


def test_a_clock_that_is_put_back_opens_no_closed_day(archive: Open, make: Make, clock: Callable[[], object]) -> None:
    with archive() as kept:
        kept.add(make())
        clock.moment -= timedelta(days=3)  # type: ignore[attr-defined]  # the clock of these tests
        kept.add(make())
    assert {line.day for _, line in journal_lines(kept.folder)} == {"2026-03-01"}
    assert examine(kept.folder).faults == []


def test_a_record_of_a_later_day_closes_the_day_before(three_days: Path) -> None:
    found = examine(three_days)
    assert [link.day for link in found.links] == ["2026-03-01", "2026-03-02"]
    assert (found.records, found.open_records) == (21, 7)
    assert found.faults == []


def test_a_day_closed_by_hand_takes_more_records_and_is_closed_again(archive: Open, make: Make) -> None:
    with archive() as kept:
        kept.add(make())
        first = kept.close_day()
        assert kept.close_day() is None
        kept.add(make())
    with archive() as kept:
        second = kept.close_day()
    assert first is not None
    assert second is not None
    assert (first.day, first.last_n, second.first_n) == (second.day, 2, 3)
    assert second.previous == first.seal
    assert examine(kept.folder).faults == []


def test_an_archive_opened_again_goes_on_where_it_ended(three_days: Path, archive: Open, make: Make) -> None:
    for _ in range(3):
        with archive() as kept:
            kept.add(make())
    assert examine(three_days).faults == []
    assert examine(three_days).records == 27


def test_a_second_writer_is_told_that_somebody_is_at_work(archive: Open, make: Make) -> None:
    with archive() as kept:
        code = (
            "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
            "from plumbline.evidence.archive import Archive\n"
            "from plumbline.domain.errors import DossierError\n"
            "try:\n    Archive(Path(sys.argv[1]), now=lambda: datetime.now(UTC))\n"
            "except DossierError as error:\n    print(error)"
        )
        said = subprocess.run(
            [sys.executable, "-c", code, str(kept.folder)], capture_output=True, text=True, check=True
        )
        assert "another process is writing" in said.stdout
        assert str(os.getpid()) in said.stdout
        kept.add(make())
    archive().close()


def test_an_archive_that_was_closed_takes_nothing_more(archive: Open, make: Make) -> None:
    kept = archive()
    kept.close()
    with pytest.raises(DossierError):
        kept.add(make())


def test_several_threads_may_write_through_one_archive(archive: Open, make: Make) -> None:
    with archive() as kept:
        with ThreadPoolExecutor(4) as threads:
            names = list(threads.map(lambda number: kept.add(make(b"%d" % number), keyed=number % 2 == 0), range(24)))
        found = examine(kept.folder)
    assert set(names) < found.names
    assert (found.faults, found.records) == ([], 48)


def test_while_a_writer_is_at_work_an_examination_reads_what_stands(archive: Open, make: Make) -> None:
    with archive() as kept:
        kept.add(make())
        found = examine(kept.folder)
    assert found.writer == "at work"
    assert found.faults == []
    assert found.records == 2


KILLED = """
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from plumbline.evidence.answer import Answer
from plumbline.evidence.archive import Archive
now = lambda: datetime(2026, 3, 1, 8, tzinfo=UTC)
with Archive(Path(sys.argv[1]), now=now) as archive:
    number = 0
    while True:
        body = os.urandom(200_000)
        answer = Answer("https://example.org/", "GET", [], b"", 200, "OK", [], body, now(), now())
        print(archive.add(answer), flush=True)
"""


def test_a_writer_killed_at_any_moment_loses_nothing_that_it_had_promised(
    tmp_path: Path, archive: Open, make: Make
) -> None:
    folder, promised = tmp_path / "archive", []
    for pause in (0.0, 0.01, 0.03):
        killed = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True)
        assert killed.stdout is not None
        promised.append(killed.stdout.readline().strip())
        time.sleep(pause)
        killed.send_signal(signal.SIGKILL)
        promised += [line.strip() for line in killed.stdout if line.endswith("\n")]
        killed.stdout.close()
        killed.wait()
        assert examine(folder).faults == []
    with archive() as kept:
        promised.append(kept.add(make()))
    found = examine(folder)
    assert found.faults == []
    assert not found.interrupted
    assert set(promised) <= found.names


@pytest.mark.parametrize("left", [1, 40, 300, 10_000])
def test_half_a_record_is_set_aside_and_told_of(three_days: Path, archive: Open, make: Make, left: int) -> None:
    path = three_days / "warc/2026/03/open-2026-03-03.warc.gz"
    whole = path.read_bytes()
    path.write_bytes(whole + (whole * 20)[:left])
    (three_days / "writer.lock").write_text("4711\n")
    before = examine(three_days)
    assert before.faults == []
    assert before.interrupted
    with archive() as kept:
        name = kept.add(make())
    found = examine(three_days)
    assert found.faults == []
    assert not found.interrupted
    assert name in found.names
    ((_, facts),) = found.notes["torn"]
    assert facts["files"][0]["bytes"] == left
    assert (three_days / facts["files"][0]["file"]).read_bytes() == (whole * 20)[:left]
    assert path.read_bytes().startswith(whole)


def test_half_a_line_of_the_journal_is_set_aside_with_its_record(three_days: Path, archive: Open) -> None:
    journal = three_days / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]) + lines[-1][:50])
    head = three_days / "head.json"
    last = digest(lines[-2])
    head.write_bytes(head.read_bytes().replace(b"000000000021", b"000000000020").replace(digest(lines[-1]).encode(),
                                                                                        last.encode()))  # fmt: skip
    (three_days / "writer.lock").write_text("4711\n")
    assert examine(three_days).faults == []
    archive().close()
    found = examine(three_days)
    assert found.faults == []
    assert found.records == 21
    assert len(found.notes["torn"][0][1]["files"]) == 2


def head_before_the_last_answer(folder: Path) -> None:
    raw, line = list(journal_lines(folder))[-3]
    chain = links(folder)
    (folder / "head.json").write_bytes(Head(line.n, digest(raw), len(chain), chain[-1].seal).written())


def test_a_writer_that_died_before_it_moved_the_head_is_taken_up_again(
    three_days: Path, archive: Open, make: Make
) -> None:
    with archive() as kept:
        kept.add(make())
    head_before_the_last_answer(three_days)
    assert {fault.code for fault in examine(three_days).faults} == {"unconfirmed"}
    (three_days / "writer.lock").write_text("4711\n")
    assert examine(three_days).faults == []
    archive().close()
    found = examine(three_days)
    assert (found.faults, found.interrupted, found.records) == ([], False, 23)


def test_the_first_record_of_an_archive_may_be_the_one_that_was_cut(tmp_path: Path, archive: Open, make: Make) -> None:
    archive().close()
    path = tmp_path / "archive/warc/2026/03/open-2026-03-01.warc.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\x1f\x8b\x08 half")
    with archive() as kept:
        kept.add(make())
    assert examine(kept.folder).faults == []


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize("due", [1, 2, 3])
def test_a_full_disk_is_said_and_leaves_the_archive_as_it_was(
    archive: Open, make: Make, monkeypatch: pytest.MonkeyPatch, call: str, due: int
) -> None:
    real, calls = getattr(os, call), iter(range(1, 100))

    def full(file: int, *given: bytes) -> object:
        if next(calls) != due:
            return real(file, *given)
        for data in given:
            real_write(file, bytes(data)[:30])  # what still fits
        raise OSError(errno.ENOSPC, "No space left on device")

    real_write = os.write
    with archive() as kept:
        kept.add(make())
        before = {path: path.read_bytes() for path in kept.folder.rglob("*") if path.is_file()}
        with monkeypatch.context() as patch:
            patch.setattr(os, call, full)
            with pytest.raises(DossierError, match="No space left"):
                kept.add(make(b"too much"))
        assert {path: path.read_bytes() for path in before} == before
        kept.add(make(b"after some was freed"))
    assert examine(kept.folder).faults == []


def test_a_file_changed_behind_the_writers_back_gets_nothing_more(archive: Open, make: Make) -> None:
    with archive() as kept:
        kept.add(make())
        with (kept.folder / "warc/2026/03/open-2026-03-01.warc.gz").open("ab") as stream:
            stream.write(b"x")
        with pytest.raises(DossierError, match="changed while the archive was open"):
            kept.add(make())


@pytest.mark.parametrize("name", ["journal.jsonl", "head.json", "chain.jsonl", "warc/2026/03/open-2026-03-03.warc.gz"])
def test_nothing_is_added_to_an_archive_that_lacks_a_part(three_days: Path, archive: Open, name: str) -> None:
    (three_days / name).unlink()
    with pytest.raises(DossierError, match="damaged"):
        archive()


def test_a_writer_that_was_refused_makes_no_excuse_for_what_is_wrong(three_days: Path, archive: Open) -> None:
    journal = three_days / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    before = [fault.code for fault in examine(three_days).faults]
    with pytest.raises(DossierError):
        archive()
    assert [fault.code for fault in examine(three_days).faults] == before
    assert examine(three_days).writer == ""


def test_nothing_is_added_to_a_journal_that_was_shortened(three_days: Path, archive: Open) -> None:
    journal = three_days / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(DossierError, match="damaged"):
        archive()


def test_a_note_cannot_pass_for_an_answer(archive: Open) -> None:
    with archive() as kept, pytest.raises(UsageError):
        kept.note("response", {})
