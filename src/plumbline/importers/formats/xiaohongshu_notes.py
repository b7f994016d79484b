"""xiaohongshu-notes: 小红书创作服务平台 “笔记数据 · 导出数据” (笔记列表明细表.xlsx), one line a note.

Shape: several third-party readers that agree (2025 to 2026), no documentation. Row 1 is a remark
(最多导出排序后前1000条 笔记), the header stands in row 2: 笔记标题, 首次发布时间, 体裁, 曝光, 观看量, 封面点击率,
点赞, 评论, 收藏, 涨粉, 分享, 人均观看时长, 弹幕. Times like 2026年07月20日20时30分12秒 are Beijing time.

Taken: title, time, 观看量 as reads, 点赞, 评论, 分享 as reposts. Left: 曝光, rates, 收藏, 涨粉, 弹幕. No id: inferred
from title and minute. Blind spots: the body of a note; whether notes are missing beyond the thousandth, so the list
does not count as a watch.
"""

from collections.abc import Iterator

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.works import Columns, listings, works
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("笔记标题",),
    time=("首次发布时间", "发布时间"),
    identity=("笔记ID", "笔记id"),
    reads=("观看量", "观看数"),
    likes=("点赞", "点赞量", "点赞数"),
    reposts=("分享", "分享量", "分享数"),
    comments=("评论", "评论量", "评论数"),
)
_LEFT = (
    "体裁", "曝光", "曝光量", "封面点击率", "收藏", "收藏量", "收藏数", "涨粉", "涨粉数", "人均观看时长", "弹幕",
    "弹幕数", "笔记链接",
)  # fmt: skip
FORMAT = Format(
    "xiaohongshu-notes",
    Text(zh="小红书创作服务平台·笔记列表明细表", en="Xiaohongshu creator service: list of notes"),
    platform="xiaohongshu",
    headers=tuple(Header(frozenset({"笔记标题", time, "观看量"}), COLUMNS.all | {*_LEFT}) for time in COLUMNS.time),
    complete=False,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a line."""
    for table in listings(export, FORMAT.headers):
        yield from works(table.entries(), COLUMNS, context)
