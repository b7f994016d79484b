"""channels-csv: 视频号助手 “视频数据 · 单篇视频 · 下载表格” (CSV with BOM), one line a video.

Shape: third-party readers and a sample (2025 to 2026), one of which compared the file with the JSON behind it field by
field: **推荐 is likeCount (likes), 喜欢 is favCount (favourites, left out)**, 分享量 is forwardCount (reposts), 评论量
is commentCount, 播放量 is readCount (reads). Days are Beijing days without hours (2026/7/24). The four columns of
企业微信 and 推荐, 设为… are missing in older files.

Traps: a video without ID (older files) gets an inferred one; the description may hold line breaks and may be empty; an
id may be hidden behind a tab. Older files without 推荐 have no likes: 喜欢 is not taken in its place.
Blind spots: the page shows seven days unless told otherwise; deleted videos are gone from it.
"""

from collections.abc import Iterator

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.tables import find_tables
from plumbline.importers.works import Columns, works
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("视频描述",),
    time=("发布时间",),
    identity=("视频ID", "视频Id", "视频id"),
    reads=("播放量",),
    likes=("推荐",),
    reposts=("分享量",),
    comments=("评论量",),
    days=True,
)
_LEFT = (
    "完播率", "平均播放时长", "喜欢", "关注量", "转发聊天和朋友圈", "设为铃声", "设为状态", "设为朋友圈封面",
    "企微链接点击次数", "企微链接点击人数", "添加到通讯录次数", "添加到通讯录人数",
)  # fmt: skip
FORMAT = Format(
    "channels-csv",
    Text(zh="视频号助手·视频数据", en="WeChat Channels assistant: videos"),
    platform="wechat_channels",
    headers=(Header(frozenset({"视频描述", "发布时间", "播放量"}), COLUMNS.all | {*_LEFT}),),
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a line."""
    for table in find_tables(export, FORMAT.headers[0]):
        yield from works(table.entries(), COLUMNS, context)
