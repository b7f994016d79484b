"""wechat-notified: 公众号后台 “已通知内容” (.xls, template 19), one line an article that was sent to the followers.

Shape: third-party parsers and a public sample of the header (2022 to 2026), no documentation. The file is xlsx or BIFF
under the name .xls; the format is told by its header alone. Times are Beijing days (20220329), no hours: the post gets
the first moment of that day in the dossier's zone.

Taken: title, day, 总阅读次数 (else 总阅读人数) as reads, 总分享次数 (else 总分享人数) as reposts. Left: delivery,
rates, first shares. Likes and comments are not in this file: None, never 0. The key is mid and idx of 内容url, so that
the article meets itself in total_*.xls, in the JSON of 发表记录 and in the API; without an address it is inferred.

Blind spots: the platform counts for seven days only; the body of the article; articles that were published without
notice (未通知): the listing is not complete.
"""

from collections.abc import Iterator

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.tables import find_tables
from plumbline.importers.wechat_articles import ADDRESS, articles
from plumbline.importers.works import Columns
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("内容标题",),
    time=("发表时间",),
    reads=("总阅读次数", "总阅读人数"),
    reposts=("总分享次数", "总分享人数"),
    days=True,
)
_LEFT = (
    "阅读后关注人数", "送达人数", "公众号消息阅读次数", "送达阅读率", "首次分享次数", "分享产生阅读次数", "首次分享率",
    "每次分享带来阅读次数", "阅读完成率",
)  # fmt: skip
FORMAT = Format(
    "wechat-notified",
    Text(zh="公众号后台·已通知内容", en="WeChat back-end: notified content"),
    platform="wechat",
    headers=(Header(frozenset({"内容标题", "发表时间", "总阅读人数"}), COLUMNS.all | {*ADDRESS, *_LEFT}),),
    complete=False,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a line."""
    for table in find_tables(export, FORMAT.headers[0]):
        yield from articles(table.entries(), COLUMNS, context)
