"""What WeChat's answers become. A day without an hour is its first moment in Beijing, as in the back-end's exports."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.collectors.endpoint import Scope
from plumbline.importers.cells import Unreadable, count, day, moment
from plumbline.importers.html_text import plain
from plumbline.importers.wechat_articles import article_key
from plumbline.ledger.stretches import Observation

BEIJING = "Asia/Shanghai"


def publication(item: Any, scope: Scope) -> Iterator[Observation]:
    """The parts of a publication, each a post of its own; a part that its author has deleted is said to be gone."""
    content = item.get("content") or item
    updated = moment(item.get("update_time") or content.get("update_time"), BEIJING)
    posted = moment(content.get("create_time"), BEIJING) or updated
    for number, part in enumerate(content["news_item"], start=1):
        post_id = _post_id(part.get("url"), item.get("article_id"), number)
        native = str(item.get("article_id") or scope.parent.get("native_post") or post_id)
        if part.get("is_deleted"):
            yield scope.lost(post_id, "confirmed_gone", "is_deleted")
            continue
        if posted is None:
            raise Unreadable("no_time")
        words, links = plain(part.get("content") or "")
        yield scope.seen(
            "posts",
            native=native,
            post_id=post_id,
            posted_at=posted,
            text="\n".join(line for line in (part["title"], words) if line),
            kind="post",
            urls=[*links, *([part["content_source_url"]] if part.get("content_source_url") else [])],
            edited_at=updated if updated and updated > posted else None,
        )


def state(data: Any) -> str:
    """Whether an article that can still be asked for is there for readers."""
    parts = data.get("news_item") or []
    return "confirmed_gone" if parts and all(part.get("is_deleted") for part in parts) else "present"


def article_day(item: Any, scope: Scope) -> Iterator[Observation]:
    """An article of a day with its figures: reads are people, as the platform counts them."""
    on = day(item["ref_date"], BEIJING)
    if on is None:
        raise Unreadable("no_time")
    post_id = article_key(item.get("content_url")) or str(item["msgid"])
    dawn = datetime.combine(on, time(), ZoneInfo(BEIJING)).astimezone(UTC)
    if not scope.stands(post_id):
        yield scope.seen("posts", post_id=post_id, posted_at=dawn, text=str(item["title"]), kind="post")
    details = sorted(item.get("detail_list") or [], key=lambda one: str(one.get("stat_date")))
    if details:
        last = details[-1]
        yield scope.seen(
            "post_metrics",
            post_id=post_id,
            reads=count(last.get("read_user")),
            likes=count(last.get("like_user")),
            reposts=count(last.get("share_user")),
            comments=count(last.get("comment_count")),
        )


def comment_call(post: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the comments of a post are asked for with; None where its id does not say."""
    message, _, number = str(post["post_id"]).partition("_")
    if not message.isdigit() or not number.isdigit():
        return None
    return {"post_id": post["post_id"], "msg_data_id": int(message), "index": int(number) - 1}


def comment(item: Any, scope: Scope) -> Iterator[Observation]:
    """A reader's comment, the person as a keyed hash, and the account's own answer to it with its time."""
    post_id, number = str(scope.parent["post_id"]), str(item["user_comment_id"])
    yield scope.seen(
        "interactions",
        post_id=post_id,
        at=moment(item["create_time"], BEIJING),
        kind="comment",
        text=str(item.get("content") or "") or None,
        actor_key=scope.keyed(str(item["openid"])) if item.get("openid") else None,
    )
    reply = item.get("reply") or {}
    if reply.get("content"):
        yield scope.seen(
            "posts",
            post_id=f"{post_id}:reply:{number}",
            posted_at=moment(reply["create_time"], BEIJING),
            text=str(reply["content"]),
            kind="reply",
            in_reply_to=f"{post_id}:comment:{number}",
        )


def summary(item: Any, scope: Scope) -> Iterator[Observation]:
    """Followers gained and lost on a day, by the platform's own code of their source."""
    on, source = day(item["ref_date"], BEIJING), str(item["user_source"])
    for measure, name in (("followers_gained", "new_user"), ("followers_lost", "cancel_user")):
        yield scope.seen("inflows", date=on, measure=measure, source=source, number=count(item[name]))


def cumulated(item: Any, scope: Scope) -> Iterator[Observation]:
    """The number of followers at the end of a day."""
    yield scope.seen("metrics", date=day(item["ref_date"], BEIJING), followers=count(item["cumulate_user"]))


def follower(item: Any, scope: Scope) -> Iterator[Observation]:
    """A follower: nothing is known but a keyed hash."""
    yield scope.seen("followers", follower_key=scope.keyed(str(item)))


def _post_id(url: Any, article_id: Any, number: int) -> str:
    found = article_key(str(url)) if url else None
    if found or article_id:
        return found or f"{article_id}_{number}"
    raise Unreadable("no_id")
