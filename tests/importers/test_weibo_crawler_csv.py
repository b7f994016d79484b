"""The CSV of weibo-crawler, with what its users meet in it."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl

REGISTER = [{"account_id": "weibo:5044281310", "platform": "weibo", "platform_id": "5044281310", "name": "澜州发布"}]
OLD = ["id", "bid", "正文", "头条文章url", "原始图片url", "视频url", "位置", "日期", "工具", "点赞数", "评论数",
       "转发数", "话题", "@用户"]  # fmt: skip
NEW = [*OLD[:6], "Live Photo视频url", *OLD[6:], "完整日期", "是否编辑过", "编辑次数"]
ALL = [*NEW, "是否原创", "源用户id", "源用户昵称", *(f"源微博{name}" for name in NEW)]
ID, WORD = "3501756485200075", "z0JH2lOMb"


def post(**changed: object) -> dict[str, object]:
    return {
        "id": f"{ID}\t", "bid": WORD, "正文": "【防汛提示】今晚有大雨，\n请勿靠近河道。", "头条文章url": "",
        "原始图片url": "https://wx1.sinaimg.cn/large/a.jpg,https://wx1.sinaimg.cn/large/b.jpg",
        "视频url": "", "Live Photo视频url": "", "位置": "", "日期": "2026-01-05T10:20:00", "工具": "微博网页版",
        "点赞数": 12, "评论数": "1.2万", "转发数": 0, "话题": "防汛", "@用户": "", "完整日期": "2026-01-05 10:20:00",
        "是否编辑过": False, "编辑次数": 0,
    } | changed  # fmt: skip


def written(path: Path, header: Sequence[str], *rows: Sequence[object], mark: str = "\ufeff") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    path.write_text(mark + text.getvalue(), encoding="utf-8", newline="")
    return path


def line(header: Sequence[str], values: Mapping[str, object]) -> list[object]:
    return [values.get(name, "") for name in header]


def test_a_post_is_read_with_all_that_it_says(tmp_path: Path, read_all: Any) -> None:
    found = read_all(written(tmp_path / "5044281310.csv", NEW, line(NEW, post())), register=REGISTER)
    assert found.format == "weibo-crawler-csv"
    assert found.stated.platform_id == "5044281310"
    assert found.rows("posts") == [
        {
            "post_id": ID,
            "posted_at": datetime(2026, 1, 5, 2, 20, tzinfo=UTC),
            "text": "【防汛提示】今晚有大雨，\n请勿靠近河道。",
            "kind": "post",
            "client": "微博网页版",
            "likes": 12,
            "reposts": 0,
            "comments": 12_000,
            "media": ["https://wx1.sinaimg.cn/large/a.jpg", "https://wx1.sinaimg.cn/large/b.jpg"],
        }
    ]
    assert found.faults == []


def test_an_older_file_lacks_columns(tmp_path: Path, read_all: Any) -> None:
    older = written(tmp_path / "weibo.csv", OLD, line(OLD, post(日期="2026-01-05 10:20")), mark="")
    found = read_all(older, account="weibo:5044281310")
    assert found.rows("posts")[0]["posted_at"] == datetime(2026, 1, 5, 2, 20, tzinfo=UTC)
    assert found.stated is None


def test_columns_may_stand_in_another_order(tmp_path: Path, read_all: Any) -> None:
    header = NEW[::-1]
    found = read_all(written(tmp_path / "a.csv", header, line(header, post())), account="a")
    assert found.rows("posts")[0]["post_id"] == ID


def test_a_header_that_is_written_again_is_passed_over(tmp_path: Path, read_all: Any) -> None:
    path = written(
        tmp_path / "a.csv", NEW, line(NEW, post()), NEW, [], line(NEW, post(id="4900000000000001\t", bid=""))
    )
    found = read_all(path, account="a")
    assert [row["post_id"] for row in found.rows("posts")] == [ID, "4900000000000001"]
    assert found.passed == ["repeated_header"]


def test_what_a_forwarded_post_says_is_kept_apart(tmp_path: Path, read_all: Any) -> None:
    forwarded = post(
        正文="转发微博", 是否原创=False, 源用户id="1000000001", 源用户昵称="省应急厅", 源微博id="4900000000000002\t",
        源微博正文="全省防汛会议召开", 源微博点赞数=5,
    )  # fmt: skip
    own = line(ALL, post(id="4900000000000003\t", bid=""))[:18]
    found = read_all(written(tmp_path / "a.csv", ALL, line(ALL, forwarded), [*own, True]), account="a")
    first, second = found.rows("posts")
    assert (first["kind"], first["text"]) == ("repost", "转发微博")
    assert (first["quoted_text"], first["quoted_source"]) == ("全省防汛会议召开", "省应急厅")
    assert first["likes"] == 12
    assert (second["kind"], "quoted_text" in second) == ("post", False)
    assert found.faults == []


def test_a_column_without_name_moves_nothing(tmp_path: Path, read_all: Any) -> None:
    short = line(NEW, post())
    found = read_all(written(tmp_path / "a.csv", NEW, [*short, "{'情感': '中性'}"]), account="a")
    assert found.rows("posts")[0]["text"].startswith("【防汛提示】")
    forwarded = line(ALL, post(是否原创=False, 源用户id="1000000001", 源用户昵称="省应急厅", 源微博正文="会议召开"))
    moved = [*forwarded[:18], "{'情感': '中性'}", *forwarded[18:]]
    found = read_all(written(tmp_path / "b.csv", ALL, moved, [*short, "{'情感': '中性'}", True]), account="a")
    first, second = found.rows("posts")
    assert (first["kind"], first["quoted_text"], first["quoted_source"]) == ("repost", "会议召开", "省应急厅")
    assert second["kind"] == "post"
    assert "quoted_source" not in second


def test_a_row_far_too_wide_is_refused(tmp_path: Path, read_all: Any) -> None:
    found = read_all(written(tmp_path / "a.csv", NEW, [*line(NEW, post()), "x", "y", "z"]), account="a")
    assert [code for code, _ in found.faults] == ["row_width"]
    assert found.rows("posts") == []


def test_an_id_that_a_spreadsheet_spoilt_is_read_from_the_word_or_refused(tmp_path: Path, read_all: Any) -> None:
    rows = [post(id="3.50176E+15"), post(id="3.50176E+15", bid="")]
    found = read_all(written(tmp_path / "a.csv", NEW, *(line(NEW, row) for row in rows)), account="a")
    assert [row["post_id"] for row in found.rows("posts")] == [ID]
    assert found.faults == [("spoilt_id", "id")]


def test_a_file_saved_again_as_a_workbook_has_lost_its_ids_but_not_its_words(tmp_path: Path, read_all: Any) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(NEW)
    sheet.append(line(NEW, post(id=3501756485200070, 完整日期=datetime(2026, 1, 5, 10, 20))))  # noqa: DTZ001  a cell
    sheet.append(line(NEW, post(id=3501756485200070, bid="")))
    book.save(tmp_path / "a.xlsx")
    found = read_all(tmp_path / "a.xlsx", account="a")
    assert [(row["post_id"], row["posted_at"]) for row in found.rows("posts")] == [
        (ID, datetime(2026, 1, 5, 2, 20, tzinfo=UTC))
    ]
    assert found.faults == [("spoilt_id", "id")]


def test_a_day_without_hour_takes_it_from_the_id_if_that_is_the_same_day(tmp_path: Path, read_all: Any) -> None:
    day = post(日期="2012-10-16", 完整日期="")
    other = post(id="4900000000000001\t", bid="", 日期="2012-10-16", 完整日期="")
    found = read_all(written(tmp_path / "a.csv", NEW, line(NEW, day), line(NEW, other)), account="a")
    first, second = (row["posted_at"] for row in found.rows("posts"))
    assert datetime(2012, 10, 15, 16, tzinfo=UTC) < first < datetime(2012, 10, 16, 16, tzinfo=UTC)
    assert second == datetime(2012, 10, 15, 16, tzinfo=UTC)


def test_the_machine_that_crawled_stood_elsewhere(tmp_path: Path, read_all: Any) -> None:
    path = written(tmp_path / "a.csv", NEW, line(NEW, post()))
    found = read_all(path, account="a", timezone="Europe/Berlin")
    assert found.rows("posts")[0]["posted_at"] == datetime(2026, 1, 5, 9, 20, tzinfo=UTC)


def test_a_relative_time_says_no_moment(tmp_path: Path, read_all: Any) -> None:
    found = read_all(written(tmp_path / "a.csv", NEW, line(NEW, post(完整日期="昨天 10:20"))), account="a")
    assert found.faults == [("relative_time", "完整日期")]
    assert found.rows("posts") == []


def test_a_text_that_was_cut_off_is_kept_and_told_once(tmp_path: Path, read_all: Any) -> None:
    rows = [post(id=f"490000000000000{number}", bid="", 正文=f"通告{number}：……全文") for number in range(3)]
    found = read_all(written(tmp_path / "a.csv", NEW, *(line(NEW, row) for row in rows)), account="a")
    assert len(found.rows("posts")) == 3
    assert found.faults == [("cut_text", "正文")]
    whole = read_all(written(tmp_path / "b.csv", NEW, line(NEW, post(正文="公告全文"))), account="a")
    assert whole.faults == []


def test_a_count_that_is_none_is_told_and_the_post_stays(tmp_path: Path, read_all: Any) -> None:
    found = read_all(written(tmp_path / "a.csv", NEW, line(NEW, post(点赞数="许多", 转发数="-"))), account="a")
    row = found.rows("posts")[0]
    assert "likes" not in row
    assert "reposts" not in row
    assert found.faults == [("not_a_count", "点赞数")]


def test_a_post_of_pictures_alone_is_kept(tmp_path: Path, read_all: Any) -> None:
    row = read_all(written(tmp_path / "a.csv", NEW, line(NEW, post(正文=""))), account="a").rows("posts")[0]
    assert (row["text"], len(row["media"])) == ("", 2)


def test_a_file_named_by_a_day_states_no_account(tmp_path: Path, read_all: Any) -> None:
    found = read_all(written(tmp_path / "20260105.csv", NEW, line(NEW, post())), register=REGISTER, account="a")
    assert found.stated is None
