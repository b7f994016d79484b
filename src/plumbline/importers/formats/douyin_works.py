"""douyin-works: 抖音创作者中心 “作品列表.xlsx”, one line a work, both orders of columns that have been seen.

Shape: third-party readers of the years 2025 (with 体裁, 审核状态, 封面点击率) and 2026 (发布状态, 作品时长), no
documentation. Columns are read by name, so the order does not matter. Times are Beijing time.

Taken: 作品名称, 发布时间, 播放量 as reads, 点赞量, 评论量, 分享量 as reposts. Left: rates, 收藏量, 主页访问量,
粉丝增量.
Traps: **there is no id**: it is inferred from title and minute, so that a later file with other figures, or the other
variant, meets the same work; a title that was changed makes it another work. Works that are not public (私密,
好友可见, 审核中, 未通过 …) are passed over as not public, deleted ones as deleted. `-` is none, never 0.
"""

from collections.abc import Iterator

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Header, Passed, Row
from plumbline.importers.tables import Entry
from plumbline.importers.works import Columns, listings, works
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("作品名称", "作品标题"),
    time=("发布时间",),
    identity=("作品ID", "作品id", "视频ID"),
    reads=("播放量",),
    likes=("点赞量",),
    reposts=("分享量",),
    comments=("评论量",),
)
STATE = ("审核状态", "发布状态")
GONE = ("删除", "下架")
HIDDEN = ("私密", "仅自己", "好友", "未通过", "不通过", "审核中", "待审核", "草稿", "定时", "未发布", "屏蔽", "非公开")
_LEFT = (
    "体裁", "完播率", "5s完播率", "封面点击率", "2s跳出率", "平均播放时长", "收藏量", "主页访问量", "粉丝增量",
    "作品时长",
)  # fmt: skip
_TOLD_BY = ("5s完播率", "2s跳出率", "主页访问量", "粉丝增量", "审核状态", "发布状态")
FORMAT = Format(
    "douyin-works",
    Text(zh="抖音创作者中心·作品列表", en="Douyin creator centre: list of works"),
    platform="douyin",
    headers=tuple(
        Header(frozenset({"作品名称", "发布时间", "播放量", told}), COLUMNS.all | {*STATE, *_LEFT}) for told in _TOLD_BY
    ),
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a work."""
    for table in listings(export, FORMAT.headers):
        yield from works(_public(table.entries()), COLUMNS, context)


def _public(lines: Iterator[Entry | Fault | Passed]) -> Iterator[Entry | Fault | Passed]:
    for entry in lines:
        state = entry.word(*STATE) or "" if isinstance(entry, Entry) else ""
        if isinstance(entry, Entry) and any(word in state for word in GONE):
            yield Passed(entry.number, "deleted")
        elif isinstance(entry, Entry) and any(word in state for word in HIDDEN):
            yield Passed(entry.number, "private")
        else:
            yield entry
