"""Values that no tool should write and some do: each is told, none stops the others, none is a traceback."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError
from plumbline.importers.cells import Unreadable, count
from plumbline.importers.export import open_export
from plumbline.importers.format import Fault, Passed, Taken

ODD: list[Any] = [
    None, "", 0, -1, True, 1e300, 10**25, float("nan"), [], {}, [None], [{"a": 1}], {"url": 3}, [[[]]],
    "4.9E+15", "9" * 30, "99999999999", "-", "无", "2026-13-45", "2026-02-30 25:61", "0000-00-00", "昨天", "\x00",
    "\u202e", "\ud83d",
]  # fmt: skip
NAMES = (
    "id",
    "bid",
    "text",
    "pics",
    "created_at",
    "full_created_at",
    "attitudes_count",
    "source",
    "retweet",
    "user_id",
)
POST = {"user_id": 5044281310, "id": 4900000000000001, "bid": "", "text": "今晚有雨", "pics": "", "source": "网页",
        "created_at": "2026-01-05", "full_created_at": "2026-01-05 10:20:00", "attitudes_count": 1, "reposts_count": 2,
        "screen_name": "澜州发布"}  # fmt: skip


def saved(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_whatever_stands_in_a_post_of_json_the_next_one_is_read(name: str, tmp_path: Path, read_all: Any) -> None:
    last = POST | {"id": 4900000000000999}
    odd = [POST | {"id": 4900000000000100 + place, name: value} for place, value in enumerate(ODD)]
    user = {"id": "5044281310", "screen_name": "澜州发布"}
    found = read_all(saved(tmp_path / "a.json", {"user": user, "weibo": [POST, *odd, last]}))
    told = [row.place for row in found if isinstance(row, Taken | Passed) or (isinstance(row, Fault) and row.row_lost)]
    assert sorted(told) == list(range(1, len(ODD) + 3))
    assert found.rows("posts")[-1]["post_id"] == "4900000000000999"
    assert all(isinstance(row["text"], str) and row["text"].encode() is not None for row in found.rows("posts"))


def test_a_sign_that_was_cut_in_half_is_marked(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "加油\\ud83d", "whole": "\\ud83d\\ude00"}', encoding="utf-8")
    assert open_export(tmp_path / "a.json").parsed == {"text": "加油\ufffd", "whole": "😀"}
    (tmp_path / "a.jsonl").write_text('{"text": "加油\\ud83d"}\n{"text": "x"}\n', encoding="utf-8")
    assert [found["text"] for _, found in open_export(tmp_path / "a.jsonl").objects()] == ["加油\ufffd", "x"]


def test_a_line_separator_within_a_text_ends_no_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "一\u2028二\x85三"}\r\n{"text": "四"}\n', encoding="utf-8", newline="")
    assert [(number, found["text"]) for number, found in open_export(tmp_path / "a.jsonl").objects()] == [
        (1, "一\u2028二\x85三"),
        (2, "四"),
    ]


def test_a_number_without_end_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"n": ' + "9" * 5000 + "}", encoding="utf-8")
    with pytest.raises(DossierError, match="number"):
        _ = open_export(tmp_path / "a.json").parsed


def test_json_without_end_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(DossierError):
        _ = open_export(tmp_path / "a.json").parsed


def test_a_count_that_no_column_can_hold_is_none() -> None:
    assert count("9223372036854775807") == 2**63 - 1
    for value in (2**63, "9223372036854775808", "99999999999999999亿"):
        with pytest.raises(Unreadable, match="not_a_count"):
            count(value)


def test_a_text_that_ends_in_half_a_character_is_read_up_to_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("标题,时间\n大雨,2026-01-05\n河".encode()[:-1])
    assert open_export(tmp_path / "a.csv").text.startswith("标题,时间\n大雨")
    (tmp_path / "b.csv").write_bytes("a,b\nx,河".encode("gb18030"))
    assert open_export(tmp_path / "b.csv").text == "a,b\nx,河"


def test_seconds_and_milliseconds_since_1970_are_the_same_moment(tmp_path: Path, read_all: Any) -> None:
    user = {"id": "5044281310", "screen_name": "澜州发布"}
    seconds = 1_767_579_600
    second = {"id": 4900000000000002, "full_created_at": seconds * 1000}
    posts = [POST | {"full_created_at": seconds}, POST | second]
    found = read_all(saved(tmp_path / "a.json", {"user": user, "weibo": posts}))
    assert {row["posted_at"] for row in found.rows("posts")} == {datetime(2026, 1, 5, 2, 20, tzinfo=UTC)}
