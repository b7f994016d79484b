"""Posts of Weibo from the tables of crawlers: ids, reposts, and times of which only the day is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.importers.cells import bare, blank
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Row, Stated, Taken
from plumbline.importers.post_rows import Columns, Names, is_cut, post_rows
from plumbline.importers.tables import Entry
from plumbline.importers.weibo_ids import moment_of, post_id

BEIJING = "Asia/Shanghai"
_DAY = re.compile(r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$")
_USER = re.compile(r"^\d{5,12}$")
_ORIGINAL = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
_FORWARDED = re.compile(r"^(?P<own>.*?)\n(?:原始用户: ?(?P<source>[^\n]*)\n)?转发内容: ?(?P<quoted>.*)$", re.DOTALL)
_CHAIN = re.compile(r"//@[^\s:：]{1,30}[:：]|^转发微博$")


@dataclass(frozen=True)
class Weibo:
    """What a crawler of Weibo writes, by the names of its columns."""

    columns: Columns
    word: Names = ()
    original: Names = ()
    quoted_text: Names = ()
    quoted_source: Names = ()
    quoted_id: Names = ()
    inline: bool = False


def weibo_posts(
    entry: Entry, weibo: Weibo, zone: str, *, owner: str | None = None, cut: list[int] | None = None
) -> Iterator[Row]:
    """The row of one post; lines of texts that were cut off are added to `cut`."""

    def identify(line: Entry) -> str | None:
        return post_id(_first(line, weibo.columns.post_id), _first(line, weibo.word))

    def refine(line: Entry, row: dict[str, Any]) -> None:
        _quote(line, weibo, row)
        row["posted_at"] = _with_hour(line, weibo.columns.posted_at, row, zone)
        if cut is not None and is_cut(row["text"]):
            cut.append(line.number)

    yield from post_rows(entry, weibo.columns, zone, owner=owner, identify=identify, refine=refine)


def stated_by_name(export: Export, context: Context) -> Iterator[Stated]:
    """The account by the name of the file, which these crawlers make from the account's number (``5044281310.csv``).

    A number that is not registered says nothing where `--account` was given: the file may have been renamed.
    """
    number = export.path.name.partition(".")[0].partition("_")[0]
    if not _USER.match(number):
        return
    registered = context.find(platform="weibo", platform_id=number)
    if registered or (context.account_id is None and len(number) == 10):
        yield Stated("weibo", number)


def followers(entry: Entry, names: Names, context: Context, owner: str | None) -> Iterator[Row]:
    """How many follow the account on the day on which the figures were read."""
    count = entry.count(*names)
    if count is not None:
        day = context.observed_at.astimezone(ZoneInfo(context.timezone)).date()
        yield Taken("metrics", {"account_id": owner, "date": day, "followers": count}, entry.number, entry.sheet)
    yield from entry.faults


def _first(entry: Entry, names: Names) -> object:
    return next((entry.cells[name] for name in names if bare(entry.cells.get(name))), None)


def _quote(entry: Entry, weibo: Weibo, row: dict[str, Any]) -> None:
    """What is told of the post that was forwarded: apart from the account's own words."""
    row["quoted_text"], row["quoted_source"] = entry.text(*weibo.quoted_text), entry.word(*weibo.quoted_source)
    original = _ORIGINAL.get(bare(entry.text(*weibo.original)).lower())
    inline = _FORWARDED.match(row["text"]) if weibo.inline and original is not True else None
    if inline:
        row["text"], row["quoted_text"], row["quoted_source"] = inline["own"], inline["quoted"], inline["source"]
    forwarded = row["quoted_text"] or row["quoted_source"] or _told(entry, weibo.quoted_id)
    chained = original is None and _CHAIN.search(row["text"])
    if original is False or forwarded or chained:
        row["kind"] = "repost"


def _told(entry: Entry, names: Names) -> bool:
    return not blank(bare(entry.text(*names))) and bare(entry.text(*names)) != "0"


def _with_hour(entry: Entry, names: Names, row: dict[str, Any], zone: str) -> datetime:
    """The time; where only the day is told, the moment in the post's id, if that lies on this day."""
    at: datetime = row["posted_at"]
    if not _DAY.match(bare(entry.text(*names))):
        return at
    said = moment_of(row["post_id"])
    return said if said and timedelta(0) <= said - at < timedelta(days=1) else at
