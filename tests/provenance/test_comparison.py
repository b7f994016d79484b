"""Passages beside each other: which marks are pairs, what is a change, what is shown of a long passage."""

from hypothesis import given
from hypothesis import strategies as st

from plumbline.domain.wording import Mark
from plumbline.provenance.comparison import Piece, paired, shortened

POST = "云汀县今年栽下行道树九千棵，主要分布在环城北路。"
ARTICLE = "据介绍，云汀县今年栽下行道树六千棵，主要分布在环城北路和站前街。"


def own(words: str, text: str = POST) -> Mark:
    """A place of the post."""
    return Mark(text.index(words), text.index(words) + len(words), words)


def known(words: str, key: str = "a1") -> Mark:
    """A place of the article."""
    return Mark(ARTICLE.index(words), ARTICLE.index(words) + len(words), words, table="articles", key=key)


SHARED = own(POST), known(ARTICLE[4:])


def test_two_marks_of_the_post_are_no_pair() -> None:
    marks = (own("云汀县"), own("九千棵"))
    assert paired(marks).comparisons == ()
    assert paired(marks).rest == marks


def test_a_place_of_another_field_is_no_passage() -> None:
    field = Mark(0, 4, "云汀日报", field="source_name")
    assert paired((field, known("云汀县"))).comparisons == ()


def test_a_pair_inside_the_pair_before_it_is_a_change() -> None:
    (only,) = paired((*SHARED, own("九千"), known("六千"))).comparisons
    assert [piece for piece in only.post_pieces if piece.changed] == [Piece("九千", changed=True)]
    assert [piece for piece in only.known_pieces if piece.changed] == [Piece("六千", changed=True)]


def test_a_pair_in_another_text_begins_a_new_comparison() -> None:
    found = paired((*SHARED, own("九千"), known("六千", key="a2"))).comparisons
    assert [pair.known.key for pair in found] == ["a1", "a2"]


def test_a_credit_before_the_passages_stays_by_itself() -> None:
    credit = own("云汀县")
    found = paired((credit, *SHARED))
    assert found.rest == (credit,)
    assert len(found.comparisons) == 1


def test_changes_that_nobody_named_come_from_the_alignment() -> None:
    (only,) = paired(SHARED).comparisons
    assert any("九千" in piece.text for piece in only.post_pieces if piece.changed)
    assert any("六千" in piece.text for piece in only.known_pieces if piece.changed)


def test_what_is_the_same_is_not_marked() -> None:
    (only,) = paired((own(POST), Mark(4, 4 + len(POST), POST, table="articles", key="a1"))).comparisons
    assert only.changes == ()
    assert only.post_pieces == (Piece(POST),)


def test_what_the_post_left_out_is_an_empty_place() -> None:
    gap = Mark(POST.index("。"), POST.index("。"), "")
    (only,) = paired((*SHARED, gap, known("和站前街"))).comparisons
    assert Piece("", changed=True) in only.post_pieces
    assert Piece("和站前街", changed=True) in only.known_pieces


def test_a_change_beyond_what_is_quoted_is_left_out() -> None:
    cut = Mark(0, len(POST), POST[:8] + "…"), known(ARTICLE[4:])
    (only,) = paired((*cut, own("九千"), known("六千"))).comparisons
    assert only.post_pieces == (Piece(POST[:8] + "…"),)


def test_the_middle_of_a_long_stretch_is_left_out_and_a_change_never() -> None:
    pieces = (Piece("字" * 100), Piece("改" * 100, changed=True), Piece("尾" * 9))
    assert [len(piece.text) for piece in shortened(pieces, 10)] == [21, 100, 9]


TEXT = st.text("云汀县三千五百棵树，。 12ab\n", max_size=60)


@given(TEXT, TEXT, st.integers(0, 9))
def test_the_pieces_of_a_passage_make_up_its_quote(post: str, article: str, at: int) -> None:
    marks = (Mark(at, at + len(post), post), Mark(at, at + len(article), article, table="articles", key="a"))
    for pair in paired(marks).comparisons:
        assert "".join(piece.text for piece in pair.post_pieces) == post
        assert "".join(piece.text for piece in pair.known_pieces) == article
