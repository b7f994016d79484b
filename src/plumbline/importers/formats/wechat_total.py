"""wechat-total: 公众号后台 “内容分析 · 已发表内容” (total_*.xls, 2026), one line an article; also its copies as CSV.

Shape: third-party parsers (2026), no documentation. The table starts in row 4, column B; some copies name the columns
内容标题 and 发表日期 and lack the address. Beijing days, no hours: the first moment of that day in the dossier's zone.

Taken: title, day, 阅读人数 as reads (people: the file has no count of readings), 分享人数 as reposts. Left: delivery
and rates. Likes and comments are not there: None. The key is mid and idx of the address (see wechat-notified).

Blind spots: a table by day *and channel* has the same words, but a line there is no article: it is wechat-traffic.
Whether the list is complete is not known: it does not count as a watch.
"""

from collections.abc import Iterator
from itertools import product

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.tables import Table
from plumbline.importers.wechat_articles import ADDRESS, articles
from plumbline.importers.works import Columns, listings
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("标题", "内容标题", "文章标题"),
    time=("日期", "发表日期", "发表时间", "发布日期"),
    reads=("阅读次数", "阅读人数"),
    likes=("点赞人数", "点赞次数"),
    reposts=("分享次数", "分享人数"),
    comments=("留言数", "评论数", "留言条数"),
    days=True,
)
CHANNELS = frozenset({"渠道", "传播渠道"})
_LEFT = ("阅读后关注人数", "送达人数", "送达阅读率", "阅读完成率", "平均阅读时长", "在看人数", "收藏人数", "赞赏金额")
_KNOWN = COLUMNS.all | {*ADDRESS, *_LEFT}
_TOLD_BY = ({"阅读后关注人数"}, {"送达人数"}, *({name} for name in ADDRESS))
FORMAT = Format(
    "wechat-total",
    Text(zh="公众号后台·内容分析（total_*.xls）", en="WeChat back-end: content analysis (total_*.xls)"),
    platform="wechat",
    headers=tuple(
        Header(frozenset({title, day, "阅读人数", *told}), _KNOWN)
        for title, day, told in product(COLUMNS.title, COLUMNS.time, _TOLD_BY)
    ),
    complete=False,
)


def recognises(export: Export) -> int:
    """How many columns of a listing by article are there; 0 if a line is a day of a channel."""
    return max((len(table.places) for table in _tables(export)), default=0)


def _tables(export: Export) -> Iterator[Table]:
    if export.kind == "table":
        yield from (table for table in listings(export, FORMAT.headers) if not CHANNELS & set(table.unknown))


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a line."""
    for table in _tables(export):
        yield from articles(table.entries(), COLUMNS, context)
