"""bilibili-compare-csv: Bilibili 创作中心 “数据概览 · 近期稿件对比 · 导出” (CSV), ten works a file at most.

Shape: two third-party readers (2026): one reads by position (0 title, 1 time, 2 plays, 14 new followers, 17 likes, 19
comments, 21 danmaku, 23 favourites, 25 coins, 27 shares), the other gives the whole header; the two agree. The columns
are those chosen under 自选指标, so they are read by name. Times like 2026年05月29日 12:40:34 are Beijing time.

Taken: 视频标题, 发布时间, 播放量 as reads, 点赞量, 评论量, 转发量 as reposts. Left: rates, danmaku, favourites, coins,
followers gained and lost. No id: inferred from title and minute. A comparison of recent works is no complete list.
"""

from collections.abc import Iterator

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.tables import Table
from plumbline.importers.works import Columns, listings, works
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("视频标题", "稿件标题"),
    time=("发布时间",),
    identity=("BV号", "bvid", "稿件ID"),
    reads=("播放量",),
    likes=("点赞量",),
    reposts=("转发量", "分享量"),
    comments=("评论量",),
)
_LEFT = (
    "游客播放占比", "粉丝观看率", "封标点击率", "粉丝点击率", "游客点击率", "3秒跳出率", "粉丝3秒跳出率",
    "游客3秒跳出率",
    "互动率", "粉丝互动率", "游客互动率", "涨粉量", "播转粉率", "取关量", "点赞率", "评论率", "弹幕量", "弹幕率",
    "收藏量",
    "收藏率", "投币量", "投币率", "转发率", "平均播放进度",
)  # fmt: skip
FORMAT = Format(
    "bilibili-compare-csv",
    Text(zh="哔哩哔哩创作中心·近期稿件对比", en="Bilibili creator centre: comparison of recent works"),
    platform="bilibili",
    headers=tuple(Header(frozenset({title, "发布时间", "播放量"}), COLUMNS.all | {*_LEFT}) for title in COLUMNS.title),
    complete=False,
)


def recognises(export: Export) -> int:
    """How many columns are known, if one of them is Bilibili's own."""
    return max((len(table.places) for table in _tables(export)), default=0)


def _tables(export: Export) -> Iterator[Table]:
    for table in listings(export, FORMAT.headers) if export.kind == "table" else ():
        if set(table.places) & set(_LEFT) or not table.unknown:
            yield table


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a line."""
    for table in _tables(export):
        yield from works(table.entries(), COLUMNS, context)
