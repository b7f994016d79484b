"""What Bluesky's answers become."""

from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.collectors.bluesky.answers import unaddressed
from plumbline.collectors.endpoint import Scope
from plumbline.collectors.paths import at
from plumbline.collectors.privacy import nameless
from plumbline.importers.cells import Unreadable, moment
from plumbline.ledger.stretches import Observation

REPOSTED = "repost:"
"""Before the key of a repost: it lies among the reposts, where a post may have the same key."""


def resolved(data: Any) -> Mapping[str, str]:
    """The account's own number and the server on which its records lie, as its identity document says; nothing if the
    answer has no number."""
    did = at(data, "did")
    services = at(data, "didDoc.service")
    named = [one for one in services if isinstance(one, dict)] if isinstance(services, list) else []
    server = next((one.get("serviceEndpoint") for one in named if str(one.get("id")).endswith("#atproto_pds")), "")
    found = server.rstrip("/") if isinstance(server, str) else ""
    return {"did": did, "native_id": did, "pds": found} if isinstance(did, str) and did else {}


def profile(item: Any, scope: Scope) -> Iterator[Observation]:
    """The repository says nothing that is counted."""
    if not item.get("did"):
        raise Unreadable("no_id")
    return iter(())


def record(item: Any, scope: Scope) -> Iterator[Observation]:
    """A post as it lies in the account's repository; its id is the key of the record."""
    value = unaddressed(item)["value"]
    posted = moment(value["createdAt"], "UTC")
    if posted is None:
        raise Unreadable("no_time")
    answered = (value.get("reply") or {}).get("parent", {}).get("uri")
    own = str(answered or "").startswith(f"at://{scope.native_id}/")
    yield scope.seen(
        "posts",
        post_id=_key(item["uri"]),
        posted_at=posted,
        text=str(value.get("text") or ""),
        kind="reply" if answered and not own else "post",
        urls=_links(value),
        in_reply_to=_key(answered) if answered else None,
        media_text=_described(value),
        media=_media(value.get("embed") or {}),
    )


def reposted(item: Any, scope: Scope) -> Iterator[Observation]:
    """A repost: only the address of the original is in the repository, not its words."""
    value = item["value"]
    origin = str(value["subject"]["uri"])
    yield scope.seen(
        "posts",
        post_id=f"{REPOSTED}{_key(item['uri'])}",
        posted_at=moment(value["createdAt"], "UTC"),
        text=origin,
        kind="repost",
        quoted_source=origin.removeprefix("at://").partition("/")[0],
        urls=[origin],
    )


def counted(item: Any, scope: Scope) -> Iterator[Observation]:
    """The counts of the account's own posts in its feed."""
    post = item["post"]
    if post["author"]["did"] != scope.native_id or item.get("reason"):
        return
    counts = {"likes": post.get("likeCount"), "reposts": post.get("repostCount"), "comments": post.get("replyCount")}
    yield scope.seen("post_metrics", post_id=_key(post["uri"]), **counts)


def asked_of(post: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """A post whose answers are asked for; a repost has none of its own."""
    return None if str(post["post_id"]).startswith(REPOSTED) else post


def feed_replies(item: Any, scope: Scope) -> Iterator[Observation]:
    """An answer by somebody else under a post: words and moment, the person as a keyed hash."""
    post = item.get("post") or {}
    author = (post.get("author") or {}).get("did")
    if not author or author == scope.native_id:
        return
    yield scope.seen(
        "interactions",
        post_id=str(scope.parent["post_id"]),
        at=moment(post["indexedAt"], "UTC"),
        kind="comment",
        text=nameless(str(post["record"].get("text") or "")) or None,
        actor_key=scope.keyed(author),
    )


def follower(item: Any, scope: Scope) -> Iterator[Observation]:
    """What kind of account follows; who it is, is not kept."""
    made = moment(item.get("createdAt"), "UTC")
    yield scope.seen(
        "followers",
        follower_key=scope.keyed(item["did"]),
        registered_on=made.date() if made else None,
        has_avatar=bool(item.get("avatar")),
        has_bio=bool(item.get("description")),
        name_digits=sum(letter.isdigit() for letter in str(item.get("handle") or "").partition(".")[0]),
    )


def _key(uri: str) -> str:
    return uri.rpartition("/")[2]


def _described(value: Mapping[str, Any]) -> str | None:
    """What the author says that the pictures show."""
    embed = value.get("embed") or {}
    images = embed.get("images") or (embed.get("media") or {}).get("images") or []
    return "\n".join(str(image["alt"]) for image in images if image.get("alt")) or None


def _links(value: Mapping[str, Any]) -> list[str]:
    features = [one for facet in value.get("facets") or [] for one in facet.get("features") or []]
    found = [str(one["uri"]) for one in features if one.get("uri")]
    card = ((value.get("embed") or {}).get("external") or {}).get("uri")
    return list(dict.fromkeys([*found, *([str(card)] if card else [])]))


def _media(embed: Mapping[str, Any]) -> list[str]:
    """References of the pictures and the video of a post, by the digest of their bytes."""
    pictures = [image.get("image") for image in embed.get("images") or (embed.get("media") or {}).get("images") or []]
    blobs = [*pictures, *([embed["video"]] if embed.get("video") else [])]
    return [str((blob.get("ref") or {}).get("$link") or "") for blob in blobs if isinstance(blob, dict)]
