"""`plumbline sources import`: articles of saved feeds into the table `articles` of a dossier."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from plumbline.cli.progress import Progress
from plumbline.cli.words import noted, printed, say
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import scan
from plumbline.provenance.feeds import Article, Fault, Feed, feed_files, read_feed
from plumbline.reports.kept_tables import hold
from plumbline.rulebook.model import Text

FAULT: Mapping[str, Text] = MappingProxyType(
    {
        "not_a_feed": Text(zh="不是 RSS、Atom 或者 JSON Feed", en="neither RSS nor Atom nor JSON Feed"),
        "not_an_entry": Text(zh="不是条目", en="not an entry"),
        "no_text": Text(zh="没有正文", en="no text"),
        "too_long": Text(zh="过长", en="too long"),
        "bad_time": Text(zh="时间无法识别，已不带时间收入", en="unreadable time; taken without it"),
    }
)
Row = dict[str, Any]


def imported(args: argparse.Namespace) -> int:
    """Read everything, then write once. 1 if something could not be taken."""
    layout = scan(args.to, lang=args.lang)
    held = hold(layout, "articles", new="jsonl", lang=args.lang)
    feeds = _read(args, layout.timezone)
    known = {_key(row): row for row in held.frame.iter_rows(named=True)}
    merged, counts = _merged(known, (_row(args.source, article) for feed in feeds for article in feed.articles))
    if counts["new"] or counts["changed"]:
        held.write(pl.DataFrame([merged[key] for key in sorted(merged)], schema=TABLES["articles"].schema))
    faults = [fault for feed in feeds for fault in feed.faults]
    _tell(args, counts, faults, held.path)
    return 1 if faults else 0


def _read(args: argparse.Namespace, timezone: str) -> list[Feed]:
    files = [file for place in args.feed for file in feed_files(place)]
    feeds = []
    with Progress(args.lang, quiet=args.quiet) as progress:
        for number, file in enumerate(files, start=1):
            feeds.append(read_feed(file, timezone))
            progress.step("feeds", number, len(files))
    return feeds


def _row(source: str, article: Article) -> Row:
    return {
        "source_id": source, "article_id": article.article_id, "text": article.text, "title": article.title,
        "url": article.url, "published_at": article.published_at,
    }  # fmt: skip


def _key(row: Row) -> tuple[str, str]:
    return row["source_id"], row["article_id"]


def _merged(
    known: Mapping[tuple[str, str], Row], rows: Iterator[Row]
) -> tuple[dict[tuple[str, str], Row], Counter[str]]:
    """The table with the feeds' rows in it, and how many were new, changed or known; what a feed leaves out stays."""
    latest = {_key(row): row for row in rows}
    merged, counts = dict(known), Counter[str]()
    for key, row in latest.items():
        before = known.get(key)
        whole = {name: value if value is not None or before is None else before[name] for name, value in row.items()}
        counts["new" if before is None else "known" if before == whole else "changed"] += 1
        merged[key] = whole
    return merged, counts


def _tell(args: argparse.Namespace, counts: Mapping[str, int], faults: list[Fault], path: Path) -> None:
    told = {name: counts.get(name, 0) for name in ("new", "changed", "known")}
    if args.json:
        wrong = [{"file": fault.file, "entry": fault.number, "code": fault.code} for fault in faults]
        printed(json.dumps({**told, "faults": wrong, "table": path.name}, ensure_ascii=False))
        return
    for fault in faults:
        number = say(args.lang, f", entry {fault.number}", f" 第{fault.number}条") if fault.number else ""
        noted(f"{fault.file}{number}{say(args.lang, ': ', '：')}{FAULT[fault.code].of(args.lang)}")
    printed(
        say(
            args.lang,
            f"{path.name}: {told['new']} new, {told['changed']} changed, {told['known']} known",
            f"{path.name}：新增 {told['new']} 篇，更新 {told['changed']} 篇，已有 {told['known']} 篇",
        ),
        quiet=args.quiet,
    )
