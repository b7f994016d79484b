"""A published text that nobody approved before it went out.

Method: of an account whose review is on record (`approvals`), every post and repost with words of its own must have
the words of a draft that was approved before it was published (`grace_minutes` for clocks; a post shown without
time counts as sent at the end of its day). White space, punctuation, width, script, emoji, short links and topics
that a platform puts in, a text that it cut off: all no difference. A text near to an approved draft (`near_pm`) is
left to `altered_after_approval`. Variant `late`: the words were approved, but afterwards; also where an edit later
than the approval hides the order, unless a near text had been approved before. Variant `before_records`: posts
older than the first record of the account, told together: the review may have been kept elsewhere. Automatic posts
are told with low confidence.

Blind spots: pictures, videos, and posts without words; approvals on paper, by telephone, or recorded for another
account of the unit; texts that the platform made (“shared a video”); an account of which no approval is on record
at all may keep its records elsewhere: it is not judged here.
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
from plumbline.provenance.approved_posts import Draft, Live, Pair, alike_pm, pairs
from plumbline.provenance.edits import unnamed
from plumbline.provenance.review_records import Record, records, unrecorded

KIND = "account_check"
READS = ("accounts", "posts", "activity", "approvals", "reviewed", "versions")
NEEDS = ("accounts", "posts", "approvals")
REASONS = (Reason.NOT_COLLECTED,)
VARIANTS = ("late", "before_records")
SHOWN, QUOTED = 5, 60
_FACTS: dict[str, pl.DataType] = {
    "posted_on": pl.Date(), "words": pl.String(), "approved_on": pl.Date(), "posts": pl.Int64(),
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class Params:
    """Days looked back; minutes by which clocks may differ; per mille of both texts that agree in an altered one."""

    period_days: int
    grace_minutes: int
    near_pm: int


@dataclass(frozen=True)
class Facts:
    """When the (last) post was published, and its beginning; when its words were approved; how many posts."""

    posted_on: date
    words: str
    approved_on: date | None
    posts: int


def find(shard: Shard, params: Params) -> Detection:
    """Posts without an approval before them."""
    rows: list[Row] = []
    for record in records(shard, params.period_days):
        rows += _found(record, shard, params)
    return detection(row_findings(rows, _FACTS), unrecorded(shard, params.period_days))


def _found(record: Record, shard: Shard, params: Params) -> Iterator[Row]:
    first = _first_record(record)
    earlier: list[Live] = []
    for pair in pairs(record.lives, record.drafts, params.near_pm):
        if pair.near or _is_approved(pair, params):
            continue
        late = next((draft for draft in pair.same if draft.is_approved), None)
        if late and _is_new_version(pair.live, late, record.drafts, params):
            continue
        if late is None and pair.live.until < first:
            earlier.append(pair.live)
        else:
            yield _row(record.account_id, [pair.live], late.approved_at if late else None, shard)
    if earlier:
        yield _row(record.account_id, earlier, None, shard) | {"variant": "before_records", "confidence": "low"}


def _is_approved(pair: Pair, params: Params) -> bool:
    return bool(pair.approved_before(timedelta(minutes=params.grace_minutes)))


def _is_new_version(live: Live, late: Draft, drafts: Sequence[Draft], params: Params) -> bool:
    """Whether the post went out in other approved words, and these replaced them once they were approved."""
    if live.changed_at is None or live.changed_at < late.approved_at:
        return False
    before = (one for one in drafts if one.is_approved and one.approved_at <= live.until)
    return any(alike_pm(one.key, live.key) >= params.near_pm for one in before)


def _first_record(record: Record) -> datetime:
    """The first moment at which anything is on record about the account's review."""
    steps = (step.at for draft in record.drafts if draft.way for step in draft.way.steps if step.at)
    return min(*steps, *(draft.approved_at for draft in record.drafts), datetime.max.replace(tzinfo=ZoneInfo("UTC")))


def _row(account_id: str, lives: Sequence[Live], approved_at: datetime | None, shard: Shard) -> Row:
    last = lives[-1]
    edited = approved_at is not None and last.changed_at is not None and last.changed_at >= approved_at
    return {
        "account_id": account_id, "post_id": last.post_id if len(lives) == 1 else None,
        "subject": "text" if len(lives) == 1 else "before_records", "variant": "late" if approved_at else None,
        "confidence": "low" if last.automatic else "medium" if edited else "high",
        "evidence": [place("posts", one.post_id, "text", _words(one), 0, min(len(one.text), QUOTED))
                     for one in lives[:SHOWN]],
        "posted_on": _day(last.posted_at, shard), "words": _words(last),
        "approved_on": _day(approved_at, shard) if approved_at else None, "posts": len(lives),
    }  # fmt: skip


def _words(live: Live) -> str:
    return unnamed(live.text[:QUOTED])


def _day(moment: datetime, shard: Shard) -> date:
    return moment.astimezone(ZoneInfo(shard.timezone)).date()
