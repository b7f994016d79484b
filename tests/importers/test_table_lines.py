"""Tables within sheets: headers found wherever they stand, lines told apart, JSON that is not quite JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.domain.errors import DossierError
from plumbline.importers.format import Fault, Header, Passed
from plumbline.importers.html_tables import tables_of
from plumbline.importers.json_items import inner, item, listed, written
from plumbline.importers.json_text import loads
from plumbline.importers.sheet import Line, Sheet
from plumbline.importers.tables import Entry, Table, locate

HEADER = Header(frozenset({"标题", "时间"}), frozenset({"阅读"}))


def sheet(*lines: tuple[str, ...]) -> Sheet:
    return Sheet("", tuple(Line(number, cells) for number, cells in enumerate(lines, 1)))


def found(*lines: tuple[str, ...], header: Header = HEADER) -> Table:
    table = locate(sheet(*lines), header)
    assert table
    return table


def test_a_header_is_found_below_titles_and_right_of_a_margin() -> None:
    table = found(("运营数据",), ("", ""), ("", "时间 ", "\ufeff标题", "阅读"), ("", "1月", "甲", "3"))
    (entry,) = table.entries()
    assert isinstance(entry, Entry)
    assert (entry.number, entry.word("标题"), entry.count("阅读")) == (4, "甲", 3)


def test_a_table_that_lacks_a_needed_column_is_none() -> None:
    assert locate(sheet(("标题", "阅读")), HEADER) is None
    assert locate(sheet(*[("x",)] * 31, ("标题", "时间")), HEADER) is None


def test_unknown_columns_are_named_and_left() -> None:
    table = found(("标题", "怪", "时间"), ("甲", "?", "1月"))
    assert table.unknown == ("怪",)
    (entry,) = table.entries()
    assert isinstance(entry, Entry)
    assert entry.text("怪") is None


def test_of_a_column_that_stands_there_twice_the_first_counts() -> None:
    (entry,) = found(("标题", "时间", "标题"), ("甲", "1月", "乙")).entries()
    assert isinstance(entry, Entry)
    assert entry.text("标题") == "甲"


def test_lines_are_told_apart() -> None:
    entries = list(
        found(("标题", "时间"), ("标题", "时间"), ("", ""), ("甲", "1月"), ("甲", "1月", "多"), ("甲",)).entries()
    )
    assert isinstance(entries[0], Passed)
    assert isinstance(entries[1], Entry)
    assert [one.code for one in entries[2:] if isinstance(one, Fault)] == ["row_width", "row_width"]


def test_a_tool_that_forgot_a_header_is_allowed_its_cell() -> None:
    header = Header(HEADER.required, unlabelled=1)
    (entry,) = found(("标题", "时间"), ("甲", "1月", "多"), header=header).entries()
    assert isinstance(entry, Entry)


def test_values_that_cannot_be_read_are_kept_as_faults() -> None:
    entry = Entry({"阅读": "很多", "标题": " -- ", "正文": " 甲 "}, 7)
    assert entry.count("阅读") is None
    assert [(fault.code, fault.value, fault.row_lost) for fault in entry.faults] == [("not_a_count", "很多", False)]
    assert (entry.word("标题"), entry.text("标题"), entry.text("正文")) == (None, " -- ", " 甲 ")
    assert entry.count("没有这一列") is None


def test_pages_have_tables_with_merged_and_unclosed_cells() -> None:
    (table,) = tables_of("<table><tr><td colspan=2>运营<td>数据<tr><th>标题<th>时&nbsp;间<br>起</th></tr></table>")
    assert [line.cells for line in table.lines] == [("运营", "", "数据"), ("标题", "时\xa0间\n起")]


def test_lists_under_a_doubled_key_are_joined_once_each() -> None:
    assert loads('{"a": [1], "a": [1, 2]}', "x") == {"a": [1, 2]}
    assert loads('{"a": [1], "a": []}', "x") == {"a": [1]}
    assert loads('{"a": "x", "a": null}', "x") == {"a": "x"}
    assert loads('{"a": "x", "a": "y"}', "x") == {"a": "y"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda leaf: st.lists(leaf) | st.dictionaries(st.text(), leaf),
    )
)
def test_ordinary_json_stays_as_it_is(content: object) -> None:
    assert loads(json.dumps(content), "x") == content


@pytest.mark.parametrize("text", ["{", '{"a": 1', "[1,", "", "[" * 100_000, "{'a': 1}"])
def test_json_that_is_cut_off_or_too_deep_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(DossierError, match="JSON"):
        loads(text, "export.json")


@given(st.none() | st.integers() | st.text() | st.lists(st.integers()) | st.dictionaries(st.text(), st.integers()))
def test_nothing_in_json_is_trusted_to_be_what_it_should_be(content: object) -> None:
    assert isinstance(inner({"a": content}, "a"), dict)
    assert isinstance(listed({"a": content}, "a"), list)
    assert written({"a": content}, "a") is None or isinstance(content, str)
    assert (item(content, 1) is None) == (not isinstance(content, dict))
