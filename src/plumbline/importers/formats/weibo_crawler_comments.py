"""The CSV of comments that weibo-crawler makes of its database (from its source code): `NAME_comments.csv`.

It holds the names of those who commented and no ids: a name becomes a keyed hash, and only a comment under the name of
a registered account becomes a post of that account. Times are those of the machine that ran the crawler: read in the
dossier's timezone; “昨天” and the like say no moment and are refused. The account is known by the file's name, if that
is the name of a registered account, else by `--account`.
"""

from collections.abc import Iterator

from plumbline.importers.cells import Unreadable
from plumbline.importers.comment_rows import Comments, comment_rows
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Header, Row, Stated
from plumbline.importers.post_rows import once
from plumbline.importers.tables import Entry, find_tables
from plumbline.importers.weibo_ids import post_id
from plumbline.rulebook.model import Text

HEADER = Header(
    required=frozenset(("id", "weibo_id", "created_at", "user_screen_name", "text")),
    known=frozenset(("bid", "root_id", "user_id", "user_avatar_url", "pic_url", "like_count")),
)
FORMAT = Format(
    "weibo-crawler-comments",
    Text(zh="weibo-crawler 评论 CSV", en="comments of weibo-crawler, CSV"),
    platform="weibo",
    headers=(HEADER,),
    complete=False,
)
NAMES = Comments(
    "weibo",
    comment_id=("id",),
    post_id=("weibo_id",),
    at=("created_at",),
    text=("text",),
    parent=("root_id",),
    user_id=("user_id",),
    name=("user_screen_name",),
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """The comments below the posts of one account."""
    return once(_rows(export, context))


def _rows(export: Export, context: Context) -> Iterator[Row]:
    name = export.path.name.removesuffix(".csv").removesuffix("_comments").rpartition("/")[2]
    if context.find(platform="weibo", name=name):
        yield Stated("weibo", name=name)
    for table in find_tables(export, HEADER):
        for entry in table.entries():
            if not isinstance(entry, Entry):
                yield entry
                continue
            try:
                post = post_id(entry.text("weibo_id"))
            except Unreadable as error:
                yield entry.lost(error, "weibo_id")
                continue
            if post is None:
                yield Fault(entry.number, "no_id", "weibo_id")
                continue
            yield from comment_rows(entry, NAMES, context.timezone, context, post_id=post, owner=None)
