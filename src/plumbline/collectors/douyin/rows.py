"""What Douyin's answers become."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.collectors.endpoint import Scope
from plumbline.importers.cells import Unreadable, count, day, moment
from plumbline.ledger.stretches import Observation

BEIJING = "Asia/Shanghai"
STATES: Mapping[str, str] = {"2": "withdrawn_by_platform", "6": "not_visible", "7": "not_visible"}
REVIEWED = "4"
"""`video_status`: 2 found unfit, 4 under review, 5 (and 1) public, 6 for friends, 7 private."""
DIMENSIONS: Mapping[str, str] = {
    "gender_distributions": "gender", "age_distributions": "age", "geographical_distributions": "region",
    "device_distributions": "device", "active_days_distributions": "active_days",
    "interest_distributions": "interest",
}  # fmt: skip


def video(item: Any, scope: Scope) -> Iterator[Observation]:
    """A work with its counts; one that is not for everybody is only told if it was, `posts` never has it."""
    post_id, status = str(item.get("item_id") or ""), str(item.get("video_status"))
    if not post_id:
        raise Unreadable("no_id")
    if status in STATES or status == REVIEWED:
        if status in STATES or scope.stands(post_id):
            yield scope.lost(post_id, STATES.get(status, "not_visible"), f"video_status={status}")
        return
    posted = moment(item.get("create_time"), BEIJING)
    if posted is None:
        raise Unreadable("no_time")
    yield scope.seen(
        "posts",
        post_id=post_id,
        posted_at=posted,
        text=str(item["title"]),
        kind="post",
        media=[str(item[name]) for name in ("share_url", "cover") if item.get(name)][:1],
        **_counts(item),
    )
    yield scope.seen("post_metrics", post_id=post_id, **_counts(item))


def state(data: Any) -> str:
    """Whether a work that was asked for by its id is there; the platform leaves out what is not."""
    found = (data.get("data") or {}).get("list")
    if not isinstance(found, list):
        return "absent_once"
    if not found:
        return "confirmed_gone"
    return STATES.get(str(found[0].get("video_status")), "present")


def fans(item: Any, scope: Scope) -> Iterator[Observation]:
    """Followers at the end of a day, and how many came on it."""
    on = day(item["date"], BEIJING)
    yield scope.seen("metrics", date=on, followers=count(item["total_fans"]))
    if (came := count(item.get("new_fans"))) is not None:
        yield scope.seen("inflows", date=on, measure="followers_gained", source="all", number=came)


def audience(item: Any, scope: Scope) -> Iterator[Observation]:
    """Followers by age, gender and so on, in the platform's own words."""
    on = scope.at.astimezone(ZoneInfo(BEIJING)).date()
    for name, dimension in DIMENSIONS.items():
        for share in item.get(name) or []:
            people = count(share.get("value"))
            yield scope.seen("audience", date=on, dimension=dimension, bucket=str(share["item"]), people=people)


def follower(item: Any, scope: Scope) -> Iterator[Observation]:
    """A follower: a keyed hash, and whether name and picture say something; who it is, is not kept."""
    name = str(item.get("nickname") or "")
    yield scope.seen(
        "followers",
        follower_key=scope.keyed(str(item["open_id"])),
        has_avatar=bool(item.get("avatar")) if "avatar" in item else None,
        name_digits=sum(letter.isdigit() for letter in name) if name else None,
    )


def comment(item: Any, scope: Scope) -> Iterator[Observation]:
    """A comment, the person as a keyed hash; the account's own is a post of its own."""
    post_id, at, who = str(scope.parent["post_id"]), moment(item["create_time"], BEIJING), item.get("comment_user_id")
    if who is not None and str(who) == str(scope.known.get("open_id")):
        yield scope.seen(
            "posts",
            post_id=f"comment:{item['comment_id']}",
            posted_at=at,
            text=str(item["content"]),
            kind="comment",
            in_reply_to=post_id,
        )
        return
    yield scope.seen(
        "interactions",
        post_id=post_id,
        at=at,
        kind="comment",
        text=str(item.get("content") or "") or None,
        actor_key=scope.keyed(str(who)) if who else None,
    )


def _counts(item: Mapping[str, Any]) -> dict[str, Any]:
    found = item.get("statistics") or {}
    names = {"reads": "play_count", "likes": "digg_count", "reposts": "share_count", "comments": "comment_count"}
    return {ours: count(found.get(theirs)) for ours, theirs in names.items()}
