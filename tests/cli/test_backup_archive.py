"""A backup is read as a stranger's file: whatever is wrong with it is found before anything of it is believed."""

import gzip
import io
import tarfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import zstandard

from plumbline.cli.main import main
from plumbline.executors.aside import HELD
from plumbline.server.backup.manifest import Manifest, decoded, encoded, lawful
from plumbline.server.backup.packing import packed
from plumbline.server.backup.placing import beside, put
from plumbline.server.backup.reading import unpacked, verified
from plumbline.server.backup.sentences import BackupError
from plumbline.settings.environment import now

Entry = tuple[tarfile.TarInfo, bytes]
NAMES = ("office/secret.key", "office/runs/1/run.json", "office/政务.txt", "database/audit.head.jsonl")


def made(folder: Path, ending: str = "tar.zst") -> Path:
    """A small backup."""
    place = folder / f"backup.{ending}"
    with packed(place) as (packing, aside):
        for number, name in enumerate(NAMES):
            source = folder / f"source-{number}"
            source.write_text(name * 100, "utf-8")
            packing.add(name, source)
        told = Manifest("0.1.0", "2026-11-23T01:00:00+00:00", "sqlite", (), {}, "0:x", tuple(packing.members))
        packing.close(encoded(told))
    aside.rename(place)
    return place


def plain(place: Path) -> bytes:
    """The tar without its packing."""
    content = place.read_bytes()
    if place.suffix == ".gz":
        return gzip.decompress(content)
    return zstandard.ZstdDecompressor().stream_reader(content).read()


def again(place: Path, change: Callable[[str, bytes], list[Entry]]) -> Path:
    """The backup with its members passed through `change`."""
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(plain(place))) as before, tarfile.open(fileobj=out, mode="w") as after:
        for header in before:
            stream = before.extractfile(header)
            assert stream is not None
            for member, content in change(header.name, stream.read()):
                after.addfile(member, io.BytesIO(content))
    harmed = place.with_name("harmed.tar.gz")
    harmed.write_bytes(gzip.compress(out.getvalue()))
    return harmed


