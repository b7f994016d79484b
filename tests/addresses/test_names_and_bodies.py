"""Names that are the same, names that are made to look the same, and names of the same body."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.addresses.bodies import body, overlap_pct
from plumbline.addresses.names import folded, mistakable, one_edit


def _folded(name: str) -> str:
    return str(pl.select(folded(pl.lit(name))).item())


def _overlap(left: str, right: str) -> int:
    return overlap_pct(*(str(pl.select(body(pl.lit(name))).item()) for name in (left, right)))


@pytest.mark.parametrize(
    "name",
    [
        "青溪发布",
        "青溪·发布",
        "青溪 发布（官方微博）",
        "青溪发布公众号",
        "青溪\u200b发布",
        "【青溪发布】",
        "青溪发布官方抖音号",
    ],
)
def test_ornaments_and_platform_words_do_not_make_another_name(name: str) -> None:
    assert _folded(name) == "青溪发布"


def test_a_name_of_nothing_but_platform_words_stays() -> None:
    assert _folded("官方微博") == "官方微博"


@pytest.mark.parametrize(
    "name", ["青溪发怖", "青溪发佈", "青溪發布", "青溪发布官方", "青溪发布_", "青溪 发布", "青溪友发布", "青发溪布"]
)
def test_a_name_that_looks_like_a_registered_one_is_seen(name: str) -> None:
    assert mistakable(name, pl.Series(["青溪发布"])).to_list() == [True]


@pytest.mark.parametrize(
    ("name", "other"), [("QingxiCity", "QingxiClty"), ("qingxl", "qingx1"), ("gоv", "gov"), ("rnayor", "mayor")]
)
def test_letters_that_look_alike_are_seen_through(name: str, other: str) -> None:
    assert mistakable(name, pl.Series([other])).to_list() == [True]


@pytest.mark.parametrize(
    ("name", "other"), [("青溪发布", "云汀发布"), ("青溪", "青海"), ("平安青溪", "青溪平安通"), ("", "青溪")]
)
def test_another_name_is_another_name(name: str, other: str) -> None:
    assert mistakable(name, pl.Series([other])).to_list() == [False]


@settings(deadline=None)
@given(st.text("ab曰日", max_size=6), st.text("ab曰日", max_size=6))
def test_one_edit_is_the_same_seen_from_both_sides(left: str, right: str) -> None:
    assert one_edit(left, right) == one_edit(right, left)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("青溪市政府办公厅", "青溪市人民政府办公厅"),
        ("市公安局", "青溪市公安局"),
        ("青溪市卫健委", "青溪市卫生健康委员会"),
        ("望渡县住建局", "望渡县住房和城乡建设局"),
        ("青溪市发改委", "青溪市发展和改革委员会"),
        ("市场监管局", "青溪市市场监督管理局"),
        ("县人社局", "望渡县人力资源和社会保障局"),
        ("澜州省青溪市公安局", "青溪市公安局"),
        ("中国共产党青溪市委员会宣传部", "青溪市委宣传部"),
    ],
)
def test_a_short_form_is_wholly_in_the_full_name(short: str, full: str) -> None:
    assert _overlap(short, full) == 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青溪市财政局", "青溪市教育局"),
        ("云汀市公安局", "青溪市公安局"),
        ("晨光文化传媒有限公司", "青溪市教育局"),
        ("青溪市民政局", "青溪市财政局"),
    ],
)
def test_another_body_shares_half_its_name_at_most(one: str, other: str) -> None:
    assert _overlap(one, other) <= 50


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_overlap_is_a_percentage_the_same_both_ways(left: str, right: str) -> None:
    assert 0 <= overlap_pct(left, right) == overlap_pct(right, left) <= 100
