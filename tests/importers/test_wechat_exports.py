"""Files of the back-end of a WeChat public account, as it writes them; the contents are made up."""

import base64
import html
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from plumbline.domain.errors import DossierError
from plumbline.importers.wechat_articles import article_key

BIZ = base64.b64encode(b"3900000001").decode()
OTHER_BIZ = base64.b64encode(b"3900000002").decode()
NOTIFIED = (
    "内容标题", "发表时间", "总阅读人数", "总阅读次数", "总分享人数", "总分享次数", "阅读后关注人数", "送达人数",
    "公众号消息阅读次数", "送达阅读率", "首次分享次数", "分享产生阅读次数", "首次分享率", "每次分享带来阅读次数",
    "阅读完成率", "内容url",
)  # fmt: skip
TOTAL = ("标题", "日期", "阅读人数", "分享人数", "阅读后关注人数", "送达人数", "送达阅读率", "阅读完成率", "url")
GROWTH = ("时间", "新关注人数", "取消关注人数", "净增关注人数", "累积关注人数")
ReadAll = Callable[..., Any]


def address(mid: int, idx: int = 1, biz: str = BIZ) -> str:
    return f"http://mp.weixin.qq.com/s?__biz={biz}&mid={mid}&idx={idx}&sn=ab{mid}cd&chksm=97ea#rd"


def book(path: Path, rows: Sequence[Sequence[Any]], *, row: int = 0, column: int = 0) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for down, cells in enumerate(rows):
            for across, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row + down, column + across, cell)
    return path


def notified(title: str, day: object, mid: int, **more: object) -> list[object]:
    cells = dict.fromkeys(NOTIFIED, "0") | {
        "内容标题": title, "发表时间": day, "总阅读人数": 800, "总阅读次数": 1000, "总分享人数": 8, "总分享次数": 10,
        "送达阅读率": "3.20%", "内容url": address(mid),
    }  # fmt: skip
    return [(cells | more)[name] for name in NOTIFIED]


def test_an_article_that_was_sent_becomes_a_post_of_its_day(tmp_path: Path, read_all: ReadAll) -> None:
    path = book(tmp_path / "已通知内容.xls", [NOTIFIED, notified("关于汛期值守的通知", "20260305", 2650000001)])
    read = read_all(path, account="wechat:gh_1")
    assert read.format == "wechat-notified"
    assert read.rows("posts") == [
        {"post_id": "2650000001_1", "posted_at": datetime(2026, 3, 4, 16, tzinfo=UTC), "text": "关于汛期值守的通知",
         "reads": 1000, "likes": None, "reposts": 10, "comments": None}
    ]  # fmt: skip
    assert read.faults == []


