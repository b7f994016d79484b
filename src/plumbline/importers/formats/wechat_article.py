"""wechat-article: 公众号后台, the details of one article (.xlsx), several tables on one sheet.

Shape: third-party description of the tables (2024 to 2026), no documentation: 数据概况, 阅读转化, 推荐转化,
数据趋势明细 (日期, 传播渠道, 阅读人数 …), 性别分布, 年龄分布 (年龄, 人数, 占比), 地域分布 (省份/直辖市, 人数, 占比),
below or beside each other, each under a caption. The order is not relied on.

Taken: the distributions as `audience`, the buckets word for word. They are the *readers of this article*, not the
followers: the dimension says so (年龄（单篇阅读者，2026-03-05起）), so that no comparison of followers' ages uses
them. The date is the last day of the trend, else the day of observation. Where a cell holds the article's address, its
totals become a row of `post_metrics`; the file by itself names no article, and then they are passed over, like the
trend by channel (the account's inflows are those of all articles). Shares are percent or fractions: a table whose
values add up to about 1 has fractions.
"""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from plumbline.importers.blocks import blocks
from plumbline.importers.cells import Unreadable, bare
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Passed, Row, Taken
from plumbline.importers.tables import Entry, Table, locate
from plumbline.importers.wechat_articles import article_key
from plumbline.importers.works import BEIJING, TOTALS
from plumbline.rulebook.model import Text

DIMENSIONS = {
    "年龄": "年龄", "年龄段": "年龄", "性别": "性别", "省份/直辖市": "地域", "省份": "地域", "地域": "地域", "地区":
    "地域",
    "城市": "城市",
}  # fmt: skip
_PEOPLE, _SHARE = ("人数", "用户数", "阅读人数"), ("占比", "比例", "百分比")
_TREND = ("日期", "传播渠道", "阅读人数", "阅读次数", "分享人数", "分享次数")
_COUNTS = {
    "reads": ("阅读次数",),
    "likes": ("点赞次数", "点赞人数", "点赞"),
    "reposts": ("分享次数", "总分享次数"),
    "comments": ("评论(条)", "评论（条）", "评论", "留言(条)", "留言"),
}
_OVERVIEW = frozenset({
    "平均停留时长(s)", "平均停留时长（秒）", "平均停留时长", "完读率", "阅读后关注人数", "在看次数", "赞赏(分)",
    "互动率",
    "送达人数", "公众号消息阅读次数", "首次分享次数", "分享产生的阅读次数", "曝光次数", "关注人数", "阅读率",
    *(name for names in _COUNTS.values() for name in names),
})  # fmt: skip
_WORDS = _OVERVIEW | {*DIMENSIONS, *_PEOPLE, *_SHARE, *_TREND}
_DEPTH = 500
"""Lines in which the tables are looked for: one of them has a line a day and channel."""
FORMAT = Format(
    "wechat-article",
    Text(zh="公众号后台·单篇内容详情", en="WeChat back-end: one article in detail"),
    platform="wechat",
    complete=False,
)


def recognises(export: Export) -> int:
    """How many columns are known, if at least two of the families of tables stand there."""
    if export.kind != "table":
        return 0
    tables = list(_tables(export, depth=_DEPTH))
    families = {_family(table) for table in tables} - {""}
    return sum(len(table.places) for table in tables) if len(families) >= 2 else 0


def _tables(export: Export, *, depth: int | None = None) -> Iterator[Table]:
    for sheet in export.sheets:
        for block in blocks(sheet, _WORDS, depth=depth):
            known = {bare(cell) for cell in block.lines[0].cells} & _WORDS
            table = locate(block, Header(frozenset(known), _WORDS), depth=1)
            if table:
                yield table


def _family(table: Table) -> str:
    names = set(table.places)
    if names & set(DIMENSIONS) and names & set(_PEOPLE):
        return "readers"
    if {"日期", "传播渠道"} <= names or "曝光次数" in names:
        return "trend"  # figures of a part of the readings, not of the article
    return "overview" if names & _OVERVIEW else ""


def read(export: Export, context: Context) -> Iterator[Row]:
    """Rows of `audience`; a row of `post_metrics` if the article is named."""
    tables = list(_tables(export))
    days = sorted(day for table in tables if _family(table) == "trend" for day in _days(table))
    observed = context.observed_at.astimezone(ZoneInfo(BEIJING)).date()
    on, since = (days[-1], days[0]) if days else (observed, None)
    base = f"单篇阅读者，{since.isoformat()}起" if since else "单篇阅读者"
    for table in tables:
        if _family(table) == "readers":
            yield from _readers(table, on, base)
    yield from _figures(export, tables)


def _days(table: Table) -> Iterator[date]:
    for entry in table.entries():
        try:
            on = entry.day(BEIJING, "日期") if isinstance(entry, Entry) else None
        except Unreadable:
            continue  # told when the line is passed over
        if on:
            yield on


def _readers(table: Table, on: date, base: str) -> Iterator[Row]:
    name = next(name for name in DIMENSIONS if name in table.places)
    lines = list(table.entries())
    factor = _factor([entry for entry in lines if isinstance(entry, Entry)])
    for entry in lines:
        if not isinstance(entry, Entry):
            yield entry
            continue
        bucket = entry.word(name)
        if bucket is None or bucket.lower() in TOTALS:
            yield Passed(entry.number, "totals")
            continue
        share = entry.percent(*_SHARE)
        row = {"people": entry.count(*_PEOPLE), "percent": None if share is None else round(share * factor, 4)}
        dimension = f"{DIMENSIONS[name]}（{base}）"
        yield entry.taken("audience", {"date": on, "dimension": dimension, "bucket": bucket, **row})
        yield from entry.faults


def _factor(lines: list[Entry]) -> int:
    """100 where the shares are fractions: none has a sign, and together they are about one."""
    words = [entry.word(*_SHARE) or "" for entry in lines]
    shares = [entry.percent(*_SHARE) or 0.0 for entry in lines]
    for entry in lines:
        entry.faults.clear()
    return 100 if not any("%" in word or "％" in word for word in words) and 0 < sum(shares) <= 1.5 else 1


def _figures(export: Export, tables: list[Table]) -> Iterator[Row]:
    """The article's totals, if a cell holds its address; else what is passed over."""
    cells = (cell for sheet in export.sheets for line in sheet.lines for cell in line.cells if "weixin" in cell)
    key = next((found for cell in cells if (found := article_key(cell))), None)
    row: dict[str, int | None] = {}
    places: list[int] = []
    for entry, family in ((entry, _family(table)) for table in tables for entry in table.entries()):
        if not isinstance(entry, Entry) or family == "readers":
            continue
        if key and family == "overview":
            row |= {name: entry.count(*names) for name, names in _COUNTS.items() if row.get(name) is None}
            places.append(entry.number)
            yield from entry.faults
        else:
            yield Passed(entry.number, "not_ours")
    if key and any(value is not None for value in row.values()):
        yield Taken("post_metrics", {"post_id": key, **row}, places[0])
