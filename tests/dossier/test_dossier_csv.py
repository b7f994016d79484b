"""CSV as offices send it: encodings, separators, broken rows, files that are cut off."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError

Write = Callable[..., Path]
Read = Callable[..., Any]
HEADER = "account_id,post_id,posted_at,text\n"
ROWS = "".join(f"weibo:1,p{number},2026-01-0{number} 08:30,第{number}条\n" for number in range(1, 6))


def reasons(rejects: Any) -> list[tuple[int, str]]:
    return [(line["row"], line["code"]) for line in rejects.first]


def complaint(folder: Path, read: Read, table: str = "posts") -> str:
    with pytest.raises(DossierError) as caught:
        read(folder, table)
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("utf-16-be", None)],
)
def test_an_encoding_is_recognised_and_said(dossier: Write, read: Read, encoding: str, name: str | None) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    header = "账号标识,帖文标识,发布时间,正文\n"
    frame, report, rejects = read(dossier(posts=mark + (header + ROWS).encode(encoding)), "posts")
    assert frame["text"].to_list() == [f"第{number}条" for number in range(1, 6)]
    assert report.encoding == (name or "UTF-16")
    assert report.headers == "zh"
    assert any("encod" in note or "read as" in note for note in report.notes) == (report.encoding != "UTF-8")
    assert reasons(rejects) == []


def test_english_headers_over_gb18030_rows_are_recognised(dossier: Write, read: Read) -> None:
    frame, report, _ = read(dossier(posts=(HEADER + ROWS).encode("gb18030")), "posts")
    assert (report.encoding, report.headers, frame["text"][0]) == ("GB18030", "en", "第1条")


def test_a_damaged_row_does_not_make_a_file_gb18030(dossier: Write, read: Read) -> None:
    damaged = (HEADER + ROWS).encode().replace("第2条".encode(), "第2条".encode("gb18030"))
    frame, report, rejects = read(dossier(posts=damaged), "posts", ["weibo:1"])
    assert report.encoding == "UTF-8"
    assert reasons(rejects) == [(3, "bad_encoding")]
    assert frame["post_id"].to_list() == ["p1", "p3", "p4", "p5"]
    assert rejects.unreadable().rows() == [("weibo:1", None, None, 1)]


@pytest.mark.parametrize(("separator", "name"), [("\t", "tabs"), (";", "semicolons")])
def test_other_separators_are_recognised_and_said(dossier: Write, read: Read, separator: str, name: str) -> None:
    frame, report, _ = read(dossier(posts=(HEADER + ROWS).replace(",", separator)), "posts")
    assert frame.height == 5
    assert report.notes == (f"posts.csv is separated by {name}",)


def test_a_comma_in_the_text_of_a_tab_separated_file_is_text(dossier: Write, read: Read) -> None:
    text = "account_id\tpost_id\tposted_at\ttext\nweibo:1\tp1\t2026-01-05\t一,二;三\n"
    assert read(dossier(posts=text), "posts")[0]["text"].to_list() == ["一,二;三"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_will_do(dossier: Write, read: Read, ending: str) -> None:
    frame, _, rejects = read(dossier(posts=(HEADER + ROWS).replace("\n", ending)), "posts")
    assert frame["text"][0] == "第1条"
    assert (frame.height, rejects.first) == (5, [])


def test_the_last_row_needs_no_line_ending(dossier: Write, read: Read) -> None:
    frame, report, _ = read(dossier(posts=(HEADER + ROWS).rstrip("\n")), "posts")
    assert (frame.height, report.cut) == (5, False)


def test_line_breaks_commas_and_quotes_inside_quotes_are_text(dossier: Write, read: Read) -> None:
    folder = dossier(posts=HEADER + 'weibo:1,p1,2026-01-05,"第一行\n第二行, 他说""好"""\n')
    assert read(folder, "posts")[0]["text"].to_list() == ['第一行\n第二行, 他说"好"']


def test_a_row_counts_as_in_a_spreadsheet_even_behind_a_text_of_many_lines(dossier: Write, read: Read) -> None:
    folder = dossier(posts=HEADER + 'weibo:1,p1,2026-01-05,"a\nb\nc"\n\nweibo:1,p2,2026-02-30,x\n')
    assert reasons(read(folder, "posts")[2]) == [(4, "no_such_day")]


def test_empty_rows_are_passed_over(dossier: Write, read: Read) -> None:
    frame, _, rejects = read(dossier(posts=HEADER + "\n,,,\n" + ROWS + ",,,\n\n"), "posts")
    assert (frame.height, rejects.first) == (5, [])


