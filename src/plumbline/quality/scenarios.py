"""Judge labelled posts that bring their own lists of sources, known texts and earlier posts with them."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.provenance import Known
from plumbline.domain.tables import TABLES
from plumbline.domain.wording import Utterance
from plumbline.engine.drafts import DraftJudge, Fault
from plumbline.engine.reference import lay_down
from plumbline.rulebook.model import Rulebook

ZONE = "Asia/Shanghai"
BROUGHT = ("sources", "articles", "earlier", "accounts")
"""Rows of the dossier's tables of that name; `earlier` are posts, of the same account or of others."""
FIELDS = ("quoted_source", "source_name", "urls", "posted_at")
"""Columns of posts that say more than the text."""


def faults(check: str, record: Mapping[str, Any], book: Rulebook) -> tuple[Fault, ...]:
    """What a check says of `record["post"]` (columns of `posts`), held against what the record brings."""
    post = record["post"]
    with tempfile.TemporaryDirectory(prefix="plumbline-scenario-") as folder:
        known = _known(record, Path(folder), book) if any(record.get(name) for name in BROUGHT) else None
        judge = DraftJudge(book, (check,), known)
        return judge.judge(_utterance(record), account=post.get("account_id"), post=str(post.get("post_id", ""))).faults


def _known(record: Mapping[str, Any], folder: Path, book: Rulebook) -> Known:
    sources, articles, earlier = (record.get(name) for name in BROUGHT[:3])
    accounts = [str(row["name"]) for row in record.get("accounts") or () if row.get("name")]
    names = [*accounts, *([str(record["account_name"])] if record.get("account_name") else [])]
    reference = lay_down(
        folder, timezone=ZONE, sources=frame("sources", sources) if sources else None, offices=names,
        articles=[frame("articles", articles)] if articles else None,
    )  # fmt: skip
    return reference.with_posts([frame("posts", earlier or [])]).opened(book)


def _utterance(record: Mapping[str, Any]) -> Utterance:
    post = record["post"]
    at = _moment(post.get("posted_at"))
    return Utterance(
        text=post.get("text") or "",
        kind=post.get("kind") or "post",
        quoted_text=post.get("quoted_text"),
        account_name=str(record.get("account_name") or ""),
        said_on=at.astimezone(ZoneInfo(ZONE)).date().isoformat() if at else "",
        said_at=at,
        account_id=str(post.get("account_id") or ""),
        quoted_source=post.get("quoted_source") or "",
        source_name=post.get("source_name") or "",
        urls=tuple(_list(post.get("urls"))),
    )


def frame(table: str, rows: list[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of a table, some columns each, as a frame of all the contract's columns; times without a zone are local."""
    schema = TABLES[table].schema
    cells = {name: [_cell(row.get(name), dtype) for row in rows] for name, dtype in schema.items()}
    frame = pl.DataFrame(cells, schema=schema)
    return frame.with_columns(pl.col("kind").fill_null("post")) if table == "posts" else frame


def _cell(value: Any, dtype: pl.DataType) -> Any:
    if isinstance(dtype, pl.Datetime):
        return _moment(value)
    return _list(value) if isinstance(dtype, pl.List) else value


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) and value else list(value or ())


def _moment(value: Any) -> datetime | None:
    if not value:
        return None
    at = datetime.fromisoformat(str(value))
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(ZONE))
