"""What Weibo's answers become."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.collectors.endpoint import Scope
from plumbline.importers.cells import Unreadable, count, moment
from plumbline.ledger.stretches import Observation

BEIJING = "Asia/Shanghai"
_TAG = re.compile(r"<[^>]+>")
_LINK = re.compile(r"https?://[^\s\u3000-\u303f\uff00-\uffef<>\"]+")
_MENTION = re.compile(r"@[\w\-\u4e00-\u9fff]+\s*[:：]?\s*")


def profile(item: Any, scope: Scope) -> Iterator[Observation]:
    """The follower count of the day."""
    on = scope.at.astimezone(ZoneInfo(BEIJING)).date()
    yield scope.seen("metrics", date=on, followers=count(item.get("followers_count")))


def status(item: Any, scope: Scope) -> Iterator[Observation]:
    """A post with its counts; one that is only for some readers is left unread."""
    post_id, posted = _id(item), moment(item.get("created_at"), BEIJING)
    author = str((item.get("user") or {}).get("idstr") or (item.get("user") or {}).get("id") or scope.platform_id)
    if author != scope.platform_id:
        raise Unreadable("not_of_this_account")
    if item.get("deleted") in (1, "1", True):
        yield scope.lost(post_id, "confirmed_gone", "deleted")
        return
    if (item.get("visible") or {}).get("type", 0) not in (0, "0"):
        yield scope.lost(post_id, "not_visible", "visible")
        return
    if posted is None:
        raise Unreadable("no_time")
    origin = item.get("retweeted_status")
    text = str(item.get("longText", {}).get("longTextContent") or item["text"])
    counts = _counts(item)
    yield scope.seen(
        "posts",
        post_id=post_id,
        posted_at=posted,
        text=text,
        kind="repost" if origin else "post",
        quoted_text=str(origin["text"]) if origin and origin.get("text") else None,
        quoted_source=((origin or {}).get("user") or {}).get("screen_name"),
        urls=list(dict.fromkeys(_LINK.findall(text))),
        client=_TAG.sub("", str(item.get("source") or "")) or None,
        media=[str(one.get("thumbnail_pic")) for one in item.get("pic_urls") or [] if one.get("thumbnail_pic")],
        **counts,
    )
    yield scope.seen("post_metrics", post_id=post_id, **counts)


def counted(item: Any, scope: Scope) -> Iterator[Observation]:
    """Counts with reads, which only accounts of the media class are told."""
    yield scope.seen(
        "post_metrics",
        post_id=_id(item),
        reads=count(item.get("reads")),
        likes=count(item.get("attitudes")),
        reposts=count(item.get("reposts")),
        comments=count(item.get("comments")),
    )


def comment(item: Any, scope: Scope) -> Iterator[Observation]:
    """A comment: the account's own as a post of kind reply, others as words, moment and a keyed hash."""
    user = item.get("user") or {}
    if str(user.get("idstr") or user.get("id")) == scope.platform_id:
        yield from own_comment(item, scope)
        return
    yield scope.seen(
        "interactions",
        post_id=str(scope.parent["post_id"]),
        at=moment(item["created_at"], BEIJING),
        kind="comment",
        text=_MENTION.sub("", str(item.get("text") or "")).strip() or None,
        actor_key=scope.keyed(str(user["id"])) if user.get("id") else None,
    )


def own_comment(item: Any, scope: Scope) -> Iterator[Observation]:
    """What the account itself wrote under a post: an answer if it answers a comment."""
    answered = item.get("reply_comment") or {}
    under = (
        scope.parent.get("post_id") or (item.get("status") or {}).get("idstr") or (item.get("status") or {}).get("id")
    )
    yield scope.seen(
        "posts",
        post_id=f"comment:{_id(item)}",
        posted_at=moment(item["created_at"], BEIJING),
        text=str(item["text"]),
        kind="reply" if answered else "comment",
        in_reply_to=f"comment:{_id(answered)}" if answered else str(under) if under else None,
    )


def age_group(item: Any, scope: Scope) -> Iterator[Observation]:
    """Followers of an age, word for word; those who hide their age are left out by the platform."""
    on = scope.at.astimezone(ZoneInfo(BEIJING)).date()
    yield scope.seen("audience", date=on, dimension="age", bucket=str(item["age"]), people=count(item["count"]))


def follower(item: Any, scope: Scope) -> Iterator[Observation]:
    """What kind of account follows; who it is, is not kept. At most 500 are shown: never a random sample."""
    made = moment(item.get("created_at"), BEIJING)
    last = moment((item.get("status") or {}).get("created_at"), BEIJING)
    yield scope.seen(
        "followers",
        follower_key=scope.keyed(_id(item)),
        registered_on=made.date() if made else None,
        posts=count(item.get("statuses_count")),
        followers=count(item.get("followers_count")),
        following=count(item.get("friends_count")),
        has_avatar="default" not in str(item.get("profile_image_url") or "default"),
        has_bio=bool(item.get("description")),
        name_digits=sum(letter.isdigit() for letter in str(item.get("screen_name") or "")),
        last_post_on=last.date() if last else None,
    )


def _id(item: Mapping[str, Any]) -> str:
    found = item.get("idstr") or item.get("id")
    if not found:
        raise Unreadable("no_id")
    return str(found)


def _counts(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "likes": count(item.get("attitudes_count")),
        "reposts": count(item.get("reposts_count")),
        "comments": count(item.get("comments_count")),
    }
