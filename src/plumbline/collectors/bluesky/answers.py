"""What of Bluesky's answers may be kept: the account's own records, without the numbers of those whom they answer."""

from collections.abc import Mapping
from typing import Any

from plumbline.collectors.paths import at
from plumbline.collectors.privacy import nameless

_COUNTS = ("uri", "cid", "replyCount", "repostCount", "likeCount", "quoteCount", "bookmarkCount", "indexedAt")


def records(data: Any) -> Any:
    """Records, or one: in an answer to somebody else only the key of what it answers stays."""
    if not isinstance(data, dict):
        return data
    listed = data.get("records")
    return data | {"records": [unaddressed(one) for one in listed]} if isinstance(listed, list) else unaddressed(data)


def unaddressed(item: Any) -> Any:
    """A record; one in a conversation with somebody else names nobody and quotes nobody."""
    value, reply, own = at(item, "value"), at(item, "value.reply"), _repository(item)
    if not isinstance(reply, dict) or all(_is_own(one, own) for one in reply.values()):
        return item
    changed: dict[str, Any] = {"reply": {name: _answered(one, own) for name, one in reply.items()}}
    if isinstance(value.get("text"), str):
        changed["text"] = nameless(value["text"], "@…")
    if isinstance(value.get("facets"), list):
        changed["facets"] = [_unmentioned(one) for one in value["facets"]]
    if isinstance(value.get("embed"), dict):
        changed["embed"] = {name: part for name, part in value["embed"].items() if name != "record"}
    return {**item, "value": {**value, **changed}}


def feed(data: Any) -> Any:
    """The counts of the account's own posts; what it repeats from others is left out."""
    listed = data.get("feed") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        return data
    own = [one for one in listed if isinstance(one, dict) and not one.get("reason")]
    return {**data, "feed": [{"post": _part(one.get("post"), _COUNTS)} for one in own]}


def thread(data: Any) -> Any:
    """The answers under a post: who, when and what; not their addresses."""
    if not isinstance(data, dict) or "thread" not in data:
        return data
    above = data["thread"]
    listed = above.get("replies") if isinstance(above, dict) else None
    posts = [one.get("post") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {"thread": {"replies": [{"post": _said(post)} for post in posts]}}


def _said(post: Any) -> dict[str, Any]:
    text = at(post, "record.text")
    return {**_part(post, ("author", "indexedAt")), "record": {"text": nameless(text) if isinstance(text, str) else ""}}


def _part(found: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found} if isinstance(found, dict) else {}


def _repository(item: Any) -> str:
    """Where the account's records lie, from the address of one: ``at://did:plc:…/``."""
    return "/".join(str(at(item, "uri")).split("/")[:3]) + "/"


def _is_own(reference: Any, own: str) -> bool:
    return str(at(reference, "uri")).startswith(own)


def _answered(reference: Any, own: str) -> Any:
    if _is_own(reference, own):
        return reference
    return {"uri": f"at://did:hidden/app.bsky.feed.post/{str(at(reference, 'uri')).rpartition('/')[2]}"}


def _unmentioned(facet: Any) -> Any:
    features = facet.get("features") if isinstance(facet, Mapping) else None
    if not isinstance(features, list):
        return facet
    kept = [{name: value for name, value in one.items() if name != "did"} for one in features if isinstance(one, dict)]
    return {**facet, "features": kept}
