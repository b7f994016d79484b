"""Filing tables as offices keep them: found under titles, in groups and sheets, read without the staff in them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filing_samples import HEADER, WECHAT, WEIBO, csv, xlsx

from plumbline.domain.errors import DossierError
from plumbline.importers.export import open_export
from plumbline.importers.recognise import readers, recognise, unknown_columns


def test_a_table_becomes_accounts_and_units(tmp_path: Path, read_all: Any) -> None:
    found = read_all(csv(tmp_path, HEADER, WEIBO, WECHAT))
    assert found.format == "filing-table"
    assert found.rows("units") == [
        {"unit_id": "临江市人民政府办公室", "name": "临江市人民政府办公室"},
        {"unit_id": "临江市教育局", "name": "临江市教育局"},
    ]
    assert found.rows("accounts") == [
        {
            "account_id": "weibo:5044281310",
            "platform": "weibo",
            "name": "临江发布",
            "platform_id": "5044281310",
            "url": "https://weibo.com/u/5044281310",
            "verified": True,
            "opened_on": date(2019, 3, 5),
            "filing_no": "LJ-001",
            "status": "active",
            "unit_id": "临江市人民政府办公室",
        },
        {
            "account_id": "wechat:gh_5f3a1b2c3d4e",
            "platform": "wechat",
            "name": "临江教育",
            "platform_id": "gh_5f3a1b2c3d4e",
            "verified": False,
            "opened_on": date(2020, 6, 1),
            "filing_no": "LJ-002",
            "status": "closed",
            "unit_id": "临江市教育局",
        },
    ]
    assert not found.faults


def test_persons_in_charge_and_their_telephones_stay_unread(tmp_path: Path, read_all: Any) -> None:
    more = ["运营负责人姓名", "办公电话及手机", "登录密码", "E-mail"]
    path = csv(tmp_path, [*HEADER, *more], [*WEIBO, "王五仁", "0571-87654321", "hunter2", "w@lj.example"])
    told = repr(list(read_all(path))) + repr(list(unknown_columns(open_export(path), readers()["filing-table"])))
    assert not any(word in told for word in ("张三丰", "138000", "王五仁", "0571", "hunter2", "lj.example", "负责人"))


def test_titles_above_and_notes_below_are_no_accounts(tmp_path: Path, read_all: Any) -> None:
    path = csv(
        tmp_path,
        ["临江市政务新媒体备案表"],
        ["填报单位：临江市人民政府办公室（盖章）", "", "填报日期：2026年1月5日"],
        [],
        HEADER,
        WEIBO,
        HEADER,
        ["合计", "", "1个"],
        ["填表人：张三丰", "", "审核人：李四光"],
    )
    found = read_all(path)
    assert len(found.rows("accounts")) == 1
    assert found.passed == ["repeated_header", "totals", "not_ours"]
    assert "张三丰" not in repr(list(found))


def test_headers_may_stand_in_any_order_and_in_other_words(tmp_path: Path, read_all: Any) -> None:
    path = csv(
        tmp_path,
        ["新媒体名称", "所属平台", "开通时间", "责任单位", "备案号"],
        ["临江发布", "微博", "43529", "临江市人民政府办公室", "7"],
        encoding="gb18030",
    )
    (row,) = read_all(path).rows("accounts")
    assert (row["platform"], row["name"], row["opened_on"]) == ("weibo", "临江发布", date(2019, 3, 5))
    assert (row["account_id"], row["filing_no"]) == ("weibo:临江发布", "7")


def test_an_account_that_is_registered_keeps_its_id(tmp_path: Path, read_all: Any) -> None:
    register = [{"account_id": "weibo:lj", "platform": "weibo", "platform_id": "5044281310"}]
    (row,) = read_all(csv(tmp_path, HEADER, WEIBO), register=register).rows("accounts")
    assert row["account_id"] == "weibo:lj"


def test_the_address_gives_the_id_that_the_table_lacks(tmp_path: Path, read_all: Any) -> None:
    (row,) = read_all(csv(tmp_path, HEADER, [*WEIBO[:4], "", *WEIBO[5:]])).rows("accounts")
    assert (row["account_id"], row["platform_id"]) == ("weibo:5044281310", "5044281310")


def test_merged_cells_of_a_unit_hold_for_all_its_lines(tmp_path: Path, read_all: Any) -> None:
    second = ["2", "", *WECHAT[2:]]
    (first, other) = read_all(xlsx(tmp_path, "B2:B3", 台账=[HEADER, WEIBO, second])).rows("accounts")
    assert first["unit_id"] == other["unit_id"] == "临江市人民政府办公室"


def test_a_blank_unit_that_is_not_merged_stays_blank(tmp_path: Path, read_all: Any) -> None:
    second = ["2", "", *WECHAT[2:]]
    assert "unit_id" not in read_all(xlsx(tmp_path, 台账=[HEADER, WEIBO, second])).rows("accounts")[1]
    assert "unit_id" not in read_all(csv(tmp_path, HEADER, WEIBO, second)).rows("accounts")[1]


def test_in_a_csv_file_a_line_without_number_belongs_to_the_unit_above(tmp_path: Path, read_all: Any) -> None:
    second = ["", "", *WECHAT[2:]]
    assert read_all(csv(tmp_path, HEADER, WEIBO, second)).rows("accounts")[1]["unit_id"] == WEIBO[1]


def test_platforms_may_stand_above_groups_of_columns(tmp_path: Path, read_all: Any) -> None:
    lines = [
        ["临江市政务新媒体台账"],
        ["序号", "单位名称", "微博", "", "微信公众号", "", "", "备注"],
        ["", "", "名称", "链接", "名称", "微信号", "认证情况", ""],
        [1, "临江市教育局", "临江教育微博", "https://weibo.com/u/123456789", "临江教育", "ljjy2020", "已认证", ""],
        [2, "临江市民政局", "", "", "临江民政", "ljmz", "否", "新开"],
        [3, "临江市统计局", "无", "", "", "", "", ""],
    ]
    path = xlsx(tmp_path, "A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:G2", "H2:H3", 台账=lines)
    found = read_all(path)
    assert [(row["platform"], row["name"], row["account_id"]) for row in found.rows("accounts")] == [
        ("wechat", "临江教育", "wechat:ljjy2020"),
        ("weibo", "临江教育微博", "weibo:123456789"),
        ("wechat", "临江民政", "wechat:ljmz"),
    ]
    assert [unit["name"] for unit in found.rows("units")] == ["临江市教育局", "临江市民政局", "临江市统计局"]
    assert found.passed == ["no_account"]


def test_platforms_may_stand_within_the_headers(tmp_path: Path, read_all: Any) -> None:
    path = csv(
        tmp_path,
        ["单位", "微信公众号名称", "微信公众号ID", "抖音号名称", "抖音链接"],
        ["临江市教育局", "临江教育", "ljjy2020", "临江教育发布", "https://www.douyin.com/user/MS4wLjABAAAAabcdefgh"],
        ["临江市民政局", "未开通", "", "临江民政", ""],
    )
    rows = read_all(path).rows("accounts")
    assert [(row["platform"], row["name"]) for row in rows] == [
        ("douyin", "临江教育发布"),
        ("wechat", "临江教育"),
        ("douyin", "临江民政"),
    ]


def test_a_sheet_named_after_a_platform_says_it_for_all_its_lines(tmp_path: Path, read_all: Any) -> None:
    header = ["单位名称", "账号名称", "账号ID"]
    found = read_all(
        xlsx(tmp_path, 微博=[header, ["临江市教育局", "临江教育", 5044281311]],
             微信公众号=[header, ["临江市教育局", "临江教育", "ljjy2020"]],
             填写说明=[["一、请如实填写"], ["二、联系人：张三丰"]])
    )  # fmt: skip
    assert [row["account_id"] for row in found.rows("accounts")] == ["weibo:5044281311", "wechat:ljjy2020"]


def test_an_account_that_stands_there_twice_is_told(tmp_path: Path, read_all: Any) -> None:
    found = read_all(csv(tmp_path, HEADER, WEIBO, WEIBO, [*WEIBO[:3], "临江发布厅", *WEIBO[4:]]))
    assert len(found.rows("accounts")) == 1
    assert (found.passed, found.faults) == (["same"], [("doubled", "account_id")])


def test_two_accounts_of_one_name_on_one_platform_stay_two(tmp_path: Path, read_all: Any) -> None:
    other = [*WEIBO[:4], "6044281310", "", *WEIBO[6:]]
    assert len(read_all(csv(tmp_path, HEADER, WEIBO, other)).rows("accounts")) == 2


def test_a_line_without_a_name_is_told(tmp_path: Path, read_all: Any) -> None:
    found = read_all(csv(tmp_path, HEADER, [*WEIBO[:3], "", *WEIBO[4:]]))
    assert found.faults == [("no_name", "账号名称")]


def test_columns_that_are_not_known_are_told_by_name(tmp_path: Path) -> None:
    path = csv(tmp_path, [*HEADER, "服务对象画像"], [*WEIBO, "企业"])
    assert [name for name, _ in unknown_columns(open_export(path), readers()["filing-table"])] == ["服务对象画像"]


@pytest.mark.parametrize(
    "header",
    [
        ["账号名称", "平台类型", "发布时间", "标题", "阅读数"],
        ["姓名", "单位", "联系电话"],
        ["序号", "主办单位", "备注"],
    ],
)
def test_tables_of_posts_or_people_are_no_filing_tables(header: list[str], tmp_path: Path) -> None:
    with pytest.raises(DossierError):
        recognise(open_export(csv(tmp_path, header, ["a"] * len(header))))


def test_forms_of_one_account_a_sheet_are_read_without_the_persons_in_them(tmp_path: Path, read_all: Any) -> None:
    form = [
        ["政务新媒体备案登记表"],
        ["主办单位", "临江市教育局", "", "主管单位", "临江市人民政府办公室"],
        ["平台类型", "□微博 ☑微信公众号 □抖音", "", "账号名称", "临江教育"],
        ["账号ID", "ljjy2020", "", "开通时间", "2020年6月1日"],
        ["负责人", "张三丰", "", "联系电话", "13800000000"],
        ["管理员姓名", "", "", "认证情况", "■已认证 □未认证"],
    ]
    other = [["主办单位", "临江市民政局"], ["平台", "微博"], ["账号名称", "临江民政"], ["备注", ""]]
    found = read_all(xlsx(tmp_path, 表一=form, 表二=other))
    assert [(row["account_id"], row["unit_id"], row.get("verified")) for row in found.rows("accounts")] == [
        ("wechat:ljjy2020", "临江市教育局", True),
        ("weibo:临江民政", "临江市民政局", None),
    ]
    assert found.rows("accounts")[0]["opened_on"] == date(2020, 6, 1)
    assert "张三丰" not in repr(list(found))
    assert "138000" not in repr(list(found))
