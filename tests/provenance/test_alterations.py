"""Which changes of a repeated text alter what it says."""

import pytest

from plumbline.provenance.alignment import align
from plumbline.provenance.alterations import alterations
from plumbline.provenance.negations import is_turned
from plumbline.provenance.person_names import named

FRAME = "云汀渡口的候船亭已经盖好，{}，亭子里摆着长椅和一只装满旧书的木箱"


def altered(written: str, original: str) -> list[tuple[str, str, str]]:
    post, article = FRAME.format(written), FRAME.format(original)
    found = alterations(post, article, align(post, article), "2025-03-05", "2025-03-05")
    return [(one.kind, one.written, one.original) for one in found]


@pytest.mark.parametrize(
    ("written", "original", "kind"),
    [
        ("花了12天时间完工", "花了21天时间完工", "number"),
        ("于3月5日正式启用", "于3月6日正式启用", "date"),
        ("于下午3时正式启用", "于下午4时正式启用", "date"),
        ("所长周鸣远表示很满意", "所长周明远表示很满意", "name"),
        ("木料全部来自清河县的林场", "木料全部来自清溪县的林场", "name"),
        ("允许摊贩在里面摆卖", "禁止摊贩在里面摆卖", "negation"),
        ("渡船夜间会停靠在这里", "渡船夜间不会停靠在这里", "negation"),
        ("候船的人数上升了两成", "候船的人数下降了两成", "negation"),
    ],
)
def test_a_number_a_day_a_name_or_a_negation_is_an_alteration(written: str, original: str, kind: str) -> None:
    assert [one[0] for one in altered(written, original)] == [kind]


@pytest.mark.parametrize(
    ("written", "original"),
    [
        ("花了十二天时间完工", "花了12天时间完工"),
        ("今日正式启用", "3月5日正式启用"),
        ("花了一些时间完工", "花了12天时间完工"),
        ("周所长表示很满意", "所长周明远表示很满意"),
        ("尚未收取任何费用", "未收取任何费用"),
        ("我县的林场送来木料", "清溪县的林场送来木料"),
        ("木料来自我市林场", "木料来自全市林场"),
        ("来往的人不断增多", "来往的人断增多"),
        ("有事请拨电话6612345", "有事请拨电话6698765"),
        ("大家都很喜欢这里", "大家都挺喜欢这里"),
    ],
)
def test_another_way_of_saying_it_is_none(written: str, original: str) -> None:
    assert altered(written, original) == []


@pytest.mark.parametrize(
    ("written", "original"),
    [
        ("expects", "does not expect"), ("will", "will not"), ("can", "can't"), ("", "not"), ("", "不"), ("取消", ""),
        ("doesn't expect", "expects"),
    ],
)  # fmt: skip
def test_a_negation_put_in_or_left_out_turns_the_sense(written: str, original: str) -> None:
    assert is_turned(written, original)


@pytest.mark.parametrize(
    ("written", "original"), [("not", "no"), ("未", "没有"), ("hopes", "expects"), ("", ""), ("好", "")]
)
def test_other_words_do_not(written: str, original: str) -> None:
    assert not is_turned(written, original)


def test_a_name_is_told_by_what_stands_beside_it() -> None:
    text = "所长周明远表示，镇上很安静"
    found = named(text, text.index("明"), text.index("明") + 1)
    assert found
    assert (found.kind, found.name) == ("person", "周明远")
    assert named(text, text.index("安"), text.index("安") + 1) is None