def test_empty_cells_behind_the_last_column_are_passed_over(dossier: Write, read: Read) -> None:
    assert read(dossier(posts=HEADER + "weibo:1,p1,2026-01-05,x,,\n"), "posts")[0].height == 1


def test_a_text_of_three_megabytes_is_read(dossier: Write, read: Read) -> None:
    text = "通知" * 500_000
    frame, _, _ = read(dossier(posts=f'{HEADER}weibo:1,p1,2026-01-05,"{text}"\n'), "posts")
    assert frame["text"][0] == text


def test_a_row_with_too_many_or_too_few_cells_is_left_out(dossier: Write, read: Read) -> None:
    folder = dossier(posts=HEADER + "weibo:1,p1,2026-01-05,一,二\nweibo:1,p2,2026-01-05\n" + ROWS)
    frame, report, rejects = read(folder, "posts", ["weibo:1"])
    assert reasons(rejects) == [(2, "ragged_row"), (3, "ragged_row")]
    assert (frame.height, report.rejected, report.cut) == (5, 2, False)
    assert rejects.unreadable().rows() == [("weibo:1", None, None, 2)]


def test_a_broken_row_of_nobody_who_is_registered_is_rejected_and_silences_no_one(dossier: Write, read: Read) -> None:
    _, report, rejects = read(dossier(posts=HEADER + "private:9,p1,2026-01-05,一,二\n"), "posts", ["weibo:1"])
    assert report.rejected == 1
    assert rejects.unreadable().is_empty()
    assert "private:9" not in str(rejects.first)


def test_rows_behind_an_unclosed_quote_are_not_swallowed(dossier: Write, read: Read) -> None:
    folder = dossier(posts=HEADER + 'weibo:1,p0,2026-01-05,"没有闭合\n' + ROWS)
    frame, report, rejects = read(folder, "posts", ["weibo:1"])
    assert reasons(rejects) == [(2, "bad_quotes")]
    assert (frame.height, report.cut) == (5, False)
    assert rejects.unreadable().rows() == [("weibo:1", None, None, 1)]


def test_nor_where_a_later_row_is_quoted(dossier: Write, read: Read) -> None:
    folder = dossier(posts=HEADER + 'weibo:1,p0,2026-01-05,"没有闭合\n' + ROWS + 'weibo:1,p9,2026-01-09,"好"\n')
    frame, _, rejects = read(folder, "posts")
    assert frame.height == 6
    assert reasons(rejects) == [(2, "bad_quotes")]


def test_nul_bytes_cost_their_row_only(dossier: Write, read: Read) -> None:
    frame, _, rejects = read(dossier(posts=HEADER + "weibo:1,p0,2026-01-05,a\0b\n" + ROWS), "posts")
    assert frame.height == 5
    assert reasons(rejects) == [(2, "nul_byte")]


def test_a_file_that_ends_in_the_middle_of_a_row_is_cut_off(dossier: Write, read: Read) -> None:
    _, report, rejects = read(dossier(posts=HEADER + ROWS + "weibo:1,p6,2026"), "posts", ["weibo:1"])
    assert reasons(rejects) == [(7, "cut_off")]
    assert report.cut
    assert rejects.unreadable().rows() == [(None, None, None, 1)]
    assert "posts.csv is cut off: it ends in the middle; what came after is missing" in report.notes


def test_a_file_that_ends_inside_quotes_is_cut_off(dossier: Write, read: Read) -> None:
    frame, report, _ = read(dossier(posts=HEADER + ROWS + 'weibo:1,p6,2026-01-05,"第'), "posts")
    assert (frame.height, report.cut) == (5, True)


def test_a_packed_file_is_read(dossier: Write, read: Read) -> None:
    frame, report, _ = read(dossier({"posts.csv.gz": gzip.compress((HEADER + ROWS).encode())}), "posts")
    assert (frame.height, report.format, report.cut) == (5, "csv.gz", False)


