"""What X's answers become. A post that was edited keeps the id of its first version."""

from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.collectors.endpoint import Scope
from plumbline.importers.cells import Unreadable, count, moment
from plumbline.ledger.stretches import Observation


def known(data: Any) -> Mapping[str, str]:
    """The platform's own number of the account, which its listing is asked with."""
    found = data.get("data") or {}
    return {"native_id": str(found["id"])} if found.get("id") else {}


def profile(item: Any, scope: Scope) -> Iterator[Observation]:
    """The followers of the day."""
    yield scope.seen("metrics", date=scope.at.date(), followers=count(item["public_metrics"]["followers_count"]))


def post(item: Any, scope: Scope) -> Iterator[Observation]:
    """A post with its counts; those of a repost belong to the original and are left out."""
    posted = moment(item.get("created_at"), "UTC")
    if posted is None:
        raise Unreadable("no_time")
    history = item.get("edit_history_post_ids") or item.get("edit_history_tweet_ids") or [item["id"]]
    post_id, referred = str(history[0]), item.get("refers_to") or []
    origin = next((one for one in referred if one.get("how") in ("retweeted", "reposted")), None)
    quoted = next((one for one in referred if one.get("how") == "quoted"), None)
    answered = next((one for one in referred if one.get("how") == "replied_to"), None)
    own = str(item.get("in_reply_to_user_id") or scope.native_id) == scope.native_id
    counts = {} if origin else _counts(item.get("public_metrics") or {})
    yield scope.seen(
        "posts",
        native=str(item["id"]),
        post_id=post_id,
        posted_at=posted,
        text=_words(item),
        kind="repost" if origin else "reply" if answered and not own else "post",
        quoted_text=_words(origin or quoted) if origin or quoted else None,
        urls=_links(item),
        client=item.get("source"),
        in_reply_to=str(answered["id"]) if answered and answered.get("id") else None,
        edited_at=posted if len(history) > 1 else None,
        media=[str(key) for key in (item.get("attachments") or {}).get("media_keys") or []],
        **counts,
    )
    if counts:
        yield scope.seen("post_metrics", post_id=post_id, **counts)


def _words(item: Mapping[str, Any] | None) -> str:
    """The whole text: a long post has it in a note."""
    if not item:
        return ""
    note = item.get("note_post") or item.get("note_tweet") or {}
    return str(note.get("text") or item.get("text") or "")


def _links(item: Mapping[str, Any]) -> list[str]:
    found = ((item.get("entities") or {}).get("urls")) or []
    return list(dict.fromkeys(str(one.get("expanded_url") or one.get("url")) for one in found))


def _counts(told: Mapping[str, Any]) -> dict[str, Any]:
    reposts = told.get("repost_count", told.get("retweet_count"))
    return {
        "reads": count(told.get("impression_count")),
        "likes": count(told.get("like_count")),
        "reposts": count(reposts),
        "comments": count(told.get("reply_count")),
    }
