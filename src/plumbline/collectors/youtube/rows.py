"""What YouTube's answers become. Counts come as strings; the number of subscribers is rounded by the platform."""

from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.collectors.endpoint import Scope
from plumbline.importers.cells import Unreadable, count, moment
from plumbline.ledger.stretches import Observation


def uploads(data: Any) -> Mapping[str, str]:
    """The list of the channel's own videos; nothing if there is no such channel."""
    found = (data.get("items") or [{}])[0]
    named = ((found.get("contentDetails") or {}).get("relatedPlaylists") or {}).get("uploads")
    return {"uploads": str(named), "native_id": str(found.get("id"))} if named else {}


def channel(item: Any, scope: Scope) -> Iterator[Observation]:
    """The subscribers of the day, where the channel shows them."""
    told = item["statistics"]
    if not told.get("hiddenSubscriberCount"):
        yield scope.seen("metrics", date=scope.at.date(), followers=count(told.get("subscriberCount")))


def video(item: Any, scope: Scope) -> Iterator[Observation]:
    """A video: its title and description; one that its owner has made private shows no more than that."""
    told, post_id = item["snippet"], str(item["contentDetails"]["videoId"])
    posted = moment(item["contentDetails"].get("videoPublishedAt"), "UTC")
    if posted is None:
        yield scope.lost(post_id, "not_visible", "private")
        return
    if not told.get("title"):
        raise Unreadable("no_text")
    words = (told["title"], told.get("description") or "")
    yield scope.seen(
        "posts", post_id=post_id, posted_at=posted, text="\n".join(word for word in words if word), kind="post",
        media=[post_id],
    )  # fmt: skip


def counted(item: Any, scope: Scope) -> Iterator[Observation]:
    """Views, likes and comments; shares are not told."""
    told = item["statistics"]
    yield scope.seen(
        "post_metrics", post_id=str(item["id"]), reads=count(told.get("viewCount")),
        likes=count(told.get("likeCount")), comments=count(told.get("commentCount")),
    )  # fmt: skip