def test_a_packed_file_that_is_cut_off_gives_what_it_holds(dossier: Write, read: Read) -> None:
    rows = "".join(f"weibo:1,p{number},2026-01-05,{number * 7919 % 10007}\n" for number in range(20_000))
    packed = gzip.compress((HEADER + rows).encode())
    frame, report, rejects = read(dossier({"posts.csv.gz": packed[: len(packed) // 2]}), "posts", ["weibo:1"])
    assert 1_000 < frame.height < 19_000
    assert report.cut
    assert (None, None, None, 1) in rejects.unreadable().rows()
    assert rows.startswith(
        "".join(
            f"{row[0]},{row[1]},2026-01-05,{row[3]}\n" for row in sorted(frame.rows(), key=lambda row: int(row[1][1:]))
        )
    )


def test_a_file_that_only_pretends_to_be_packed_is_named(dossier: Write, read: Read) -> None:
    text = complaint(dossier({"posts.csv.gz": b"account_id,post_id"}), read)
    assert "no gzip file" in text
    assert "posts.csv.gz" in text


def test_an_empty_file_is_named(dossier: Write, read: Read) -> None:
    text = complaint(dossier(posts=""), read)
    assert "empty" in text
    assert "posts.csv" in text


def test_a_header_without_rows_is_an_empty_table(dossier: Write, read: Read) -> None:
    assert read(dossier(posts=HEADER), "posts")[0].is_empty()


def test_a_missing_column_is_named_with_the_file_and_what_is_there(dossier: Write, read: Read) -> None:
    text = complaint(dossier(posts="account_id,post_id,text\n"), read)
    assert "posted_at (发布时间)" in text
    assert "posts.csv" in text
    assert "account_id, post_id, text" in text


def test_several_missing_columns_are_all_named(dossier: Write, read: Read) -> None:
    text = complaint(dossier(posts="account_id,text\n"), read)
    assert "post_id (帖文标识), posted_at (发布时间)" in text


def test_a_misspelt_column_is_recognised(dossier: Write, read: Read) -> None:
    text = complaint(dossier(posts="account_id,post_id,postd_at,text\n"), read)
    assert "“postd_at” looks like posted_at" in text


def test_a_column_that_is_there_twice_is_named(dossier: Write, read: Read) -> None:
    text = complaint(dossier(posts="account_id,post_id,posted_at,text,正文\n"), read)
    assert "two columns stand for text: “text” and “正文”" in text


@pytest.mark.parametrize("above", ["政务新媒体发布情况表,,,\n", "\n\n", "填报单位：某市,,,\n,,,\n"])
def test_a_title_above_the_header_is_pointed_out(dossier: Write, read: Read, above: str) -> None:
    text = complaint(dossier(posts=above + HEADER + ROWS), read)
    assert f"the header stands in row {above.count(chr(10)) + 1}" in text


def test_unknown_columns_are_named_and_kept_out(dossier: Write, read: Read) -> None:
    folder = dossier(posts="account_id,post_id,posted_at,text,备注,reads_total\nweibo:1,p1,2026-01-05,x,某某,5\n")
    frame, report, _ = read(folder, "posts")
    assert report.unknown_columns == ("备注", "reads_total")
    assert report.notes == (
        "posts.csv: the column “备注” is unknown and kept out",
        "posts.csv: the column “reads_total” is unknown and kept out",
    )
    assert "某某" not in str(frame.rows())


def test_a_note_on_an_unknown_column_names_what_is_probably_meant(dossier: Write, read: Read) -> None:
    folder = dossier(accounts="account_id,platform,name,opend_on\nweibo:1,weibo,x,2020-01-05\n")
    assert "did you mean opened_on?" in read(folder, "accounts")[1].notes[0]


def test_a_column_about_citizens_is_refused_and_its_values_appear_nowhere(dossier: Write, read: Read) -> None:
    folder = dossier(
        posts="account_id,post_id,posted_at,text,评论人,手机号\nweibo:1,p1,2026-02-30,x,张三丰,13800138000\n"
    )
    frame, report, rejects = read(folder, "posts")
    assert report.refused_columns == ("评论人", "手机号")
    assert report.unknown_columns == ()
    everything = f"{frame.rows()} {report} {rejects.first} {rejects.logs}"
    assert "张三丰" not in everything
    assert "13800138000" not in everything


def test_the_day_of_a_rejected_post_is_kept_where_it_can_be_read(dossier: Write, read: Read) -> None:
    rows = (
        "weibo:1,,2026-01-05 23:00,x,", "weibo:1,p2,2026-02-30,x,", "weibo:1,p3,不详,x,",
        "weibo:1,p4,2026-01-07,x,直播",
        ",p5,2026-01-08,x,",
    )  # fmt: skip
    folder = dossier(posts="account_id,post_id,posted_at,text,kind\n" + "\n".join(rows) + "\n")
    frame, _, rejects = read(folder, "posts", ["weibo:1"])
    assert frame.is_empty()
    assert [line["code"] for line in rejects.first] == [
        "missing_value", "no_such_day", "not_a_time", "unknown_choice", "missing_value",
    ]  # fmt: skip
    assert rejects.unreadable().rows() == [
        ("weibo:1", None, None, 1),
        ("weibo:1", date(2026, 1, 5), date(2026, 1, 5), 1),
        ("weibo:1", date(2026, 1, 7), date(2026, 1, 7), 1),
        ("weibo:1", date(2026, 2, 1), date(2026, 3, 1), 1),
    ]
