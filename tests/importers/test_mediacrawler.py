"""MediaCrawler on four platforms and in four kinds of file: registered accounts by id or hash, nobody else."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from plumbline.domain.errors import DossierError
from plumbline.domain.tables import TABLES
from plumbline.importers.export import open_export
from plumbline.importers.format import Context, Fault, Passed, Row, Stated, Taken
from plumbline.importers.recognise import recognise
from plumbline.importers.register import Register

UID, CITIZEN = "5044281310", "1700000001"
SECONDS = 1_767_579_600  # 2026-01-05 10:20 in Beijing
AT = datetime(2026, 1, 5, 2, 20, tzinfo=UTC)
CRAWLED = datetime(2026, 1, 8, 2, 20, tzinfo=UTC)
PERSON = {
    "user_id": UID,
    "nickname": "澜州发布",
    "gender": "m",
    "avatar": "https://tva.example/1.jpg",
    "ip_location": "甘肃",
}
WORKS: dict[str, dict[str, Any]] = {
    "weibo": {
        "note_id": "4900000000000001", "content": "今晚有雨", "create_time": SECONDS,
        "create_date_time": "2026-01-05 10:20:00+08:00", "liked_count": "1.2万", "comments_count": "3",
        "shared_count": "4", "last_modify_ts": (SECONDS + 3 * 86_400) * 1000,
        "note_url": "https://m.weibo.cn/detail/4900000000000001", "source_keyword": "",
    },
    "bilibili": {
        "video_id": "170001", "video_type": "video", "title": "防汛提示", "desc": "今晚有雨", "create_time": SECONDS,
        "liked_count": "1", "disliked_count": "0", "video_play_count": "1.2万", "video_favorite_count": "2",
        "video_share_count": "4", "video_coin_count": "5", "video_danmaku": "6", "video_comment": "3",
        "last_modify_ts": (SECONDS + 3 * 86_400) * 1000, "video_url": "https://www.bilibili.com/video/av170001",
        "video_cover_url": "", "source_keyword": "",
    },
    "douyin": {
        "aweme_id": "7300000000000000001", "aweme_type": "0", "title": "今晚有雨", "desc": "今晚有雨",
        "create_time": SECONDS, "liked_count": "1", "collected_count": "2", "comment_count": "3", "share_count": "4",
        "last_modify_ts": (SECONDS + 3 * 86_400) * 1000, "aweme_url": "https://www.douyin.com/video/7300000000000000001",
        "cover_url": "", "video_download_url": "", "note_download_url": "", "source_keyword": "",
    },
    "kuaishou": {
        "video_id": "3xabcdefg", "video_type": "1", "title": "今晚有雨", "desc": "今晚有雨",
        "create_time": SECONDS * 1000, "liked_count": "None", "viewd_count": "1.2万",
        "last_modify_ts": (SECONDS + 3 * 86_400) * 1000,
        "video_url": "https://www.kuaishou.com/short-video/3xabcdefg", "video_cover_url": "", "video_play_url": "",
    },
}  # fmt: skip
IDS = {
    "weibo": "4900000000000001",
    "bilibili": "BV17x411w7KC",
    "douyin": "7300000000000000001",
    "kuaishou": "3xabcdefg",
}
KEYS = {"weibo": "note_id", "bilibili": "video_id", "douyin": "aweme_id", "kuaishou": "video_id"}
BELOW: dict[str, dict[str, Any]] = {
    "weibo": {"comment_like_count": "1", "parent_comment_id": "", "sub_comment_count": "0"},
    "bilibili": {"like_count": 1, "parent_comment_id": "0", "sub_comment_count": "0"},
    "douyin": {"like_count": 1, "parent_comment_id": "0", "pictures": "", "sub_comment_count": "0"},
    "kuaishou": {"sub_comment_count": "0"},
}
FANS = {
    "weibo": {"fans": "12.5万", "follows": 2, "tag_list": ""},
    "bilibili": {"total_fans": 125_000, "total_liked": 1, "user_rank": 6, "is_official": 1},
    "douyin": {"fans": 125_000, "follows": 2, "interaction": 9, "videos_count": 3},
    "kuaishou": {"fans": "12.5万", "follows": 2, "interaction": 9},
}
PLATFORMS = sorted(WORKS)
Reading = Callable[..., list[Row]]


def hashed(uid: str) -> str:
    return sha256(uid.encode()).hexdigest()[:16]


def other(work: dict[str, Any]) -> dict[str, Any]:
    """Another work of the same maker."""
    key = next(name for name in ("note_id", "aweme_id", "video_id") if name in work)
    return work | {key: f"{work[key]}1"}


def of_2026(work: dict[str, Any], uid: str = UID) -> dict[str, Any]:
    """As written since July 2026: a hash for the id, a masked name."""
    return work | {"creator_hash": hashed(uid), "nickname": "澜***布"}


def comment(platform: str, identity: str, uid: str, text: str, **changed: object) -> dict[str, Any]:
    row = {"comment_id": identity, "create_time": SECONDS + 600, KEYS[platform]: WORKS[platform][KEYS[platform]]}
    person = PERSON | {"user_id": uid, "nickname": "某市民"}
    return row | {"content": text, "last_modify_ts": SECONDS * 1000} | BELOW[platform] | person | changed


def lines(path: Path, *objects: object) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects), encoding="utf-8")
    return path


@pytest.fixture
def read() -> Reading:
    def reading(path: Path, platform: str, *, account: str | None = None, known: bool = True) -> list[Row]:
        schema = {
            name: TABLES["accounts"].schema[name] for name in ("account_id", "platform", "name", "platform_id", "url")
        }
        rows = [(f"{platform}:{UID}", platform, "澜州发布", UID, None)] if known else []
        register = Register(pl.DataFrame(rows, schema=schema, orient="row"))
        export = open_export(path)
        reader = recognise(export)
        assert reader.FORMAT.name == f"mediacrawler-{platform}"
        context = Context(account, "Asia/Shanghai", register.find, lambda *of: "k:" + hashed("".join(of)), AT)
        return list(reader.read(export, context))

    return reading


def rows(found: list[Row], table: str) -> list[dict[str, Any]]:
    return [dict(row.row) for row in found if isinstance(row, Taken) and row.table == table]


def passed(found: list[Row]) -> list[str]:
    return [row.why for row in found if isinstance(row, Passed)]


def faults(found: list[Row]) -> list[tuple[str, str]]:
    return [(row.code, row.column) for row in found if isinstance(row, Fault)]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_registered_account_is_found_by_its_id(platform: str, tmp_path: Path, read: Reading) -> None:
    found = read(lines(tmp_path / "a.jsonl", WORKS[platform] | PERSON, WORKS[platform] | PERSON), platform)
    row = rows(found, "posts")[0]
    assert (row["account_id"], row["post_id"], row["posted_at"]) == (f"{platform}:{UID}", IDS[platform], AT)
    assert row["text"].endswith("今晚有雨")
    assert Stated(platform, UID, observed_at=CRAWLED) in found
    assert faults(found) == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_registered_account_is_found_by_the_hash_of_its_id(platform: str, tmp_path: Path, read: Reading) -> None:
    path = lines(tmp_path / "a.jsonl", of_2026(WORKS[platform]), of_2026(WORKS[platform], CITIZEN))
    found = read(path, platform)
    assert [row["account_id"] for row in rows(found, "posts")] == [f"{platform}:{UID}"]
    assert passed(found) == ["not_registered"]
    assert hashed(CITIZEN) not in repr(found)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_list_of_json_and_a_csv_say_the_same(platform: str, tmp_path: Path, read: Reading) -> None:
    work = WORKS[platform] | PERSON
    (tmp_path / "a.json").write_text(json.dumps([work], ensure_ascii=False, indent=1), encoding="utf-8")
    with (tmp_path / "a.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(work))
        writer.writeheader()
        writer.writerow(work)
    told = [rows(read(tmp_path / name, platform), "posts") for name in ("a.json", "a.csv")]
    assert told[0] == told[1]
    assert len(told[0]) == 1


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_workbook_holds_works_comments_and_creators(platform: str, tmp_path: Path, read: Reading) -> None:
    book = openpyxl.Workbook()
    sheets = {
        "Contents": [WORKS[platform] | PERSON],
        "Comments": [comment(platform, "50001", CITIZEN, "请问几点"), comment(platform, "50002", UID, "晚八点")],
        "Creators": [PERSON | FANS[platform] | {"desc": "x", "last_modify_ts": SECONDS * 1000}],
    }
    for name, objects in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(objects[0]))
        for one in objects:
            sheet.append(list(one.values()))
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx", platform)
    assert [row["kind"] for row in rows(found, "posts")] == ["post", "comment"]
    assert [row["text"] for row in rows(found, "interactions")] == ["请问几点"]
    assert rows(found, "metrics") == [
        {"account_id": f"{platform}:{UID}", "date": date(2026, 1, 5), "followers": 125_000}
    ]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_comments_keep_a_text_and_a_keyed_hash(platform: str, tmp_path: Path, read: Reading) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        comment(platform, "50001", CITIZEN, "请问几点"),
        comment(platform, "50002", UID, "晚八点"),
        comment(platform, "50003", CITIZEN, "好", create_time="昨天 10:20"),
    )
    found = read(path, platform, account=f"{platform}:{UID}")
    stranger, own = rows(found, "interactions")[0], rows(found, "posts")[0]
    assert set(stranger) == {"post_id", "at", "kind", "text", "actor_key"}
    assert (stranger["post_id"], own["post_id"], own["kind"]) == (IDS[platform], "50002", "comment")
    assert faults(found) == [("relative_time", "")]
    told = repr(found)
    assert "某市民" not in told
    assert CITIZEN not in told
    assert "tva.example" not in told


def test_a_comment_of_2026_is_keyed_by_its_hash_hashed_again(tmp_path: Path, read: Reading) -> None:
    made = {**comment("weibo", "50001", "", "请问几点"), "creator_hash": hashed(CITIZEN)}
    path = lines(tmp_path / "a.jsonl", made, made)
    key = rows(read(path, "weibo", account=f"weibo:{UID}"), "interactions")[0]["actor_key"]
    assert hashed(CITIZEN) not in key


def test_comments_below_posts_of_others_stay_unread(tmp_path: Path, read: Reading) -> None:
    book = openpyxl.Workbook()
    for name, one in (
        ("Contents", WORKS["weibo"] | PERSON | {"user_id": CITIZEN}),
        ("Comments", comment("weibo", "50001", "1700000009", "好")),
    ):
        sheet = book.create_sheet(name)
        sheet.append(list(one))
        sheet.append(list(one.values()))
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    assert passed(read(tmp_path / "a.xlsx", "weibo")) == ["not_registered", "not_registered"]


def test_a_given_account_takes_a_file_of_one_maker_only(tmp_path: Path, read: Reading) -> None:
    work = WORKS["douyin"]
    one = lines(tmp_path / "one.jsonl", of_2026(work, "99"), other(of_2026(work, "99")))
    two = lines(tmp_path / "two.jsonl", of_2026(work, "99"), of_2026(work, "98"))
    assert len(rows(read(one, "douyin", account="douyin:lanzhou", known=False), "posts")) == 2
    assert passed(read(two, "douyin", account="douyin:lanzhou", known=False)) == ["not_registered"] * 2


def test_a_given_account_with_a_number_is_not_taken_for_another(tmp_path: Path, read: Reading) -> None:
    path = lines(tmp_path / "a.jsonl", of_2026(WORKS["weibo"], "99"), other(of_2026(WORKS["weibo"], "99")))
    assert passed(read(path, "weibo", account="weibo:5044281310", known=False)) == ["not_registered"] * 2


def test_lines_that_are_broken_are_told_and_others_go_on(tmp_path: Path, read: Reading) -> None:
    work = WORKS["weibo"] | PERSON
    path = tmp_path / "a.jsonl"
    wrong = work | {"note_id": "4900000000000002", "liked_count": {"n": 1}}
    path.write_text(
        "\n".join(
            [json.dumps(work), json.dumps(wrong), "null", '{"x": 1}', json.dumps(work | {"note_id": None}), '{"cut']
        ),
        encoding="utf-8",
    )
    found = read(path, "weibo")
    assert [row["post_id"] for row in rows(found, "posts")] == ["4900000000000001", "4900000000000002"]
    assert sorted(faults(found)) == sorted(
        [
            ("not_an_object", "liked_count"),
            ("not_json", ""),
            ("not_an_object", ""),
            ("no_id", "note_id"),
            ("not_json", ""),
        ]
    )


def test_pictures_of_a_picture_post_are_its_media(tmp_path: Path, read: Reading) -> None:
    pictures = WORKS["douyin"] | PERSON | {"note_download_url": "https://p3.example/1.jpg,https://p3.example/2.jpg"}
    found = rows(read(lines(tmp_path / "a.jsonl", pictures, WORKS["douyin"] | PERSON), "douyin"), "posts")
    assert found[0]["media"] == ["https://p3.example/1.jpg", "https://p3.example/2.jpg"]
    assert found[1]["media"] == ["https://www.douyin.com/video/7300000000000000001"]


def test_title_and_description_of_a_video_are_both_its_words(tmp_path: Path, read: Reading) -> None:
    bare = WORKS["bilibili"] | PERSON | {"desc": "-"}
    long = WORKS["bilibili"] | PERSON | {"desc": "雨" * 500}
    found = read(lines(tmp_path / "a.jsonl", WORKS["bilibili"] | PERSON, bare, long), "bilibili")
    assert [row["text"][:9] for row in rows(found, "posts")] == ["防汛提示\n今晚有雨", "防汛提示", "防汛提示\n雨雨雨雨"]
    assert rows(found, "posts")[0]["reads"] == 12_000
    assert faults(found) == [("cut_text", "desc")]


def test_contacts_are_never_read_and_dynamics_are_posts(tmp_path: Path, read: Reading) -> None:
    contact = {"up_id": UID, "fan_id": CITIZEN, "up_name": "澜州发布", "fan_name": "某市民", "fan_sign": ""}
    dynamic = {"dynamic_id": "900000000000000001", "user_id": UID, "text": "今晚有雨", "type": "FORWARD"}
    dynamic |= {"pub_ts": str(SECONDS), "total_comments": "1", "total_forwards": "2", "total_liked": "3"}
    found = read(lines(tmp_path / "a.jsonl", dynamic, contact), "bilibili")
    assert [(row["post_id"], row["kind"], row["likes"]) for row in rows(found, "posts")] == [
        ("900000000000000001", "repost", 3)
    ]
    assert passed(found) == ["private"]
    assert "某市民" not in repr(found)


def test_another_platform_of_the_same_tool_is_no_weibo(tmp_path: Path) -> None:
    note = {"note_id": "a", "type": "normal", "title": "x", "desc": "y", "time": 1, "liked_count": "1", "tag_list": ""}
    with pytest.raises(DossierError):
        recognise(open_export(lines(tmp_path / "a.jsonl", note, note)))


def test_accounts_of_two_kinds_in_a_file_state_nothing(tmp_path: Path, read: Reading) -> None:
    path = lines(tmp_path / "a.jsonl", WORKS["weibo"] | PERSON, WORKS["weibo"] | {"note_id": "4900000000000005"})
    found = read(path, "weibo")
    assert len(rows(found, "posts")) == 1
    assert replace(Stated("weibo", UID), observed_at=CRAWLED) in found


def test_the_same_record_twice_is_one(tmp_path: Path, read: Reading) -> None:
    work = WORKS["weibo"] | PERSON
    found = read(lines(tmp_path / "a.jsonl", work, work | {"last_modify_ts": 1}, other(work)), "weibo")
    assert len(rows(found, "posts")) == 2
    assert passed(found) == ["same"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_database_says_the_same(platform: str, tmp_path: Path, read: Reading) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as base:
        for name, one in (
            ("work", WORKS[platform] | PERSON),
            ("note", comment(platform, "50001", CITIZEN, "请问几点")),
        ):
            columns, marks = ", ".join(one), ", ".join("?" * len(one))
            base.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, {columns})")
            base.execute(f"INSERT INTO {name} ({columns}) VALUES ({marks})", list(one.values()))  # noqa: S608  own names
        base.execute("CREATE TABLE empty (aweme_id, video_id, note_id, content, desc, create_time)")
        base.commit()
    found = read(tmp_path / "a.db", platform)
    assert [row["post_id"] for row in rows(found, "posts")] == [IDS[platform]]
    assert [row["text"] for row in rows(found, "interactions")] == ["请问几点"]


def test_a_database_of_two_platforms_wants_one_named(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as base:
        base.executescript("CREATE TABLE v (video_id, create_time, viewd_count); INSERT INTO v VALUES ('3x', 1, 2);")
        base.executescript("CREATE TABLE a (aweme_id, desc, create_time); INSERT INTO a VALUES ('7', 'x', 1);")
    with pytest.raises(DossierError, match="could be any of"):
        recognise(open_export(tmp_path / "a.db"))
