"""Words, days and ids of filing tables as people write them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filing_samples import HEADER, WEIBO, csv, xlsx


def test_words_for_platforms_are_understood_and_strange_ones_told(tmp_path: Path, read_all: Any) -> None:
    words = ["新浪微博", "微信公众号（服务号）", "微信视频号", "抖音短视频", "快手号", "今日头条号", "临江市政务微博"]
    words += ["小飞信", "微信公众号、微博"]
    lines = [["", "", word, f"账号{number}", "", "", "", "", "", ""] for number, word in enumerate(words)]
    found = read_all(csv(tmp_path, HEADER, *lines))
    assert [row["platform"] for row in found.rows("accounts")] == [
        "weibo", "wechat", "wechat_channels", "douyin", "kuaishou", "toutiao", "weibo", "other", "other",
    ]  # fmt: skip
    assert found.faults == [("unknown_word", "平台类型")] * 2


@pytest.mark.parametrize(
    ("written", "read", "told"),
    [
        ("2019-03-05", date(2019, 3, 5), []),
        ("2019/3/5", date(2019, 3, 5), []),
        ("2019.3.5", date(2019, 3, 5), []),
        ("20190305", date(2019, 3, 5), []),
        ("43529", date(2019, 3, 5), []),
        ("2019年3月", date(2019, 3, 1), [("only_month", "开设日期")]),
        ("2019.3", date(2019, 3, 1), [("only_month", "开设日期")]),
        ("2019年", date(2019, 1, 1), [("only_month", "开设日期")]),
        ("待定", None, [("not_a_time", "开设日期")]),
        ("2019年13月", None, [("not_a_time", "开设日期")]),
        ("/", None, []),
    ],
)
def test_days_are_read_as_offices_write_them(
    written: str, read: date | None, told: list[tuple[str, str]], tmp_path: Path, read_all: Any
) -> None:
    found = read_all(csv(tmp_path, HEADER, [*WEIBO[:7], written, *WEIBO[8:]]))
    assert found.rows("accounts")[0].get("opened_on") == read
    assert found.faults == told


def test_days_of_a_spreadsheet_are_days(tmp_path: Path, read_all: Any) -> None:
    lines = [HEADER, [*WEIBO[:7], date(2019, 3, 5), *WEIBO[8:]]]
    assert read_all(xlsx(tmp_path, 台账=lines)).rows("accounts")[0]["opened_on"] == date(2019, 3, 5)


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("是", (True, None)),
        ("已认证（蓝V）", (True, None)),
        ("企业认证", (True, None)),
        ("未认证", (False, None)),
        ("认证已过期", (False, None)),
        ("临江市人民政府办公室", (True, "临江市人民政府办公室")),
        ("", (None, None)),
    ],
)
def test_verification_is_read_in_words(word: str, read: tuple[object, object], tmp_path: Path, read_all: Any) -> None:
    (row,) = read_all(csv(tmp_path, HEADER, [*WEIBO[:6], word, *WEIBO[7:]])).rows("accounts")
    assert (row.get("verified"), row.get("verified_as")) == read


def test_an_id_rounded_by_a_spreadsheet_is_told_and_the_account_stays(tmp_path: Path, read_all: Any) -> None:
    found = read_all(csv(tmp_path, HEADER, [*WEIBO[:4], "5.04428E+09", *WEIBO[5:]]))
    assert found.faults == [("spoilt_id", "账号ID")]
    assert found.rows("accounts")[0]["account_id"] == "weibo:5044281310"


def test_units_have_parents_levels_and_codes(tmp_path: Path, read_all: Any) -> None:
    path = csv(
        tmp_path,
        ["主办单位", "单位编码", "上级单位", "层级", "行政区划代码", "平台", "账号名称"],
        ["临江市人民政府办公室", "LJ01", "", "市级", "330700", "微博", "临江发布"],
        ["临江市教育局", "LJ02", "临江市人民政府办公室", "部门", "330700", "微博", "临江教育"],
        ["临江一中", "", "临江教育学会", "学校", "", "微博", "临江一中"],
    )
    found = read_all(path)
    units = {unit["unit_id"]: unit for unit in found.rows("units")}
    assert units["LJ02"] == {
        "unit_id": "LJ02", "name": "临江市教育局", "parent_id": "LJ01", "level": "department", "region_code": "330700",
    }  # fmt: skip
    assert units["临江教育学会"] == {"unit_id": "临江教育学会", "name": "临江教育学会"}
    assert found.faults == [("unknown_word", "层级")]
    assert [row["unit_id"] for row in found.rows("accounts")] == ["LJ01", "LJ02", "临江一中"]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("正常运行", "active"),
        ("运营正常，每日更新", "active"),
        ("已停更", "suspended"),
        ("长期未更新", "suspended"),
        ("拟于6月注销", "closing"),
        ("正在申请关停", "closing"),
        ("2021年已注销", "closed"),
        ("丙", None),
    ],
)
def test_how_an_account_runs_is_read_from_longer_words_too(
    word: str, status: str | None, tmp_path: Path, read_all: Any
) -> None:
    found = read_all(csv(tmp_path, HEADER, [*WEIBO[:9], word, *WEIBO[10:]]))
    assert found.rows("accounts")[0].get("status") == status
    assert found.faults == ([] if status else [("unknown_word", "运营状态")])


def test_headers_carry_marks_brackets_numbers_and_line_breaks(tmp_path: Path, read_all: Any) -> None:
    header = [
        "1.主办单位（全称）",
        "*平台类型（微博/微信/抖音等）",
        "账号\n名称",
        "主页链接（URL）：",
        "开设日期（年月日）",
    ]
    found = read_all(
        xlsx(tmp_path, 台账=[header, ["临江市教育局", "微博", "临江教育", "weibo.com/u/5044281311", "2020-06-01"]])
    )
    (row,) = found.rows("accounts")
    assert (row["account_id"], row["unit_id"]) == ("weibo:5044281311", "临江市教育局")
    assert row["opened_on"] == date(2020, 6, 1)


def test_a_table_in_english_is_read_too(tmp_path: Path, read_all: Any) -> None:
    path = csv(
        tmp_path,
        ["Agency", "Platform", "Account name", "Handle", "Link", "Contact e-mail"],
        [
            "Harbor Bridge Office",
            "Facebook",
            "Harbor Bridge",
            "harborbridge",
            "https://facebook.com/harborbridge",
            "a@b.c",
        ],
    )
    (row,) = read_all(path).rows("accounts")
    assert (row["account_id"], row["unit_id"]) == ("facebook:harborbridge", "Harbor Bridge Office")