def test_the_day_stays_the_day_that_is_written_whatever_the_zone_of_the_dossier(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = book(tmp_path / "a.xls", [NOTIFIED, notified("通知", 20260305, 2650000001)])
    at = read_all(path, account="wechat:a", timezone="America/New_York").rows("posts")[0]["posted_at"]
    assert at == datetime(2026, 3, 5, 5, tzinfo=UTC)


def test_the_order_of_the_columns_does_not_matter_and_a_missing_figure_is_none(
    tmp_path: Path, read_all: ReadAll
) -> None:
    names = ["内容url", "总阅读人数", "发表时间", "内容标题"]
    path = book(tmp_path / "a.xlsx", [names, [address(5), "-", "2026-03-05", "公告"]])
    post = read_all(path, account="wechat:a").rows("posts")[0]
    assert (post["reads"], post["reposts"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (address(12, 3), "12_3"),
        (html.escape(address(12, 3)), "12_3"),
        ("https://mp.weixin.qq.com/s?__biz=MzA&appmsgid=34&itemidx=2", "34_2"),
        ("https://mp.weixin.qq.com/s?__biz=MzA&sn=0af1", "0af1"),
        ("https://mp.weixin.qq.com/s/AbC-d_ef", "AbC-d_ef"),
        ("https://example.org/s?mid=1&idx=1", None),
        ("https://mp.weixin.qq.com.example.org/s?mid=1&idx=1", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_the_key_of_an_article_comes_from_its_address(text: str | None, key: str | None) -> None:
    assert article_key(text) == key


def test_an_article_without_an_address_gets_the_same_inferred_key_again(tmp_path: Path, read_all: ReadAll) -> None:
    names = ["内容标题", "发表日期", "阅读人数", "分享人数", "阅读后关注人数"]
    first = book(tmp_path / "a.xlsx", [names, ["公告", "2026-03-05", 10, 1, 0]])
    second = book(tmp_path / "b.xlsx", [names, ["公告", "2026/3/5", 90, 4, 0]])
    keys = [read_all(path, account="wechat:a").rows("posts")[0]["post_id"] for path in (first, second)]
    assert keys[0] == keys[1]
    assert str(keys[0]).startswith("inferred:")


def test_the_file_says_whose_it_is_by_the_address_unless_that_was_said(tmp_path: Path, read_all: ReadAll) -> None:
    path = book(tmp_path / "a.xls", [NOTIFIED, notified("公告", "20260305", 1)])
    assert read_all(path).stated.platform_id == BIZ
    assert read_all(path, account="wechat:gh_1").stated is None


def test_of_a_file_with_several_accounts_only_the_registered_one_is_read(tmp_path: Path, read_all: ReadAll) -> None:
    strange = notified("别人的文章", "20260305", 2, 内容url=address(2, biz=OTHER_BIZ))
    path = book(tmp_path / "a.xls", [NOTIFIED, notified("公告", "20260305", 1), strange])
    read = read_all(path, register=[{"account_id": "wechat:a", "platform": "wechat", "platform_id": BIZ}])
    assert [row["account_id"] for row in read.rows("posts")] == ["wechat:a"]
    assert read.passed == ["not_registered"]
    assert "别人的文章" not in str(list(read))


def total(title: str, day: str, mid: int) -> list[object]:
    return [title, day, 500, 6, 1, 9000, "5.55%", "61%", address(mid)]


def test_the_table_of_total_is_found_at_row_four_column_b(tmp_path: Path, read_all: ReadAll) -> None:
    path = book(
        tmp_path / "total_1774668963_1777260963.xls",
        [TOTAL, total("公告", "2026-03-05", 8), total("通知", "20260306", 9), total("通知", "20260306", 9)],
        row=3,
        column=1,
    )
    read = read_all(path, account="wechat:a")
    assert read.format == "wechat-total"
    assert [(row["post_id"], row["reads"], row["reposts"]) for row in read.rows("posts")] == [
        ("8_1", 500, 6),
        ("9_1", 500, 6),
    ]
    assert read.passed == ["same"]


def test_a_line_that_cannot_be_dated_is_told_and_the_others_go_on(tmp_path: Path, read_all: ReadAll) -> None:
    path = book(
        tmp_path / "a.xls",
        [NOTIFIED, notified("甲", "昨天", 1), notified("乙", "", 2), notified("丙", "20260305", 3), ["合计"]],
    )
    read = read_all(path, account="wechat:a")
    assert read.faults == [("relative_time", "发表时间"), ("no_time", "发表时间")]
    assert [row["text"] for row in read.rows("posts")] == ["丙"]
    assert read.passed == ["totals"]


TRAFFIC: list[list[Any]] = [
    ["日期", "渠道", "阅读人数", None, "日期", "分享人数", "跳转阅读原文人数", "微信收藏人数", "发表篇数", None,
     "传播渠道", "发表日期", "内容标题", "阅读人数", "阅读占比"],
    ["2026-03-04", "全部", 900, None, "2026-03-04", 30, 2, 5, 1, None, "全部", "2026-03-04", "公告", 700, "77%"],
    ["2026-03-04", "公众号消息", 500, None, "2026-03-05", 40, 1, 6, 2, None, "推荐", "2026-03-04", "公告", 90, "10%"],
    ["2026-03-04", "推荐", 300, None, None, None, None, None, None, None, None, None, None, None, None],
    ["2026-03-05", "推荐", 200],
]  # fmt: skip


def test_traffic_is_read_although_three_tables_stand_side_by_side(tmp_path: Path, read_all: ReadAll) -> None:
    read = read_all(book(tmp_path / "流量数据.xls", TRAFFIC, row=3, column=1), account="wechat:a")
    assert read.format == "wechat-traffic"
    assert read.rows("metrics") == [
        {"date": date(2026, 3, 4), "reads": 900, "reposts": 30},
        {"date": date(2026, 3, 5), "reads": None, "reposts": 40},
    ]
    assert [(row["date"].day, row["source"], row["number"]) for row in read.rows("inflows")] == [
        (4, "公众号消息", 500),
        (4, "推荐", 300),
        (5, "推荐", 200),
    ]
    assert read.rows("posts") == []
    assert read.passed == ["not_ours", "not_ours"]
    assert read.faults == []


def test_the_older_table_of_traffic_counts_readings_and_shares_by_channel(tmp_path: Path, read_all: ReadAll) -> None:
    names = ["日期", "渠道", "阅读次数", "阅读人数", "分享次数", "分享人数", "群发篇数"]
    rows = [names, ["20220329", "全部", 70, 50, 7, 5, 1], ["20220329", "朋友圈", 30, 20, 3, 2, 0]]
    read = read_all(book(tmp_path / "a.xlsx", rows), account="wechat:a")
    assert read.rows("metrics") == [{"date": date(2022, 3, 29), "reads": 70, "reposts": 7}]
    assert {(row["measure"], row["number"]) for row in read.rows("inflows")} == {("reads", 30), ("shares", 3)}


def page(rows: Sequence[Sequence[object]]) -> str:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">{lines}</table></body></html>'


def test_growth_of_followers_is_read_from_html_under_the_name_xls(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "用户增长.xls"
    days = [["2026-03-04", 12, 5, 7, 20_012], ["2026-03-05", 3, "-", 3, "2.0万"]]
    path.write_text(page([GROWTH, *days, ["合计", 15, 5, 10, ""]]))
    read = read_all(path, account="wechat:a")
    assert read.format == "wechat-users"
    assert [(row["date"].day, row["followers"]) for row in read.rows("metrics")] == [(4, 20_012), (5, 20_000)]
    assert [(row["measure"], row["number"], row["source"]) for row in read.rows("inflows")] == [
        ("followers_gained", 12, "99999999"),
        ("followers_lost", 5, "99999999"),
        ("followers_gained", 3, "99999999"),
    ]
    assert read.passed == ["totals"]


def test_growth_of_followers_may_be_in_gb18030_or_a_table_for_a_spreadsheet(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(page([GROWTH, ["2026-03-04", 1, 0, 1, 9]]).replace("utf-8", "gb2312").encode("gb18030"))
    assert read_all(path, account="wechat:a").rows("metrics")[0]["followers"] == 9
    csv = tmp_path / "a.csv"
    csv.write_text(",".join(GROWTH) + "\n2026-03-04,1,0,1,9\n", encoding="utf-16")
    assert read_all(csv, account="wechat:a").rows("metrics")[0]["followers"] == 9


DETAILS: list[list[Any]] = [
    ["数据概况"],
    ["阅读次数", "平均停留时长(s)", "完读率", "阅读后关注人数", "分享次数", "在看次数", "点赞次数", "赞赏(分)",
     "评论(条)", "互动率"],
    [1200, 40, "55%", 3, 20, 6, 31, 0, 4, "5%"],
    [],
    ["推荐转化"],
    ["曝光次数", "阅读次数", "关注人数"],
    [5000, 90, 1],
    [],
    ["数据趋势明细"],
    ["日期", "传播渠道", "阅读人数", "阅读次数", "分享人数", "分享次数"],
    ["2026-03-05", "全部", 800, 1000, 9, 12],
    ["2026-03-06", "全部", 100, 200, 7, 8],
    [],
    ["性别分布", None, None, None, "年龄分布"],
    ["性别", "人数", "占比", None, "年龄", "人数", "占比"],
    ["男", 300, "60%", None, "18岁以下", 50, "10%"],
    ["女", 200, "40%", None, "18-25岁", 450, "90%"],
    ["地域分布"],
    ["省份/直辖市", "人数", "占比"],
    ["浙江省", 500, "100%"],
]  # fmt: skip


def test_readers_of_one_article_are_told_as_such_and_not_as_followers(tmp_path: Path, read_all: ReadAll) -> None:
    read = read_all(book(tmp_path / "a.xlsx", DETAILS), account="wechat:a")
    assert read.format == "wechat-article"
    base = "（单篇阅读者，2026-03-05起）"
    assert [(row["dimension"], row["bucket"], row["people"], row["percent"]) for row in read.rows("audience")] == [
        ("性别" + base, "男", 300, 60.0),
        ("性别" + base, "女", 200, 40.0),
        ("年龄" + base, "18岁以下", 50, 10.0),
        ("年龄" + base, "18-25岁", 450, 90.0),
        ("地域" + base, "浙江省", 500, 100.0),
    ]
    assert {row["date"] for row in read.rows("audience")} == {date(2026, 3, 6)}
    assert read.rows("post_metrics") == []
    assert (set(read.passed), read.faults) == ({"not_ours"}, [])


def test_the_figures_of_an_article_are_taken_where_the_sheet_holds_its_address(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = book(tmp_path / "a.xlsx", [["内容链接", address(77)], [], *DETAILS])
    assert read_all(path, account="wechat:a").rows("post_metrics") == [
        {"post_id": "77_1", "reads": 1200, "likes": 31, "reposts": 20, "comments": 4}
    ]


def test_shares_written_as_fractions_become_percent(tmp_path: Path, read_all: ReadAll) -> None:
    rows = [DETAILS[1], DETAILS[2], [], ["年龄", "人数", "占比"], ["18-25岁", 1, 0.25], ["26-35岁", 3, 0.75]]
    read = read_all(book(tmp_path / "a.xlsx", rows), account="wechat:a")
    assert [row["percent"] for row in read.rows("audience")] == [25.0, 75.0]


def test_a_table_of_ages_alone_is_no_article(tmp_path: Path, read_all: ReadAll) -> None:
    path = book(tmp_path / "a.xlsx", [["年龄", "人数", "占比"], ["18-25岁", 1, "100%"]])
    with pytest.raises(DossierError):
        read_all(path, account="wechat:a")
