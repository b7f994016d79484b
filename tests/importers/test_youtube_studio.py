"""Exports of YouTube Studio, and boards of outsiders; the contents are made up."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError

ReadAll = Callable[..., Any]
STUDIO = (
    "Content,Video title,Video publish time,Duration,Likes,Comments added,Shares,Views,Watch time (hours),Subscribers,"
    "Impressions,Impressions click-through rate (%)"
)


def csv(path: Path, *lines: str) -> Path:
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\n")
    return path


STUDIO_ROWS = (
    "Total,,,,70,9,3,1500,10,5,20000,5.1",
    'dQw4w9WgXcQ,"Tide tables, explained","Jan 13, 2026",150,40,8,2,900,8,3,9000,5.4',
)


def test_the_total_of_youtube_studio_is_no_video(tmp_path: Path, read_all: ReadAll) -> None:
    read = read_all(
        csv(tmp_path / "Table data.csv", STUDIO, *STUDIO_ROWS), account="youtube:UC1", timezone="Europe/Rome"
    )
    assert (read.format, read.passed) == ("youtube-studio", ["totals"])
    assert read.rows("posts") == [
        {"post_id": "dQw4w9WgXcQ", "posted_at": datetime(2026, 1, 12, 23, tzinfo=UTC), "text": "Tide tables, explained",
         "reads": 900, "likes": 40, "reposts": 2, "comments": 8}
    ]  # fmt: skip


def test_of_the_zip_of_youtube_studio_only_the_table_is_read(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "Content 2026-01-01_2026-02-01 Office.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Chart data.csv", "Date,Content,Video title,Views\n2026-01-02,dQw4w9WgXcQ,Tide tables,4\n")
        archive.writestr("Totals.csv", "Date,Views\n2026-01-02,4\n")
        archive.writestr("Table data.csv", "\ufeff" + "\n".join((STUDIO, *STUDIO_ROWS)))
    read = read_all(path, account="youtube:UC1")
    assert [row["post_id"] for row in read.rows("posts")] == ["dQw4w9WgXcQ"]


def test_the_chinese_interface_of_youtube_studio_is_understood(tmp_path: Path, read_all: ReadAll) -> None:
    names = "内容,视频标题,视频发布时间,时长,观看次数,观看时长（小时）,订阅人数,曝光次数,曝光点击率 (%)"
    rows = ("总计,,,,15,1,0,20,5.1", "abc-_123456,潮汐表怎么看,2026年1月13日,150,9,1,0,20,5.1")
    read = read_all(csv(tmp_path / "表格数据.csv", names, *rows), account="youtube:UC1")
    assert read.passed == ["totals"]
    assert [(row["post_id"], row["reads"]) for row in read.rows("posts")] == [("abc-_123456", 9)]


def test_boards_of_outsiders_are_recognised_and_nothing_of_them_is_taken(tmp_path: Path, read_all: ReadAll) -> None:
    names = "类别,发布次数,文章数,阅读数,平均阅读数,在看数,头条阅读数,最高阅读数,新榜指数,uid"
    read = read_all(csv(tmp_path / "新榜.xls", names, "政务,1,2,10万+,4,5,6,7,612.3,x"), account="wechat:a")
    assert read.format == "outside-boards"
    assert (read.passed, read.rows("posts")) == (["outside_reference"], [])


def test_a_zip_of_other_things_is_no_youtube_export(tmp_path: Path, read_all: ReadAll) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("notes.csv", b"\xff\x00\xfe\x81")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    with pytest.raises(DossierError):
        read_all(tmp_path / "a.zip", account="youtube:a")
