"""Videos, comments and creators of Kuaishou from MediaCrawler (see `mediacrawler`; by its source code).

The plays stand in `viewd_count` (as the tool spells it). Title and description are the same words, cut off at 500
characters. `create_time` is in milliseconds. There is no number of reposts; one of comments only in changed copies.
"""

from collections.abc import Iterator

from plumbline.importers.comment_rows import Comments
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Row
from plumbline.importers.mediacrawler import Crawled
from plumbline.importers.mediacrawler_records import Shape
from plumbline.importers.post_rows import Columns
from plumbline.rulebook.model import Text

CRAWLED = Crawled(
    "kuaishou",
    (
        Shape(
            "contents",
            frozenset(("video_id", "create_time", "viewd_count")),
            frozenset(
                (
                    "video_type", "title", "desc", "liked_count", "comment_count", "video_url", "video_cover_url",
                    "video_play_url",
                )
            ),
        ),
        Shape(
            "comments",
            frozenset(("comment_id", "video_id", "content", "create_time")),
            frozenset(("sub_comment_count", "root_comment_id")),
            never=frozenset(("parent_comment_id", "like_count")),
        ),
        Shape(
            "creators",
            frozenset(("fans", "follows", "interaction")),
            frozenset(("desc",)),
            never=frozenset(("videos_count", "tag_list")),
        ),
    ),
    {
        "contents": Columns(
            post_id=("video_id",),
            posted_at=("create_time",),
            title=("title",),
            text=("desc",),
            reads=("viewd_count",),
            likes=("liked_count",),
            comments=("comment_count",),
        )
    },
    Comments(
        "kuaishou",
        comment_id=("comment_id",),
        post_id=("video_id",),
        at=("create_time",),
        text=("content",),
        user_id=("user_id",),
        hashed=("creator_hash",),
    ),
    fans=("fans",),
    media=("video_url",),
)  # fmt: skip
FORMAT = Format(
    "mediacrawler-kuaishou",
    Text(zh="MediaCrawler 快手数据", en="Kuaishou by MediaCrawler"),
    platform="kuaishou",
    complete=False,
)


def recognises(export: Export) -> int:
    """By the names of the first record."""
    return CRAWLED.recognises(export)


def read(export: Export, context: Context) -> Iterator[Row]:
    """The rows of registered accounts."""
    return CRAWLED.read(export, context)
