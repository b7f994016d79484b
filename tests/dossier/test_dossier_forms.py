"""JSON Lines, XLSX and Parquet: what each of them can spoil."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from plumbline.domain.errors import DossierError

Write = Callable[..., Path]
Read = Callable[..., Any]
POST = {"account_id": "weibo:1", "post_id": "p1", "posted_at": "2026-01-05T08:30", "text": "x"}
NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def reasons(rejects: Any) -> list[tuple[int, str]]:
    return [(line["row"], line["code"]) for line in rejects.first]


def complaint(folder: Path, read: Read, table: str = "posts") -> str:
    with pytest.raises(DossierError) as caught:
        read(folder, table)
    assert caught.value.remedy
    return str(caught.value)


def parquet(path: Path, **columns: Any) -> bytes:
    frame = pl.DataFrame(POST).with_columns(**columns)
    frame.write_parquet(path)
    return path.read_bytes()


def sheet(path: Path, *rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path.read_bytes()


def test_a_line_that_is_no_json_costs_that_line_only(dossier: Write, read: Read) -> None:
    broken = '{"account_id": "weibo:1", "post_id": \n'
    frame, report, rejects = read(
        dossier({"posts.jsonl": lines(POST) + broken + "[1]\n" + lines(POST | {"post_id": "p2"})}), "posts", ["weibo:1"]
    )
    assert frame["post_id"].to_list() == ["p1", "p2"]
    assert reasons(rejects) == [(2, "bad_json"), (3, "not_an_object")]
    assert rejects.unreadable().rows() == [("weibo:1", None, None, 1)]
    assert not report.cut


def test_a_last_line_that_breaks_off_means_a_file_that_is_cut_off(dossier: Write, read: Read) -> None:
    _, report, rejects = read(dossier({"posts.jsonl": lines(POST) + '{"account_id": "wei'}), "posts")
    assert report.cut
    assert reasons(rejects) == [(2, "cut_off")]


def test_nul_bytes_cost_their_line_only(dossier: Write, read: Read) -> None:
    frame, _, rejects = read(dossier({"posts.jsonl": lines(POST) + '{"a": "\0"}\n'}), "posts")
    assert (frame.height, reasons(rejects)) == (1, [(2, "nul_byte")])


def test_numbers_of_json_are_ids_counts_and_flags(dossier: Write, read: Read) -> None:
    row = POST | {"post_id": 4900123456789012345, "reads": 12, "automatic": 1, "likes": 3.0}
    frame, _, rejects = read(dossier({"posts.jsonl": lines(row)}), "posts")
    assert frame.select("post_id", "reads", "automatic", "likes").row(0) == ("4900123456789012345", 12, True, 3)
    assert rejects.first == []


def test_a_float_that_may_have_been_rounded_is_no_id(dossier: Write, read: Read) -> None:
    text = (
        json.dumps(POST).replace('"p1"', "4.9e15")
        + "\n"
        + json.dumps(POST).replace('"p1"', "4900123456789012.0")
        + "\n"
    )
    _, _, rejects = read(dossier({"posts.jsonl": text + lines(POST | {"post_id": 12.0})}), "posts")
    assert reasons(rejects) == [(1, "spoilt_id")]


def test_half_a_character_of_json_is_replaced(dossier: Write, read: Read) -> None:
    frame, _, _ = read(dossier({"posts.jsonl": json.dumps(POST).replace('"x"', '"a\\ud83db"') + "\n"}), "posts")
    assert frame["text"].to_list() == ["a\ufffdb"]


def test_a_missing_column_of_json_is_named(dossier: Write, read: Read) -> None:
    assert "posted_at" in complaint(
        dossier({"posts.jsonl": lines({"account_id": "a", "post_id": "p", "text": "x"})}), read
    )


def test_a_row_without_a_required_key_is_left_out(dossier: Write, read: Read) -> None:
    bare = {key: value for key, value in POST.items() if key != "posted_at"}
    _, _, rejects = read(dossier({"posts.jsonl": lines(POST, bare)}), "posts")
    assert reasons(rejects) == [(2, "missing_value")]


def test_a_citizens_key_in_json_is_refused_and_its_value_appears_nowhere(dossier: Write, read: Read) -> None:
    row = POST | {"user": {"name": "张三丰"}, "评论人": "张三丰"}
    frame, report, rejects = read(dossier({"posts.jsonl": lines(row)}), "posts")
    assert report.refused_columns == ("user", "评论人")
    assert "张三丰" not in f"{frame.rows()} {report} {rejects.first}"


def test_an_empty_json_lines_file_is_an_empty_table(dossier: Write, read: Read) -> None:
    assert read(dossier({"posts.jsonl": ""}), "posts")[0].is_empty()


def test_the_first_sheet_is_read_and_others_are_noted(dossier: Write, read: Read, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["账号标识", "平台类型", "账号名称", "开设日期", "是否认证", "互动功能"])
    book.active.append(["weibo:1", "微博", "临江发布", datetime(2020, 1, 5), True, "评论、私信"])  # noqa: DTZ001
    book.active.append(["wechat:2", "微信", "临江", "2020年2月1日", "否", None])
    book.create_sheet("说明")
    book.save(tmp_path / "accounts.xlsx")
    frame, report, rejects = read(dossier({"accounts.xlsx": (tmp_path / "accounts.xlsx").read_bytes()}), "accounts")
    assert frame.select("account_id", "platform", "opened_on", "verified", "interaction").rows() == [
        ("wechat:2", "wechat", date(2020, 2, 1), False, []),
        ("weibo:1", "weibo", date(2020, 1, 5), True, ["comments", "messages"]),
    ]
    assert report.notes == ("accounts.xlsx has 2 sheets; only the first is read",)
    assert (report.headers, rejects.first) == ("zh", [])


def test_a_spreadsheets_numbers_are_whole_ids_until_they_are_too_long(
    dossier: Write, read: Read, tmp_path: Path
) -> None:
    content = sheet(
        tmp_path / "x.xlsx",
        ["account_id", "post_id", "posted_at", "text", "reads"],
        ["weibo:1", 123456789012345, datetime(2026, 1, 5, 8, 30), "x", 12],  # noqa: DTZ001
        ["weibo:1", 4900123456789012, datetime(2026, 1, 5, 8, 30), "x", 1.5],  # noqa: DTZ001
    )
    frame, _, rejects = read(dossier({"posts.xlsx": content}), "posts")
    assert frame.select("post_id", "posted_at", "reads").rows() == [
        ("123456789012345", datetime(2026, 1, 5, 0, 30, tzinfo=UTC), 12)
    ]
    assert [(line["row"], line["value"], line["code"]) for line in rejects.first] == [(3, "4.90012E+15", "spoilt_id")]


def test_a_title_above_a_sheets_header_is_pointed_out(dossier: Write, read: Read, tmp_path: Path) -> None:
    content = sheet(tmp_path / "x.xlsx", ["发布情况表"], [], list(POST), list(POST.values()))
    assert "the header stands in row 3" in complaint(dossier({"posts.xlsx": content}), read)


def test_a_workbook_that_is_cut_off_is_named(dossier: Write, read: Read, tmp_path: Path) -> None:
    content = sheet(tmp_path / "x.xlsx", list(POST), list(POST.values()))
    text = complaint(dossier({"posts.xlsx": content[: len(content) // 2]}), read)
    assert "no XLSX file" in text
    assert "posts.xlsx" in text


def test_a_parquet_file_that_is_cut_off_is_named(dossier: Write, read: Read, tmp_path: Path) -> None:
    content = parquet(tmp_path / "x.parquet")
    text = complaint(dossier({"posts/2026-01.parquet": content[: len(content) // 2]}), read)
    assert "no Parquet file" in text
    assert "posts/2026-01.parquet" in text


@pytest.mark.parametrize("damage", [slice(4, 60), slice(-60, -8)])
def test_a_parquet_file_that_is_damaged_inside_is_named(
    dossier: Write, read: Read, tmp_path: Path, damage: slice
) -> None:
    content = bytearray(parquet(tmp_path / "x.parquet"))
    content[damage] = b"\xff" * len(content[damage])
    assert "posts.parquet" in complaint(dossier({"posts.parquet": bytes(content)}), read)


@pytest.mark.parametrize(
    "times",
    [
        pl.lit(NOON).cast(pl.Datetime("us", "UTC")), pl.lit(NOON).cast(pl.Datetime("ms", "UTC")),
        pl.lit(NOON).dt.convert_time_zone("Europe/Berlin"), pl.lit(datetime(2026, 1, 5, 12)).cast(pl.Datetime("ns")),  # noqa: DTZ001
        pl.lit("2026-01-05T12:00"), pl.lit("2026-01-05T12:00").cast(pl.Categorical),
    ],
)  # fmt: skip
def test_times_of_any_type_are_the_same_instant(dossier: Write, read: Read, tmp_path: Path, times: pl.Expr) -> None:
    frame, _, rejects = read(dossier({"posts.parquet": parquet(tmp_path / "x", posted_at=times)}), "posts")
    assert (frame["posted_at"].to_list(), rejects.first) == ([NOON], [])


def test_a_bare_time_that_summer_time_skips_does_not_exist(dossier: Write, read: Read, tmp_path: Path) -> None:
    bare = pl.lit(datetime(2026, 3, 8, 2, 30))  # noqa: DTZ001
    files = {"posts.parquet": parquet(tmp_path / "x", posted_at=bare), "dossier.toml": 'timezone = "America/New_York"'}
    _, _, rejects = read(dossier(files), "posts", ["weibo:1"])
    assert reasons(rejects) == [(1, "clock_gap")]
    assert rejects.unreadable().rows() == [("weibo:1", date(2026, 3, 7), date(2026, 3, 9), 1)]


def test_a_time_before_anyone_posted_is_an_empty_clock(dossier: Write, read: Read, tmp_path: Path) -> None:
    epoch = pl.lit(datetime(1970, 1, 1, tzinfo=UTC))
    _, _, rejects = read(dossier({"posts.parquet": parquet(tmp_path / "x", posted_at=epoch)}), "posts", ["weibo:1"])
    assert reasons(rejects) == [(1, "out_of_range")]
    assert rejects.unreadable().rows() == [("weibo:1", None, None, 1)]


@pytest.mark.parametrize(
    ("column", "values"), [("posted_at", pl.lit(1767573000)), ("post_id", pl.lit(value=True)), ("kind", pl.lit(7))]
)
def test_a_column_of_a_type_that_cannot_be_meant_is_named(
    dossier: Write, read: Read, tmp_path: Path, column: str, values: pl.Expr
) -> None:
    text = complaint(dossier({"posts.parquet": parquet(tmp_path / "x", **{column: values})}), read)
    assert f"the column {column} holds" in text


@pytest.mark.parametrize(
    ("number", "wanted"),
    [(pl.lit(4900123456789012345), "4900123456789012345"), (pl.lit(12.0), "12"), (pl.lit(2**53 - 1.0), str(2**53 - 1))],
)
def test_ids_may_be_whole_numbers(dossier: Write, read: Read, tmp_path: Path, number: pl.Expr, wanted: str) -> None:
    frame, _, _ = read(dossier({"posts.parquet": parquet(tmp_path / "x", post_id=number)}), "posts")
    assert frame["post_id"].to_list() == [wanted]


@pytest.mark.parametrize("number", [2.0**53, 4.9e15, 1.5, float("nan"), float("inf")])
def test_ids_that_are_floats_may_have_been_rounded(dossier: Write, read: Read, tmp_path: Path, number: float) -> None:
    frame, _, rejects = read(dossier({"posts.parquet": parquet(tmp_path / "x", post_id=pl.lit(number))}), "posts")
    assert frame.is_empty() == (number != 4.9e15)
    assert reasons(rejects) == ([] if number == 4.9e15 else [(1, "spoilt_id")])


def test_counts_below_zero_are_left_out(dossier: Write, read: Read, tmp_path: Path) -> None:
    frame, report, rejects = read(
        dossier({"posts.parquet": parquet(tmp_path / "x", reads=pl.lit(-1), likes=pl.lit(2.0))}), "posts"
    )
    assert frame.select("reads", "likes").row(0) == (None, 2)
    assert (reasons(rejects), report.rejected, report.values_rejected) == ([(1, "not_a_count")], 0, 1)


def test_only_the_wanted_columns_of_parquet_are_read(dossier: Write, tmp_path: Path) -> None:
    from plumbline.dossier.batches import table_batches
    from plumbline.dossier.layout import scan
    from plumbline.dossier.rejects import Rejects

    folder = dossier({"posts.parquet": parquet(tmp_path / "x", 昵称=pl.lit("张三丰"))})
    (frame,) = table_batches(scan(folder), "posts", columns=("account_id", "kind"), rejects=Rejects())
    assert frame.columns == ["account_id", "kind", "file_no", "row_no"]
    assert frame.rows() == [("weibo:1", "post", 0, 1)]


def test_the_files_of_a_folder_are_one_table(dossier: Write, read: Read, tmp_path: Path) -> None:
    files = {f"posts/{name}.parquet": parquet(tmp_path / "x", post_id=pl.lit(name)) for name in ("2026-02", "2026-01")}
    frame, report, _ = read(dossier(files), "posts")
    assert frame["post_id"].to_list() == ["2026-01", "2026-02"]
    assert [file.path for file in report.files] == ["posts/2026-01.parquet", "posts/2026-02.parquet"]
