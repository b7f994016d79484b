"""Lines and columns of a text, and what is left of Markdown: every character keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.cli.check_markdown import visible
from plumbline.cli.check_places import Lines, Place

TEXT = st.text(st.sampled_from("a甲😀\n\r\t`*#[]()<>!-~_ "), max_size=60)


def test_lines_end_as_editors_end_them() -> None:
    lines = Lines("a\r\nb\rc\nd")
    assert [lines.place(at) for at in (0, 3, 5, 7, 8)] == [
        Place(0, 0), Place(1, 0), Place(2, 0), Place(3, 0), Place(3, 1),
    ]  # fmt: skip
    assert [lines.line(number) for number in range(4)] == ["a", "b", "c", "d"]


def test_editors_count_utf_16_units() -> None:
    assert Lines("甲\n😀😀乙").utf16(4) == {"line": 1, "character": 4}


@given(TEXT, st.integers(0, 60))
def test_a_place_leads_back_to_its_offset(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    place = Lines(text).place(offset)
    assert place.column <= offset
    before = text[: offset - place.column]
    assert not before or before[-1] in "\r\n"


@given(TEXT)
def test_markdown_keeps_its_length_and_shows_nothing_new(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert all(new == old or new in "\n\u200b" for new, old in zip(shown, text, strict=True))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("---\na: 1\n---\n正文", "正文"),
        ("+++\na = 1\n+++\n正文", "正文"),
        ("```py\nx\n```\n正文", "正文"),
        ("~~~\nx", ""),
        ("**正**文 ~~删~~ `码`", "正文 删 码"),
        ("[名](https://a.b/c) ![图](x.png)", "名 图"),
        ("## 题 ##\n文", "题\n文"),
        ("<b>文</b><!-- x\ny -->", "文"),
        ("1 < 2 [注] (括号)", "1 < 2 [注] (括号)"),
        ("正文\n---\n正文", "正文\n---\n正文"),
    ],
)
def test_markup_is_not_read_as_words(text: str, shown: str) -> None:
    assert visible(text).replace("\u200b", "").strip("\n") == shown
