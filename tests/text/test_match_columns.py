"""Literals in columns: every occurrence, none across a row's border."""

from hypothesis import given
from hypothesis import strategies as st

from plumbline.text.fold_columns import fold_column
from plumbline.text.match_columns import LiteralSet

LETTERS = st.text(st.sampled_from("甲乙丙ab"), max_size=12)
LITERALS = st.lists(st.text(st.sampled_from("甲乙丙ab"), min_size=2, max_size=5), unique=True, max_size=8)


@given(LITERALS, st.lists(LETTERS, max_size=6))
def test_finds_every_occurrence_and_no_other(literals: list[str], texts: list[str]) -> None:
    column = fold_column(texts)
    places, numbers = LiteralSet(literals).find(column.points)
    found = {(int(place), literals[number]) for place, number in zip(places, numbers, strict=True)}
    rows = [(int(column.starts[row]), column.row(row).text) for row in range(len(texts))]
    expected = {
        (begin + at, literal)
        for begin, text in rows
        for literal in literals
        for at in range(len(text))
        if text.startswith(literal, at)
    }
    assert found == expected


def test_no_literals_find_nothing() -> None:
    places, numbers = LiteralSet([]).find(fold_column(["甲乙"]).points)
    assert not places.size
    assert not numbers.size
