"""bulletin.docx: the order that offices use, on a page as GB/T 9704 sets it."""

from pathlib import Path
from typing import Any

import docx
import polars as pl
from docx.oxml.ns import qn
from qingxi import finding, inspection, run, verdicts

from plumbline.reports.write import write_reports


def paragraphs(folder: Path) -> list[str]:
    """The texts of the notice that are not empty."""
    return [text for paragraph in docx.Document(str(folder / "bulletin.docx")).paragraphs if (text := paragraph.text)]


def written(folder: Path, lang: str = "zh", **changes: Any) -> list[str]:
    """The notice of the county with changes."""
    write_reports(inspection(**changes), folder, lang=lang)
    return paragraphs(folder)


def test_title_basis_and_parts_stand_in_the_order_that_offices_use(zh: Path) -> None:
    texts = paragraphs(zh)
    assert texts[0] == "关于2026年3月政务新媒体检查情况的通报"
    assert texts[2].startswith("根据《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）、")
    heads = ["一、总体情况", "二、存在问题", "三、整改要求", "附件："]
    assert [text for text in texts if text in heads] == heads
    assert texts[-1] == "2026年3月16日"


def test_the_english_notice_has_the_same_order(en: Path) -> None:
    texts = paragraphs(en)
    heads = ["1. Overall", "2. Problems", "3. What to do", "Annexes:"]
    assert [text for text in texts if text in heads] == heads


def test_share_inspected_and_pass_rate_are_said(zh: Path) -> None:
    overall = next(text for text in paragraphs(zh) if text.startswith("登记在册"))
    for words in ("共13个", "本次检查12个", "检查比例92.3%", "合格7个", "不合格3个", "未作结论2个", "合格率58.3%"):
        assert words in overall


def test_the_change_on_last_period_is_said(zh: Path) -> None:
    (text,) = (text for text in paragraphs(zh) if text.startswith("与上期相比"))
    assert "合格率上期为50.0%，本期为58.3%" in text
    assert "减少2个" in text


def test_without_a_last_period_it_is_said_that_there_is_none(tmp_path: Path) -> None:
    texts = written(tmp_path, run={**run(), "baseline_counts": None})
    assert "无上期数据，不作比较。" in texts


def test_problems_name_units_and_accounts_under_their_clause(zh: Path) -> None:
    texts = paragraphs(zh)
    start = texts.index("（二）两周内无更新（单项否决）")
    assert texts[start + 1] == "依据国办秘函〔2019〕19号 第一部分第2项，发现问题2项，涉及账号2个："
    assert texts[start + 3] == "青溪县文化和旅游局：微博“青溪文旅”（最近更新2026年2月25日）。"


def test_an_excepted_account_is_not_named(zh: Path) -> None:
    assert not [text for text in paragraphs(zh) if "青溪教育服务号" in text or "同一平台" in text]


def test_the_remedy_carries_its_last_day(zh: Path) -> None:
    assert "立即恢复更新。期限：2026年3月19日。" in paragraphs(zh)


def test_a_fleet_without_problems_says_so(tmp_path: Path) -> None:
    calm = verdicts().with_columns(verdict=pl.lit("pass"), rules=pl.lit(""))
    assert "本次检查未发现问题。" in written(tmp_path, findings=(), abstentions=(), verdicts=calm)


def test_more_units_than_a_notice_holds_are_left_to_the_annex(tmp_path: Path) -> None:
    many = pl.concat([verdicts().head(1).with_columns(account_id=pl.lit(f"weibo:{n:04}"), unit_id=pl.lit(f"u{n:04}"))
                      for n in range(45)])  # fmt: skip
    facts = {"days": 15, "last_on": "2026-03-01", "silent_days": 14}
    found = tuple(finding(n, f"weibo:{n:04}", "activity.stale_account", "veto", facts) for n in range(45))
    texts = written(tmp_path, verdicts=many, findings=found)
    assert "其余5个单位见附件1。" in texts


def test_the_page_is_set_as_the_standard_asks(zh: Path) -> None:
    section = docx.Document(str(zh / "bulletin.docx")).sections[0]
    size = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in (*size, *margins) if side is not None] == [210, 297, 37, 35, 28, 26]


def test_title_body_and_headings_have_their_faces(zh: Path) -> None:
    document = docx.Document(str(zh / "bulletin.docx"))
    faces = {}
    for paragraph in document.paragraphs:
        if paragraph.text:
            run_ = paragraph.runs[0]
            faces[paragraph.text[:4]] = (run_._r.rPr.rFonts.get(qn("w:eastAsia")), run_.font.size.pt)
    assert faces["关于20"] == ("方正小标宋简体", 22)
    assert faces["登记在册"] == ("仿宋_GB2312", 16)
    assert faces["一、总体"] == ("黑体", 16)
    assert faces["（二）两"] == ("楷体_GB2312", 16)


def test_lines_are_exactly_as_high_as_22_of_them_need_and_begin_two_characters_in(zh: Path) -> None:
    document = docx.Document(str(zh / "bulletin.docx"))
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("登记在册"))
    assert 28 <= body.paragraph_format.line_spacing.pt <= 29
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_page_numbers_stand_between_dashes_at_the_outer_side(zh: Path) -> None:
    document = docx.Document(str(zh / "bulletin.docx"))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert [footer.paragraphs[0].text for footer in (section.footer, section.even_page_footer)] == ["— 1 —"] * 2
    assert [footer.paragraphs[0].alignment for footer in (section.footer, section.even_page_footer)] == [2, 0]


def test_characters_that_no_office_file_may_hold_do_not_break_the_notice(tmp_path: Path) -> None:
    texts = written(tmp_path, verdicts=verdicts().with_columns(name=pl.lit("青\x00溪\x1b")))
    assert any("青\ufffd溪\ufffd" in text for text in texts)


def test_the_last_update_is_told_where_the_problem_is_silence_and_only_there(zh: Path) -> None:
    texts = paragraphs(zh)
    assert "青溪县教育局：微信公众号“青溪教育”。" in texts
    assert "青溪县文化和旅游局：抖音“青溪文旅”（最近更新2026年3月4日）。" in texts
