"""Saved JSON of Bilibili's web pages: works of registered accounts, and of citizens a text and a keyed hash."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError

SECONDS, AT = 1_767_579_600, datetime(2026, 1, 5, 2, 20, tzinfo=UTC)
REGISTER = [{"account_id": "bilibili:1700000", "platform": "bilibili", "platform_id": "1700000", "name": "澜州发布"}]
STAT = {"view": 120, "danmaku": 1, "reply": 3, "favorite": 4, "coin": 5, "share": 6, "like": 7}
VIDEO = {"bvid": "BV17x411w7KC", "aid": 170001, "title": "防汛提示", "desc": "今晚有雨", "pubdate": SECONDS, "ctime": 1,
         "owner": {"mid": 1700000, "name": "澜州发布", "face": "x"}, "stat": STAT}  # fmt: skip
LISTED = {"aid": 455017605, "bvid": "", "title": "会议", "description": "-", "created": SECONDS, "mid": 1700000,
          "author": "澜州发布", "play": "--", "comment": 2}  # fmt: skip


def dynamic(number: str, text: str, *, mid: int = 1700000, kind: str = "DYNAMIC_TYPE_DRAW") -> dict[str, Any]:
    return {
        "id_str": number, "type": kind,
        "modules": {
            "module_author": {"mid": mid, "name": "某号", "pub_ts": SECONDS},
            "module_dynamic": {"desc": {"text": text}, "major": {"draw": {"items": [{"src": "https://i0.example/1.jpg"}]}}},
            "module_stat": {"comment": {"count": 1}, "forward": {"count": 2}, "like": {"count": 3}},
        },
    }  # fmt: skip


def comment(number: int, mid: int, text: str, *, oid: int = 170001, **more: object) -> dict[str, Any]:
    return {
        "rpid": number, "oid": oid, "mid": mid, "root": 0, "parent": 0, "ctime": SECONDS + 60, "like": 1, "rcount": 0,
        "member": {"mid": str(mid), "uname": "某市民", "avatar": "https://i0.example/face.jpg"},
        "content": {"message": text},
    } | more  # fmt: skip


def saved(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_page_of_a_video_and_a_list_of_an_account_are_read(tmp_path: Path, read_all: Any) -> None:
    content = {"code": 0, "data": {"View": VIDEO, "list": {"vlist": [LISTED, VIDEO]}}}
    found = read_all(saved(tmp_path / "a.json", content), register=REGISTER)
    assert found.format == "bilibili-web-json"
    first, second = found.rows("posts")
    assert first == {
        "account_id": "bilibili:1700000", "post_id": "BV17x411w7KC", "posted_at": AT, "text": "防汛提示\n今晚有雨",
        "kind": "post", "reads": 120, "likes": 7, "reposts": 6, "comments": 3,
        "media": ["https://www.bilibili.com/video/BV17x411w7KC"],
    }  # fmt: skip
    assert (second["post_id"], second["text"], "reads" in second) == ("BV1Q541167Qg", "会议", False)
    assert found.passed == ["same"]


def test_videos_and_dynamics_of_others_stay_unread(tmp_path: Path, read_all: Any) -> None:
    others = [VIDEO | {"owner": {"mid": 99, "name": "某人"}}, dynamic("900000000000000001", "别人的话", mid=98)]
    found = read_all(saved(tmp_path / "a.json", others), register=REGISTER)
    assert found.passed == ["not_registered", "not_registered"]
    assert "别人的话" not in repr(list(found))


def test_dynamics_are_posts_and_forwards_are_reposts(tmp_path: Path, read_all: Any) -> None:
    forward = dynamic("900000000000000002", "请看", kind="DYNAMIC_TYPE_FORWARD")
    forward["orig"] = dynamic("900000000000000003", "原来的话", mid=98)
    items = {"items": [dynamic("900000000000000001", "今晚有雨"), forward]}
    first, second = read_all(saved(tmp_path / "a.json", items), register=REGISTER).rows("posts")
    assert (first["post_id"], first["text"], first["media"]) == (
        "900000000000000001",
        "今晚有雨",
        ["https://i0.example/1.jpg"],
    )
    assert (second["kind"], second["text"], second["quoted_text"]) == ("repost", "请看", "原来的话")


def test_of_comments_a_text_and_a_key_stay(tmp_path: Path, read_all: Any) -> None:
    answer = comment(51, 1700000, "晚八点", parent=50)
    content = [
        VIDEO,
        {"replies": [comment(50, 42, "请问几点", replies=[answer]), comment(52, 43, "好", oid=455017605)]},
    ]
    found = read_all(saved(tmp_path / "a.json", content), register=REGISTER)
    below = found.rows("interactions")
    assert [(row["post_id"], row["text"]) for row in below] == [("BV17x411w7KC", "请问几点")]
    own = found.rows("posts")[1]
    assert (own["account_id"], own["kind"], own["in_reply_to"]) == ("bilibili:1700000", "reply", "50")
    assert found.passed == ["not_registered"]
    told = repr(list(found))
    assert "某市民" not in told
    assert "face.jpg" not in told


def test_comments_alone_are_those_of_the_given_account(tmp_path: Path, read_all: Any) -> None:
    lines = "".join(json.dumps(comment(number, 42, "好")) + "\n" for number in (50, 51))
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    found = read_all(tmp_path / "a.jsonl", account="bilibili:1700000")
    assert [row["post_id"] for row in found.rows("interactions")] == ["BV17x411w7KC"]


def test_followers_are_counted_on_the_day(tmp_path: Path, read_all: Any) -> None:
    content = {"code": 0, "data": {"mid": 1700000, "following": 1, "follower": 5000}}
    found = read_all(saved(tmp_path / "a.json", content), register=REGISTER)
    assert found.rows("metrics") == [{"account_id": "bilibili:1700000", "date": date(2026, 3, 1), "followers": 5000}]


def test_wrong_types_lose_what_is_wrong(tmp_path: Path, read_all: Any) -> None:
    wrong = [VIDEO | {"pubdate": {}}, VIDEO | {"stat": [], "title": None}, VIDEO | {"owner": None}, VIDEO]
    found = read_all(saved(tmp_path / "a.json", wrong), register=REGISTER)
    assert [row["text"] for row in found.rows("posts")] == ["今晚有雨", "防汛提示\n今晚有雨"]
    assert found.faults == [("no_time", "at")]
    assert found.passed == ["not_registered"]


def test_other_json_is_not_taken_for_it(tmp_path: Path, read_all: Any) -> None:
    with pytest.raises(DossierError):
        read_all(saved(tmp_path / "a.json", {"data": [{"title": "x", "pubdate": 1}]}))
