"""The other files of weibo-crawler: accounts, JSON, database, comments. Citizens leave no trace but a keyed hash."""

import csv
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

REGISTER = [{"account_id": "weibo:5044281310", "platform": "weibo", "platform_id": "5044281310", "name": "澜州发布"}]
USER = {"id": "5044281310", "screen_name": "澜州发布", "gender": "m", "statuses_count": 3, "followers_count": "12.5万",
        "follow_count": 20, "description": "澜州市人民政府新闻办公室"}  # fmt: skip
USERS = ["用户id", "昵称", "性别", "生日", "所在地", "IP属地", "学习经历", "公司", "注册时间", "阳光信用", "微博数",
         "粉丝数", "关注数", "简介", "主页", "头像", "高清头像", "微博等级", "会员等级", "是否认证", "认证类型",
         "认证信息", "上次记录微博信息"]  # fmt: skip


def post(number: int, **changed: object) -> dict[str, object]:
    return {
        "user_id": 5044281310, "screen_name": "澜州发布", "id": number, "bid": "", "text": "今晚有雨",
        "article_url": "", "pics": "https://wx1.sinaimg.cn/a.jpg",
        "video_url": "https://f.video.example/1.mp4;https://f.video.example/2.mp4",
        "live_photo_url": "", "location": "", "created_at": "2026-01-05", "source": "微博网页版",
        "attitudes_count": 12, "comments_count": 3, "reposts_count": "1万+", "topics": "", "at_users": "",
        "full_created_at": "2026-01-05 10:20:00", "edited": False, "edit_count": 0,
    } | changed  # fmt: skip


