"""The CSV of weiboSpider (dataabc/weiboSpider 939a001, from its source code; its shape seen in a public file).

`微博id` is the word of the web address: it is turned into the post's number, so that the same post from another tool
has the same key. The header is written again on every run, in the middle of the file. Without the setting “only
original posts” there are the columns 被转发微博原始图片url and 是否为原创微博, and a forwarded post stands within the
text as 原始用户/转发内容: it is taken apart. Times are of Beijing, to the minute. “无” means none.

Blind spots: no account in the rows (the file is named by its number), no id of a forwarded post; texts of long posts
may be cut off (“…全文”): kept, and told once.
"""

from collections.abc import Iterator

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.post_rows import Columns, once, told_cut
from plumbline.importers.tables import Entry, find_tables
from plumbline.importers.weibo_rows import BEIJING, Weibo, stated_by_name, weibo_posts
from plumbline.rulebook.model import Text

HEADER = Header(
    required=frozenset(("微博id", "微博正文", "发布时间")),
    known=frozenset(
        (
            "头条文章url", "原始图片url", "被转发微博原始图片url", "是否为原创微博", "微博视频url", "发布位置",
            "发布工具", "点赞数", "转发数", "评论数",
        )
    ),
)  # fmt: skip
FORMAT = Format(
    "weibospider-csv",
    Text(zh="weiboSpider 微博 CSV", en="posts of weiboSpider, CSV"),
    platform="weibo",
    headers=(HEADER,),
)
_NAMES = Weibo(
    Columns(
        post_id=("微博id",),
        posted_at=("发布时间",),
        text=("微博正文",),
        client=("发布工具",),
        likes=("点赞数",),
        reposts=("转发数",),
        comments=("评论数",),
        media=("原始图片url", "微博视频url"),
        urls=("头条文章url",),
    ),
    original=("是否为原创微博",),
    inline=True,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """The posts of one account, as of the moment of the crawl."""
    return once(_rows(export, context))


def _rows(export: Export, context: Context) -> Iterator[Row]:
    yield from stated_by_name(export, context)
    cut: list[int] = []
    for table in find_tables(export, HEADER):
        for entry in table.entries():
            if isinstance(entry, Entry):
                yield from weibo_posts(entry, _NAMES, BEIJING, cut=cut)
            else:
                yield entry
    yield from told_cut(cut, "微博正文")


def complete(export: Export) -> bool:
    """Whether reposts stand in it too: a crawl of original posts alone, which lacks the column, proves no silence."""
    return any("是否为原创微博" in table.places for header in FORMAT.headers for table in find_tables(export, header))
