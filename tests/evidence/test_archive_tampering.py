"""Whatever is done to an archive behind its back is found, and named."""

import gzip
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbline.domain.errors import DossierError
from plumbline.evidence.archive import Archive
from plumbline.evidence.chain import Link, links
from plumbline.evidence.head import Head
from plumbline.evidence.journal import Line, digest, journal_lines
from plumbline.evidence.members import members_in
from plumbline.evidence.merkle import leaf, root
from plumbline.evidence.verify import examine

OPEN = "warc/2026/03/open-2026-03-02.warc.gz"
LAST = "warc/2026/03/open-2026-03-03.warc.gz"


def codes(folder: Path) -> set[str]:
    return {fault.code for fault in examine(folder).faults}


def rewrite(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Change the gzip members of a WARC file, or the lines of a file of lines."""
    data = path.read_bytes()
    pieces = members_in(data) if path.suffix == ".gz" else data.splitlines(keepends=True)
    path.write_bytes(b"".join(change(pieces)))


def test_an_archive_that_nobody_touched_is_whole(three_days: Path) -> None:
    assert examine(three_days).faults == []


@pytest.mark.parametrize("file", [OPEN, LAST])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda all: [all[0], all[2], all[1], *all[3:]], "reordered"),
        (lambda all: [*all[:2], *all[3:]], "missing"),
        (lambda all: all[:-1], "missing"),
        (lambda all: [*all, all[0]], "doubled"),
        (lambda all: [all[0], *all], "doubled"),
        (lambda all: [*all, gzip.compress(b"WARC/1.1\r\nWARC-Record-ID: <urn:uuid:x>\r\n\r\n")], "inserted"),
        (lambda all: [gzip.compress(gzip.decompress(all[0]).replace(b"OK", b"KO")), *all[1:]], "altered"),
        (lambda all: [*all, b"garbage"], "file_longer"),
        (lambda all: [*all[:-1], all[-1][:-9]], "file_cut"),
        (lambda all: [], "file_cut"),
    ],
)
def test_a_warc_file_that_was_worked_on_is_told(
    three_days: Path, file: str, change: Callable[[list[bytes]], list[bytes]], code: str
) -> None:
    rewrite(three_days / file, change)
    found = examine(three_days).faults
    assert code in {fault.code for fault in found}
    assert all(fault.file == file for fault in found)


def test_an_altered_record_is_named(three_days: Path) -> None:
    line = next(line for _, line in journal_lines(three_days) if line.day == "2026-03-02")
    rewrite(three_days / OPEN, lambda all: [gzip.compress(gzip.decompress(all[0]) + b"x"), *all[1:]])
    assert [(fault.code, fault.record) for fault in examine(three_days).faults if fault.code == "altered"] == [
        ("altered", line.record)
    ]


def test_a_file_that_is_gone_or_renamed_is_told(three_days: Path) -> None:
    (three_days / OPEN).rename((three_days / OPEN).with_name("open-2026-03-09.warc.gz"))
    assert codes(three_days) == {"file_missing", "file_stranger"}


def test_a_file_put_beside_is_told(three_days: Path) -> None:
    shutil.copy(three_days / OPEN, three_days / "warc/2026/03/more.warc.gz")
    assert codes(three_days) == {"file_stranger"}


@pytest.mark.parametrize("at", [0, 6, 13, 20])
@pytest.mark.parametrize(
    "change",
    [
        lambda all, at: [*all[:at], *all[at + 1 :]],
        lambda all, at: [*all[:at], all[at], *all[at:]],
        lambda all, at: [*all[:at], all[at].replace(b'"keyed":false', b'"keyed":true'), *all[at + 1 :]],
        lambda all, at: [*all[:at], all[at].replace(b"urn:uuid:", b"urn:uuid:0"), *all[at + 1 :]],
        lambda all, at: [*all[:at], all[at].replace(b'{"n"', b'{ "n"'), *all[at + 1 :]],
        lambda all, at: [*all[:at], b"\n", *all[at:]],
        lambda all, at: [all[at], *all[:at], *all[at + 1 :]] if at else [*all[1:], all[0]],
        lambda all, at: all[:at],
    ],
)
def test_a_journal_that_was_worked_on_is_told(
    three_days: Path, change: Callable[[list[bytes], int], list[bytes]], at: int
) -> None:
    before = (three_days / "journal.jsonl").read_bytes()
    rewrite(three_days / "journal.jsonl", lambda all: change(all, at))
    assert (three_days / "journal.jsonl").read_bytes() == before or codes(three_days)


@pytest.mark.parametrize(
    "change",
    [
        lambda all: all[1:],
        lambda all: all[:-1],
        lambda all: [],
        lambda all: all[::-1],
        lambda all: [*all, all[-1]],
        lambda all: [all[0].replace(b'"records":7', b'"records":6'), all[1]],
        lambda all: [all[0], all[1].replace(b'"made_at":"2026', b'"made_at":"2025')],
        lambda all: [all[0].replace(b'"day":"2026-03-01"', b'"day":"2026-02-01"'), all[1]],
    ],
)
def test_a_chain_that_was_worked_on_is_told(three_days: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    rewrite(three_days / "chain.jsonl", change)
    assert codes(three_days)


def test_an_older_state_of_the_archive_does_not_pass_for_the_present_one(three_days: Path) -> None:
    lines = [line for _, line in journal_lines(three_days)]
    rewrite(three_days / "journal.jsonl", lambda all: all[:-1])
    last = three_days / lines[-1].file
    os.truncate(last, lines[-1].offset)
    assert codes(three_days) == {"shortened"}


def test_a_record_added_with_a_proper_line_but_not_by_the_writer_is_told(three_days: Path) -> None:
    raws = [raw for raw, _ in journal_lines(three_days)]
    line = json.loads(raws[-1])
    path = three_days / line["file"]
    member = members_in(path.read_bytes())[0]
    forged = Line(**{**line, "n": 22, "record": "urn:uuid:forged", "offset": path.stat().st_size,
                     "length": len(member), "sha256": digest(member), "previous": digest(raws[-1])})  # fmt: skip
    with path.open("ab") as stream:
        stream.write(member)
    with (three_days / "journal.jsonl").open("ab") as stream:
        stream.write(forged.written())
    assert "unconfirmed" in codes(three_days)


def made_anew(folder: Path) -> None:
    """Somebody who holds the disk alters a record and computes journal, chain and head again."""
    rewrite(folder / OPEN, lambda all: [gzip.compress(gzip.decompress(all[0])), *all[1:]])
    offsets: dict[str, int] = {}
    lines: list[Line] = []
    previous = "0" * 64
    members = {
        file: members_in((folder / file).read_bytes()) for file in {line.file for _, line in journal_lines(folder)}
    }
    for _, line in list(journal_lines(folder)):
        member = members[line.file].pop(0)
        start = offsets.get(line.file, 0)
        facts = {name: getattr(line, name) for name in Line.__struct_fields__}
        line = Line(**{**facts, "offset": start, "length": len(member), "sha256": digest(member), "previous": previous})
        offsets[line.file], previous = line.end, digest(line.written())
        lines.append(line)
    (folder / "journal.jsonl").write_bytes(b"".join(line.written() for line in lines))
    chain: list[Link] = []
    for link in links(folder):
        leaves = [leaf(line.written()) for line in lines if link.first_n <= line.n <= link.last_n]
        before = chain[-1].seal if chain else "0" * 64
        facts = {name: getattr(link, name) for name in Link.__struct_fields__}
        chain.append(Link(**{**facts, "root": root(leaves).hex(), "previous": before}))
    (folder / "chain.jsonl").write_bytes(b"".join(link.written() for link in chain))
    (folder / "head.json").write_bytes(Head(len(lines), previous, len(chain), chain[-1].seal).written())


def test_an_archive_made_anew_is_told_only_by_a_root_from_outside(three_days: Path) -> None:
    printed = {link.day: (link.root, link.seal) for link in links(three_days)}
    made_anew(three_days)
    assert examine(three_days).faults == []
    for said in printed["2026-03-02"]:
        (fault,) = examine(three_days, expected=[("2026-03-02", said)]).faults
        assert fault.code == "expected"
    assert examine(three_days, expected=[("2026-03-01", printed["2026-03-01"][0])]).faults == []


def test_a_root_of_a_day_that_is_not_there_is_told(three_days: Path) -> None:
    assert [fault.code for fault in examine(three_days, expected=[("2026-05-01", "0" * 64)]).faults] == ["expected"]


def test_an_archive_that_is_gone_is_no_whole_archive(three_days: Path) -> None:
    shutil.rmtree(three_days)
    with pytest.raises(DossierError, match="no archive"):
        examine(three_days)


def test_a_journal_that_names_a_file_outside_is_told_and_the_file_is_not_read(three_days: Path) -> None:
    rewrite(three_days / "journal.jsonl", lambda all: [all[0].replace(OPEN[:12].encode(), b"../../../../"), *all[1:]])
    assert "journal_file" in codes(three_days)


def test_every_fault_is_told_in_both_languages(three_days: Path) -> None:
    rewrite(three_days / "journal.jsonl", lambda all: all[1:-1])
    rewrite(three_days / OPEN, lambda all: all[1:])
    found = examine(three_days).faults
    assert all(fault.of("zh") != fault.of("en") and "{" not in fault.of("zh") + fault.of("en") for fault in found)


@pytest.fixture
def with_everything(three_days: Path, archive: Callable[[], Archive]) -> Path:
    """With a part set aside after a crash, too."""
    with (three_days / LAST).open("ab") as stream:
        stream.write(b"half a record")
    archive().close()
    return three_days


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bit_turned_anywhere_is_found(with_everything: Path, data: st.DataObject) -> None:
    files = sorted(path for path in with_everything.rglob("*") if path.is_file() and path.name != "writer.lock")
    path = data.draw(st.sampled_from(files))
    whole = path.read_bytes()
    at, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
    try:
        assert examine(with_everything).faults, (path.name, at, bit)
    finally:
        path.write_bytes(whole)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_cut_anywhere_is_found(with_everything: Path, data: st.DataObject) -> None:
    files = sorted(path for path in with_everything.rglob("*") if path.is_file() and path.name != "writer.lock")
    path = data.draw(st.sampled_from(files))
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    try:
        assert examine(with_everything).faults, path.name
    finally:
        path.write_bytes(whole)
