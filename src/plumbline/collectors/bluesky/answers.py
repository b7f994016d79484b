"""What of Bluesky's answers may be kept: the account's own records, without the numbers of those whom they answer."""

import re
from collections.abc import Mapping
from typing import Any

_NAME = re.compile(r"@[\w.-]+\s*")
_COUNTS = ("uri", "cid", "replyCount", "repostCount", "likeCount", "quoteCount", "bookmarkCount", "indexedAt")


def records(data: Any) -> Any:
    """Records, or one: in an answer to somebody else only the key of what it answers stays."""
    if not isinstance(data, dict):
        return data
    listed = data.get("records")
    return data | {"records": [_unnamed(one) for one in listed]} if isinstance(listed, list) else _unnamed(data)


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


def unspoken(text: str) -> str:
    """A comment without the names of the people it speaks to."""
    return _NAME.sub("", text).strip()


def _said(post: Any) -> dict[str, Any]:
    record = post.get("record") if isinstance(post, dict) else None
    text = record.get("text") if isinstance(record, dict) else None
    return {**_part(post, ("author", "indexedAt")), "record": {"text": unspoken(text) if isinstance(text, str) else ""}}


def _part(found: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found} if isinstance(found, dict) else {}


def _unnamed(item: Any) -> Any:
    value = item.get("value") if isinstance(item, dict) else None
    reply = value.get("reply") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(reply, dict):
        return item
    own = str(item.get("uri")).removeprefix("at://").partition("/")[0]
    changed: dict[str, Any] = {"reply": {name: _answered(one, own) for name, one in reply.items()}}
    if isinstance(value.get("facets"), list):
        changed["facets"] = [_unmentioned(one) for one in value["facets"]]
    return {**item, "value": {**value, **changed}}


def _answered(reference: Any, own: str) -> Any:
    uri = str(reference.get("uri")) if isinstance(reference, dict) else ""
    if uri.startswith(f"at://{own}/"):
        return reference
    return {"uri": f"at://did:hidden/app.bsky.feed.post/{uri.rpartition('/')[2]}"}


def _unmentioned(facet: Any) -> Any:
    features = facet.get("features") if isinstance(facet, Mapping) else None
    if not isinstance(features, list):
        return facet
    kept = [{name: value for name, value in one.items() if name != "did"} for one in features if isinstance(one, dict)]
    return {**facet, "features": kept}
