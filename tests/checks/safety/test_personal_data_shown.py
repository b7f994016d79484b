"""Whatever personal data is found, none of it is shown: not in the quote, the facts or the suggestion."""

from hypothesis import given
from hypothesis import strategies as st

from plumbline.checks.safety import classification_marking, personal_data
from plumbline.domain.wording import Utterance
from plumbline.text.reading import read

PARAMS = personal_data.Params(list_numbers=3, identity_hidden=4, phone_hidden=4)
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
PIECES = st.sampled_from(
    [
        *("王小明", "身份证号：", "330102190001150014", "电话", "，", "\n", "138-0013-8000"),
        *("住大塘村3组12号", "wangxm@qq.com", "的邮箱", "*", "☎", "\u200b"),
    ]
)


def shown(text: str) -> str:
    """Everything a reader is shown of the findings."""
    flags = personal_data.find(read(Utterance(text)), PARAMS)
    return "|".join(f"{[mark.quote for mark in flag.marks]}{flag.facts}{flag.suggestion}" for flag in flags)


@given(PHONES)
def test_a_phone_number_is_found_and_never_shown(phone: str) -> None:
    said = shown(f"投诉人王先生，电话{phone}，反映噪音")
    assert said
    assert phone not in said
    assert f"{phone[:3]}****{phone[7:]}" in said


@given(st.lists(PIECES, max_size=12).map("".join))
def test_marks_lie_in_the_text_and_hide_what_is_there(text: str) -> None:
    for flag in personal_data.find(read(Utterance(text)), PARAMS):
        for mark in flag.marks:
            assert 0 <= mark.start < mark.end <= len(text)
            assert "*" in mark.quote
    assert "330102190001150014" not in shown(text)
    assert "0013-8000" not in shown(text)


@given(st.text(alphabet="秘机绝密★10年级：内部资料请勿外传〔2025〕号\n 【】关于的通知", max_size=40))
def test_a_marking_is_quoted_as_it_stands(text: str) -> None:
    for flag in classification_marking.find(read(Utterance(text)), classification_marking.Params(near_chars=120)):
        assert all(text[mark.start : mark.end] == mark.quote for mark in flag.marks)
