"""The CSV of weiboSpider: ids as words, headers in the middle, forwarded posts within the text."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OWN = ["微博id", "微博正文", "头条文章url", "原始图片url", "微博视频url", "发布位置", "发布时间", "发布工具", "点赞数",
       "转发数", "评论数"]  # fmt: skip
ALL = [*OWN[:4], "被转发微博原始图片url", "是否为原创微博", *OWN[4:]]


def line(word: str, text: str, *, at: str = "2026-01-05 10:20") -> list[object]:
    return [word, text, "无", "无", "无", "无", at, "微博 weibo.com", 12, 3, "1.2万"]


def forwarded(word: str, text: str, original: object) -> list[object]:
    own = line(word, text)
    return [*own[:4], "无", original, *own[4:]]


def written(path: Path, *rows: Sequence[object], encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def test_a_word_becomes_the_number_of_the_post(tmp_path: Path, read_all: Any) -> None:
    found = read_all(written(tmp_path / "a.csv", OWN, line("z0JH2lOMb", "大雨提示")), account="a")
    assert found.format == "weibospider-csv"
    assert found.rows("posts") == [
        {
            "post_id": "3501756485200075",
            "posted_at": datetime(2026, 1, 5, 2, 20, tzinfo=UTC),
            "text": "大雨提示",
            "kind": "post",
            "client": "微博 weibo.com",
            "likes": 12,
            "reposts": 3,
            "comments": 12_000,
            "media": [],
        }
    ]
    assert found.faults == []


def test_the_header_stands_again_at_every_run(tmp_path: Path, read_all: Any) -> None:
    path = written(tmp_path / "a.csv", OWN, line("z0JH2lOMb", "一"), OWN, line("z8ElgBLeQ", "二"))
    found = read_all(path, account="a")
    assert [row["text"] for row in found.rows("posts")] == ["一", "二"]
    assert found.passed == ["repeated_header"]


def test_a_forwarded_post_within_the_text_is_taken_apart(tmp_path: Path, read_all: Any) -> None:
    text = "转发理由:请扩散\n原始用户: 省应急厅\n转发内容: 全省防汛会议召开\n明日有雨"
    gone = "请看\n转发内容: 抱歉，此微博已被作者删除"
    own = "通知\n转发内容: 这是本号自己的话"
    rows = [
        forwarded("z0JH2lOMb", text, "False"),
        forwarded("z8ElgBLeQ", gone, "False"),
        forwarded("z8ElgBLeR", own, "True"),
    ]
    first, second, third = read_all(written(tmp_path / "a.csv", ALL, *rows), account="a").rows("posts")
    assert (first["kind"], first["text"]) == ("repost", "转发理由:请扩散")
    assert (first["quoted_source"], first["quoted_text"]) == ("省应急厅", "全省防汛会议召开\n明日有雨")
    assert (second["kind"], second["text"], "quoted_source" in second) == ("repost", "请看", False)
    assert (third["kind"], third["text"]) == ("post", own)


def test_times_are_of_beijing_whatever_the_dossier_says(tmp_path: Path, read_all: Any) -> None:
    path = written(tmp_path / "a.csv", OWN, line("z0JH2lOMb", "一"))
    found = read_all(path, account="a", timezone="Europe/Berlin")
    assert found.rows("posts")[0]["posted_at"] == datetime(2026, 1, 5, 2, 20, tzinfo=UTC)


def test_a_file_saved_by_a_spreadsheet_is_read_in_its_encoding(tmp_path: Path, read_all: Any) -> None:
    for name, encoding in (("gb.csv", "gb18030"), ("utf16.csv", "utf-16")):
        found = read_all(written(tmp_path / name, OWN, line("z0JH2lOMb", "大雨"), encoding=encoding), account="a")
        assert found.rows("posts")[0]["text"] == "大雨"


def test_a_file_cut_off_in_the_middle_loses_its_last_line_and_says_so(tmp_path: Path, read_all: Any) -> None:
    path = written(tmp_path / "a.csv", OWN, line("z0JH2lOMb", "一"), line("z8ElgBLeQ", "二"))
    path.write_bytes(path.read_bytes()[:-50])
    found = read_all(path, account="a")
    assert [row["text"] for row in found.rows("posts")] == ["一"]
    assert [code for code, _ in found.faults] == ["row_width"]


def test_the_file_is_named_by_the_number_of_its_account(tmp_path: Path, read_all: Any) -> None:
    path = written(tmp_path / "5044281310.csv", OWN, line("z0JH2lOMb", "一"))
    assert read_all(path).stated.platform_id == "5044281310"
    assert read_all(path, account="weibo:1").stated is None
