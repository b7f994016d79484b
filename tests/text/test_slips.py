"""Slips of one character: what is found, what is left alone, and that the literals let every slip through."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from plumbline.text.slips import Alike, Edit, SlipIndex, edit

ALIKE = Alike(("检捡验", "察查", "局桔", "塔踏", "会汇惠", "除险", "汗旱", "汇灰"))
NAMES = ("人民检察院", "河流保护总局", "北山县古树保护委员会", "river council of north hill")
INDEX = SlipIndex(NAMES, ALIKE, listed={"护树险虫": "护树除虫"}, proper=("河流保护局",))


def found(text: str) -> list[tuple[str, str, str, bool]]:
    return [(slip.wrote, slip.right, slip.edit, slip.sure) for slip in INDEX.slips(text)]


def test_one_edit_is_told_from_none_and_from_two() -> None:
    assert edit("甲乙丙丁", "甲乙丙丁") is None
    assert edit("甲乙丙丁", "甲子丙丁") == Edit("substituted", 1, "乙", "子")
    assert edit("甲乙丙丁", "甲丙丁") == Edit("omitted", 1, "乙", "")
    assert edit("甲乙丙丁", "甲乙乙丙丁") == Edit("inserted", 2, "", "乙")
    assert edit("甲乙丙丁", "甲丙乙丁") == Edit("swapped", 1, "乙丙", "丙乙")
    assert edit("甲乙丙丁", "子乙丑丁") is None
    assert edit("甲乙丙丁", "甲乙") is None


def test_alike_characters_inside_a_name_are_sure() -> None:
    assert found("市人民检查院公告") == [("人民检查院", "人民检察院", "substituted", True)]


def test_left_out_doubled_and_swapped_characters_are_sure() -> None:
    assert found("河流护总局") == [("河流护总局", "河流保护总局", "omitted", True)]
    assert found("河流保保护总局") == [("河流保保护总局", "河流保护总局", "inserted", True)]
    assert found("河流保总护局") == [("河流保总护局", "河流保护总局", "swapped", True)]
    assert found("河保流护总局") == [("河保流护总局", "河流保护总局", "swapped", True)]


def test_an_unlike_character_counts_only_in_a_long_name_and_is_not_sure() -> None:
    assert found("北山县古塔保护委员会") == [("北山县古塔保护委员会", "北山县古树保护委员会", "substituted", False)]
    assert found("河流维护总局") == []


def test_a_rare_character_is_sure() -> None:
    assert found("北山县古㰕保护委员会")[0][3]


def test_an_edge_counts_where_the_word_ends() -> None:
    assert found("河流保护总桔发布") == [("河流保护总桔", "河流保护总局", "substituted", True)]
    assert found("河流保护总桔林地") == []
    assert found("北山县古树保护委员汇聚力量") == []
    assert found("河流保护总局局长") == []
    assert found("我河流保护总") == []


def test_a_single_character_beside_a_gap_may_belong_to_another_word() -> None:
    assert found("在河保护总局工作") == [("河保护总局", "河流保护总局", "omitted", True)]
    assert found("两河保护总局工作") == []


def test_what_is_right_is_left_alone() -> None:
    for name in NAMES:
        assert found(f"在{name}的大门前") == []
    assert found("河流保护局") == []
    assert SlipIndex(("河流保护委员会",), ALIKE, proper=("河护委员会",)).slips("两河护委员会") == ()
    assert found("estate river council of north hills") == []


def test_latin_names_are_whole_words() -> None:
    assert found("the river councl of north hill met")[0][:2] == (
        "river councl of north hill",
        "river council of north hill",
    )
    assert found("driver councl of north hill") == []


def test_listed_slips_of_short_names() -> None:
    assert found("护树险虫行动") == [("护树险虫", "护树除虫", "listed", True)]
    assert found("护树除虫行动") == []


def test_the_longest_name_wins() -> None:
    index = SlipIndex(("人民检察院", "最高人民检察院"), ALIKE)
    assert [slip.right for slip in index.slips("最高人民检查院")] == ["最高人民检察院"]


@st.composite
def slipped(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(NAMES))
    place = draw(st.integers(0, len(name) - 1))
    other = draw(st.sampled_from("".join(NAMES) + "捡查居汇灰险塔㰕的不,"))
    cut = draw(st.sampled_from(("substitute", "omit", "insert", "swap")))
    before, char, after = name[:place], name[place], name[place + 1 :]
    wrote = {
        "substitute": before + other + after,
        "omit": before + after,
        "insert": before + other + char + after,
        "swap": before + after[:1] + char + after[1:],
    }[cut]
    around = st.text(alphabet="在的发布,不局会a 人民", max_size=4)
    return draw(around) + wrote + draw(around)


@given(slipped())
def test_every_slip_has_a_literal(text: str) -> None:
    if INDEX.slips(text):
        assert any(literal in text for literal in INDEX.literals())


@given(slipped())
def test_slips_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    slips = INDEX.slips(text)
    assert all(text[slip.start : slip.end] == slip.wrote != slip.right for slip in slips)
    assert all(one.end <= other.start for one, other in pairwise(slips))
