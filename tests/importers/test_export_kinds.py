"""What kind of file an export is, is told by its bytes; what is damaged or endless is refused in words."""

import gzip
import io
import sqlite3
import tarfile
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from plumbline.domain.errors import DossierError
from plumbline.importers import export
from plumbline.importers.export import open_export

TEXT = "发布时间,标题\r\n2026-01-05,“临江,发布”\r\n"
LINES = [("发布时间", "标题"), ("2026-01-05", "“临江", "发布”")]


def written(folder: Path, data: bytes, name: str = "export.bin") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def book() -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["发布时间", "标题"])
    made.active.append(["2026-01-05", 4994316612964423])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(path: Path) -> list[tuple[str, ...]]:
    return [line.cells for sheet in open_export(path).sheets for line in sheet.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_the_encodings_that_offices_use(encoding: str, tmp_path: Path) -> None:
    assert cells(written(tmp_path, TEXT.encode(encoding))) == LINES


def test_a_table_packed_with_gzip_is_a_table(tmp_path: Path) -> None:
    assert cells(written(tmp_path, gzip.compress(TEXT.encode()))) == LINES


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a.xlsx"])
def test_names_are_not_believed(name: str, tmp_path: Path) -> None:
    assert cells(written(tmp_path, book(), name)) == [("发布时间", "标题"), ("2026-01-05", "4994316612964423")]
    assert cells(written(tmp_path, TEXT.encode(), name)) == LINES
    page = "<html><table><tr><td>发布时间</td><td>标题</td></tr></table></html>"
    assert cells(written(tmp_path, page.encode("gb18030"), name)) == [("发布时间", "标题")]


def test_tabs_and_semicolons_divide_too(tmp_path: Path) -> None:
    for mark in "\t;":
        assert cells(written(tmp_path, f"a{mark}b{mark}c,d\n1{mark}2{mark}3".encode()))[1] == ("1", "2", "3")


def test_lines_broken_within_quotes_are_one_and_numbered_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    (sheet,) = open_export(written(tmp_path, '标题,数\n"第一行\n第二行",1\n\n末,2\n'.encode())).sheets
    assert [(line.number, line.cells[0]) for line in sheet.lines] == [(1, "标题"), (2, "第一行\n第二行"), (5, "末")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"a": 1}', "json"),
        (b'\xef\xbb\xbf[{"a": 1}]', "json"),
        (b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        (b'{\n "a": 1\n}\n', "json"),
        (b"window.YTD.tweets.part0 = []", "script"),
        (b"<?xml version='1.0'?><rss/>", "xml"),
        (b"\n\n<rss/>", "xml"),
        (b"<!DOCTYPE html><html></html>", "table"),
        (b"a,b\n1,2\n", "table"),
    ],
)
def test_kinds_are_told_by_their_first_bytes(data: bytes, kind: str, tmp_path: Path) -> None:
    assert open_export(written(tmp_path, data)).kind == kind
    assert open_export(written(tmp_path, gzip.compress(data))).kind == kind


def test_databases_bundles_and_folders_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "weibo.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("create table t (a)")
        base.execute("insert into t values (1)")
        base.commit()
    assert open_export(path).kind == "sqlite"
    assert open_export(path).query("select a from t") == [{"a": 1}]
    with pytest.raises(DossierError, match="database"):
        open_export(path).query("select b from t")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("data/a.js", "1")
    with tarfile.open(tmp_path / "a.tar", "w") as bundle:
        bundle.addfile(tarfile.TarInfo("data/a.js"))
    (tmp_path / "data").mkdir()
    for name in ("a.zip", "a.tar", "data"):
        assert open_export(tmp_path / name).kind == "zip"
    assert open_export(tmp_path / "a.zip").member("data/a.js") == b"1"
    assert open_export(tmp_path / "a.tar").names == ("data/a.js",)


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_an_empty_file_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(DossierError, match="empty"):
        open_export(written(tmp_path, data))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match="no such file"):
        open_export(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\xff\xfe\x81" * 400,
        b"PK\x03\x04" + b"garbage" * 50,
        b"\xd0\xcf\x11\xe0" + b"garbage" * 50,
        gzip.compress(TEXT.encode() * 50)[:-20],
        b"\x1f\x8b" + b"garbage" * 50,
        book()[:-900],
    ],
    ids=["bytes", "zip", "old workbook", "cut gzip", "false gzip", "cut workbook"],
)
def test_damaged_files_are_refused_without_a_traceback(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(DossierError):
        _ = open_export(written(tmp_path, data)).sheets


def test_what_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LARGEST", 100_000)
    packed = written(tmp_path, gzip.compress(b"a,b\n" * 100_000))
    with pytest.raises(DossierError, match="more than"):
        _ = open_export(packed).data
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tweets.js", "0" * 1_000_000)
        archive.writestr("small.js", "1")
    bomb = open_export(tmp_path / "bomb.zip")
    with pytest.raises(DossierError, match="more than"):
        bomb.member("tweets.js")
    assert bomb.member("small.js") == b"1"
    with tarfile.open(tmp_path / "bomb.tar.gz", "w:gz") as bundle:
        entry = tarfile.TarInfo("outbox.json")
        entry.size = 1_000_000
        bundle.addfile(entry, io.BytesIO(b"0" * 1_000_000))
    with pytest.raises(DossierError, match="more than"):
        open_export(tmp_path / "bomb.tar.gz").member("outbox.json")


def test_a_member_that_is_not_there_or_locked_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.js", "1")
    with pytest.raises(DossierError, match="no such file"):
        open_export(path).member("b.js")
    data = bytearray(path.read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(mark) + (6 if mark == b"PK\x03\x04" else 8)] |= 1  # the flag of a locked member
    with pytest.raises(DossierError, match="damaged"):
        open_export(written(tmp_path, bytes(data), "locked.zip")).member("a.js")


def test_the_fingerprint_of_a_folder_follows_what_is_read_in_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    posts, messages = tmp_path / "data" / "tweets.js", tmp_path / "data" / "direct-messages.js"
    posts.write_text("a")
    messages.write_text("b")
    first = open_export(tmp_path).sha256
    assert open_export(tmp_path).sha256 == first
    messages.write_text("c")
    assert open_export(tmp_path).sha256 == first
    posts.write_text("d")
    assert open_export(tmp_path).sha256 != first


def test_merged_cells_hold_for_their_lines_but_not_for_their_columns(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for line in (["题", None, None], ["单位", "名", "数"], [None, "甲", 1], ["x", "乙", 2]):
        made.active.append(line)
    made.active.merge_cells("A1:C1")
    made.active.merge_cells("A2:A3")
    made.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [("题", "", ""), ("单位", "名", "数"), ("单位", "甲", "1"), ("x", "乙", "2")]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (12, "12"),
        (5044281310, "5044281310"),
        (4994316612964423, "4994316612964423"),
        (4994316612964420, "4.99431661296442e+15"),
        (1765021150348529665, "1.76502115034853e+18"),
        (0.25, "0.25"),
        (True, "是"),
        (None, ""),
    ],
)
def test_numbers_of_a_spreadsheet_are_spelled_in_full_only_where_they_are_exact(
    number: object, text: str, tmp_path: Path
) -> None:
    made = openpyxl.Workbook()
    made.active.append(["x", number])
    made.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx")[0][1:] in ((text,), () if not text else (text,))
