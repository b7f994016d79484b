"""Videos, comments, uploaders and dynamics of Bilibili from MediaCrawler (see `mediacrawler`; by its source code).

`video_id` is the number (aid): it is turned into the word (BV…), as the platform's own API and its addresses have it.
Title and description are both the post's words, each cut off at 500 characters; a description of “-” is none. Fans and
contacts (who follows whom) are never read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.importers.bilibili_ids import video_id
from plumbline.importers.comment_rows import Comments
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Row
from plumbline.importers.mediacrawler import Crawled
from plumbline.importers.mediacrawler_records import Shape
from plumbline.importers.post_rows import Columns, Names
from plumbline.importers.tables import Entry
from plumbline.rulebook.model import Text


@dataclass(frozen=True)
class _Crawled(Crawled):
    def identity(self, entry: Entry, names: Names) -> str | None:
        found = entry.identity(*names)
        return found if found is None or "dynamic_id" in names else video_id(found) or found


CRAWLED = _Crawled(
    "bilibili",
    (
        Shape(
            "contents",
            frozenset(("video_id", "title", "create_time", "video_play_count")),
            frozenset(
                (
                    "video_type", "desc", "liked_count", "disliked_count", "video_favorite_count", "video_share_count",
                    "video_coin_count", "video_danmaku", "video_comment", "video_url", "video_cover_url", "bvid",
                )
            ),
        ),
        Shape(
            "comments",
            frozenset(("comment_id", "video_id", "content", "create_time", "parent_comment_id")),
            frozenset(("sub_comment_count", "like_count")),
        ),
        Shape("creators", frozenset(("total_fans",)), frozenset(("total_liked", "user_rank", "is_official"))),
        Shape(
            "dynamics",
            frozenset(("dynamic_id", "text", "pub_ts")),
            frozenset(("type", "user_name", "total_comments", "total_forwards", "total_liked")),
        ),
        Shape(
            "contacts",
            frozenset(("up_id", "fan_id")),
            frozenset(("up_name", "fan_name", "up_sign", "fan_sign", "up_avatar", "fan_avatar")),
        ),
    ),
    {
        "contents": Columns(
            post_id=("bvid", "video_id"),
            posted_at=("create_time",),
            title=("title",),
            text=("desc",),
            reads=("video_play_count",),
            likes=("liked_count",),
            reposts=("video_share_count",),
            comments=("video_comment",),
        ),
        "dynamics": Columns(
            post_id=("dynamic_id",),
            posted_at=("pub_ts",),
            text=("text",),
            likes=("total_liked",),
            reposts=("total_forwards",),
            comments=("total_comments",),
        ),
    },
    Comments(
        "bilibili",
        comment_id=("comment_id",),
        post_id=("video_id",),
        at=("create_time",),
        text=("content",),
        parent=("parent_comment_id",),
        user_id=("user_id",),
        hashed=("creator_hash",),
    ),
    fans=("total_fans",),
    media=("video_url",),
)  # fmt: skip
FORMAT = Format(
    "mediacrawler-bilibili",
    Text(zh="MediaCrawler 哔哩哔哩数据", en="Bilibili by MediaCrawler"),
    platform="bilibili",
    complete=False,
)


def recognises(export: Export) -> int:
    """By the names of the first record."""
    return CRAWLED.recognises(export)


def read(export: Export, context: Context) -> Iterator[Row]:
    """The rows of registered accounts."""
    return CRAWLED.read(export, context)
