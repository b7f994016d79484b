"""Whatever bytes a file holds, reading ends in rows or in a clear error."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.domain.errors import DossierError
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.registered import Registered
from plumbline.dossier.rejects import Rejects

HEADERS = {
    "accounts": "account_id,platform,name,status,opened_on,interaction,verified",
    "posts": "account_id,post_id,posted_at,text,kind,reads,urls,automatic",
}
CELLS = st.sampled_from(
    ["weibo:1", "weibo", "临江发布", "2026-01-05", "2026-02-30", "4.9E+15", "", '"', '"a', 'b"', '""', "\r", "\n",
    ",", "\0", "是",
     "\ufeff", "1.2万", "评论;私信", "[1, {}]", "[", "null", "NaN", "1e999", "9" * 400, "\u2028", "𠮷", "-1", "+"]
)  # fmt: skip
BYTES = st.one_of(
    st.binary(max_size=200),
    st.lists(CELLS, max_size=40).map(lambda cells: ",".join(cells).encode()),
    st.lists(CELLS, max_size=40).map(lambda cells: "\n".join(cells).encode("gb18030")),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@contextmanager
def folder_with(files: dict[str, bytes]) -> Iterator[Path]:
    with TemporaryDirectory() as name:
        for file, content in {"accounts.csv": b"", "posts.csv": b""}.items():
            if not any(other.startswith(file.partition(".")[0]) for other in files):
                (Path(name) / file).write_bytes(content)
        for file, content in files.items():
            (Path(name) / file).write_bytes(content)
        yield Path(name)


def read_or_refuse(files: dict[str, bytes], table: str) -> pl.DataFrame | None:
    """The frame, or None if it was refused with a remedy; anything else is a crash of ours."""
    with folder_with(files) as folder:
        rejects = Rejects()
        try:
            frame, report = read_table(
                scan(folder), table, registered=Registered(pl.Series(["weibo:1"])), rejects=rejects
            )
        except DossierError as refusal:
            complete = all((refusal.what, refusal.where, refusal.remedy))
            return None if complete else pytest.fail(f"an error without a way out: {refusal}")
    assert frame.schema == pl.Schema(TABLES[table].schema)
    assert report.rows == frame.height
    assert report.rejected == rejects.counts[table]
    return frame


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["accounts", "posts"]), st.sampled_from(["csv", "csv.gz", "jsonl", "parquet", "xlsx"]), BYTES)
def test_any_bytes_are_read_or_refused(table: str, form: str, content: bytes) -> None:
    read_or_refuse({f"{table}.{form}": content}, table)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["accounts", "posts"]), BYTES)
def test_any_bytes_below_a_header_are_read_or_rejected(table: str, content: bytes) -> None:
    frame = read_or_refuse({f"{table}.csv": HEADERS[table].encode() + b"\n" + content}, table)
    assert frame is not None or b"\0" in content or content.isascii() is False


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from([*HEADERS["posts"].split(","), "user_name"]), VALUES), max_size=4))
def test_any_json_is_read_or_rejected(rows: list[dict[str, object]]) -> None:
    lines = "\n".join(json.dumps(row) for row in rows)
    read_or_refuse({"posts.jsonl": lines.encode()}, "posts")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["account_id", "posted_at", "text", "kind", "reads", "urls", "automatic"]),
    st.lists(VALUES, max_size=4),
)
def test_any_column_of_parquet_is_read_or_refused(column: str, cells: list[object]) -> None:
    try:
        odd = pl.Series(column, cells, strict=False)
    except (TypeError, OverflowError, ValueError, pl.exceptions.PolarsError):
        return
    frame = pl.DataFrame(
        {"account_id": ["weibo:1"] * odd.len(), "post_id": [str(n) for n in range(odd.len())]}
    ).with_columns(posted_at=pl.lit("2026-01-05"), text=pl.lit("x"))
    with TemporaryDirectory() as name:
        path = Path(name) / "posts.parquet"
        try:
            frame.with_columns(odd).write_parquet(path)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            return
        content = path.read_bytes()
    read_or_refuse({"posts.parquet": content}, "posts")


@pytest.mark.parametrize("form", ["csv", "csv.gz", "jsonl", "parquet", "xlsx"])
def test_an_empty_file_is_refused_or_holds_nothing(form: str) -> None:
    frame = read_or_refuse({f"posts.{form}": b""}, "posts")
    assert frame is None or (form == "jsonl" and frame.is_empty())
