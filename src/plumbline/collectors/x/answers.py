"""X's answers as they are read: what a refusal means; replies without the names of citizens."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.collectors.json_answers import parsed

POSTS = ("tweets", "posts")
REFERRED = ("referenced_posts", "referenced_tweets")
REPOSTED, QUOTED, ANSWERED = frozenset({"retweeted", "reposted"}), frozenset({"quoted"}), frozenset({"replied_to"})
_NAMED = {"Not Found Error": "resource-not-found", "Authorization Error": "not-authorized-for-resource"}
_SPENT = re.compile(r"usage.?cap|spend.?(?:ing.?)?(?:cap|limit)|credits?.?deplet|any credits", re.IGNORECASE)
_TAKEN = re.compile(r"suspended|violat", re.IGNORECASE)
_ADDRESSED = re.compile(r"^(?:\.?@\w{1,20}[\s,:]+)+", re.ASCII)


def read(body: bytes) -> Any:
    """An answer; None if it is no object. A page that is empty has an empty list, a refusal its name in `problem`."""
    answer = parsed(body)
    if not isinstance(answer, dict):
        return None
    found = answer.get("data")
    if found is None and _object(answer.get("meta")).get("result_count") == 0:
        return answer | {"data": []}
    if found is None:
        return answer | ({"problem": name} if (name := _problem(answer)) else {})
    return _spared(answer)


def referred(data: Any) -> Mapping[str, str]:
    """The posts that the posts of a page repost or quote, as X gives them beside the page."""
    return {"referred": json.dumps({str(one.get("id")): one for one in _included(data)})}


def references(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a post refers to: its type and id."""
    yield from _objects(next((item[name] for name in REFERRED if item.get(name)), None))


def _problem(answer: Mapping[str, Any]) -> str:
    """Why there is no data: the last word of the type of the problem, or a name of ours where the words say more."""
    told = next(iter(_objects(answer.get("errors"))), answer)
    title, words = str(told.get("title") or ""), f"{told.get('title')} {told.get('detail')} {told.get('type')}"
    if _SPENT.search(words):
        return "usage-capped"
    if told is not answer and _TAKEN.search(words):
        return "suspended"
    kind = str(told.get("type") or "").rpartition("/")[2]
    return _NAMED.get(title, "") if kind in ("", "about:blank", "blank") else kind


def _spared(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Replies without the names that they begin with, and without the posts of others that they answer."""
    found = answer["data"]
    posts = [_unaddressed(one) for one in found] if isinstance(found, list) else _unaddressed(found)
    wanted = {
        str(one.get("id"))
        for item in _objects(found if isinstance(found, list) else [found])
        for one in references(item)
        if one.get("type") not in ANSWERED
    }
    beside = _object(answer.get("includes"))
    kept = {
        name: [_unaddressed(one) for one in _objects(beside[name]) if str(one.get("id")) in wanted]
        for name in POSTS
        if name in beside
    }
    return {**answer, "data": posts} | ({"includes": {**beside, **kept}} if kept else {})


def _unaddressed(item: Any) -> Any:
    if not isinstance(item, dict) or not (item.get("in_reply_to_user_id") or _answers(item)):
        return item
    changed = {**item, **({"text": _ADDRESSED.sub("", item["text"])} if isinstance(item.get("text"), str) else {})}
    for name in ("note_tweet", "note_post"):
        note = _object(item.get(name))
        if isinstance(note.get("text"), str):
            changed[name] = {**note, "text": _ADDRESSED.sub("", note["text"])}
    return changed


def _answers(item: Mapping[str, Any]) -> bool:
    return any(one.get("type") in ANSWERED for one in references(item))


def _included(data: Any) -> Iterator[Mapping[str, Any]]:
    beside = _object(_object(data).get("includes"))
    yield from (one for name in POSTS for one in _objects(beside.get(name)))


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
