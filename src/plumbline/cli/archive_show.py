"""`plumbline archive show` and `list`: what is in an archive, for reading."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plumbline.cli.archive_files import existing, set_down
from plumbline.cli.words import noted, printed, say, tinted
from plumbline.domain.errors import DossierError
from plumbline.dossier.layout import scan
from plumbline.evidence.body_text import as_text
from plumbline.evidence.citations import COLUMN, cited, cited_tables
from plumbline.evidence.journal import Line
from plumbline.evidence.places import is_day
from plumbline.evidence.records import Record, all_lines, find, read_record
from plumbline.evidence.sentences import ArchiveUsageError


def shown(args: argparse.Namespace) -> int:
    """Print a record. 0 as it was written, 1 altered, or dropped under retention."""
    folder = existing(args.dossier)
    line = find(folder, args.record)
    record = read_record(folder, line)
    if record is None:
        noted(say(args.lang, f"{line.file} is not there: dropped under retention, or missing (see archive verify)",
                  f"{line.file} 不在：已按保存期限删除或者缺失（请运行 archive verify）"))  # fmt: skip
        return 1
    if args.body:
        set_down(args.body, record.body)
    for text in _pages(args, folder, record):
        printed(text, quiet=args.quiet)
    if not record.sound:
        noted(tinted(say(args.lang, "this record was altered: see archive verify",
                         "该记录已被改动：请运行 archive verify"), "red"))  # fmt: skip
    return 0 if record.sound else 1


def _pages(args: argparse.Namespace, folder: Path, record: Record) -> Iterator[str]:
    line = record.line
    yield f"{line.record}  {line.kind}  {line.at}  {line.file}+{line.offset}"
    if "warc-target-uri" in record.warc:
        yield plain(record.warc["warc-target-uri"])
    asked = _asked(folder, line)
    if asked:
        yield f"\n{plain(asked.head)}" + (f"\n\n{_body(args.lang, asked)}" if asked.body else "")
    if record.head:
        yield f"\n{plain(record.head)}"
    if args.body:
        yield say(args.lang, f"\nbody: {args.body} ({len(record.body)} bytes)",
                  f"\n正文：{args.body}（{len(record.body)} 字节）")  # fmt: skip
    else:
        yield f"\n{_body(args.lang, record)}"


def _asked(folder: Path, line: Line) -> Record | None:
    """What was asked for an answer: the record that lies behind it."""
    if line.kind != "response":
        return None
    beside = next((other for other in all_lines(folder) if other.n == line.n + 1 and other.kind == "request"), None)
    record = read_record(folder, beside) if beside else None
    return record if record and record.warc.get("warc-concurrent-to") == f"<{line.record}>" else None


def _body(lang: str, record: Record) -> str:
    """The body as text; for what is no text, its size."""
    pairs = (line.partition(":") for line in record.head.splitlines()[1:])
    text, encoding = as_text(record.body, [(name.strip(), value.strip()) for name, _, value in pairs])
    if encoding == "latin-1" and record.body:
        return say(lang, f"({len(record.body)} bytes that are no text: --body FILE)",
                   f"（{len(record.body)} 字节，不是文本：请用 --body FILE）")  # fmt: skip
    return plain(text)


def plain(text: str) -> str:
    """Text without what would steer a terminal."""
    kept = "".join(sign if sign.isprintable() or sign in "\n\t" else f"\\x{ord(sign):02x}" for sign in text)
    return kept.replace("\\x0d\n", "\n")


def listed(args: argparse.Namespace) -> int:
    """One line a record; what was asked goes with its answer."""
    folder = existing(args.dossier)
    if args.day and not is_day(args.day):
        raise ArchiveUsageError("not_a_day", "--day", day=repr(args.day)[:40])
    names = _of_account(args) if args.account else None
    for line in all_lines(folder):
        day = not args.day or line.day == args.day
        if day and line.kind != "request" and (names is None or line.record in names):
            row = _row(folder, line)
            printed(json.dumps(row, ensure_ascii=False) if args.json else _line(args.lang, row))
    return 0


def _of_account(args: argparse.Namespace) -> set[str]:
    layout = scan(args.dossier, lang=args.lang)
    found: set[str] = set()
    for table in cited_tables(layout):
        rows = cited(layout, table)
        found |= set(rows.filter(rows["account_id"] == args.account)[COLUMN])
    return {name.partition("#")[0] for name in found}


def _readable(folder: Path, line: Line) -> Record | None:
    """The record, where it can be read: a list goes on behind one that cannot."""
    try:
        return read_record(folder, line)
    except DossierError:
        return None


def _row(folder: Path, line: Line) -> dict[str, Any]:
    record = _readable(folder, line)
    status = record.head.split(" ")[1:2] if record and line.kind == "response" else []
    return {
        "record": line.record,
        "n": line.n,
        "day": line.day,
        "at": line.at,
        "kind": line.kind,
        "status": int(status[0]) if status and status[0].isdigit() else None,
        "url": record.warc.get("warc-target-uri") if record else None,
        "bytes": len(record.body) if record else None,
        "keyed": line.keyed,
        "there": record is not None,
    }


def _line(lang: str, row: dict[str, Any]) -> str:
    what = row["status"] or row["kind"]
    size = row["bytes"] if row["there"] else say(lang, "not there", "不在")
    return f"{row['record']}  {row['at'][:19]}Z  {what}  {size}  {plain(row['url'] or '')}".rstrip()
