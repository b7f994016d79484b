"""What becomes of rows and values: taken, left out, counted, and never shown where they are not ours to show."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from plumbline.dossier.layout import scan
from plumbline.dossier.read import check_table, read_table, sha256
from plumbline.dossier.rejects import Rejects

Write = Callable[..., Path]
Read = Callable[..., Any]
POST = "account_id,post_id,posted_at,text"


def one(dossier: Write, read: Read, table: str, column: str, cell: str) -> tuple[Any, str | None]:
    """The value that a cell of a table becomes, and the code if it was refused."""
    required = {
        "accounts": "account_id,platform,name\nweibo:1,weibo,x",
        "posts": f"{POST}\nweibo:1,p1,2026-01-05,x",
        "followers": "account_id\nweibo:1",
        "approvals": "account_id,draft_id,text,approved_at\nweibo:1,d,x,2026-01-05",
        "units": "unit_id,name\nu,x",
    }[table]
    header, row = required.split("\n")
    quoted = '"' + cell.replace('"', '""') + '"'
    frame, _, rejects = read(dossier({f"{table}.csv": f"{header},{column}\n{row},{quoted}\n"}), table)
    code = rejects.first[0]["code"] if rejects.first else None
    return (frame[column].to_list() or [None])[0], code


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("12000", 12000, None), ("0", 0, None), ("12.0", 12, None), ("12,000", 12000, None), (" 7 ", 7, None),
        ("", None, None),
        ("１２", 12, None), ("1.2万", None, "not_a_count"), ("10万+", None, "not_a_count"), ("-1", None, "not_a_count"),
        ("1.5", None, "not_a_count"), ("1,2", None, "not_a_count"), ("1e3", None, "not_a_count"),
        ("9" * 19, None, "not_a_count"),
        ("9223372036854775807", 2**63 - 1, None),
    ],
)  # fmt: skip
def test_counts(dossier: Write, read: Read, cell: str, value: int | None, code: str | None) -> None:
    assert one(dossier, read, "posts", "reads", cell) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("是", True, None),
        ("FALSE", False, None),
        ("1", True, None),
        ("否", False, None),
        ("", None, None),
        ("也许", None, "not_a_flag"),
    ],
)
def test_flags(dossier: Write, read: Read, cell: str, value: bool | None, code: str | None) -> None:  # noqa: FBT001
    assert one(dossier, read, "units", "must_open", cell) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("comments;messages", ["comments", "messages"]), ("评论，私信、表单", ["comments", "messages", "form"]),
        ("评论|私信", ["comments", "messages"]),
        ('["评论", "form"]', ["comments", "form"]), ("留言板", ["留言板"]), ("", []), ("无", []), ("None", []),
        ("[]", []), ("未知", None),
        ("unknown", None), (";", []), ("[评论", ["[评论"]),
    ],
)  # fmt: skip
def test_what_an_account_offers_for_interaction(dossier: Write, read: Read, cell: str, value: list[str] | None) -> None:
    assert one(dossier, read, "accounts", "interaction", cell) == (value, None)


def test_without_the_column_interaction_is_unknown(dossier: Write, read: Read) -> None:
    frame, report, _ = read(dossier(), "accounts")
    assert frame["interaction"].to_list() == [None, None]
    assert "interaction" not in report.columns


def test_in_json_a_missing_key_is_unknown_and_a_null_is_none_offered(dossier: Write, read: Read) -> None:
    account = {"platform": "weibo", "name": "x"}
    rows = [
        account | {"account_id": "1"},
        account | {"account_id": "2", "interaction": None},
        account | {"account_id": "3", "interaction": ["评论"]},
    ]
    frame, _, _ = read(dossier({"accounts.jsonl": "\n".join(map(json.dumps, rows))}), "accounts")
    assert frame["interaction"].to_list() == [None, [], ["comments"]]


def test_addresses_in_a_list_keep_their_commas(dossier: Write, read: Read) -> None:
    cell = "https://a.cn/?q=1,2;3 https://b.cn/，http://c.cn/"
    assert one(dossier, read, "posts", "urls", cell)[0] == ["https://a.cn/?q=1,2;3", "https://b.cn/", "http://c.cn/"]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ('[{"b": 1, "a": 1.50}]', '[{"a":"1.50","b":1}]', None),
        ("", None, None),
        ("甲同意", None, "not_json"),
        ('{"a": 1}', None, "not_json"),
    ],
)
def test_steps_of_an_approval(dossier: Write, read: Read, cell: str, value: str | None, code: str | None) -> None:
    assert one(dossier, read, "approvals", "steps", cell) == (value, code)


@pytest.mark.parametrize(
    ("cell", "spoilt"),
    [
        ("4.9E+15", True), ("4.90012E+15", True), ("4e+15", True), ("4.9e+15", True), ("-4.9E+15", True),
        ("1E+05x", False), ("12e5", False),
        ("a+b", False), ("007", False), ("1.50", False), ("weibo:+1", False),
    ],
)  # fmt: skip
def test_an_id_that_a_spreadsheet_has_spoilt_is_refused(dossier: Write, read: Read, cell: str, spoilt: bool) -> None:  # noqa: FBT001
    expected = (None, "spoilt_id") if spoilt else (cell, None)
    assert one(dossier, read, "posts", "in_reply_to", cell) == expected


def test_a_spoilt_id_says_who_spoilt_it(dossier: Write, read: Read) -> None:
    _, _, rejects = read(dossier(posts=f"{POST}\nweibo:1,4.9E+15,2026-01-05,x\n"), "posts")
    (line,) = rejects.first
    assert line == {
        "file": "posts.csv", "row": 2, "column": "post_id", "field": "post_id", "value": "4.9E+15", "code": "spoilt_id",
        "reason": "a spreadsheet has turned this long number into one with an exponent and lost its last digits; "
        "export the column again as text",
        "action": "row left out",
    }  # fmt: skip


def test_ids_lose_blanks_and_invisible_characters_around_them(dossier: Write, read: Read) -> None:
    frame, _, _ = read(dossier(posts=f"{POST}\n\u3000weibo:1\u200b, p 1 ,2026-01-05,x\n"), "posts", ["weibo:1"])
    assert frame.select("account_id", "post_id").rows() == [("weibo:1", "p 1")]


def test_running_text_is_kept_to_the_letter(dossier: Write, read: Read) -> None:
    text = "\u3000\u3000各位网友：\u200b\n\n  好 "
    frame, _, _ = read(dossier(posts=f'{POST}\nweibo:1,p1,2026-01-05,"{text}"\n'), "posts")
    assert frame["text"].to_list() == [text]


def test_a_post_without_text_is_a_post(dossier: Write, read: Read) -> None:
    frame, _, rejects = read(dossier(posts=f"{POST}\nweibo:1,p1,2026-01-05,\n"), "posts")
    assert (frame["text"].to_list(), rejects.first) == ([""], [])


def test_what_is_absent_has_its_default(dossier: Write, read: Read) -> None:
    folder = dossier(posts=f"{POST},kind\nweibo:1,p1,2026-01-05,x,\n")
    assert read(folder, "posts")[0]["kind"].to_list() == ["post"]
    assert read(folder, "accounts")[0]["status"].to_list() == ["active", "active"]


def test_a_bad_value_of_an_optional_column_is_left_out_and_the_row_kept(dossier: Write, read: Read) -> None:
    folder = dossier(accounts="account_id,platform,name,opened_on\nweibo:1,weibo,x,2020-02-30\n")
    frame, report, rejects = read(folder, "accounts")
    assert frame["opened_on"].to_list() == [None]
    assert (report.rejected, report.values_rejected) == (0, 1)
    assert (rejects.first[0]["action"], rejects.first[0]["value"]) == ("value left out", "2020-02-30")


def test_a_bad_value_of_a_required_column_costs_the_row(dossier: Write, read: Read) -> None:
    folder = dossier(accounts="account_id,platform,name,opened_on\nweibo:1,微波,x,2020-02-30\n")
    frame, report, rejects = read(folder, "accounts")
    assert frame.is_empty()
    assert (report.rejected, [line["code"] for line in rejects.first]) == (1, ["unknown_choice"])


def test_a_kind_nobody_knows_is_not_taken_for_an_ordinary_post(dossier: Write, read: Read) -> None:
    folder = dossier(posts=f"{POST},kind,automatic\nweibo:1,p1,2026-01-05,x,直播,\nweibo:1,p2,2026-01-05,x,post,也许\n")
    frame, report, _ = read(folder, "posts")
    assert (frame.height, report.rejected) == (0, 2)


def test_the_same_key_twice_is_reported_with_file_row_column_and_value(dossier: Write, read: Read) -> None:
    folder = dossier(accounts="账号标识,平台类型,账号名称\nweibo:1,微博,甲\nweibo:1,微博,乙\n")
    frame, report, rejects = read(folder, "accounts")
    assert frame.height == report.rows == 1
    (line,) = rejects.first
    assert (line["file"], line["column"], line["field"], line["value"]) == (
        "accounts.csv",
        "账号标识",
        "account_id",
        "weibo:1",
    )
    assert line["row"] in (2, 3)


def test_rows_without_a_key_may_stand_twice(dossier: Write, read: Read) -> None:
    folder = dossier({"followers.csv": "account_id,position\nweibo:1,1\nweibo:1,1\n"})
    assert read(folder, "followers")[0].height == 2


def test_rows_of_unregistered_accounts_are_counted_and_their_values_never_shown(dossier: Write, read: Read) -> None:
    rows = "".join(f"private:{number},p{number},2026-02-30,秘密{number}\n" for number in range(150))
    frame, report, rejects = read(dossier(posts=f"{POST}\n{rows}weibo:1,p1,2026-01-05,x\n"), "posts", ["weibo:1"])
    assert frame["account_id"].to_list() == ["weibo:1"]
    assert (report.unregistered, report.rejected, len(rejects.first)) == (150, 0, 100)
    assert {line["value"] for line in rejects.first} == {None}
    assert "private" not in f"{rejects.first} {report}"
    assert "150 rows belong to accounts that are not registered; the first 100 are listed" in report.notes
    assert rejects.unreadable().is_empty()


def test_of_a_row_whose_account_cannot_be_read_nothing_else_is_shown(dossier: Write, read: Read) -> None:
    _, _, rejects = read(dossier(posts=f"{POST},reads\n,p1,机密的时间,x,机密\n"), "posts", ["weibo:1"])
    assert "机密" not in str(rejects.first)
    assert [line["code"] for line in rejects.first] == ["missing_value"]


def test_exceptions_are_not_kept_by_account(dossier: Write, read: Read) -> None:
    folder = dossier(
        {"exceptions.csv": "check,reason,approved_by,until,account_id\nstale_account,x,y,2026-06-01,weibo:9\n"}
    )
    assert read(folder, "exceptions", ["weibo:1"])[0]["check"].to_list() == ["activity.stale_account"]


@pytest.mark.parametrize("key", ["a3f1" * 8, "kJ8_sdf+Q" * 3])
def test_keyed_hashes_of_followers_are_taken(dossier: Write, read: Read, key: str) -> None:
    assert one(dossier, read, "followers", "follower_key", key) == (key, None)


@pytest.mark.parametrize("key", ["张三丰", "1234567890123456789", "zhangsan", "happy_little_panda_of_chengdu"])
def test_a_follower_who_is_not_hashed_is_refused_and_not_shown(dossier: Write, read: Read, key: str) -> None:
    frame, report, rejects = read(dossier({"followers.csv": f"account_id,follower_key\nweibo:1,{key}\n"}), "followers")
    assert frame["follower_key"].to_list() == [None]
    assert report.refused_columns == ("follower_key",)
    assert key not in f"{frame.rows()} {report} {rejects.first}"
    assert rejects.first[0]["code"] == "citizen_key"


def test_the_owners_name_becomes_its_id(dossier: Write, read: Read) -> None:
    folder = dossier(
        units="单位编码,单位名称\nu1,临江市气象局\n",
        accounts="账号标识,平台类型,账号名称,主办单位\nweibo:1,微博,甲,临江市气象局\nweibo:2,微博,乙,不在册的局\nweibo:3,微博,丙,\n",
    )
    frame, report, _ = read(folder, "accounts")
    assert frame["unit_id"].to_list() == ["u1", "不在册的局", None]
    assert "unit_id" in report.columns
    assert report.notes == ("1 accounts name a unit that is not in the table of units",)


def test_an_owners_name_that_two_units_have_is_left_out(dossier: Write, read: Read) -> None:
    folder = dossier(
        units="unit_id,name\nu1,教育局\nu2,教育局\n",
        accounts="account_id,platform,name,主办单位\nweibo:1,weibo,甲,教育局\n",
    )
    frame, _, rejects = read(folder, "accounts")
    assert frame["unit_id"].to_list() == [None]
    assert [(line["code"], line["column"], line["value"]) for line in rejects.first] == [
        ("unit_ambiguous", "主办单位", "教育局")
    ]


def test_without_a_table_of_units_the_names_are_the_ids(dossier: Write, read: Read) -> None:
    folder = dossier(accounts="account_id,platform,name,主办单位\nweibo:1,weibo,甲, 教育局 \n")
    frame, report, _ = read(folder, "accounts")
    assert frame["unit_id"].to_list() == ["教育局"]
    assert len(report.notes) == 1


def test_rejects_are_written_one_a_line_in_the_language_wanted(dossier: Write) -> None:
    layout = scan(dossier(posts=f"{POST}\nweibo:1,p1,{'很' * 500},x\n"))
    sink = StringIO()
    rejects = Rejects(sink, lang="zh")
    read_table(layout, "posts", rejects=rejects)
    (line,) = map(json.loads, sink.getvalue().splitlines())
    assert line["reason"].startswith("不是可识别的时间")
    assert len(line["value"]) == 200
    assert rejects.counts["posts"] == 1


def test_without_anything_wrong_the_record_of_rejects_is_empty(dossier: Write) -> None:
    sink = StringIO()
    read_table(scan(dossier()), "posts", rejects=Rejects(sink))
    assert sink.getvalue() == ""


def test_a_table_can_be_checked_without_being_kept(dossier: Write) -> None:
    layout = scan(dossier(posts=f"{POST}\nweibo:1,p1,2026-02-30,x\nweibo:1,p2,2026-01-05,x\n"))
    report = check_table(layout, "posts", rejects=Rejects())
    assert (report.rows, report.rejected, report.files[0].sha256) == (1, 1, sha256(layout.files["posts"].paths[0]))
