"""A post that went out without all the levels of review that its class demands, or not in their order.

Method: a post is held against the steps (`approvals.steps`) of the drafts with its words (see `unapproved_post`).
Levels are read by name or number: author, reviewer, final reviewer, head of the office; first, second and third
review. The content class, where a step has one (`class`), says how many are demanded: `levels_a`, `levels_b`,
`levels_c`, else `levels_unclassed`; two are the author and one review, three also the final review, four also the
head. Only approvals since the last return count; an approval at a higher level does not stand for a missing lower
one, one at a level with an unknown name may stand for any. Variant `returned`: the last decision was to send it
back. Variant `late`: a step was decided later than the post went out (`grace_minutes`). Variant `order`: a lower
level decided after a higher one. Of several drafts with the same words one in order is enough.

Blind spots: the class itself, which the office sets; proof-reading; drafts whose steps are not on record; what a
signature is worth; texts altered after approval (see `altered_after_approval`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.row_findings import place, row_findings
from plumbline.domain.vocabulary import Reason
from plumbline.provenance.approval_levels import is_in_order, missing
from plumbline.provenance.approval_steps import Step, Way
from plumbline.provenance.approved_posts import Draft, Live, Pair, pairs
from plumbline.provenance.review_records import records, without_steps

KIND = "account_check"
READS = ("accounts", "posts", "activity", "approvals", "reviewed", "versions")
NEEDS = ("accounts", "posts", "approvals")
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS = ("returned", "late", "order")
_FACTS: dict[str, pl.DataType] = {
    "posted_on": pl.Date(), "draft": pl.String(), "content_class": pl.String(), "demanded": pl.Int64(),
    "missing": pl.List(pl.String()), "decided_on": pl.Date(),
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class Params:
    """Days looked back; minutes by which clocks may differ; levels demanded of each class; near texts, per mille."""

    period_days: int
    grace_minutes: int
    near_pm: int
    levels_a: int
    levels_b: int
    levels_c: int
    levels_unclassed: int


@dataclass(frozen=True)
class Facts:
    """When it was published; the draft; its class and the levels that demands; which are missing (`returned`, `late`,
    `order`: which are concerned); the day of the decision that came last."""

    posted_on: date
    draft: str
    content_class: str
    demanded: int
    missing: tuple[str, ...]
    decided_on: date | None


@dataclass(frozen=True)
class _Fault:
    variant: str | None
    levels: tuple[str, ...]


def find(shard: Shard, params: Params) -> Detection:
    """Posts whose review was not complete."""
    rows: list[Row] = []
    for record in records(shard, params.period_days):
        for pair in pairs(record.lives, record.drafts, params.near_pm):
            rows += _found(record.account_id, pair, shard, params)
    return detection(row_findings(rows, _FACTS), without_steps(shard, params.period_days))


def _found(account_id: str, pair: Pair, shard: Shard, params: Params) -> Iterator[Row]:
    """At most one row: the fault of the draft that was approved last before the post, where none is in order."""
    drafts = pair.same or ((pair.near,) if pair.near else ())
    if any(draft.way is None for draft in drafts):
        return
    until = pair.live.until
    ordered = sorted(drafts, key=lambda one: (one.approved_at > until, -one.approved_at.timestamp(), one.draft_id))
    judged = [(draft, draft.way, _fault(draft, draft.way, pair.live, params)) for draft in ordered if draft.way]
    if judged and all(fault for _, _, fault in judged):
        draft, way, fault = judged[0]
        if fault:
            yield _row(account_id, pair.live, draft, way, fault, shard, params)


def _fault(draft: Draft, way: Way, live: Live, params: Params) -> _Fault | None:
    if way.is_returned:
        return _Fault("returned", _roles([step for step in way.steps if step.decision == "returned"][-1:]))
    gone = missing(way, _levels(way, params))
    if gone:
        return _Fault(None, gone)
    late = [step for step in way.standing if _is_late(step.at, live, params)]
    if late or _is_late(draft.approved_at, live, params):
        return _Fault("late", _roles(late or way.standing[-1:]))
    return None if is_in_order(way) else _Fault("order", _roles(way.standing))


def _levels(way: Way, params: Params) -> int:
    by_class = {"A": params.levels_a, "B": params.levels_b, "C": params.levels_c}
    return by_class.get(way.content_class, params.levels_unclassed)


def _is_late(at: datetime | None, live: Live, params: Params) -> bool:
    """Whether a decision came after the post went out; an edit afterwards may have put the approved words there."""
    if at is None or at <= live.until + timedelta(minutes=params.grace_minutes):
        return False
    return live.changed_at is None or at > live.changed_at


def _roles(steps: Sequence[Step]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.role or "unknown" for step in steps))


def _row(account_id: str, live: Live, draft: Draft, way: Way, fault: _Fault, shard: Shard, params: Params) -> Row:
    decided = [step.at for step in way.steps if step.at]
    named = [step for step in way.steps if step.role in fault.levels] if fault.variant else list(way.standing)
    return {
        "account_id": account_id, "post_id": live.post_id, "subject": "review", "variant": fault.variant,
        "confidence": "high" if way.content_class or fault.variant else "medium",
        "evidence": [*(place("approvals", draft.draft_id, "steps", step.written) for step in named),
                     place("posts", live.post_id, "posted_at", _time(live.posted_at, shard))],
        "posted_on": _day(live.posted_at, shard), "draft": draft.draft_id,
        "content_class": way.content_class or "none", "demanded": _levels(way, params),
        "missing": list(fault.levels), "decided_on": _day(max(decided), shard) if decided else None,
    }  # fmt: skip


def _day(moment: datetime, shard: Shard) -> date:
    return moment.astimezone(ZoneInfo(shard.timezone)).date()


def _time(moment: datetime, shard: Shard) -> str:
    return moment.astimezone(ZoneInfo(shard.timezone)).isoformat()
