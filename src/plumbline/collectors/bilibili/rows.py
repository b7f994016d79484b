"""What Bilibili's answers become."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.collectors.endpoint import Scope
from plumbline.importers.cells import Unreadable, count, moment
from plumbline.ledger.stretches import Observation

BEIJING = "Asia/Shanghai"
WITHDRAWN = frozenset({-2, -3, -4, -5, -14})
GONE, PRIVATE = -100, -50
"""`addit_info.state`: from 0 on open to all, below it not; the numbers are those that back-ends and clients show."""


def profile(item: Any, scope: Scope) -> Iterator[Observation]:
    """The follower count of the day."""
    on = scope.at.astimezone(ZoneInfo(BEIJING)).date()
    yield scope.seen("metrics", date=on, followers=count(item["data"]["follower"]))


def work(item: Any, scope: Scope) -> Iterator[Observation]:
    """A work; one that is not open is only told if it was once, with the platform's number and words."""
    post_id, posted = str(item.get("resource_id") or ""), moment(item.get("ptime") or item.get("ctime"), BEIJING)
    if not post_id:
        raise Unreadable("no_id")
    number = _number(item)
    if number < 0:
        if scope.stands(post_id):
            yield scope.lost(post_id, state_of(number), _answer(item))
        return
    if posted is None:
        raise Unreadable("no_time")
    address = str((item.get("video_info") or {}).get("share_url") or item.get("cover") or "")
    yield scope.seen(
        "posts",
        post_id=post_id,
        posted_at=posted,
        text="\n".join(text for text in (str(item["title"]), str(item.get("desc") or "")) if text.strip(" -")),
        kind="post",
        media=[address] if address else [],
    )


def state(data: Any) -> str:
    """Whether a work that was asked for by its id is open to all."""
    found = data.get("data")
    if not isinstance(found, dict) or not found.get("resource_id"):
        return "absent_once"
    number = _number(found)
    return "present" if number >= 0 else state_of(number)


def state_of(number: int) -> str:
    """What a number below 0 says; one that is not known only says that the work is not visible."""
    if number in WITHDRAWN:
        return "withdrawn_by_platform"
    return "confirmed_gone" if number == GONE else "not_visible"


def counted(item: Any, scope: Scope) -> Iterator[Observation]:
    """The counts of one work."""
    found = item["data"]
    yield scope.seen(
        "post_metrics",
        post_id=str(scope.parent["post_id"]),
        reads=count(found.get("view")),
        likes=count(found.get("like")),
        reposts=count(found.get("share")),
        comments=count(found.get("reply")),
    )


def _number(item: Any) -> int:
    """Unreadable: without its state a work is neither there nor gone."""
    found = (item.get("addit_info") or {}).get("state")
    if found is None or isinstance(found, bool):
        raise Unreadable("no_state")
    return int(found)


def _answer(item: Any) -> str:
    told = item["addit_info"]
    words = "; ".join(str(told[name]) for name in ("state_desc", "reject_reason") if told.get(name))
    return f"state={told['state']} {words}".strip()[:200]
