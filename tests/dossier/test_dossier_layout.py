"""Finding the tables of a dossier, and saying what is wrong with the folder."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plumbline.domain.errors import DossierError
from plumbline.dossier.layout import scan

Write = Callable[..., Path]


def complaint(folder: Path) -> str:
    with pytest.raises(DossierError) as caught:
        scan(folder)
    assert caught.value.remedy
    return str(caught.value)


def test_finds_each_table_in_its_form(dossier: Write) -> None:
    layout = scan(
        dossier({"units.jsonl": "", "metrics.csv.gz": b"", "posts/2026-02.parquet": b"", "posts/2026-01.parquet": b""})
    )
    assert {name: file.format for name, file in layout.files.items()} == {
        "units": "jsonl", "accounts": "csv", "posts": "parquet", "metrics": "csv.gz",
    }  # fmt: skip
    assert [path.name for path in layout.files["posts"].paths] == ["2026-01.parquet", "2026-02.parquet"]
    assert layout.label(layout.files["posts"].paths[0]) == "posts/2026-01.parquet"


def test_capital_letters_in_a_file_name_do_not_matter(dossier: Write) -> None:
    assert "units" in scan(dossier({"Units.CSV": "unit_id,name\n"})).files


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    text = complaint(tmp_path / "nowhere")
    assert "no such folder" in text
    assert "nowhere" in text


def test_a_file_is_no_dossier(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("account_id")
    assert "this is a file" in complaint(tmp_path / "posts.csv")


def test_an_empty_folder_says_what_belongs_into_it(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("")
    text = complaint(tmp_path)
    assert "empty" in text
    assert "accounts" in text


@pytest.mark.parametrize("missing", ["accounts", "posts"])
def test_a_missing_required_table_is_named(dossier: Write, missing: str) -> None:
    folder = dossier()
    (folder / f"{missing}.csv").unlink()
    (folder / "coverage.csv").write_text("account_id")
    assert f"no table {missing}" in complaint(folder)


def test_a_misspelt_required_table_is_recognised(dossier: Write) -> None:
    folder = dossier()
    (folder / "posts.csv").rename(folder / "post.csv")
    assert "post.csv should be posts.csv" in complaint(folder)


def test_both_missing_tables_are_named(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("unit_id,name")
    assert "no table accounts and no table posts" in complaint(tmp_path)


def test_two_files_for_one_table_are_refused(dossier: Write) -> None:
    text = complaint(dossier({"posts.csv": "", "posts.jsonl": ""}))
    assert "posts is there twice" in text
    assert "posts.csv and" in text


def test_a_folder_and_a_file_for_one_table_are_refused(dossier: Write) -> None:
    assert "twice" in complaint(dossier({"posts.csv": "", "posts/1.parquet": b""}))


def test_an_empty_folder_of_a_table_is_refused(dossier: Write) -> None:
    assert "no Parquet file" in complaint(dossier({"posts/readme.txt": ""}))


def test_a_file_that_looks_like_a_table_is_noted_with_the_name_that_is_meant(dossier: Write) -> None:
    notes = scan(dossier({"account.csv": "", "coverage.xls": b"", "README.md": "", "metrics.zip": b""})).notes
    assert notes == (
        "account.csv is no table of a dossier and is not read; did you mean accounts.csv?",
        "coverage.xls is no table of a dossier and is not read; did you mean coverage.xlsx?",
        "metrics.zip is no table of a dossier and is not read; did you mean metrics.csv?",
    )


def test_notes_can_be_in_chinese(dossier: Write) -> None:
    (note,) = scan(dossier({"account.csv": ""}), lang="zh").notes
    assert "是否应为 accounts.csv" in note


def test_what_lies_beside_the_tables_is_not_noted(dossier: Write) -> None:
    assert scan(dossier({"README.md": "", "logo.png": b"", ".git": "", "~$posts.xlsx": b""})).notes == ()


def test_without_particulars_the_timezone_is_that_of_china(dossier: Write) -> None:
    layout = scan(dossier())
    assert (layout.timezone, layout.as_of) == ("Asia/Shanghai", None)


@pytest.mark.parametrize(
    "text",
    [
        "as_of = 2026-03-31T12:00:00+02:00", 'as_of = "2026-03-31T12:00:00+02:00"', "as_of = 2026-03-31T12:00:00",
        'as_of = "2026-03-31 12:00"',
    ],
)  # fmt: skip
def test_as_of_may_be_a_time_or_text(dossier: Write, text: str) -> None:
    layout = scan(dossier({"dossier.toml": f'timezone = "Europe/Berlin"\n{text}\n'}))
    assert layout.as_of == datetime(2026, 3, 31, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["as_of = 2026-03-31", 'as_of = "2026-03-31"'])
def test_as_of_a_date_is_the_end_of_that_day(dossier: Write, text: str) -> None:
    assert scan(dossier({"dossier.toml": text})).as_of == datetime(2026, 3, 31, 15, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("timezone = Asia", "cannot be read"), ('timezone = "China/Beijing"', "is no timezone"), ("timezone = 8",
        "is no timezone"),
        ('timezone = "../etc/passwd"', "is no timezone"), ('as_of = "2026-02-30"', "is not a time"), ("as_of = 5",
        "is not a time"),
        ("as_of = 2026-02-30", "cannot be read"), ("as_of = 12:00:00", "is not a time"),
    ],
)  # fmt: skip
def test_wrong_particulars_are_refused_with_the_file_named(dossier: Write, text: str, what: str) -> None:
    complaint_text = complaint(dossier({"dossier.toml": text}))
    assert what in complaint_text
    assert "dossier.toml" in complaint_text


def test_particulars_that_are_no_text_are_refused(dossier: Write) -> None:
    assert "cannot be read" in complaint(dossier({"dossier.toml": b"\xff\xfe\x00"}))


def test_an_unknown_particular_is_noted(dossier: Write) -> None:
    assert scan(dossier({"dossier.toml": "asof = 2026-01-01"})).notes == (
        "dossier.toml: “asof” is unknown and has no effect",
    )
