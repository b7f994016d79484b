"""Write words into lines of JSON Lines: every other line, and every other value, stays as it is to the byte."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plumbline.dossier.names import chinese_column, english_column, is_chinese

Key = tuple[str, str]
Value = tuple[str | None, bool | None]
NAMES = ("media_text", "media_read")
_MARK = b"\xef\xbb\xbf"


def rewritten(lines: Iterable[bytes], changed: Mapping[Key, Value]) -> Iterator[bytes]:
    """The lines with their ends; `changed` says by account and post what is to stand in `NAMES`.

    A line that is no object, or not in UTF-8, is passed on as it is.
    """
    for number, line in enumerate(lines):
        mark = _MARK if number == 0 and line.startswith(_MARK) else b""
        yield mark + _line(line.removeprefix(mark), changed)


def _line(line: bytes, changed: Mapping[Key, Value]) -> bytes:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return line
    if not isinstance(row, dict):
        return line
    keys = {english_column("posts", key): key for key in row}
    found = changed.get((_id(row.get(keys.get("account_id"))), _id(row.get(keys.get("post_id")))))
    if found is None:
        return line
    fresh = {keys.get(name) or _header(name, row): value for name, value in zip(NAMES, found, strict=True)}
    return _mended(line, row, fresh)


def _mended(line: bytes, row: dict[str, Any], fresh: Mapping[str, Any]) -> bytes:
    """Keys that are new go behind the others, which are not touched; else the object is written anew."""
    bare = line.rstrip()
    end = line[len(bare) :]
    if row.keys().isdisjoint(fresh):
        added = ", ".join(f"{_json(key)}: {_json(value)}" for key, value in fresh.items())
        return bare[:-1] + (b", " if row else b"") + added.encode() + b"}" + end
    return _json({**row, **fresh}).encode() + end


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _header(name: str, row: Mapping[str, Any]) -> str:
    chinese = sum(map(is_chinese, row))
    return chinese_column("posts", name) if 2 * chinese > len(row) else name


def _id(value: object) -> str:
    return "" if value is None else str(value).strip()
