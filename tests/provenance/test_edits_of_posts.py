"""What was changed between two texts of a post: slips of the pen told from changes of what is said."""

import pytest

from plumbline.provenance.edits import SLIGHT, STRONG, edits, shown, similarity, unnamed

LABELLED: tuple[tuple[str, str, str], ...] = (
    # what the change is: nothing, a slip, words, or the sense
    ("nothing", "请大家做好准备", "请大家做好准备！"),
    ("nothing", "请大家做好准备。", "请大家做好准备🙂"),
    ("nothing", "The hall is closed on Monday", "The hall is closed, on Monday."),
    ("nothing", "關閉道路的通知", "关闭道路的通知"),
    ("nothing", "ＡＢＣ路口施工", "ABC路口施工"),
    ("nothing", "补贴标准为每人1,200元", "补贴标准为每人1200元"),
    ("slip", "关于停水的通之", "关于停水的通知"),
    ("slip", "请司机朋友主意路滑", "请司机朋友注意路滑"),
    ("slip", "我们坚决的执行规定", "我们坚决地执行规定"),
    ("slip", "会议强调了安全生产", "会议强调安全生产"),
    ("slip", "志愿者积极参于植树", "志愿者积极参与植树"),
    ("slip", "The libary opens at nine", "The library opens at nine"),
    ("slip", "Please recieve your card at the desk", "Please receive your card at the desk"),
    ("slip", "水厂检修期间请提前蓄水储备", "水厂检修其间请提前蓄水储备"),
    ("words", "本次活动顺利结束", "本次活动圆满成功"),
    ("words", "Staff were friendly and quick", "Staff were helpful and quick"),
    ("words", "有关部门正在处理此事", "公安机关正在处理此事"),
    ("words", "详见 https://a.example/1 说明", "详见 https://a.example/2 说明"),
    ("sense", "定于3月10日举行听证会", "定于3月12日举行听证会"),
    ("sense", "事故造成3人受伤", "事故造成13人受伤"),
    ("sense", "发放补贴3.5万元", "发放补贴35万元"),
    ("sense", "补贴为每户3-5元", "补贴为每户35元"),
    ("sense", "项目预计明年完工", "项目预计后年完工"),
    ("sense", "上午停水，请储水", "下午停水，请储水"),
    ("sense", "周三起恢复供电", "周五起恢复供电"),
    ("sense", "市民可以进入公园", "市民不得进入公园"),
    ("sense", "小区今晚停水", "小区今晚不停水"),
    ("sense", "房价环比上涨明显", "房价环比下跌明显"),
    ("sense", "男性员工优先", "女性员工优先"),
    ("sense", "市长张伟出席会议并讲话", "市长李强出席会议并讲话"),
    ("sense", "起火原因为电路老化。供电已恢复。", "起火原因为电路老化。责任人已被停职。供电已恢复。"),
    ("sense", "The office will open on Monday", "The office will not open on Monday"),
    ("sense", "Parking here is legal today", "Parking here is illegal today"),
    ("sense", "The fee is $20 for residents", "The fee is $200 for residents"),
    ("sense", "Boil your tap water until Friday", "Boil your tap water until Sunday"),
    ("sense", "新增病例十二例", "新增病例二十例"),
)  # fmt: skip


def sort_of(old: str, new: str) -> str:
    kinds = {edit.kind for edit in edits(old, new)}
    if not kinds:
        return "nothing"
    if kinds & set(STRONG):
        return "sense"
    return "slip" if kinds <= set(SLIGHT) else "words"


@pytest.mark.parametrize(("sort", "old", "new"), LABELLED, ids=lambda text: str(text)[:24])
def test_a_slip_is_told_from_a_change_of_what_is_said_in_both_directions(sort: str, old: str, new: str) -> None:
    assert sort_of(old, new) == sort
    assert sort_of(new, old) == sort


def test_no_slip_of_the_labelled_set_is_taken_for_a_change_of_sense_and_none_the_other_way() -> None:
    said = [(sort == "sense", sort_of(old, new) == "sense") for sort, old, new in LABELLED]
    hits = sum(right and told for right, told in said)
    assert hits / sum(told for _, told in said) == 1.0
    assert hits / sum(right for right, _ in said) == 1.0


@pytest.mark.parametrize("end", ["...全文", "… 展开", "…", "...", "……查看全文", "... Read more"])
def test_a_text_that_the_platform_cut_off_was_not_changed(end: str) -> None:
    whole = "春季植树活动今天举行，三百名志愿者在河边种下了第一批树苗。" * 3
    assert edits(whole[:40] + end, whole) == ()
    assert edits(whole, whole[:40] + end) == ()


def test_a_text_that_was_cut_short_by_its_author_was() -> None:
    whole = "春季植树活动今天举行。副市长因故缺席，引起群众不满。"
    assert [edit.kind for edit in edits(whole, whole[:11])] == ["sentence"]


def test_places_are_those_of_the_originals() -> None:
    old, new = "🙂 定于 3 月 10 日，举行听证会", "定于3月12日举行听证会！"
    for edit in edits(old, new):
        assert old[edit.old_start : edit.old_end] == edit.old
        assert new[edit.new_start : edit.new_end] == edit.new


def test_personal_numbers_that_were_masked_or_taken_out_are_a_sort_of_their_own() -> None:
    masked = edits("请联系王小明，电话13812345678。", "请联系王某某，电话138****5678。")
    assert {edit.kind for edit in masked} == {"masked"}


def test_an_excerpt_shows_no_number_of_a_person_not_even_half_of_one() -> None:
    text = "失主请致电13812345678认领，物品为黑色背包一个"
    assert "13812345678" not in unnamed(text)
    for start in range(len(text)):
        told = shown(text, start, start + 1)
        assert "12345" not in told
        assert "3812345" not in told.replace("［", "").replace("］", "")


def test_long_texts_are_compared_too_and_at_once() -> None:
    old = "".join(
        f"第{number}段：本市第{number}号河道整治工程按计划推进，投资{number * 7}万元。" for number in range(400)
    )
    new = old.replace("第200号河道整治工程按计划推进", "第200号河道整治工程暂停推进")
    assert [edit.kind for edit in edits(old, new)] in (["negation"], ["words"])
    assert similarity(old, new) > 990


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", "通知"), ("🙂", "🙃"), ("a", "")])
def test_empty_texts_and_pictures_are_no_trouble(old: str, new: str) -> None:
    assert all(edit.kind in (*STRONG, "words", *SLIGHT) for edit in edits(old, new))


def test_a_bracket_at_the_end_is_no_cut() -> None:
    made = edits("停水通知（幸福里）", "停水通知（幸福里）另外，和平里也将停水两天。")
    assert [edit.kind for edit in made] == ["sentence"]
