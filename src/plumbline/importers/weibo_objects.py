"""The objects in which weibo-crawler writes JSON and its database: posts, and the names of their parts."""

from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.importers.format import Context, Fault, Passed, Row
from plumbline.importers.owners import owner_of
from plumbline.importers.post_rows import Columns, entry_of, nested
from plumbline.importers.weibo_rows import Weibo, weibo_posts

LISTS = ("pics", "video_url", "live_photo_url", "links", "article_url")
_SCALARS = (
    "id", "bid", "text", "full_created_at", "created_at", "source", "attitudes_count", "comments_count",
    "reposts_count", "user_id",
)  # fmt: skip
POSTS = Weibo(
    Columns(
        post_id=("id",),
        posted_at=("full_created_at", "created_at"),
        text=("text",),
        client=("source",),
        likes=("attitudes_count",),
        reposts=("reposts_count",),
        comments=("comments_count",),
        media=("pics", "video_url", "live_photo_url"),
        urls=("article_url", "links"),
    ),
    word=("bid",),
    quoted_text=("quoted_text",),
    quoted_source=("quoted_source",),
    quoted_id=("quoted_id", "retweet_id"),
)


def object_posts(
    found: object, number: int, context: Context, *, about: str | None = None, cut: list[int] | None = None
) -> Iterator[Row]:
    """The row of one post. `about`: the id of the account that the export states; a post of another must be of a
    registered one."""
    if not isinstance(found, Mapping):
        yield Fault(number, "not_an_object")
        return
    user = str(found.get("user_id") or "") or None
    owner = None if user is None or user == about else owner_of(context, "weibo", user)
    if user not in (None, about) and owner is None:
        yield Passed(number, "not_registered")
        return
    entry = entry_of({**found, **_quoted(found.get("retweet"))}, number, LISTS)
    entry.faults.extend(nested(found, _SCALARS, number))
    yield from weibo_posts(entry, POSTS, context.timezone, owner=owner, cut=cut)


def _quoted(forwarded: Any) -> dict[str, Any]:
    """Text and source of the post that was forwarded; of one that is deleted not even these stand there."""
    if not isinstance(forwarded, Mapping) or not forwarded:
        return {}
    return {
        "quoted_text": forwarded.get("text"),
        "quoted_source": forwarded.get("screen_name"),
        "quoted_id": forwarded.get("id"),
    }
