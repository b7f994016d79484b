"""annex.xlsx: the annex table as offices send it."""

from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from qingxi import findings, inspection, verdicts

from plumbline.reports import annex
from plumbline.reports.write import write_reports

FIRST = ["新媒体类型", "新媒体名称", "责任单位", "问题类别", "检查时更新日期"]
FULL = [*FIRST, "条款", "依据", "严重程度", "说明", "整改要求", "整改期限", "账号ID", "发现编号", "状态"]


def sheets(folder: Path) -> dict[str, list[list[Any]]]:
    """Sheet name to rows of values."""
    book = openpyxl.load_workbook(folder / "annex.xlsx")
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book.worksheets}


def test_the_first_sheet_begins_with_the_five_columns_of_the_annex_table(zh: Path) -> None:
    assert list(sheets(zh)) == ["问题清单", "全部结论", "未作结论", "说明"]
    assert sheets(zh)["问题清单"][0] == FULL


def test_headings_are_english_where_english_was_asked_for(en: Path) -> None:
    heading = sheets(en)["Problems"][0]
    assert heading[:5] == ["Platform", "Account name", "Responsible unit", "Problem", "Last update at inspection"]


def test_each_problem_is_a_row_and_those_that_fail_come_first(zh: Path) -> None:
    rows = sheets(zh)["问题清单"][1:]
    assert len(rows) == len(findings())
    silent = next(row for row in rows if row[12].endswith("1"))
    assert silent[:5] == ["微博", "青溪文旅", "青溪县文化和旅游局", "两周内无更新", "2026-02-25"]
    assert silent[5:8] == ["CN19-V2a", "国办秘函〔2019〕19号 第一部分第2项", "单项否决"]
    assert {row[1] for row in rows[:5]} == {"青溪教育", "青溪文旅", "青溪交通"}


def test_a_unit_without_an_account_is_named_as_the_responsible_unit(zh: Path) -> None:
    (row,) = (row for row in sheets(zh)["问题清单"] if row[3] == "应当开设而未开设")
    assert row[:3] == [None, None, "青溪县气象局"]


def test_all_verdicts_and_all_abstentions_are_there(zh: Path) -> None:
    pages = sheets(zh)
    assert len(pages["全部结论"]) == 1 + 13
    assert len(pages["未作结论"]) == 1 + 2
    assert any("合格率 58.3%" in str(row[1]) for row in pages["说明"])


def test_panes_are_frozen_rows_filter_and_the_heading_is_printed_on_every_page(zh: Path) -> None:
    page = openpyxl.load_workbook(zh / "annex.xlsx").worksheets[0]
    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref == "A1:N10"
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+1", "-1", "@sum"])
def test_a_name_that_would_run_is_text_with_an_apostrophe(tmp_path: Path, name: str) -> None:
    write_reports(inspection(verdicts=verdicts().with_columns(name=pl.lit(name))), tmp_path, lang="zh")
    book = openpyxl.load_workbook(tmp_path / "annex.xlsx")
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert book.worksheets[1]["B2"].value == f"'{name}"


def test_an_ordinary_name_is_left_alone(zh: Path) -> None:
    assert sheets(zh)["全部结论"][1][1] == "临河镇"


def test_a_text_longer_than_a_cell_is_shortened_and_not_lost(tmp_path: Path) -> None:
    long = verdicts().with_columns(name=pl.lit("长" * 40_000))
    write_reports(inspection(verdicts=long), tmp_path, lang="zh")
    value = sheets(tmp_path)["全部结论"][1][1]
    assert len(value) == 32_000
    assert value.endswith("…")


def test_characters_that_no_office_file_may_hold_are_shown_as_such(tmp_path: Path) -> None:
    write_reports(inspection(verdicts=verdicts().with_columns(name=pl.lit("青\x00溪\x0b"))), tmp_path, lang="zh")
    assert sheets(tmp_path)["全部结论"][1][1] == "青\ufffd溪\ufffd"


def test_rows_that_no_sheet_takes_are_said_to_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annex, "MOST_ROWS", 5)
    write_reports(inspection(), tmp_path, lang="zh")
    pages = sheets(tmp_path)
    assert [len(pages[name]) for name in ("问题清单", "全部结论", "未作结论")] == [6, 6, 3]
    assert any(row[0] == "未列出的行" for row in pages["说明"])


def test_nothing_is_said_to_be_left_out_where_all_rows_are_there(zh: Path) -> None:
    assert not any(row[0] == "未列出的行" for row in sheets(zh)["说明"])
