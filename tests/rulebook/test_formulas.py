"""The patterns that stand in the national book: what they must match, and what looks like it and must not."""

import polars as pl
import pytest

from plumbline.addresses.names import folded
from plumbline.rulebook.load import load
from plumbline.series.receipts import canned

CANNED = [
    "您的留言已收悉，感谢您的关注！",
    "尊敬的网友，您好！您的留言已收悉，我们已将您反映的问题转交相关部门核实处理，请您耐心等待，感谢您对我们工作的关注与支持！",
    "感谢您对我区工作的关心、支持与监督，祝您生活愉快！",
    "您好，请咨询有关部门。",
    "您的建议我们已记录，将认真研究，谢谢。",
    "收到，谢谢！",
    "👍",
    "Thank you for your message. We will get back to you as soon as possible.",
]
REAL = [
    "您好！您反映的路灯已于3月5日更换灯头并恢复照明，感谢您的关注。",
    "您的来信收悉。经查，情况属实，已责令停工。",
    "需要携带身份证原件，感谢您的咨询。",
    "可以的，图书馆周六照常开放。",
    "已修复",
    "不可以",
    "Thank you for your message. The street light was repaired on 3 March.",
]
INTERNAL = [
    "青溪市教育局招生办公室",
    "青溪公安宣传科",
    "青溪市教育局工会",
    "营商环境工作专班",
    "民警小王",
]
OWN_RIGHT = [
    "青溪市人民政府办公室",
    "青溪市委办公室",
    "青溪市委网络安全和信息化委员会办公室",
    "城关街道办事处",
    "青溪市总工会",
    "青溪市防汛抗旱指挥部",
    "书记信箱",
    "青溪老街",
    "青溪市公安局交通警察支队",
    "青溪市公安局城关派出所",
]


def is_canned(answer: str) -> bool:
    values = load("cn-2019").rules["service.canned_answer"].values()
    return bool(pl.select(canned(pl.lit(answer), values["patterns"], values["max_chars"])).item())


def sounds_internal(name: str) -> bool:
    patterns = load("cn-2019").rules["register.internal_body_account"].values()["patterns"]
    return bool(pl.select(folded(pl.lit(name)).str.contains("|".join(f"(?:{pattern})" for pattern in patterns))).item())


@pytest.mark.parametrize("answer", CANNED)
def test_a_formula_is_no_answer(answer: str) -> None:
    assert is_canned(answer)


@pytest.mark.parametrize("answer", REAL)
def test_an_answer_is_no_formula_however_polite(answer: str) -> None:
    assert not is_canned(answer)


@pytest.mark.parametrize("name", INTERNAL)
def test_an_internal_office_a_task_or_a_person_is_recognised_by_name(name: str) -> None:
    assert sounds_internal(name)


@pytest.mark.parametrize("name", OWN_RIGHT)
def test_a_body_in_its_own_right_is_not_taken_for_an_internal_office(name: str) -> None:
    assert not sounds_internal(name)
