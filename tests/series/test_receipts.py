"""What a formula is: by the words of the rulebook, whatever signs and spaces stand between them."""

import polars as pl
import pytest

from plumbline.rulebook.load import load
from plumbline.series.receipts import canned, folded

RULE = load("cn-2019").rules["service.canned_answer"].values()

FORMULAS = (
    "您的留言已收悉", "收到，谢谢", "已转交市住建局办理。", "感谢关注", "您的留言（编号：A2025031）已受理。",
    "ＯＫ，收到！", "亲，您的留言我们收到啦，我们会尽快回复您的哦~",
    "您好，留言收到，我局高度重视，将立即安排人员核实处理。",
    "您的投诉已登记，将转交执法部门调查处理，处理结果将及时向您反馈。", "已反映给城管局", "👍", "。",
    "We've received your message and will get back to you as soon as possible.",
    "Dear citizen, thank you for your feedback. Kind regards",
)  # fmt: skip
ANSWERS = (
    "您的留言已收悉。经核实，该路段将于3月5日前修复", "谢谢关注，办理地点：政务大厅3楼，电话：0000-8866",
    "已处理", "可以", "不可以",
    "已转交施工单位完成修复", "已转交市住建局，经核实路灯已修复", "反映的问题不属于我局", "感谢您的建议，暂不采纳",
    "收到，明天恢复供水", "您好，带身份证即可。", "请拨打12345", "情况不属实", "No.", "Yes, on Monday.",
    "Thank you. Please call 0000 8866.", "We have received it and the lamp was repaired yesterday.",
)  # fmt: skip


def is_canned(answer: str | None, max_chars: int = RULE["max_chars"]) -> bool:
    frame = pl.DataFrame({"answer": [answer]}, schema={"answer": pl.String()})
    return bool(frame.select(canned(pl.col("answer"), RULE["patterns"], max_chars)).item())


@pytest.mark.parametrize("answer", FORMULAS)
def test_formulas_say_nothing_on_the_matter(answer: str) -> None:
    assert is_canned(answer)


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_of_one_word_on_the_matter_is_an_answer(answer: str) -> None:
    assert not is_canned(answer)


def test_no_text_is_not_a_formula() -> None:
    assert not is_canned(None)


def test_a_formula_longer_than_allowed_is_left_to_a_reader() -> None:
    assert is_canned("您的留言已收悉", max_chars=7)
    assert not is_canned("您的留言已收悉", max_chars=6)


def test_folding_leaves_letters_digits_and_breaks() -> None:
    frame = pl.DataFrame({"t": ["【回复】 Ａ１ “您 好”！～🙏 再见。", "We've", None]})
    assert frame.select(folded(pl.col("t")))["t"].to_list() == ["回复/a1您好/再见", "weve", None]


def test_a_book_without_formulas_knows_only_signs() -> None:
    frame = pl.DataFrame({"t": ["您的留言已收悉", "！！"]})
    assert frame.select(canned(pl.col("t"), (), 60))["t"].to_list() == [False, True]


def test_a_pattern_that_would_hold_up_a_backtracking_engine_for_ever_is_answered() -> None:
    texts = pl.DataFrame({"answer": ["a" * 5_000 + "b"]})
    patterns = ("(a+)+$", "(a|aa)+c", "(.*a){12}$")
    found = texts.select(canned(pl.col("answer"), patterns, 10_000)).to_series()
    assert found.to_list() == [False]
