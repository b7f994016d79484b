"""A file is known by its header or shape, never by its name; what is not known is refused with the nearest format."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError, UsageError
from plumbline.importers.export import open_export
from plumbline.importers.format import Header
from plumbline.importers.recognise import readers, recognise, unknown_columns

TABLES = [(name, header) for name, reader in readers().items() for header in reader.FORMAT.headers]


def table(folder: Path, header: list[str], *lines: list[str], name: str = "export.csv") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([header, *lines])
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def test_formats_are_named_once_and_described_in_both_languages() -> None:
    for name, reader in readers().items():
        assert name == reader.FORMAT.name == name.lower()
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert all((reader.FORMAT.title.zh, reader.FORMAT.title.en, reader.__doc__))


@pytest.mark.parametrize(("name", "header"), TABLES, ids=[f"{name}-{at}" for at, (name, _) in enumerate(TABLES)])
def test_every_header_recognises_its_own_format_and_no_other(name: str, header: Header, tmp_path: Path) -> None:
    """With all columns that releases have had, in alphabetical order, and with those alone that must be there."""
    for columns in (sorted(header.columns), sorted(header.required)):
        path = table(tmp_path, columns, ["1"] * len(columns))
        assert recognise(open_export(path)).FORMAT.name == name


def test_no_format_claims_what_is_none_of_ours(tmp_path: Path) -> None:
    for name, data in (
        ("a.csv", b"product,price\nbread,3\n"),
        ("b.json", b'{"name": "package", "version": "1.0"}'),
        ("c.jsonl", b'{"level": "info"}\n{"level": "warn"}\n'),
        ("d.html", b"<html><body><table><tr><td>Menu</td></tr></table></body></html>"),
        ("e.txt", "今天天气很好".encode()),
        ("f.js", b"window.dataLayer = [];"),
        ("g.xml", b"<?xml version='1.0'?><project/>"),
        ("h.json", b"[]"),
        ("i.json", b'[1, null, "x", [], {"a": {}}]'),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(DossierError, match=r"format|header"):
            recognise(open_export(path))


def test_an_unknown_header_is_refused_with_the_nearest_format_and_what_it_lacks(tmp_path: Path) -> None:
    name, header = next((name, header) for name, header in TABLES if len(header.required) > 3)
    left_out, *columns = sorted(header.required)
    with pytest.raises(DossierError) as refused:
        recognise(open_export(table(tmp_path, [*columns, "完全陌生的一列"], ["1"] * 9)), name)
    told = str(refused.value)
    assert name in told
    assert left_out in told
    assert "完全陌生的一列" in told


def test_a_format_that_is_asked_for_by_a_wrong_name_is_refused_with_the_right_ones(tmp_path: Path) -> None:
    path = table(tmp_path, ["a"], ["1"])
    with pytest.raises(UsageError, match="no format"):
        recognise(open_export(path), "weibo")


def test_columns_beyond_the_known_ones_are_told_with_the_nearest(tmp_path: Path) -> None:
    name, header = next((name, header) for name, header in TABLES if not hasattr(readers()[name], "unknown_columns"))
    path = table(tmp_path, [*sorted(header.columns), "完全陌生的一列"], ["1"] * (len(header.columns) + 1))
    told: dict[str, Any] = dict(unknown_columns(open_export(path), readers()[name]))
    assert list(told) == ["完全陌生的一列"]
    assert told["完全陌生的一列"] in header.columns
