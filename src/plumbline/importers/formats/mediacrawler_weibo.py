"""Posts, comments and creators of Weibo from MediaCrawler (see `mediacrawler`; by its field names and source code).

`create_time` is in seconds since 1970; `create_date_time` is Beijing's. The text comes without links and pictures. A
crawl by search words holds anybody's posts: those of accounts that are not registered are passed over unread.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.importers.comment_rows import Comments
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Row
from plumbline.importers.mediacrawler import Crawled
from plumbline.importers.mediacrawler_records import Shape
from plumbline.importers.post_rows import Columns, Names
from plumbline.importers.tables import Entry
from plumbline.importers.weibo_ids import post_id
from plumbline.rulebook.model import Text


@dataclass(frozen=True)
class _Crawled(Crawled):
    def identity(self, entry: Entry, names: Names) -> str | None:
        return post_id(entry.text(*names))


CRAWLED = _Crawled(
    "weibo",
    (
        Shape(
            "contents",
            frozenset(("note_id", "content", "create_time")),
            frozenset(
                (
                    "create_date_time",
                    "liked_count",
                    "comments_count",
                    "shared_count",
                    "note_url",
                    "image_list",
                    "video_url",
                )
            ),
            never=frozenset(("comment_id", "title", "desc", "note_type", "question_id", "tieba_id")),
        ),
        Shape(
            "comments",
            frozenset(("comment_id", "note_id", "content", "create_time", "comment_like_count")),
            frozenset(("create_date_time", "sub_comment_count", "parent_comment_id")),
            never=frozenset(("pictures", "tieba_id")),
        ),
        Shape(
            "creators",
            frozenset(("fans", "follows", "tag_list")),
            frozenset(("desc",)),
            never=frozenset(("interaction",)),
        ),
    ),
    {
        "contents": Columns(
            post_id=("note_id",),
            posted_at=("create_time", "create_date_time"),
            text=("content",),
            likes=("liked_count",),
            reposts=("shared_count",),
            comments=("comments_count",),
            media=("image_list", "video_url"),
        )
    },
    Comments(
        "weibo",
        comment_id=("comment_id",),
        post_id=("note_id",),
        at=("create_time", "create_date_time"),
        text=("content",),
        parent=("parent_comment_id",),
        user_id=("user_id",),
        hashed=("creator_hash",),
    ),
    fans=("fans",),
)
FORMAT = Format(
    "mediacrawler-weibo",
    Text(zh="MediaCrawler 微博数据", en="Weibo by MediaCrawler"),
    platform="weibo",
    complete=False,
)


def recognises(export: Export) -> int:
    """By the names of the first record."""
    return CRAWLED.recognises(export)


def read(export: Export, context: Context) -> Iterator[Row]:
    """The rows of registered accounts."""
    return CRAWLED.read(export, context)
