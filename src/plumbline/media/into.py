"""Write words and flags beside the posts of a dossier: each file is put in place whole, and nothing else changes."""

import gzip
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import polars as pl

from plumbline.dossier.headers import read_headers
from plumbline.dossier.layout import Layout
from plumbline.dossier.names import chinese_column
from plumbline.media import rows_csv, rows_jsonl
from plumbline.media.rows_jsonl import NAMES, Key, Value
from plumbline.reports.kept_tables import hold

_KEYS = ("account_id", "post_id")
_NEW = ("_new_text", "_new_read")
_HERE = "_here"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def write(layout: Layout, changed: pl.DataFrame, *, lang: str) -> int:
    """Put `changed` (media.posts.CHANGED_SCHEMA) into the table of posts; how many files were looked through.

    Rows that an inspection would reject, and columns that are not ours, stay as they are. UsageError where a file can
    only be written anew and that would lose something (reports.kept_tables): workbooks, and broken CSV.
    """
    if changed.is_empty():
        return 0
    file = layout.files["posts"]
    by_key = {(account, post): (text, read) for account, post, text, read in changed.iter_rows()}
    for path in file.paths:
        if file.format == "parquet":
            _parquet(path, layout.label(path), changed)
        elif file.format == "xlsx" or not _by_rows(path, layout.label(path), file.format, by_key):
            held = hold(layout, "posts", new="csv", lang=lang)
            held.write(_updated(held.frame, changed, {name: name for name in (*_KEYS, *NAMES)}))
    return len(file.paths)


def _by_rows(path: Path, label: str, form: str, changed: Mapping[Key, Value]) -> bool:
    """Write the rows one by one; False where the file cannot be taken apart into rows."""
    if form == "jsonl":
        with path.open("rb") as stream:
            if stream.read(2) in _WIDE or _is_chinese(path, label):
                return False
            stream.seek(0)
            _replaced(path, rows_jsonl.rewritten(stream, changed))
        return True
    codec = rows_csv.encoded(path, label)
    try:
        _replaced(path, _encoded(rows_csv.rewritten(path, label, changed), codec), packed=form.endswith(".gz"))
    except rows_csv.BrokenError:
        return False
    return True


def _is_chinese(path: Path, label: str) -> bool:
    return rows_csv.encoded(path, label) == "gb18030"


def _encoded(pieces: Iterable[str], codec: str) -> Iterable[bytes]:
    """The pieces in an encoding, its byte order mark before the first only."""
    later = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(codec, codec)
    for number, piece in enumerate(pieces):
        mark = b"" if number or codec not in ("utf-8-sig", "utf-16") else "\ufeff".encode(later)
        yield mark + piece.encode(later, "surrogatepass")


def _parquet(path: Path, label: str, changed: pl.DataFrame) -> None:
    """One file of Parquet, all its own columns kept."""
    frame = pl.read_parquet(path, hive_partitioning=False, glob=False)
    headers = read_headers("posts", frame.columns, label)
    named = {name: frame.columns[place] for name, place in headers.fields.items()}
    spelled = {name: named.get(name) or _header(name, headers.lang) for name in (*_KEYS, *NAMES)}
    after = _updated(frame, changed, spelled)
    if not after.equals(frame):
        _in_place(path, after.write_parquet)


def _header(name: str, lang: str) -> str:
    return chinese_column("posts", name) if lang == "zh" else name


def _updated(frame: pl.DataFrame, changed: pl.DataFrame, spelled: Mapping[str, str]) -> pl.DataFrame:
    """The rows in their order with the new values in the columns of that spelling."""
    keys = [pl.col(spelled[key]).cast(pl.String).str.strip_chars().alias(f"_{key}") for key in _KEYS]
    fresh = changed.select(
        *(pl.col(key).alias(f"_{key}") for key in _KEYS),
        *(pl.col(name).alias(new) for name, new in zip(NAMES, _NEW, strict=True)),
        pl.lit(value=True).alias(_HERE),
    )
    joined = frame.with_columns(keys).join(fresh, on=[f"_{key}" for key in _KEYS], how="left", maintain_order="left")
    here = pl.col(_HERE).fill_null(value=False)
    if not joined.select(here.any()).item():
        return frame
    columns = [
        pl.when(here).then(_like(frame, spelled[name], new)).otherwise(_before(frame, spelled[name], dtype))
        .alias(spelled[name])
        for name, new, dtype in zip(NAMES, _NEW, (pl.String(), pl.Boolean()), strict=True)
    ]  # fmt: skip
    order = list(dict.fromkeys([*frame.columns, *(spelled[name] for name in NAMES)]))
    return joined.with_columns(columns).select(order)


def _before(frame: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
    return pl.col(name) if name in frame.columns else pl.lit(None, dtype)


def _like(frame: pl.DataFrame, name: str, new: str) -> pl.Expr:
    """The new value in the type that the file has; flags that are words there stay words."""
    if name in frame.columns and frame.schema[name] == pl.String and new == _NEW[1]:
        return pl.col(new).cast(pl.String)
    return pl.col(new)


def _replaced(path: Path, pieces: Iterable[bytes], *, packed: bool = False) -> None:
    def writing(aside: Path) -> None:
        with aside.open("wb") as plain:
            if packed:
                with gzip.GzipFile("", "wb", mtime=0, fileobj=plain) as stream:
                    stream.writelines(pieces)
            else:
                plain.writelines(pieces)

    _in_place(path, writing)


def _in_place(path: Path, writing: Callable[[Path], None]) -> None:
    """Write aside, see that it is on the disk, and take the place in one step."""
    aside = path.with_name(f".{path.name}.aside")
    try:
        writing(aside)
        with aside.open("rb") as stream:
            os.fsync(stream.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
