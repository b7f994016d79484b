"""What became of single texts of the demo after they were published: rows of `versions`, `sightings` and `links`.

A text of its own (`said`) may have: `before`, the words in which it was published; `gone`, the state in which it was
found missing; `link`, an address in it, with `probes`, the outcomes of looking there every other day.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.demo.moment import TIMEZONE
from plumbline.demo.plans import Plan

TRACES = ("before", "gone", "link", "probes")
_FIRST_LOOK, _LAST_LOOK, _CHANGED = timedelta(hours=1), timedelta(hours=20), timedelta(hours=26)
_PROBED = timedelta(days=2)
_STATUS = {"alive": (200, "ok"), "dead": (404, "http_404"), "moved": (200, "ok")}
_STRANGER = "https://www.wanle-guide.example/"
Row = dict[str, Any]


def versions_of(plan: Plan, posts: Sequence[Row]) -> Iterator[Row]:
    """Rows of `versions`: the words before and after."""
    for said, post in _told(plan, posts, "before"):
        key = {"account_id": plan.account_id, "post_id": post["post_id"]}
        at = post["posted_at"]
        yield {**key, "seen_at": at + _FIRST_LOOK, "last_seen_at": at + _LAST_LOOK, "text": said["before"]}
        yield {**key, "seen_at": at + _CHANGED, "last_seen_at": at + 2 * _CHANGED, "text": said["text"]}


def sightings_of(plan: Plan, posts: Sequence[Row]) -> Iterator[Row]:
    """Rows of `sightings`: the posts that were once not there."""
    for said, post in _told(plan, posts, "gone"):
        since = post["posted_at"] + _CHANGED
        confirmed = None if said["gone"] == "absent_once" else since + timedelta(minutes=2)
        yield {
            "account_id": plan.account_id, "post_id": post["post_id"], "state": said["gone"], "since": since,
            "last_present_at": post["posted_at"] + _LAST_LOOK, "confirmed_at": confirmed,
        }  # fmt: skip


def links_of(plan: Plan, posts: Sequence[Row]) -> Iterator[Row]:
    """Rows of `links`: every other day a look at the address."""
    for said, post in _told(plan, posts, "link"):
        for number, outcome in enumerate(said["probes"]):
            status, reason = _STATUS[outcome]
            yield {
                "account_id": plan.account_id, "url": said["link"], "post_id": post["post_id"], "outcome": outcome,
                "checked_at": post["posted_at"] + _FIRST_LOOK + number * _PROBED, "status": status, "reason": reason,
                "final_url": _STRANGER if outcome == "moved" else said["link"],
            }  # fmt: skip


def _told(plan: Plan, posts: Sequence[Row], trace: str) -> Iterator[tuple[Any, Row]]:
    """The plan's own texts that left such a trace, each with its post."""
    for said in plan.said:
        if trace in said:
            at = datetime.fromisoformat(str(said["on"])).replace(tzinfo=ZoneInfo(TIMEZONE))
            yield said, next(row for row in posts if row["posted_at"] == at and row["text"] == said["text"])
