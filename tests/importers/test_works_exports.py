"""Listings of works from the back-ends of the video and news platforms, as they write them; contents made up."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlsxwriter

from plumbline.domain.errors import DossierError

ReadAll = Callable[..., Any]
CHANNELS = (
    "视频描述,视频ID,发布时间,完播率,平均播放时长,播放量,推荐,喜欢,评论量,分享量,关注量,"
    "转发聊天和朋友圈,设为铃声,设为状态,设为朋友圈封面"
)
DOUYIN_A = "作品名称,发布时间,体裁,审核状态,播放量,完播率,5s完播率,封面点击率,2s跳出率,平均播放时长,点赞量,分享量,评论量,收藏量,主页访问量,粉丝增量"  # noqa: E501  a header as the platform writes it
DOUYIN_B = "作品名称,发布时间,体裁,发布状态,播放量,完播率,5s完播率,作品时长,2s跳出率,平均播放时长,点赞量,评论量,分享量,收藏量,主页访问量,粉丝增量"  # noqa: E501  the same
BILIBILI = "视频标题,发布时间,播放量,游客播放占比,粉丝观看率,封标点击率,粉丝点击率,游客点击率,3秒跳出率,粉丝3秒跳出率,游客3秒跳出率,互动率,粉丝互动率,游客互动率,涨粉量,播转粉率,取关量,点赞量,点赞率,评论量,评论率,弹幕量,弹幕率,收藏量,收藏率,投币量,投币率,转发量,转发率,平均播放进度"  # noqa: E501  the same
TOUTIAO = "标题,发布时间,ID,链接,展现量,粉丝展现量,播放量,粉丝播放量,点击率,平均播放完成率,平均播放时长,点赞量,评论量,转发量,分享量,收藏量"  # noqa: E501  the same
NOTES = "笔记标题,首次发布时间,体裁,曝光,观看量,封面点击率,点赞,评论,收藏,涨粉,分享,人均观看时长,弹幕"


def csv(path: Path, *lines: str) -> Path:
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\n")
    return path


def book(path: Path, *rows: Sequence[Any]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return path


def test_in_channels_recommend_is_likes_and_like_is_a_favourite(tmp_path: Path, read_all: ReadAll) -> None:
    path = csv(
        tmp_path / "动态数据明细.csv",
        CHANNELS,
        '"汛期安全提示\n#防汛",export/abc\t,2026/7/24,28.64%,14.73秒,1.2万,31,7,4,9,2,5,0,0,0',
    )
    read = read_all(path, account="wechat_channels:a")
    assert read.format == "channels-csv"
    assert read.rows("posts") == [
        {"post_id": "export/abc", "posted_at": datetime(2026, 7, 23, 16, tzinfo=UTC), "text": "汛期安全提示\n#防汛",
         "reads": 12_000, "likes": 31, "reposts": 9, "comments": 4}
    ]  # fmt: skip


def test_an_older_file_of_channels_has_no_likes_and_its_videos_an_inferred_id(
    tmp_path: Path, read_all: ReadAll
) -> None:
    names = "视频描述,发布时间,完播率,平均播放时长,播放量,喜欢,评论量,分享量,关注量"
    read = read_all(csv(tmp_path / "a.csv", names, "提示,2026/05/26,-,9.8秒,465,6,0,4,1"), account="wechat_channels:a")
    post = read.rows("posts")[0]
    assert post["likes"] is None
    assert post["post_id"].startswith("inferred:")


def test_a_video_without_description_is_kept(tmp_path: Path, read_all: ReadAll) -> None:
    path = csv(tmp_path / "a.csv", CHANNELS, ",export/x,2026/7/24,1%,1秒,9,0,0,0,0,0,0,0,0,0")
    assert read_all(path, account="wechat_channels:a").rows("posts")[0]["text"] == ""


def douyin_a(title: str, at: str, plays: str = "100", state: str = "公开") -> list[str]:
    return [title, at, "1-3min视频", state, plays, "0.01", "0.2", "-", "0.5", "6.5", "7", "2", "3", "1", "40", "5"]


def douyin_b(title: str, at: str, plays: str = "100", state: str = "已发布") -> list[str]:
    return [title, at, "视频", state, plays, "0.01", "0.2", "75", "0.5", "6.5", "7", "3", "2", "1", "40", "5"]


def test_both_variants_of_douyin_give_the_same_work_the_same_id(tmp_path: Path, read_all: ReadAll) -> None:
    one = book(tmp_path / "a.xlsx", DOUYIN_A.split(","), douyin_a("反诈宣传", "2026-03-05 10:00", "1.5万"))
    two = book(tmp_path / "b.xlsx", DOUYIN_B.split(","), douyin_b("反诈宣传", "2026-03-05 10:00:00", "16000"))
    first, second = (read_all(path, account="douyin:a") for path in (one, two))
    assert first.format == second.format == "douyin-works"
    (early,), (late,) = first.rows("posts"), second.rows("posts")
    assert early["post_id"] == late["post_id"]
    assert (early["reads"], early["likes"], early["reposts"], early["comments"]) == (15_000, 7, 2, 3)
    assert (late["reads"], late["likes"], late["reposts"], late["comments"]) == (16_000, 7, 2, 3)
    assert early["posted_at"] == datetime(2026, 3, 5, 2, tzinfo=UTC)


def test_works_of_douyin_that_are_not_public_are_left_alone(tmp_path: Path, read_all: ReadAll) -> None:
    states = ("私密", "好友可见", "审核未通过", "已删除", "公开")
    rows = [douyin_a(f"作品{state}", f"2026-03-05 1{n}:00", state=state) for n, state in enumerate(states)]
    read = read_all(book(tmp_path / "a.xlsx", DOUYIN_A.split(","), *rows), account="douyin:a")
    assert [row["text"] for row in read.rows("posts")] == ["作品公开"]
    assert read.passed == ["private", "private", "private", "deleted"]


def test_two_works_of_one_minute_and_title_cannot_be_told_apart_and_this_is_said(
    tmp_path: Path, read_all: ReadAll
) -> None:
    rows = [douyin_a("早安", "2026-03-05 10:00", plays) for plays in ("100", "100", "230")]
    read = read_all(book(tmp_path / "a.xlsx", DOUYIN_A.split(","), *rows), account="douyin:a")
    assert len(read.rows("posts")) == 1
    assert (read.passed, read.faults) == (["same"], [("doubled", "")])


def test_a_comparison_of_bilibili_is_read_by_the_names_of_its_columns(tmp_path: Path, read_all: ReadAll) -> None:
    cells = [str(number) for number in range(30)]
    cells[:3] = ["“国防教育”讲座", "2026年05月29日 12:40:34", "5,433"]
    path = csv(tmp_path / "近期稿件对比.csv", BILIBILI, ",".join([*cells[:2], '"5,433"', *cells[3:]]))
    read = read_all(path, account="bilibili:1")
    assert read.format == "bilibili-compare-csv"
    post = read.rows("posts")[0]
    assert post["posted_at"] == datetime(2026, 5, 29, 4, 40, 34, tzinfo=UTC)
    assert (post["reads"], post["likes"], post["comments"], post["reposts"]) == (5433, 17, 19, 27)


def test_a_comparison_with_other_metrics_chosen_is_read_too(tmp_path: Path, read_all: ReadAll) -> None:
    path = csv(tmp_path / "a.csv", "视频标题,点赞量,发布时间,播放量,投币量", "讲座,4,2026年05月29日 12:40:34,9,1")
    post = read_all(path, account="bilibili:1").rows("posts")[0]
    assert (post["likes"], post["comments"]) == (4, None)


def broken_styles(path: Path, *rows: Sequence[str]) -> Path:
    """A workbook like that of Toutiao: inline texts, ids as numbers, and a style sheet that openpyxl refuses."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parcel = "http://schemas.openxmlformats.org/package/2006"
    lines = "".join(
        f'<row r="{n}">' + "".join(_cell(f"{chr(64 + m)}{n}", cell) for m, cell in enumerate(row, 1)) + "</row>"
        for n, row in enumerate(rows, 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{parcel}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        f'"{kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{parcel}/relationships"><Relationship Id="r1" Type='
        f'"{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{parcel}/relationships"><Relationship Id="r1" Type='
        f'"{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/styles" '
        'Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {main}><fills count="1"><fill/></fills></styleSheet>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{lines}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return path


def _cell(place: str, text: str) -> str:
    if text.replace(".", "").replace("-", "").isdigit() and text.count("-") < 2:
        return f'<c r="{place}"><v>{text}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def toutiao(number: str, link: str, *figures: str) -> list[str]:
    return ["防汛提示", "2026-03-05 09:30", number, link, "9000", "100", *figures]


FIGURES = ("800", "10", "3.10", "23.37", "-1.00", "12", "-1", "5", "7", "2")


def test_a_workbook_of_toutiao_that_other_readers_refuse_is_read(tmp_path: Path, read_all: ReadAll) -> None:
    row = toutiao("7345678901234567890", "https://www.toutiao.com/item/7345678901234567890/", *FIGURES)
    path = broken_styles(tmp_path / "小视频.xlsx", TOUTIAO.split(","), row)
    with pytest.raises(TypeError):
        openpyxl.load_workbook(path)
    read = read_all(path, account="toutiao:a")
    assert read.format == "toutiao-xlsx"
    assert read.rows("posts") == [
        {"post_id": "7345678901234567890", "posted_at": datetime(2026, 3, 5, 1, 30, tzinfo=UTC), "text": "防汛提示",
         "reads": 800, "likes": 12, "reposts": 5, "comments": None}
    ]  # fmt: skip


def test_an_id_that_a_spreadsheet_has_rounded_is_lost_unless_the_address_has_it(
    tmp_path: Path, read_all: ReadAll
) -> None:
    rows = [
        toutiao("7345678901234567890", "", *FIGURES),
        toutiao("7.34568E+18", "https://x.cn/w/734567890123456789", *FIGURES),
    ]
    read = read_all(broken_styles(tmp_path / "a.xlsx", TOUTIAO.split(","), *rows), account="toutiao:a")
    assert [row["post_id"] for row in read.rows("posts")] == ["734567890123456789"]
    assert read.faults == [("spoilt_id", "ID")]


def test_articles_of_toutiao_have_readings_where_videos_have_plays(tmp_path: Path, read_all: ReadAll) -> None:
    names = TOUTIAO.replace("播放量", "阅读量").replace("平均播放", "平均阅读").split(",")
    row = ["通知全文", "2026-05-26 10:00:05", "7345678901234567891", "", "5000", "1", "-1.00", *FIGURES[1:]]
    post = read_all(book(tmp_path / "图文.xlsx", names, row), account="toutiao:a").rows("posts")[0]
    assert (post["post_id"], post["reads"]) == ("7345678901234567891", None)


def test_figures_of_toutiao_by_day_leave_the_line_of_totals_out(tmp_path: Path, read_all: ReadAll) -> None:
    trend = book(
        tmp_path / "数据趋势.xlsx",
        ["时间", "展现量", "粉丝展现量", "阅读(播放)量", "粉丝阅读(播放)量", "点赞量", "评论量"],
        ["累计", 300, 3, 30, 1, 2, 1],
        ["2026-03-04", 300, 3, 30, 1, 2, 1],
    )
    read = read_all(trend, account="toutiao:a")
    assert (read.format, read.passed) == ("toutiao-days", ["totals"])
    assert read.rows("metrics") == [
        {"date": date(2026, 3, 4), "followers": None, "reads": 30, "likes": 2, "comments": 1}
    ]
    names = ["时间", "总粉丝数", "粉丝变化数", "新增粉丝数", "流失粉丝数", "活跃粉丝数", "总铁粉数"]
    followers = read_all(book(tmp_path / "f.xlsx", names, ["2026-03-04", 900, 5, 8, 3, 40, 1]), account="toutiao:a")
    assert followers.rows("metrics")[0]["followers"] == 900
    assert [row["number"] for row in followers.rows("inflows")] == [8, 3]


def test_notes_are_read_below_the_remark_in_row_one(tmp_path: Path, read_all: ReadAll) -> None:
    path = book(
        tmp_path / "笔记列表明细表.xlsx",
        ["最多导出排序后前1000条笔记"],
        NOTES.split(","),
        ["博物馆夜场", "2026年07月20日20时30分12秒", "图文", 12000, 3000, 0.18, 200, 30, 90, 12, 24, 18, 0],
    )
    read = read_all(path, account="xiaohongshu:a")
    assert read.format == "xiaohongshu-notes"
    post = read.rows("posts")[0]
    assert post["posted_at"] == datetime(2026, 7, 20, 12, 30, 12, tzinfo=UTC)
    assert (post["reads"], post["likes"], post["reposts"], post["comments"]) == (3000, 200, 24, 30)


def test_times_that_a_spreadsheet_keeps_as_numbers_or_dates_are_read(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, NOTES.split(","))
        sheet.write_row(1, 0, ["甲", 46086.5, "图文", *[1] * 10])
        sheet.write_row(2, 0, ["乙", None, "图文", *[1] * 10])
        sheet.write_datetime(2, 1, datetime(2026, 3, 5, 8, 30), workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}))  # noqa: DTZ001  as a spreadsheet keeps it
    read = read_all(path, account="xiaohongshu:a")
    assert [row["posted_at"] for row in read.rows("posts")] == [
        datetime(2026, 3, 5, 4, tzinfo=UTC),
        datetime(2026, 3, 5, 0, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize("text", ["标题,日期\n甲,2026-03-05\n", "作品名称,播放量\n甲,3\n", "Content,Views\nTotal,3\n"])
def test_a_header_that_is_not_known_is_refused(tmp_path: Path, read_all: ReadAll, text: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(DossierError, match="nearest format"):
        read_all(tmp_path / "a.csv", account="wechat:a")