def saved(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def test_json_states_its_account_its_followers_and_its_posts(tmp_path: Path, read_all: Any) -> None:
    found = read_all(saved(tmp_path / "a.json", {"user": USER, "weibo": [post(4900000000000001)]}))
    assert found.format == "weibo-crawler-json"
    assert (found.stated.platform_id, found.stated.name) == ("5044281310", "澜州发布")
    assert found.rows("metrics") == [{"account_id": None, "date": date(2026, 3, 1), "followers": 125_000}]
    row = found.rows("posts")[0]
    assert row["post_id"] == "4900000000000001"
    assert row["posted_at"] == datetime(2026, 1, 5, 2, 20, tzinfo=UTC)
    assert row["reposts"] == 10_000
    assert row["media"] == [
        "https://wx1.sinaimg.cn/a.jpg",
        "https://f.video.example/1.mp4",
        "https://f.video.example/2.mp4",
    ]
    assert found.faults == []


def test_json_keeps_a_forwarded_post_apart(tmp_path: Path, read_all: Any) -> None:
    other = post(4900000000000009, user_id=1000000001, screen_name="省应急厅", text="全省会议")
    gone = {"id": 4900000000000008, "text": "抱歉，作者已设置仅展示半年内微博"}
    posts = [post(4900000000000001, text="转发微博", retweet=other), post(4900000000000002, text="看", retweet=gone)]
    first, second = read_all(saved(tmp_path / "a.json", {"user": USER, "weibo": posts})).rows("posts")
    assert (first["kind"], first["quoted_text"], first["quoted_source"]) == ("repost", "全省会议", "省应急厅")
    assert (second["kind"], "quoted_source" in second) == ("repost", False)


def test_json_with_wrong_types_loses_only_what_is_wrong(tmp_path: Path, read_all: Any) -> None:
    posts = [None, "x", post(4900000000000001, attitudes_count={"n": 1}), post(4900000000000002, text=None),
             post(4900000000000003, created_at=None, full_created_at=None), post(0, id=None),
             post(4900000000000004, pics=["https://wx1.sinaimg.cn/a.jpg"], attitudes_count="12")]  # fmt: skip
    found = read_all(saved(tmp_path / "a.json", {"user": USER, "weibo": posts}))
    assert [row["post_id"][-1] for row in found.rows("posts")] == ["1", "2", "4"]
    assert found.faults == [
        ("not_an_object", ""), ("not_an_object", ""), ("not_an_object", "attitudes_count"),
        ("no_time", "full_created_at"), ("no_id", "id"),
    ]  # fmt: skip


def test_json_of_several_accounts_gives_each_its_own(tmp_path: Path, read_all: Any) -> None:
    posts = [post(4900000000000001), post(4900000000000002, user_id=1700000001, screen_name="某市民")]
    found = read_all(saved(tmp_path / "a.json", {"user": USER, "weibo": posts}), register=REGISTER)
    assert len(found.rows("posts")) == 1
    assert found.passed == ["not_registered"]
    assert "某市民" not in repr(found)


def test_json_of_something_else_is_not_taken_for_it(tmp_path: Path, read_all: Any) -> None:
    from plumbline.domain.errors import DossierError

    with pytest.raises(DossierError):
        read_all(saved(tmp_path / "a.json", {"user": {"id": 1}, "weibo": [{"title": "x"}]}))


def test_users_csv_gives_the_followers_of_registered_accounts(tmp_path: Path, read_all: Any) -> None:
    path = tmp_path / "users.csv"

    def line(number: str, name: str, fans: object) -> list[object]:
        return [number, name, "女", "1990-01-01", "甘肃", "", "某大学", "", "", "", 3, fans, 20, *[""] * 10]

    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        rows = [
            line("5044281310", "澜州发布", 100),
            line("1700000001", "某市民", 7),
            line("5044281310", "澜州发布", "1.2万"),
        ]
        csv.writer(stream).writerows([USERS, *rows])
    found = read_all(path, register=REGISTER)
    assert found.format == "weibo-crawler-users"
    assert found.rows("metrics") == [{"account_id": "weibo:5044281310", "date": date(2026, 3, 1), "followers": 12_000}]
    assert found.passed == ["same", "not_registered"]
    assert "某大学" not in repr(found)
    assert "某市民" not in repr(found)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "weibodata.db"
    with closing(sqlite3.connect(path)) as store:
        store.executescript(
            """CREATE TABLE user (id varchar(64) PRIMARY KEY, nick_name, gender, follower_count integer, birthday);
            CREATE TABLE weibo (id varchar(20) PRIMARY KEY, bid, user_id, screen_name, text, article_url, topics,
              at_users, pics, video_url, location, created_at, source, attitudes_count INT, comments_count INT,
              reposts_count INT, retweet_id);
            CREATE TABLE comments (id, bid, weibo_id, root_id, user_id, created_at, user_screen_name, user_avatar_url,
              text, pic_url, like_count);
            CREATE TABLE reposts (id, bid, weibo_id, user_id, created_at, user_screen_name, user_avatar_url, text,
              like_count);
            INSERT INTO user VALUES ('5044281310', '澜州发布', 'm', 120, '');
            INSERT INTO weibo VALUES ('4900000000000001', '', '5044281310', '澜州发布', '今晚有雨', '', '', '', '', '',
              '', '2026-01-05 10:20:00', '微博网页版', 1, 2, 3, '');
            INSERT INTO weibo VALUES ('4900000000000002', '', '5044281310', '澜州发布', '转发微博', '', '', '', '', '',
              '', '2026-01-06 10:20:00', '微博网页版', 1, 2, 3, '4900000000000009');
            INSERT INTO weibo VALUES ('4900000000000009', '', '1000000001', '省应急厅', '全省会议', '', '', '', '', '',
              '', '2026-01-06 09:00:00', '', 1, 2, 3, '');
            INSERT INTO comments VALUES ('50001', '', '4900000000000001', '50001', '1700000001',
              'Mon Jan 05 10:30:00 +0800 2026', '某市民', 'https://tvax.example/1.jpg', '请问几点', '', 4);
            INSERT INTO comments VALUES ('50002', '', '4900000000000001', '50001', '5044281310',
              'Mon Jan 05 10:40:00 +0800 2026', '澜州发布', '', '晚八点', '', 1);
            INSERT INTO comments VALUES ('50003', '', '4900000000000009', '', '1700000002',
              'Mon Jan 05 10:30:00 +0800 2026', '路人', '', '好', '', 0);
            INSERT INTO comments VALUES ('50004', '', '4900000000000001', '', '1700000003', '昨天 10:30', '路人乙', '',
              '好', '', 0);
            INSERT INTO reposts VALUES ('60001', '', '4900000000000001', '1700000004', 'Mon Jan 05 11:00:00 +0800 2026',
              '路人丙', '', '转', 0);"""
        )
    return path


def test_the_database_gives_posts_replies_and_keyed_comments(base: Path, read_all: Any) -> None:
    found = read_all(base, register=REGISTER)
    assert found.format == "weibo-crawler-sqlite"
    posts = {row["post_id"]: row for row in found.rows("posts")}
    assert set(posts) == {"4900000000000001", "4900000000000002", "50002"}
    assert posts["4900000000000002"]["quoted_text"] == "全省会议"
    assert posts["4900000000000002"]["kind"] == "repost"
    reply = posts["50002"]
    assert (reply["account_id"], reply["kind"], reply["in_reply_to"]) == ("weibo:5044281310", "reply", "50001")
    comment, repost = found.rows("interactions")
    assert (comment["post_id"], comment["text"], comment["kind"]) == ("4900000000000001", "请问几点", "comment")
    assert comment["at"] == datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
    assert str(comment["actor_key"]).startswith("k:")
    assert (repost["kind"], repost["text"]) == ("repost", "转")
    assert found.rows("metrics")[0]["followers"] == 120
    assert found.passed == ["not_registered", "not_registered"]
    assert found.faults == [("relative_time", "")]


def test_nothing_of_a_citizen_leaves_the_database(base: Path, read_all: Any) -> None:
    told = repr(list(read_all(base, register=REGISTER)))
    for secret in ("某市民", "路人", "1700000001", "1700000002", "1700000003", "1700000004", "tvax.example"):
        assert secret not in told


def test_a_first_import_of_a_database_knows_its_own_replies(base: Path, read_all: Any) -> None:
    found = read_all(base)
    assert found.stated.platform_id == "5044281310"
    assert [row["text"] for row in found.rows("posts") if row["kind"] == "reply"] == ["晚八点"]


def test_a_database_without_comments_is_read(tmp_path: Path, base: Path, read_all: Any) -> None:
    with closing(sqlite3.connect(base)) as store:
        store.executescript("DROP TABLE comments; DROP TABLE reposts; DROP TABLE user")
    assert len(read_all(base, register=REGISTER).rows("posts")) == 2


def test_comments_in_a_csv_have_names_only(tmp_path: Path, read_all: Any) -> None:
    path = tmp_path / "澜州发布_comments.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(
            [
                ["id", "weibo_id", "created_at", "user_screen_name", "text", "pic_url", "like_count"],
                ["50001", "4900000000000001", "2026-01-05 10:30:00", "某市民", "请问几点", "", 4],
                ["50002", "4900000000000001", "2026-01-05 10:40:00", "澜州发布", "晚八点", "", 1],
                ["50003", "4.9E+15", "2026-01-05 10:40:00", "某市民", "好", "", 1],
                ["50004", "4900000000000001", "5分钟前", "某市民", "好", "", 1],
            ]
        )
    found = read_all(path, register=REGISTER)
    assert found.format == "weibo-crawler-comments"
    assert found.stated.name == "澜州发布"
    assert [row["text"] for row in found.rows("interactions")] == ["请问几点"]
    assert [(row["post_id"], row["kind"]) for row in found.rows("posts")] == [("50002", "comment")]
    assert [code for code, _ in found.faults] == ["spoilt_id", "relative_time"]
    assert "某市民" not in repr(list(found))
