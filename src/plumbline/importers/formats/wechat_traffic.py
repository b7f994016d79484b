"""wechat-traffic: 公众号后台 “流量数据” (.xls), figures of the account by day and channel.

Shape: third-party parsers (tendency_*.xls and a public sample of the layout), no documentation. Up to three tables
stand side by side from row 2 or 4: 日期/渠道/阅读人数; 日期/分享人数/…/发表篇数;
传播渠道/发表日期/内容标题/阅读人数/阅读占比. Older files have one table with times and people (阅读次数, 阅读人数 …).
Days are Beijing days.

Taken: the channel 全部 as reads of the day in `metrics` (阅读次数, else 阅读人数), every other channel as `inflows`,
its name word for word; 分享人数 of the day as reposts. Left: 收藏, 跳转阅读原文, 发表篇数, and the third table (the
best articles of the period by channel, without an address: no key). Channels are never added up: a reader may come
twice.

Blind spots: a day without a line for 全部 has no reads.
"""

from collections.abc import Iterator
from datetime import date

from plumbline.importers.blocks import blocks
from plumbline.importers.cells import bare
from plumbline.importers.days import Days, day_of, inflow
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Passed, Row
from plumbline.importers.sheet import Sheet
from plumbline.importers.tables import DEPTH, Entry, Table, locate
from plumbline.rulebook.model import Text

CHANNEL = ("渠道", "传播渠道")
READS = ("阅读次数", "阅读人数")
SHARES = ("分享次数", "分享人数")
ALL_CHANNELS = frozenset({"全部", "全部渠道", "整体", "合计"})
_ARTICLE = ("内容标题", "标题", "发表日期")
_LEFT = (
    "跳转阅读原文人数", "跳转阅读原文次数", "跳转阅读原文", "微信收藏人数", "微信收藏次数", "收藏人数", "收藏次数",
    "阅读原文次数", "阅读原文人数", "发表篇数", "群发篇数", "阅读占比",
)  # fmt: skip
_WORDS = frozenset({"日期", *CHANNEL, *READS, *SHARES, *_ARTICLE, *_LEFT})
FORMAT = Format(
    "wechat-traffic",
    Text(zh="公众号后台·流量数据", en="WeChat back-end: traffic"),
    platform="wechat",
    headers=tuple(Header(frozenset({"日期", channel, reads}), _WORDS) for channel in CHANNEL for reads in READS),
    complete=False,
)


def recognises(export: Export) -> int:
    """How many columns of the table by day and channel are there."""
    if export.kind != "table":
        return 0
    tables = (set(table.places) for sheet in export.sheets for table in _tables(sheet, depth=DEPTH))
    told = (names for names in tables if "日期" in names and names & set(CHANNEL) and names & set(READS))
    return max((len(names) for names in told), default=0)


def _tables(sheet: Sheet, *, depth: int | None = None) -> Iterator[Table]:
    for block in blocks(sheet, _WORDS, depth=depth):
        for required in ({"日期"}, {"发表日期"}):
            table = locate(block, Header(frozenset(required), _WORDS), depth=1)
            if table:
                yield table
                break


def read(export: Export, context: Context) -> Iterator[Row]:
    """Rows of `inflows` as they stand, then one row of `metrics` a day."""
    del context  # Beijing days whatever the dossier's zone
    days = Days()
    for sheet in export.sheets:
        for table in _tables(sheet):
            for entry in table.entries():
                yield from _line(entry, table, days) if isinstance(entry, Entry) else (entry,)
    yield from days.taken()


def _line(entry: Entry, table: Table, days: Days) -> Iterator[Row]:
    if set(table.places) & set(_ARTICLE):
        yield Passed(entry.number, "not_ours")
        return
    on = day_of(entry, ("日期",))
    if not isinstance(on, date):
        yield on
        return
    channel = bare(entry.text(*CHANNEL))
    if channel in ALL_CHANNELS or not set(table.places) & set(CHANNEL):
        days.add(entry, on, {"reads": READS, "reposts": SHARES})
    elif channel:
        yield from inflow(entry, on, "reads", channel, *READS)
        yield from inflow(entry, on, "shares", channel, *SHARES)
    yield from entry.faults
