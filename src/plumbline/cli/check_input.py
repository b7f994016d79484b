"""Read drafts: a plain text or Markdown file is one draft, JSON Lines hold one a line and are read as a stream."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, cast

from plumbline.cli.check_markdown import visible
from plumbline.cli.check_rows import Draft, Rows
from plumbline.cli.words import say
from plumbline.domain.errors import UsageError

STDIN = "-"
LONGEST = 10 * 1024 * 1024
"""Bytes of one text, or of one line of JSON Lines."""
FORMS = ("text", "markdown", "jsonl")
_ENDINGS = {
    ".md": "markdown", ".markdown": "markdown", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".txt": "text",
}  # fmt: skip
_TABLES = (".csv", ".xlsx", ".xls", ".parquet", ".docx", ".doc", ".pdf", ".zip")
_BOM, _WIDE = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
Note = Callable[[str], None]


@dataclass(frozen=True)
class Wish:
    """How to read: the form (None: by name and content), what kind the texts are, and the language of messages."""

    form: str | None
    kind: str
    lang: str
    said_on: str


def drafts(name: str, wish: Wish, note: Note) -> Iterator[Draft]:
    """The drafts of a file (`-`: standard input). UsageError for what cannot be read; `note` gets what is odd."""
    form = wish.form or _by_name(name, wish.lang)
    with _opened(name, wish.lang) as stream:
        name = "stdin" if name == STDIN else name
        head, first = _first_line(stream, name, wish.lang)
        if (form or _sniffed(first)) == "jsonl":
            yield from _lines(chain([*head, first], _rest(stream, name, wish.lang)), name, wish, note)
        else:
            content = b"".join([*head, first, stream.read(LONGEST + 1)])
            yield _whole(content, name, wish, form or "text", note)


def one(name: str, text: str, wish: Wish, form: str = "text") -> Draft:
    """A whole text as one draft."""
    judged = visible(text) if form == "markdown" else text
    return Draft(name, None, text, judged, name, None, wish.kind, None, automatic=False, said_on=wish.said_on)


@contextmanager
def _opened(name: str, lang: str) -> Iterator[IO[bytes]]:
    if name == STDIN:
        yield sys.stdin.buffer
        return
    path = Path(name)
    try:
        with _unpacked(path) if path.suffix == ".gz" else path.open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise UsageError(
            say(lang, "there is no such file", "没有这个文件"), name, say(lang, "check the path", "请核对路径")
        ) from None
    except (OSError, EOFError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            say(lang, f"the file cannot be read: {why}", f"文件无法读取：{why}"),
            name,
            say(lang, "give a text file, or - for standard input", "请给出文本文件；用 - 表示标准输入"),
        ) from error


def _unpacked(path: Path) -> IO[bytes]:
    import gzip  # here, because few drafts are packed

    return cast("IO[bytes]", gzip.open(path))


def _by_name(name: str, lang: str) -> str | None:
    ending = Path(name.removesuffix(".gz")).suffix.lower()
    if ending in _TABLES:
        raise UsageError(
            say(lang, f"a {ending} file is no draft", f"{ending} 文件不是文稿"),
            name,
            say(
                lang,
                "give plain text, Markdown or JSON Lines; a table of posts is judged by: plumbline inspect DOSSIER",
                "请给出纯文本、Markdown 或 JSON Lines；成批的发布记录请用：plumbline inspect 资料包",
            ),
        )
    return _ENDINGS.get(ending)


def _first_line(stream: IO[bytes], name: str, lang: str) -> tuple[list[bytes], bytes]:
    """Blank lines at the head, and the first that is not blank."""
    head: list[bytes] = []
    while (line := _line(stream, name, lang)) and not line.strip():
        head.append(line)
        if len(head) > LONGEST:
            raise _too_long(name, lang)
    return head, line


def _rest(stream: IO[bytes], name: str, lang: str) -> Iterator[bytes]:
    while line := _line(stream, name, lang):
        yield line


def _line(stream: IO[bytes], name: str, lang: str) -> bytes:
    line = stream.readline(LONGEST + 1)
    if len(line) > LONGEST:
        raise _too_long(name, lang)
    return line


def _sniffed(line: bytes) -> str:
    """JSON Lines if the first line that is not blank is a JSON object, else plain text; whatever its encoding."""
    bare = line.removeprefix(_BOM).strip()
    if not bare.startswith(b"{"):
        return "text"
    try:
        return "jsonl" if isinstance(json.loads(bare.decode("latin-1")), dict) else "text"
    except (ValueError, RecursionError):
        return "text"


def _whole(content: bytes, name: str, wish: Wish, form: str, note: Note) -> Draft:
    if len(content) > LONGEST:
        raise _too_long(name, wish.lang)
    return one(name, _decoded(content, name, wish.lang, note), wish, form)


def _decoded(content: bytes, name: str, lang: str, note: Note) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030; what is damaged is shown as U+FFFD and noted."""
    if content.startswith(_WIDE):
        return content.decode("utf-16", "replace")
    bare = content.removeprefix(_BOM)
    for codec in ("utf-8", "gb18030"):
        try:
            text = bare.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec != "utf-8":
            note(_other_encoding(name, lang))
        return text
    note(say(lang, f"{name}: some bytes are no UTF-8 and were left unread", f"{name}：部分字节不是 UTF-8，未能读取"))
    return bare.decode("utf-8", "replace")


def _lines(lines: Iterable[bytes], name: str, wish: Wish, note: Note) -> Iterator[Draft]:
    rows = Rows(name, wish.kind, wish.lang, wish.said_on, note)
    codec = "utf-8"
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(_BOM) if number == 1 else raw
        if not line.strip():
            continue
        try:
            text = line.decode(codec)
        except UnicodeDecodeError:
            text = _again(line, number, name, wish.lang)
            if codec == "utf-8":
                note(_other_encoding(name, wish.lang))
            codec = "gb18030"
        yield rows.draft(number, text)


def _again(line: bytes, number: int, name: str, lang: str) -> str:
    try:
        return line.decode("gb18030")
    except UnicodeDecodeError:
        raise UsageError(
            say(lang, "the line is neither UTF-8 nor GB18030", "该行既不是 UTF-8，也不是 GB18030"),
            say(lang, f"{name} line {number}", f"{name} 第{number}行"),
            say(lang, "save the file as UTF-8", "请将文件另存为 UTF-8"),
        ) from None


def _other_encoding(name: str, lang: str) -> str:
    return say(lang, f"note: {name} was read as GB18030", f"提示：{name} 按 GB18030 读取")


def _too_long(name: str, lang: str) -> UsageError:
    return UsageError(
        say(lang, "a text of more than 10 MB is no draft", "文本超过 10 MB，不是文稿"),
        name,
        say(lang, "give many posts as JSON Lines, one a line", "多条信息请用 JSON Lines，每行一条"),
    )
