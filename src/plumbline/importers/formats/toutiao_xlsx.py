"""toutiao-xlsx: 头条号后台 “作品数据 · 导出” (.xlsx): 图文, 微头条, 视频 and 小视频, one line a work.

Shape: third-party readers of all four kinds (2026), no documentation; 阅读量 and 粉丝阅读量 for articles, 播放量 for
videos, the rest alike. Beijing time. The style sheet of the file is broken (openpyxl refuses it), the cells are sound.

Taken: 标题 (of a 微头条 the whole text), 发布时间, ID, 阅读量 or 播放量 as reads, 点赞量, 评论量, 转发量 as reposts
(分享量, to other places, is left out). Left: 展现量 (displays are no reads), figures of followers, rates, 收藏量.
Traps: −1 and −1.00 are none. An ID of 19 digits that a spreadsheet has rounded is taken from 链接, where it stands
whole; without it the line is lost (spoilt_id) rather than kept under a wrong number.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.importers.cells import Unreadable
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row, Taken
from plumbline.importers.tables import Entry
from plumbline.importers.works import Columns, listings, once, work
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("标题", "内容", "作品标题"),
    time=("发布时间",),
    identity=("ID", "作品ID", "id"),
    reads=("阅读量", "播放量", "阅读(播放)量", "阅读（播放）量"),
    likes=("点赞量",),
    reposts=("转发量", "分享量"),
    comments=("评论量",),
)
_LINK = ("链接", "作品链接")
_NUMBER = re.compile(r"(?<!\d)(\d{15,20})(?!\d)")
_LEFT = (
    "展现量", "粉丝展现量", "粉丝阅读量", "粉丝播放量", "点击率", "平均阅读完成率", "平均播放完成率", "平均阅读时长",
    "平均播放时长", "收藏量",
)  # fmt: skip
FORMAT = Format(
    "toutiao-xlsx",
    Text(zh="头条号后台·作品数据", en="Toutiao back-end: works"),
    platform="toutiao",
    headers=tuple(
        Header(frozenset({title, "发布时间", "展现量"}), COLUMNS.all | {*_LINK, *_LEFT}) for title in COLUMNS.title
    ),
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a line."""
    seen: dict[str, Mapping[str, Any]] = {}
    for table in listings(export, FORMAT.headers):
        for entry in table.entries():
            if not isinstance(entry, Entry):
                yield entry
                continue
            row = work(entry, COLUMNS, context, _number(entry))
            yield once(row, seen) if isinstance(row, Taken) else row
            yield from entry.faults


def _number(entry: Entry) -> str | None:
    """The id in the work's address, where that of its own column is spoilt or missing."""
    try:
        known = entry.identity(*COLUMNS.identity)
    except Unreadable:
        known = None
    found = _NUMBER.search(entry.word(*_LINK) or "")
    return known or (found[1] if found else None)
