"""Dossiers written by hand for the tests of reading."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from plumbline.dossier.layout import scan
from plumbline.dossier.read import TableReport, read_table
from plumbline.dossier.registered import Registered
from plumbline.dossier.rejects import Rejects

ACCOUNTS = "account_id,platform,name\nweibo:1,weibo,临江发布\nwechat:2,wechat,临江市人民政府\n"
POSTS = "account_id,post_id,posted_at,text\nweibo:1,p1,2026-01-05T08:30:00+08:00,今日天气\n"

Read = tuple[pl.DataFrame, TableReport, Rejects]


@pytest.fixture
def dossier(tmp_path: Path) -> Callable[..., Path]:
    """Writes files (name → text or bytes) into a folder; accounts and posts are there unless given."""

    def write(files: Mapping[str, str | bytes] | None = None, /, **tables: str | bytes) -> Path:
        content: dict[str, str | bytes] = {f"{name}.csv": text for name, text in tables.items()} | dict(files or {})
        for table, text in (("accounts", ACCOUNTS), ("posts", POSTS)):
            if not any(name.partition(".")[0].partition("/")[0] == table for name in content):
                content[f"{table}.csv"] = text
        folder = tmp_path / "dossier"
        for name, text in content.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        return folder

    return write


@pytest.fixture
def read() -> Callable[..., Read]:
    """Reads one table of a folder: frame, report and rejects. `registered` may be a list of ids."""

    def one(folder: Path, name: str, registered: Any = None) -> Read:
        rejects = Rejects()
        ids = None if registered is None else Registered(pl.Series("account_id", registered, dtype=pl.String))
        frame, report = read_table(scan(folder), name, registered=ids, rejects=rejects)
        return frame, report, rejects

    return one
