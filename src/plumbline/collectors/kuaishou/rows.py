"""What Kuaishou's answers become."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.collectors.endpoint import Scope
from plumbline.importers.cells import Unreadable, count, moment
from plumbline.ledger.stretches import Observation

BEIJING = "Asia/Shanghai"


def profile(item: Any, scope: Scope) -> Iterator[Observation]:
    """The follower count of the day."""
    found = item.get("user_info") or item
    on = scope.at.astimezone(ZoneInfo(BEIJING)).date()
    yield scope.seen("metrics", date=on, followers=count(found.get("fan")))


def photo(item: Any, scope: Scope) -> Iterator[Observation]:
    """A work with its counts; one that cannot be watched (`pending`) is only told if it could be once."""
    post_id, posted = str(item.get("photo_id") or ""), moment(item.get("create_time"), BEIJING)
    if not post_id:
        raise Unreadable("no_id")
    if item.get("pending") in (True, 1, "1", "true"):
        if scope.stands(post_id):
            yield scope.lost(post_id, "not_visible", "pending")
        return
    if posted is None:
        raise Unreadable("no_time")
    yield scope.seen(
        "posts",
        post_id=post_id,
        posted_at=posted,
        text=str(item["caption"]),
        kind="post",
        media=[str(item[name]) for name in ("play_url", "cover") if item.get(name)][:1],
        **_counts(item),
    )
    yield scope.seen("post_metrics", post_id=post_id, **_counts(item))


def state(data: Any) -> str:
    """Whether a work that was asked for by its id can be watched."""
    found = data.get("video_info")
    if not isinstance(found, dict) or not found:
        return "absent_once"
    return "not_visible" if found.get("pending") in (True, 1, "1", "true") else "present"


def _counts(item: Mapping[str, Any]) -> dict[str, Any]:
    names = {"reads": "view_count", "likes": "like_count", "comments": "comment_count"}
    return {ours: count(item.get(theirs)) for ours, theirs in names.items()}
