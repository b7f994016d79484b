"""Archives and registers on their way into a dossier: versions in order, registers corrected and never emptied."""

import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from plumbline.cli.main import main

Take = Callable[[Path, Path], dict[str, Any]]
FIRST, SECOND = "1765014697800630349", "1765014949458870350"


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Take:
    """`plumbline import` of a file into a folder; what it says of it."""
    monkeypatch.setenv("PLUMBLINE_KEY", str(tmp_path / "installation.key"))

    def take(path: Path, folder: Path) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["import", str(path), "--into", str(folder), "--json", "--quiet"]) == 0
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    return take


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False)


def archive(path: Path, made: str) -> Path:
    ids = {"editTweetIds": [FIRST, SECOND]}
    posts = [
        {"id_str": FIRST, "full_text": "Road closd", "created_at": "Tue Mar 05 14:01:11 +0000 2024",
         "favorite_count": "2", "retweet_count": "0", "edit_info": {"initial": ids}},
        {"id_str": SECOND, "full_text": "Road closed", "created_at": "Tue Mar 05 14:02:11 +0000 2024",
         "favorite_count": "5", "retweet_count": "1", "edit_info": {"edit": {"editControlInitial": ids}}},
    ]  # fmt: skip
    files = {
        "data/tweets.js": f"window.YTD.tweets.part0 = {json.dumps([{'tweet': post} for post in posts])}",
        "data/account.js": 'window.YTD.account.part0 = [{"account": {"accountId": "31", "username": "Desk"}}]',
        "data/manifest.js": f'window.__THAR_CONFIG = {{"archiveInfo": {{"generationDate": "{made}"}}}}',
    }
    with zipfile.ZipFile(path, "w") as bundle:
        for name, text in files.items():
            bundle.writestr(name, text)
    return path


def filing(path: Path, *lines: Sequence[str]) -> Path:
    header = ["主办单位", "平台类型", "账号名称", "账号ID", "运营状态", "联系电话"]
    path.write_text("\n".join(",".join(line) for line in (header, *lines)), encoding="utf-8")
    return path


def test_the_versions_of_an_edited_post_stand_in_their_order_also_after_a_second_archive(
    tmp_path: Path, taken: Take
) -> None:
    folder = tmp_path / "dossier"
    taken(archive(tmp_path / "a.zip", "2025-01-22T05:46:38.082Z"), folder)
    once = table(folder, "versions")
    assert once["text"].to_list() == ["Road closd", "Road closed"]
    assert once["seen_at"].to_list() == ["2024-03-05T22:01:11+08:00", "2024-03-05T22:02:11+08:00"]
    taken(archive(tmp_path / "b.zip", "2025-06-22T05:46:38.082Z"), folder)
    assert table(folder, "versions")["text"].to_list() == once["text"].to_list()
    (post,) = table(folder, "posts").to_dicts()
    assert (post["post_id"], post["text"], post["likes"]) == (FIRST, "Road closed", "5")


def test_the_same_archive_twice_changes_nothing(tmp_path: Path, taken: Take) -> None:
    folder, path = tmp_path / "dossier", archive(tmp_path / "a.zip", "2025-01-22T05:46:38.082Z")
    taken(path, folder)
    before = {file.name: file.read_bytes() for file in folder.glob("*.csv")}
    assert taken(path, folder)["already_imported"]
    assert {file.name: file.read_bytes() for file in folder.glob("*.csv")} == before


def test_a_newer_filing_table_corrects_adds_and_removes_nothing(tmp_path: Path, taken: Take) -> None:
    folder = tmp_path / "dossier"
    desk = ["市府办", "微博", "临江发布", "5044281310", "正常", "13800000000"]
    school = ["教育局", "微博", "临江教育", "5044281311", "正常", "13800000000"]
    water = ["水务局", "微博", "临江水务", "5044281312", "正常", "13800000000"]
    assert taken(filing(tmp_path / "a.csv", desk, school), folder)["absent"] == []
    report = taken(filing(tmp_path / "b.csv", [*desk[:4], "停更", ""], water), folder)
    assert report["absent"] == ["weibo:5044281311"]
    accounts = {row["account_id"]: row["status"] for row in table(folder, "accounts").to_dicts()}
    assert accounts == {"weibo:5044281310": "suspended", "weibo:5044281311": "active", "weibo:5044281312": "active"}
    assert set(table(folder, "units")["name"]) == {"市府办", "教育局", "水务局"}


def test_a_blank_in_a_newer_table_takes_nothing_away(tmp_path: Path, taken: Take) -> None:
    folder = tmp_path / "dossier"
    taken(filing(tmp_path / "a.csv", ["市府办", "微博", "临江发布", "5044281310", "停更", ""]), folder)
    taken(filing(tmp_path / "b.csv", ["", "微博", "临江发布", "5044281310", "", ""]), folder)
    (row,) = table(folder, "accounts").to_dicts()
    assert (row["status"], row["unit_id"]) == ("suspended", "市府办")


def test_nothing_of_the_staff_is_anywhere_in_the_folder(tmp_path: Path, taken: Take) -> None:
    folder = tmp_path / "dossier"
    taken(filing(tmp_path / "a.csv", ["市府办", "微博", "临江发布", "5044281310", "正常", "13800000000"]), folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert not any(b"13800000000" in path.read_bytes() for path in files)
