"""A published text that is not the one that was approved: something was changed after the approval.

Method: a post or repost that has not the words of an approved draft, but is near to one approved before it
(`near_pm` of both texts agree, or one stands almost whole in the other), comes from that draft; each draft goes
with one post. Every change is read as in `silent_edit`: numbers, dates, names, negations and whole sentences are a
change of what is said; all other words, addresses and slips are the variant `wording`. White space, punctuation,
width, script, emoji, masked personal data, short links and topics that a platform puts in, and a text that it cut
off are no change. What was edited after publication counts like the rest: the approval is bound to its text.
`distance` is the number of letters that differ, `same_pct` how much of both texts agrees. It is sure where
`sure_pm` agree and the text is no automatic one.

Blind spots: pictures and videos; a text rewritten so far that it is no longer near (it is then unapproved); emoji
and topics that carry a sense; a change that was approved again without a record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.row_findings import place, row_findings
from plumbline.domain.vocabulary import Reason
from plumbline.provenance.approved_posts import Draft, Pair, distance, pairs
from plumbline.provenance.edits import shown, unnamed
from plumbline.provenance.review_records import records, unrecorded

KIND = "account_check"
READS = ("accounts", "posts", "activity", "approvals", "reviewed", "versions")
NEEDS = ("accounts", "posts", "approvals")
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS = ("wording",)
SHOWN = 5
_FACTS: dict[str, pl.DataType] = {
    "posted_on": pl.Date(), "approved_on": pl.Date(), "draft": pl.String(), "kinds": pl.List(pl.String()),
    "was": pl.String(), "now": pl.String(), "changes": pl.Int64(), "distance": pl.Int64(), "same_pct": pl.Int64(),
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class Params:
    """Days looked back; per mille of both texts that agree in an altered one, and in one that is surely altered."""

    period_days: int
    near_pm: int
    sure_pm: int


@dataclass(frozen=True)
class Facts:
    """The draft and its day; what sorts of changes; the approved and the live words, in brackets; how many changes; how
    many letters differ, and how much of both agrees."""

    posted_on: date
    approved_on: date
    draft: str
    kinds: tuple[str, ...]
    was: str
    now: str
    changes: int
    distance: int
    same_pct: int


def find(shard: Shard, params: Params) -> Detection:
    """Posts that differ from what was approved."""
    rows = [
        _row(record.account_id, pair, pair.near, shard, params)
        for record in records(shard, params.period_days)
        for pair in pairs(record.lives, record.drafts, params.near_pm)
        if pair.near is not None
    ]
    return detection(row_findings(rows, _FACTS), unrecorded(shard, params.period_days))


def _row(account_id: str, pair: Pair, draft: Draft, shard: Shard, params: Params) -> Row:
    live, first = pair.live, pair.changed.edits[0]
    sure = pair.alike_pm >= params.sure_pm
    return {
        "account_id": account_id, "post_id": live.post_id, "subject": "text",
        "variant": None if pair.changed.is_grave else "wording",
        "confidence": "low" if live.automatic else "high" if sure else "medium",
        "evidence": list(_places(pair, draft)),
        "posted_on": _day(live.posted_at, shard), "approved_on": _day(draft.approved_at, shard),
        "draft": draft.draft_id, "kinds": list(pair.changed.kinds),
        "was": _excerpt(draft.text, first.old_start, first.old_end),
        "now": _excerpt(live.text, first.new_start, first.new_end), "changes": len(pair.changed.edits),
        "distance": distance(draft.key, live.key), "same_pct": pair.alike_pm // 10,
    }  # fmt: skip


def _excerpt(text: str, start: int, end: int) -> str:
    return shown(text, start, min(end, start + 60))


def _places(pair: Pair, draft: Draft) -> Iterator[Row]:
    """The changed words, gravest first: as they stand, and as they were approved."""
    for one in pair.changed.edits[:SHOWN]:
        now = unnamed(pair.live.text[one.new_start : one.new_end])
        yield place("posts", pair.live.post_id, "text", now, one.new_start, one.new_end)
        was = unnamed(draft.text[one.old_start : one.old_end])
        yield place("approvals", draft.draft_id, "text", was, one.old_start, one.old_end)


def _day(moment: datetime, shard: Shard) -> date:
    return moment.astimezone(ZoneInfo(shard.timezone)).date()