def entry(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> Entry:
    found = tarfile.TarInfo(name)
    found.type, found.size, found.linkname = kind, len(content), link
    return found, content


@pytest.mark.parametrize("ending", ["tar.zst", "tar.gz"])
def test_a_whole_backup_is_unpacked_as_it_was_and_nobody_else_may_read_it(ending: str, tmp_path: Path) -> None:
    place = made(tmp_path, ending)
    assert place.stat().st_mode & 0o077 == 0
    into = tmp_path / "into"
    into.mkdir()
    assert verified(place) == unpacked(place, into)
    for name in NAMES:
        assert (into / name).read_text("utf-8") == name * 100


@pytest.mark.parametrize("ending", ["tar.zst", "tar.gz"])
def test_a_backup_that_was_cut_off_or_altered_anywhere_is_refused(ending: str, tmp_path: Path) -> None:
    whole = made(tmp_path, ending)
    content = whole.read_bytes()
    harmed = tmp_path / f"harmed.{ending}"
    for cut in range(0, len(content) - 8, max(1, len(content) // 40)):
        harmed.write_bytes(content[:cut])
        with pytest.raises(BackupError):
            verified(harmed)
    for place in range(12, len(content) - 8, max(1, len(content) // 60)):
        harmed.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
        with suppress(BackupError):
            verified(harmed)  # some changes of the packing change nothing of what was packed
            assert plain(harmed) == plain(whole)


LIST = "manifest.json"


def before(*entries: Entry) -> Callable[[str, bytes], list[Entry]]:
    """These ahead of everything else."""
    return lambda name, text: [*(entries if name == NAMES[0] else ()), entry(name, text)]


def swapped(old: bytes, new: bytes) -> Callable[[str, bytes], list[Entry]]:
    """Other words in all files."""
    return lambda name, text: [entry(name, text.replace(old, new))]


HARMS: dict[str, tuple[str, Callable[[str, bytes], list[Entry]]]] = {
    "content changed": ("altered", lambda name, text: [entry(name, text if name == LIST else text[::-1])]),
    "file dropped": ("missing", lambda name, text: [] if name.endswith("run.json") else [entry(name, text)]),
    "file added": ("altered", before(entry("office/more", b"x"))),
    "file twice": ("member", lambda name, text: [entry(name, text)] * (1 + ("run" in name))),
    "path upwards": ("member", before(entry("office/../../evil", b"x"))),
    "path from the root": ("member", before(entry("/etc/evil", b"x"))),
    "path elsewhere": ("member", before(entry("evil", b"x"))),
    "symbolic link": ("member", before(entry("office/a", kind=tarfile.SYMTYPE, link="/etc"))),
    "hard link": ("member", before(entry("office/a", kind=tarfile.LNKTYPE, link="/etc/passwd"))),
    "device": ("member", before(entry("office/a", kind=tarfile.CHRTYPE))),
    "folder": ("member", before(entry("office/a", kind=tarfile.DIRTYPE))),
    "no list": ("no_manifest", lambda name, text: [] if name == LIST else [entry(name, text)]),
    "more after the list": ("member", lambda name, text: [entry(name, text), entry("office/z")][: 1 + (name == LIST)]),
    "another format": ("format", swapped(b"plumbline-backup/1", b"plumbline-backup/9")),
    "list is no JSON": ("no_manifest", lambda name, text: [entry(name, text[: -3 if name == LIST else None])]),
}


@pytest.mark.parametrize("harm", list(HARMS))
def test_a_harmed_backup_is_refused_and_leaves_nothing_outside(harm: str, tmp_path: Path) -> None:
    kind, change = HARMS[harm]
    harmed = again(made(tmp_path, "tar.gz"), change)
    into = tmp_path / "deep" / "into"
    into.mkdir(parents=True)
    for read in (lambda: verified(harmed), lambda: unpacked(harmed, into)):
        with pytest.raises(BackupError) as told:
            read()
        assert told.value.kind == kind
    assert not (tmp_path / "deep" / "evil").exists()
    assert not (tmp_path / "evil").exists()


def test_a_bomb_is_stopped_at_the_limit(tmp_path: Path) -> None:
    place = tmp_path / "bomb.tar.zst"
    pressed = zstandard.ZstdCompressor(level=1)
    with (
        place.open("wb") as file,
        pressed.stream_writer(file) as stream,
        tarfile.open(fileobj=stream, mode="w|") as tar,
    ):
        header = tarfile.TarInfo("office/zeros")
        header.size = 64 * 2**20
        tar.addfile(header, io.BytesIO(bytes(header.size)))
    assert place.stat().st_size < 100_000
    with pytest.raises(BackupError) as told:
        verified(place, most=2**20)
    assert told.value.kind == "too_large"


def test_a_tar_whose_own_notes_are_huge_is_not_read_into_memory(tmp_path: Path) -> None:
    place = tmp_path / "notes.tar.gz"
    header = tarfile.TarInfo("office/a")
    header.pax_headers = {"comment": "x" * 2**22}
    with tarfile.open(place, "w:gz", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(header)
    with pytest.raises(BackupError) as told:
        verified(place)
    assert told.value.kind == "no_backup"


@pytest.mark.parametrize("content", [b"", b"hello", b"\x28\xb5\x2f\xfdhello", b"\x1f\x8bhello"], ids=range(4))
def test_what_is_no_backup_is_told_plainly(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "x.tar.gz"
    place.write_bytes(content)
    assert main(["restore", str(place), "--check", "--lang", "en"]) == 2
    assert "help:" in capsys.readouterr().err


def test_a_whole_backup_can_be_checked_without_restoring_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(made(tmp_path)), "--check", "--lang", "en"]) == 0
    assert "whole: 4 files" in capsys.readouterr().out


def test_names_lie_in_the_backups_own_folders() -> None:
    assert lawful("office/runs/1/run.json")
    for name in (
        "office/",
        "office/a/../b",
        "office//a",
        "office/./a",
        "elsewhere/a",
        "office/a\\b",
        "office/a\nb",
        "",
    ):
        assert not lawful(name)


def test_a_backup_is_never_written_over_a_file_nor_half(tmp_path: Path) -> None:
    place = made(tmp_path)
    before = place.read_bytes()
    with pytest.raises(BackupError), packed(place):
        pass
    assert place.read_bytes() == before
    with pytest.raises(RuntimeError), packed(tmp_path / "new.tar.gz"):
        raise RuntimeError
    with pytest.raises(BackupError), packed(tmp_path / "new.zip"):
        pass
    assert {one.name for one in tmp_path.iterdir() if "source" not in one.name} == {"backup.tar.zst"}


def test_the_place_is_taken_in_one_step_and_what_was_there_is_kept(tmp_path: Path) -> None:
    data = tmp_path / "office"
    with beside(data, replace=False) as aside:
        (aside / "a").write_text("1")
        assert put(aside, data, now=now()) is None
    with pytest.raises(BackupError), beside(data, replace=False):
        pass
    with beside(data, replace=True) as aside:
        (aside / "a").write_text("2")
        before = put(aside, data, now=now())
    assert before is not None
    assert [(data / "a").read_text(), (before / "a").read_text()] == ["2", "1"]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(["office", before.name])


def test_what_a_killed_restore_left_is_cleared_away_and_never_taken_for_an_office(tmp_path: Path) -> None:
    data = tmp_path / "office"
    left = tmp_path / ".restoring-office-abc"
    (left / "runs").mkdir(parents=True)
    (left / HELD).touch()
    with beside(data, replace=False):
        assert not left.exists()
        assert not data.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_list_of_a_newer_kind_is_refused() -> None:
    with pytest.raises(BackupError):
        decoded(b'{"format": "plumbline-backup/1"}', "x")
