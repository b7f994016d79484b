"""The fold: what it evens out, that it knows the way back, and that columns fold as single texts do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.text.fold import fold
from plumbline.text.fold_columns import fold_column

WRITING = st.text(st.sampled_from("傻逼東西环保ＡＢab1２.·* -_\n\t\u200b！!哈，…½ﬁ한é\ud800\uffff\x00 "), max_size=30)
ANY = st.one_of(st.text(max_size=40), WRITING)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＡＢＣ１２３，！", "abc123,!"),
        ("環境保護", "环境保护"),
        ("傻·逼", "傻逼"),
        ("傻 逼 东 西", "傻逼东西"),
        ("傻\u200b逼", "傻逼"),
        ("今天 晴朗", "今天 晴朗"),
        ("！！！！", "!!"),
        ("哈哈哈哈哈", "哈哈哈"),
        ("13800000000", "13800000000"),
        ("乾隆著作", "乾隆著作"),
        ("Café\r\n\tx", "cafe\n x"),
        ("3.15晚会", "3.15晚会"),
    ],
)
def test_evens_out_ways_of_writing(written: str, folded: str) -> None:
    assert fold(written).text == folded


@given(ANY)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(ANY)
def test_every_folded_character_comes_from_inside_the_original(text: str) -> None:
    folded = fold(text)
    places = [folded.place(start, start + 1) for start in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(st.lists(ANY, max_size=8))
def test_a_column_folds_as_its_texts_do(texts: list[str]) -> None:
    column = fold_column(texts)
    assert len(column.starts) == len(texts)
    for number, text in enumerate(texts):
        alone, row = fold(text), column.row(number)
        assert row.text == alone.text
        assert row.origin is not None
        assert tuple(row.origin) == (alone.origin if alone.origin is not None else tuple(range(len(text))))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Mn", "Me", "Cc", "Cf", "Co", "Cn")), max_size=20))
def test_agrees_with_nfkc_where_nothing_else_is_asked(text: str) -> None:
    exact = unicodedata.normalize("NFKC", text).lower()
    assert [char for char in fold(text).text if char.isascii() and char.isdigit()] == [
        char for char in unicodedata.normalize("NFD", exact) if char.isascii() and char.isdigit()
    ]
