"""What YouTube's answers become. Counts come as strings; the number of subscribers is rounded by the platform."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.collectors.endpoint import Scope
from plumbline.collectors.json_answers import parsed
from plumbline.collectors.paths import replaced
from plumbline.importers.cells import Unreadable, count, moment
from plumbline.ledger.stretches import Observation

_MENTION = re.compile(r"@[\w.\-·]+\s*")
COMMENTS = ("items.*.snippet.topLevelComment.snippet", "items.*.replies.comments.*.snippet")
"""Where a page of threads has its comments."""
HIDDEN = frozenset({"private", "unlisted"})


def first(data: Any) -> Mapping[str, Any] | None:
    """The first item of a list; an empty object if the list has none, None where there is no list to be believed."""
    if not isinstance(data, dict):
        return None
    found = data.get("items")
    if found is None and str((data.get("pageInfo") or {}).get("totalResults")) == "0":
        return {}
    if not isinstance(found, list):
        return None
    return next((one for one in found if isinstance(one, dict)), None if found else {})


def uploads(data: Any) -> Mapping[str, str]:
    """The list of the channel's own videos; nothing if there is no such channel."""
    found = first(data) or {}
    details = found.get("contentDetails")
    related = details.get("relatedPlaylists") if isinstance(details, dict) else None
    named = related.get("uploads") if isinstance(related, dict) else None
    own = str(found.get("id") or "")
    return {"uploads": str(named), "native_id": own, "open_id": own} if named and own else {}


def channel(item: Any, scope: Scope) -> Iterator[Observation]:
    """The subscribers of the day, where the channel shows them. Unreadable: there is no such channel."""
    found = first(item)
    if not found:
        raise Unreadable("no_channel")
    told = found["statistics"]
    if not told.get("hiddenSubscriberCount"):
        yield scope.seen("metrics", date=scope.at.date(), followers=count(told.get("subscriberCount")))


def video(item: Any, scope: Scope) -> Iterator[Observation]:
    """A video: its title and description; one that its owner has made private shows no more than that."""
    told, post_id = item["snippet"], str(item["contentDetails"]["videoId"])
    if shown := hidden(item):
        yield scope.lost(post_id, "not_visible", f"privacyStatus={shown}")
        return
    posted = moment(item["contentDetails"].get("videoPublishedAt"), "UTC")
    if posted is None:
        yield scope.lost(post_id, "not_visible", "videoPublishedAt=")
        return
    if not told.get("title"):
        raise Unreadable("no_text")
    words = (told["title"], told.get("description") or "")
    yield scope.seen(
        "posts", post_id=post_id, posted_at=posted, text="\n".join(str(word) for word in words if word), kind="post",
        media=[post_id],
    )  # fmt: skip


def state(data: Any) -> str:
    """Whether a video can be looked up. One that cannot is deleted or private: nobody but its owner can tell."""
    found = first(data)
    if found is None:
        return "absent_once"
    status = found.get("status")
    told = status if isinstance(status, dict) else {}
    if told.get("uploadStatus") == "rejected":
        return "withdrawn_by_platform"
    return "present" if found and not hidden(found) else "not_visible"


def hidden(item: Mapping[str, Any]) -> str:
    """The word for a video that is not for everybody; blank for all others."""
    status = item.get("status")
    shown = str(status.get("privacyStatus") or "") if isinstance(status, dict) else ""
    return shown if shown in HIDDEN else ""


def counted(item: Any, scope: Scope) -> Iterator[Observation]:
    """Views, likes and comments; shares are not told."""
    told = item["statistics"]
    yield scope.seen(
        "post_metrics", post_id=str(item["id"]), reads=count(told.get("viewCount")),
        likes=count(told.get("likeCount")), comments=count(told.get("commentCount")),
    )  # fmt: skip


def unnamed(body: bytes) -> Any:
    """Comments without the names of the people they speak to."""
    answer = parsed(body)
    for where in COMMENTS:
        for name in ("textDisplay", "textOriginal"):
            answer = replaced(answer, f"{where}.{name}", lambda text: _MENTION.sub("", str(text)).strip())
    return answer


def comments(item: Any, scope: Scope) -> Iterator[Observation]:
    """A comment and the answers below it that come with it."""
    top = item["snippet"]["topLevelComment"]
    yield _comment(top, scope)
    for answer in (item.get("replies") or {}).get("comments") or []:
        yield _comment(answer, scope)


def _comment(item: Mapping[str, Any], scope: Scope) -> Observation:
    """A citizen's words, the person as a keyed hash; the account's own are a post of its own."""
    told, post_id = item["snippet"], str(scope.parent["post_id"])
    who = str((told.get("authorChannelId") or {}).get("value") or "")
    at = moment(told["publishedAt"], "UTC")
    text = _MENTION.sub("", str(told.get("textDisplay") or told.get("textOriginal") or "")).strip()
    if who and who == scope.native_id:
        return scope.seen(
            "posts", post_id=f"comment:{item['id']}", posted_at=at, text=text, kind="comment", in_reply_to=post_id
        )
    key = scope.keyed(who) if who else None
    return scope.seen("interactions", post_id=post_id, at=at, kind="comment", text=text or None, actor_key=key)
