"""Rows of the dossier as the ledger keeps them: canonical JSON, keys, and the digest of their content."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from plumbline.domain.tables import TABLES, Kind

COUNTS = ("reads", "likes", "reposts", "comments")
KEYS: Mapping[str, tuple[str, ...]] = {
    "units": ("unit_id",),
    "accounts": ("account_id",),
    "posts": ("post_id",),
    "post_metrics": ("post_id",),
    "messages": ("message_id",),
    "metrics": ("date",),
    "audience": ("date", "dimension", "bucket"),
    "inflows": ("date", "measure", "source"),
    "followers": ("follower_key",),
    "interactions": ("post_id", "at", "kind", "actor_key", "text"),
}
"""By what a row is known again, beside its account."""
_CONTENT: Mapping[str, tuple[str, ...]] = {
    "posts": ("posted_at", "text", "kind", "quoted_text", "quoted_source", "in_reply_to", "edited_at", "deleted_at"),
}
"""The columns in which a change is a new version; in other tables all of them."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def instant(number: int) -> datetime:
    """The moment of `micros`, in UTC."""
    return _EPOCH + timedelta(microseconds=number)


def body(table: str, row: Mapping[str, Any]) -> str:
    """A row as canonical JSON: contract columns with a value, keys sorted. KeyError: no column of the contract."""
    known = TABLES[table].schema
    strange = [name for name in row if name not in known]
    if strange:
        raise KeyError(f"{table} has no column {', '.join(strange)}")
    filled = {name: _plain(value) for name, value in row.items() if value is not None}
    return json.dumps(filled, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def key(table: str, row: Mapping[str, Any]) -> str:
    """What a row is known again by; a row of interactions or followers without key by all it holds."""
    parts = [row.get(name) for name in KEYS[table]]
    if table == "followers" and parts == [None]:
        parts = [body(table, {name: value for name, value in row.items() if name != "record"})]
    if table == "interactions":
        return hashlib.sha256(json.dumps([_plain(part) for part in parts]).encode()).hexdigest()[:32]
    return "\x1f".join(str(_plain(part)) for part in parts)


def digest(table: str, row: Mapping[str, Any]) -> bytes:
    """SHA-256 over what does not change by itself: counts, client and links of media are left out of a post."""
    names = _CONTENT.get(table) or tuple(name for name in TABLES[table].schema if name != "record")
    content = {name: _plain(row[name]) for name in names if row.get(name) is not None}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).digest()


def row(table: str, text: str) -> dict[str, Any]:
    """The row of a body, values of the contract's types."""
    columns = {column.name: column.kind for column in TABLES[table].columns}
    return {name: _typed(columns[name], value) for name, value in json.loads(text).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _typed(kind: Kind, value: Any) -> Any:
    if kind == Kind.TIME:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind == Kind.DAY else value
