"""The CSV of weibo-search (dataabc/weibo-search b4535b7 and releases since 2020, from its source code).

A search for a word: posts of anybody. Only those are read whose `user_id` is registered; the others are passed over
unread, also where `--account` was given. A search is no listing: what is missing in it was not therefore deleted.
Times are of Beijing, to the minute. A forwarded post is known by its `retweet_id` only; its text belongs to somebody
else and is not read.
"""

from collections.abc import Iterator

from plumbline.importers.cells import Unreadable
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Header, Passed, Row
from plumbline.importers.owners import owner_of
from plumbline.importers.post_rows import Columns, once, told_cut
from plumbline.importers.tables import Entry, find_tables
from plumbline.importers.weibo_rows import BEIJING, Weibo, weibo_posts
from plumbline.rulebook.model import Text

HEADER = Header(
    required=frozenset(("id", "bid", "user_id", "微博正文", "发布时间")),
    known=frozenset(
        (
            "用户昵称", "头条文章url", "发布位置", "艾特用户", "话题", "转发数", "评论数", "点赞数", "发布工具",
            "微博图片url", "微博视频url", "retweet_id", "ip", "user_authentication", "会员类型", "会员等级",
        )
    ),
    unlabelled=4,
)  # fmt: skip
FORMAT = Format(
    "weibo-search-csv",
    Text(zh="weibo-search 关键词搜索 CSV", en="keyword searches of weibo-search, CSV"),
    platform="weibo",
    headers=(HEADER,),
    complete=False,
)
_NAMES = Weibo(
    Columns(
        post_id=("id",),
        posted_at=("发布时间",),
        text=("微博正文",),
        client=("发布工具",),
        likes=("点赞数",),
        reposts=("转发数",),
        comments=("评论数",),
        media=("微博图片url", "微博视频url"),
        urls=("头条文章url",),
    ),
    word=("bid",),
    quoted_id=("retweet_id",),
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """The posts of registered accounts in a search."""
    return once(_rows(export, context))


def _rows(export: Export, context: Context) -> Iterator[Row]:
    cut: list[int] = []
    for table in find_tables(export, HEADER):
        for entry in table.entries():
            yield from _post(entry, context, cut) if isinstance(entry, Entry) else _unread(entry)
    yield from told_cut(cut, "微博正文")


def _post(entry: Entry, context: Context, cut: list[int]) -> Iterator[Row]:
    try:
        user = entry.identity("user_id")
    except Unreadable as error:
        yield Fault(entry.number, error.code, "user_id")
        return
    owner = owner_of(context, "weibo", user)
    if owner is None:
        yield Passed(entry.number, "not_registered")
        return
    yield from weibo_posts(entry, _NAMES, BEIJING, owner=owner, cut=cut)


def _unread(row: Fault | Passed) -> Iterator[Row]:
    yield row
