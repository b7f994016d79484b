"""What Mastodon's answers become."""

from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.collectors.endpoint import Scope
from plumbline.collectors.mastodon.answers import is_public, to_others, unaddressed
from plumbline.collectors.privacy import nameless
from plumbline.importers.cells import Unreadable, moment
from plumbline.importers.html_text import plain
from plumbline.ledger.stretches import Observation


def native(data: Any) -> Mapping[str, str]:
    """The server's own number of the account, which its listings are asked with; nothing if the answer has none."""
    own = data.get("id") if isinstance(data, dict) else None
    return {"native_id": str(own), "open_id": str(own)} if isinstance(own, str | int) and own else {}


def account_facts(item: Any, scope: Scope) -> Iterator[Observation]:
    """The follower count of the day."""
    yield scope.seen("metrics", date=scope.at.date(), followers=_count(item.get("followers_count")))


def status(item: Any, scope: Scope) -> Iterator[Observation]:
    """A status with its counts; direct and follower-only ones are left unread."""
    if not is_public(item):
        return
    item = unaddressed(item)
    post_id, posted = str(item["id"]), moment(item["created_at"], "UTC")
    if posted is None:
        raise Unreadable("no_time")
    origin = item.get("reblog")
    text, links = _words(origin or item)
    yield scope.seen(
        "posts",
        post_id=post_id,
        posted_at=posted,
        text=text,
        kind="repost" if origin else "reply" if to_others(item) else "post",
        quoted_text=text if origin else None,
        quoted_source=origin["account"].get("acct") if origin else None,
        urls=links,
        client=(item.get("application") or {}).get("name"),
        in_reply_to=item.get("in_reply_to_id"),
        edited_at=moment(item.get("edited_at"), "UTC"),
        media_text=_described(origin or item),
        media=[one.get("url") or one.get("id") for one in (origin or item).get("media_attachments") or []],
        **({} if origin else _counts(item)),
    )
    if not origin:
        yield scope.seen("post_metrics", post_id=post_id, **_counts(item))


def reply(item: Any, scope: Scope) -> Iterator[Observation]:
    """A public answer by somebody else, under a post of the account: words and moment, the person as a keyed hash."""
    if item.get("visibility") != "public" or str(item["account"]["id"]) == scope.native_id:
        return
    at, (text, _) = moment(item["created_at"], "UTC"), _words(item)
    yield scope.seen(
        "interactions", post_id=str(scope.parent["post_id"]), at=at, kind="comment",
        text=nameless(text) or None, actor_key=scope.keyed(str(item["account"]["id"])),
    )  # fmt: skip


def follower(item: Any, scope: Scope) -> Iterator[Observation]:
    """What kind of account follows; who it is, is not kept."""
    note, _ = plain(item.get("note") or "")
    last = item.get("last_status_at")
    yield scope.seen(
        "followers",
        follower_key=scope.keyed(str(item["id"])),
        registered_on=_day(item.get("created_at")),
        posts=_count(item.get("statuses_count")),
        followers=_count(item.get("followers_count")),
        following=_count(item.get("following_count")),
        has_avatar="missing.png" not in str(item.get("avatar") or "missing.png"),
        has_bio=bool(note),
        name_digits=sum(letter.isdigit() for letter in str(item.get("username") or "")),
        last_post_on=_day(last),
    )


def _words(item: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Warning and text, and where the links lead."""
    text, links = plain(item.get("content") or "")
    return "\n\n".join(part for part in (str(item.get("spoiler_text") or "").strip(), text) if part), links


def _described(item: Mapping[str, Any]) -> str | None:
    """What the author says that the pictures show."""
    told = [str(one["description"]) for one in item.get("media_attachments") or [] if one.get("description")]
    return "\n".join(told) or None


def _counts(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "likes": _count(item.get("favourites_count")),
        "reposts": _count(item.get("reblogs_count")),
        "comments": _count(item.get("replies_count")),
    }


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None


def _day(value: Any) -> Any:
    at = moment(value, "UTC") if value else None
    return at.date() if at else None
