"""A search for a word holds anybody's posts: only those of registered accounts are read."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HEADER = ["id", "bid", "user_id", "用户昵称", "微博正文", "头条文章url", "发布位置", "艾特用户", "话题", "转发数",
          "评论数", "点赞数", "发布时间", "发布工具", "微博图片url", "微博视频url", "retweet_id", "ip",
          "user_authentication", "会员类型", "会员等级"]  # fmt: skip
REGISTER = [{"account_id": "weibo:5044281310", "platform": "weibo", "platform_id": "5044281310", "name": "澜州发布"}]


def written(path: Path, *rows: list[object]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def line(number: str, user: str, name: str, text: str, *, retweet: str = "") -> list[object]:
    return [number, "", user, name, text, "", "", "", "", 1, 2, 3, "2026-01-05 10:20", "微博网页版",
            "https://wx1.sinaimg.cn/a.jpg", "", retweet, "甘肃", "蓝V", "", ""]  # fmt: skip


def test_only_posts_of_registered_accounts_are_read(tmp_path: Path, read_all: Any) -> None:
    path = written(
        tmp_path / "防汛.csv",
        line("4900000000000001", "5044281310", "澜州发布", "今晚有雨"),
        line("4900000000000002", "1700000001", "某市民", "河水涨了"),
    )
    found = read_all(path, register=REGISTER)
    assert [(row["account_id"], row["text"]) for row in found.rows("posts")] == [("weibo:5044281310", "今晚有雨")]
    assert found.rows("posts")[0]["posted_at"] == datetime(2026, 1, 5, 2, 20, tzinfo=UTC)
    assert found.passed == ["not_registered"]
    assert "某市民" not in repr(found)
    assert "1700000001" not in repr(found)


def test_a_given_account_does_not_make_others_posts_its_own(tmp_path: Path, read_all: Any) -> None:
    path = written(tmp_path / "a.csv", line("4900000000000002", "1700000001", "某市民", "河水涨了"))
    assert read_all(path, account="weibo:5044281310").passed == ["not_registered"]


def test_a_forwarding_post_is_known_by_the_id_of_the_other(tmp_path: Path, read_all: Any) -> None:
    path = written(
        tmp_path / "a.csv", line("4900000000000001", "5044281310", "澜州发布", "扩散", retweet="4900000000000009")
    )
    assert read_all(path, account="weibo:5044281310").rows("posts")[0]["kind"] == "repost"


def test_an_older_release_writes_fewer_names_than_cells(tmp_path: Path, read_all: Any) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        row = line("4900000000000001", "5044281310", "澜州发布", "今晚有雨")
        csv.writer(stream).writerows([HEADER[:17], row])
    assert len(read_all(path, register=REGISTER).rows("posts")) == 1
