"""What X's answers become. A post that was edited keeps the id, and the time, of its first version."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from plumbline.collectors.endpoint import Scope
from plumbline.collectors.x.answers import ANSWERED, QUOTED, REPOSTED, references
from plumbline.importers.cells import Unreadable, count, moment
from plumbline.importers.x_tweets import minted
from plumbline.ledger.stretches import Observation

_REPOST = re.compile(r"RT @(\w{1,20}): ?(.*)", re.DOTALL)
EDITABLE = timedelta(hours=2)
"""Edits are open for an hour at most: an id that says another time than that carries no clock."""


def known(data: Any) -> Mapping[str, str]:
    """The platform's own number of the account, which its listing is asked with."""
    found = data.get("data")
    own = str(found.get("id") or "") if isinstance(found, dict) else ""
    return {"native_id": own, "open_id": own} if own else {}


def profile(item: Any, scope: Scope) -> Iterator[Observation]:
    """The followers of the day."""
    yield scope.seen("metrics", date=scope.at.date(), followers=count(item["public_metrics"]["followers_count"]))


def state(data: Any) -> str:
    """Whether a post that was asked for is there: an answer with neither post nor refusal says nothing."""
    found = data.get("data")
    return "present" if isinstance(found, dict) and isinstance(found.get("id"), str) else "absent_once"


def post(item: Any, scope: Scope) -> Iterator[Observation]:
    """A post with its counts; a repost has its original's, so they are left out."""
    at = moment(item.get("created_at"), "UTC")
    if at is None:
        raise Unreadable("no_time")
    history = item.get("edit_history_post_ids") or item.get("edit_history_tweet_ids") or [item["id"]]
    if not isinstance(history, list):
        raise Unreadable("not_an_id")
    post_id = str(history[0])
    edited = len(history) > 1 and str(item["id"]) != post_id
    said, answered = _kind(item, scope), _referred(item, ANSWERED)
    counts = {} if said["kind"] == "repost" else _counts(item.get("public_metrics") or {})
    yield scope.seen(
        "posts",
        native=str(item["id"]),
        post_id=post_id,
        posted_at=_first(post_id, at) if edited else at,
        urls=_links(item),
        client=item.get("source"),
        in_reply_to=str(answered["id"]) if answered and answered.get("id") else None,
        edited_at=at if edited else None,
        media=[str(key) for key in (item.get("attachments") or {}).get("media_keys") or []],
        **said,
        **counts,
    )
    if counts:
        yield scope.seen("post_metrics", post_id=post_id, **counts)


def _kind(item: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """Kind and words: a repost has those of its original, as in the account's own archive."""
    origin, quoted = _referred(item, REPOSTED), _referred(item, QUOTED)
    beside = json.loads(scope.known.get("referred") or "{}")
    text = _words(item)
    if origin is not None:
        found = _REPOST.match(text)
        whole = _words(beside.get(str(origin.get("id")), {})) or (found[2] if found else text)
        whose = f"@{found[1]}" if found else None
        return {"kind": "repost", "text": "", "quoted_text": whole, "quoted_source": whose}
    whom = item.get("in_reply_to_user_id")
    others = str(whom) != scope.native_id if whom else _referred(item, ANSWERED) is not None
    words = _words(beside.get(str(quoted.get("id")), {})) if quoted else ""
    return {"kind": "reply" if others else "post", "text": text, "quoted_text": words or None}


def _referred(item: Mapping[str, Any], kinds: frozenset[str]) -> Mapping[str, Any] | None:
    return next((one for one in references(item) if one.get("type") in kinds), None)


def _first(post_id: str, at: datetime) -> datetime:
    """When the first version was posted, as its id says; X gives the moment of the last."""
    made = minted(post_id) if post_id.isdigit() else None
    return made if made and timedelta() <= at - made <= EDITABLE else at


def _words(item: Mapping[str, Any]) -> str:
    """The whole text: a long post has it in a note."""
    note = item.get("note_post") or item.get("note_tweet") or {}
    return unescape(str(note.get("text") or item.get("text") or ""))


def _links(item: Mapping[str, Any]) -> list[str]:
    note = item.get("note_post") or item.get("note_tweet") or {}
    told = ((note.get("entities") or item.get("entities") or {}).get("urls")) or []
    found = (one.get("expanded_url") or one.get("url") for one in told)
    return list(dict.fromkeys(str(url) for url in found if url))


def _counts(told: Mapping[str, Any]) -> dict[str, Any]:
    reposts = told.get("repost_count", told.get("retweet_count"))
    return {
        "reads": count(told.get("impression_count")),
        "likes": count(told.get("like_count")),
        "reposts": count(reposts),
        "comments": count(told.get("reply_count")),
    }
