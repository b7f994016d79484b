"""The review of the demo's posts before they were published: rows of `approvals`.

Every post went through three levels. A text of its own (`said`) may have: `approved`, the words that were approved
instead; `review`, what was wrong: ``none`` (nobody reviewed it), ``self`` (the author was the reviewer as well),
``short`` (the final review is missing), ``once`` (the words that replaced the first ones were not reviewed).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.demo.moment import TIMEZONE
from plumbline.demo.plans import Plan

REVIEW = ("approved", "review")
_BEFORE, _ANEW = timedelta(minutes=40), timedelta(hours=25)
_LEVELS = (("author", "submitted", -90), ("reviewer", "approved", -45), ("final_reviewer", "approved", 0))
Row = dict[str, Any]


def approvals_of(plan: Plan, posts: Sequence[Row]) -> Iterator[Row]:
    """One row a post; another one where its words were replaced after a new review."""
    own = {_key(said): said for said in plan.said}
    for post in posts:
        said = own.get((post["posted_at"], post["text"]), {})
        if post["kind"] in ("post", "repost") and said.get("review") != "none":
            text = said.get("approved") or said.get("before") or post["text"]
            yield _row(plan, post, "", text, post["posted_at"] - _BEFORE, said.get("review"))
            if "before" in said and said.get("review") != "once":
                yield _row(plan, post, "b", post["text"], post["posted_at"] + _ANEW, None)


def _key(said: Mapping[str, Any]) -> tuple[datetime, str]:
    return datetime.fromisoformat(str(said["on"])).replace(tzinfo=ZoneInfo(TIMEZONE)), said["text"]


def _row(plan: Plan, post: Row, suffix: str, text: str, at: datetime, fault: str | None) -> Row:
    people = ["拟稿员", "拟稿员" if fault == "self" else "科室审核员", "分管负责人"]
    levels = _LEVELS[:2] if fault == "short" else _LEVELS
    steps = [
        {"person": f"{plan.row['unit_id']} {person}", "level": level, "decision": decision,
         "at": (at + timedelta(minutes=minutes)).astimezone(ZoneInfo(TIMEZONE)).isoformat(timespec="minutes")}
        for person, (level, decision, minutes) in zip(people, levels, strict=False)
    ]  # fmt: skip
    return {
        "account_id": plan.account_id, "draft_id": f"g-{post['post_id']}{suffix}", "text": text, "approved_at": at,
        "steps": json.dumps(steps, ensure_ascii=False),
    }  # fmt: skip
