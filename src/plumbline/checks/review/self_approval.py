"""One person who holds two of the offices of a review: author, reviewer, final reviewer.

Method: of every approved draft (`approvals.steps`), the persons of the author's steps (of any round) and of the
approvals that stand (those since the draft was last sent back) are compared by name: letter case, width, script and
blanks make no other person. Whoever wrote and approved, or approved at two levels, is listed. The same level twice
is no fault, nor is a return by the author. A draft whose last decision is a return is no approval, and is left out.

Blind spots: two persons of one name; one person under two accounts or names; names that are hidden (李**); steps
without a name or at a level that is not known; an office too small for three people (record an exception).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.row_findings import place, row_findings
from plumbline.domain.vocabulary import Reason
from plumbline.provenance.approval_steps import Step, Way
from plumbline.provenance.approval_words import ROLES
from plumbline.provenance.approved_posts import Draft
from plumbline.provenance.review_records import Record, first_post, records, without_steps

KIND = "account_check"
READS = ("accounts", "posts", "activity", "approvals", "reviewed", "versions")
NEEDS = ("accounts", "posts", "approvals")
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS: tuple[str, ...] = ()
_FACTS: dict[str, pl.DataType] = {
    "approved_on": pl.Date(), "draft": pl.String(), "roles": pl.List(pl.String()), "people": pl.Int64(),
    "posted_on": pl.Date(),
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class Params:
    """Days looked back."""

    period_days: int


@dataclass(frozen=True)
class Facts:
    """When which draft was approved; the offices that one person held; how many people took part; when it was
    published (null: not found among the posts)."""

    approved_on: date
    draft: str
    roles: tuple[str, ...]
    people: int
    posted_on: date | None


def find(shard: Shard, params: Params) -> Detection:
    """Drafts in which one person held two offices."""
    found = [row for record in records(shard, params.period_days) for row in _found(record, shard, params)]
    return detection(row_findings(found, _FACTS), without_steps(shard, params.period_days))


def _found(record: Record, shard: Shard, params: Params) -> Iterator[Row]:
    since = shard.as_of - timedelta(days=params.period_days)
    for draft in record.drafts:
        if draft.way is None or not draft.is_approved or draft.approved_at < since:
            continue
        held = next((steps for steps in _offices(draft.way).values() if len(_roles(steps)) > 1), None)
        if held:
            yield _row(record, draft, draft.way, held, shard)


def _offices(way: Way) -> Mapping[str, dict[str, Step]]:
    """By person: the first step at each office held."""
    held: dict[str, dict[str, Step]] = {}
    for step in (*way.authors, *way.standing):
        if step.who and step.role:
            held.setdefault(step.who, {}).setdefault(step.role, step)
    return held


def _roles(held: Mapping[str, Step]) -> list[str]:
    return [role for role in ROLES if role in held]


def _row(record: Record, draft: Draft, way: Way, held: Mapping[str, Step], shard: Shard) -> Row:
    live = first_post(record, draft)
    people = {step.who for step in (*way.authors, *way.standing) if step.who}
    names = dict.fromkeys(held[role].person for role in _roles(held))
    return {
        "account_id": record.account_id, "post_id": live.post_id if live else None, "subject": draft.draft_id,
        "variant": None, "confidence": "high",
        "evidence": [place("approvals", draft.draft_id, "steps", name) for name in names],
        "approved_on": _day(draft.approved_at, shard), "draft": draft.draft_id, "roles": _roles(held),
        "people": len(people), "posted_on": _day(live.posted_at, shard) if live else None,
    }  # fmt: skip


def _day(moment: datetime, shard: Shard) -> date:
    return moment.astimezone(ZoneInfo(shard.timezone)).date()
