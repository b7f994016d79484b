"""A line of JSON Lines as a draft: the columns of `posts`, of which only `text` is needed."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.cli.words import say
from plumbline.domain.errors import UsageError

POST_COLUMNS = (
    "account_id", "post_id", "posted_at", "text", "kind", "quoted_text", "quoted_source", "source_name", "urls",
    "client", "automatic", "in_reply_to", "reads", "likes", "reposts", "comments", "edited_at", "deleted_at",
    "first_seen_at", "last_seen_at", "media", "media_text", "media_read", "record",
)  # fmt: skip
KINDS = ("post", "repost", "reply", "comment", "auto_reply", "message", "like")
_LISTED = re.compile(r"[;,，、\s]+")
_DAY_LENGTH = 10
ZONE = "Asia/Shanghai"
"""Where a dossier names no zone, either."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Draft:
    """One text and where it stands: file `name`, `line` of JSON Lines. `judged` is `text`, blanks for what is markup.

    `post_id` as given (JSON Lines may hold numbers), else the line's number or the file's name. `media_text`: the words
    of its pictures and videos.
    """

    name: str
    line: int | None
    text: str
    judged: str
    post_id: str | int
    account_id: str | None
    kind: str
    quoted_text: str | None
    automatic: bool
    said_on: str
    said_at: datetime | None = None
    quoted_source: str = ""
    source_name: str = ""
    urls: tuple[str, ...] = ()
    media_text: str = ""


class Rows:
    """The lines of one file; a column that is not known is noted once."""

    def __init__(self, name: str, kind: str, lang: str, said_on: str, note: Callable[[str], None]) -> None:
        self._name, self._kind, self._lang, self._said_on, self._note = name, kind, lang, said_on, note
        self._names: dict[str, str | None] = {column: column for column in POST_COLUMNS}

    def draft(self, number: int, line: str) -> Draft:
        """The draft in a line. UsageError naming file, line and column if there is none."""
        row = self._row(number, line)
        seen = self._text(number, row, "media_text") or ""
        text = self._text(number, row, "text")
        if text is None and seen:
            text = ""  # a poster that says nothing beside its picture
        if text is None:
            raise self._error(number, "text", "the text is missing", "缺少文本")
        automatic, posted = row.get("automatic"), row.get("posted_at")
        day = posted[:10] if isinstance(posted, str) and _DAY.match(posted[:10]) else self._said_on
        account = row.get("account_id")
        return Draft(
            name=self._name,
            line=number,
            text=text,
            judged=text,
            post_id=self._post_id(number, row.get("post_id")),
            account_id=None if account is None else str(account),
            kind=self._kind_of(number, row.get("kind")),
            quoted_text=self._text(number, row, "quoted_text"),
            automatic=automatic in (True, 1, "true", "1", "是"),
            said_on=day,
            said_at=_moment(posted),
            quoted_source=self._text(number, row, "quoted_source") or "",
            source_name=self._text(number, row, "source_name") or "",
            urls=self._urls(number, row.get("urls")),
            media_text=seen,
        )

    def _row(self, number: int, line: str) -> Mapping[str, Any]:
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            raise self._broken(number, error.colno) from None
        except (ValueError, RecursionError):
            raise self._broken(number, 1) from None
        if not isinstance(found, dict):
            raise self._broken(number, 1)
        if self._names.keys() >= found.keys() and None not in found:
            return {self._names[key] or key: value for key, value in found.items()}
        return {column: value for key, value in found.items() if (column := self._column(key))}

    def _column(self, key: str) -> str | None:
        """The contract's name of a key, also of a Chinese one; None and a note if there is no such column."""
        if key not in self._names:
            from plumbline.dossier.names import english_column, nearest_column  # here: it loads what tables need

            self._names[key] = english_column("posts", key)
            if self._names[key] is None:
                near = nearest_column("posts", key)
                hint = say(self._lang, f" (did you mean {near}?)", f"（是否应为 {near}？）") if near else ""
                told = (
                    f"note: {self._name}: column '{key}' is not known and not read",
                    f"提示：{self._name} 的列“{key}”无法识别，未读取",
                )
                self._note(say(self._lang, *told) + hint)
        return self._names[key]

    def _text(self, number: int, row: Mapping[str, Any], column: str) -> str | None:
        value = row.get(column)
        if value is None or isinstance(value, str):
            return value
        raise self._error(number, column, "a text was expected", "应为文本")

    def _urls(self, number: int, value: object) -> tuple[str, ...]:
        if value is None or value == "":
            return ()
        urls = _LISTED.split(value) if isinstance(value, str) else value
        if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
            raise self._error(number, "urls", "a list of addresses was expected", "应为网址列表")
        return tuple(url for url in urls if url)

    def _kind_of(self, number: int, value: object) -> str:
        if value is None or value == "":
            return self._kind
        if value in KINDS:
            return str(value)
        from plumbline.dossier.names import english_value  # here: it loads what tables need

        kind = english_value("posts", "kind", str(value))
        if kind is None:
            told = (f"kind is one of {', '.join(KINDS)}", f"类型应为 {'、'.join(KINDS)} 之一")
            raise self._error(number, "kind", *told)
        return kind

    def _post_id(self, number: int, value: object) -> str | int:
        if value is None or value == "":
            return str(number)
        return value if isinstance(value, str | int) and not isinstance(value, bool) else json.dumps(value)

    def _broken(self, number: int, column: int) -> UsageError:
        return UsageError(
            say(self._lang, "this line is no JSON object", "该行不是 JSON 对象"),
            say(
                self._lang,
                f"{self._name} line {number} column {column}",
                f"{self._name} 第{number}行第{column}列",
            ),
            say(
                self._lang,
                'write one object a line, such as {"text": "…"}; to judge the file as one text: --input text',
                '每行写一个对象，例如 {"text": "…"}；如将整个文件作为一条文本检查，请加 --input text',
            ),
        )

    def _error(self, number: int, column: str, en: str, zh: str) -> UsageError:
        return UsageError(
            say(self._lang, en, zh),
            say(
                self._lang,
                f"{self._name} line {number} column {column}",
                f"{self._name} 第{number}行“{column}”列",
            ),
            say(self._lang, 'a line looks like {"text": "…"}', '每行形如 {"text": "…"}'),
        )


def _moment(value: object) -> datetime | None:
    """The moment of `posted_at`, read as a dossier reads it where it names no zone; None where it names no moment."""
    if not isinstance(value, str) or len(value) <= _DAY_LENGTH:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(ZONE))
