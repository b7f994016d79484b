"""Works, comments and creators of Douyin from MediaCrawler (see `mediacrawler`; by its source code).

Title and description are the same words. There are no plays. Pictures of a picture post stand in `note_download_url`; a
video is named by its page, as the addresses of the file itself expire.
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
    "douyin",
    (
        Shape(
            "contents",
            frozenset(("aweme_id", "desc", "create_time")),
            frozenset(
                (
                    "aweme_type", "title", "liked_count", "collected_count", "comment_count", "share_count",
                    "aweme_url", "cover_url", "video_download_url", "music_download_url", "note_download_url",
                )
            ),
            never=frozenset(("comment_id",)),
        ),
        Shape(
            "comments",
            frozenset(("comment_id", "aweme_id", "content", "create_time")),
            frozenset(("sub_comment_count", "like_count", "parent_comment_id", "pictures")),
        ),
        Shape("creators", frozenset(("fans", "follows", "videos_count")), frozenset(("desc", "interaction"))),
    ),
    {
        "contents": Columns(
            post_id=("aweme_id",),
            posted_at=("create_time",),
            title=("title",),
            text=("desc",),
            likes=("liked_count",),
            reposts=("share_count",),
            comments=("comment_count",),
        )
    },
    Comments(
        "douyin",
        comment_id=("comment_id",),
        post_id=("aweme_id",),
        at=("create_time",),
        text=("content",),
        parent=("parent_comment_id",),
        user_id=("user_id",),
        hashed=("creator_hash",),
    ),
    fans=("fans",),
    media=("note_download_url", "aweme_url"),
)  # fmt: skip
FORMAT = Format(
    "mediacrawler-douyin",
    Text(zh="MediaCrawler 抖音数据", en="Douyin by MediaCrawler"),
    platform="douyin",
    complete=False,
)


def recognises(export: Export) -> int:
    """By the names of the first record."""
    return CRAWLED.recognises(export)


def read(export: Export, context: Context) -> Iterator[Row]:
    """The rows of registered accounts."""
    return CRAWLED.read(export, context)
