"""When the accounts of the demo were looked at: rows of `coverage`."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from plumbline.demo.moment import AS_OF, TODAY, WATCHED_FROM, days, instant
from plumbline.demo.plans import Plan

_LOOK = time(23, 30)


def looks_at(plan: Plan, posted: Sequence[datetime]) -> list[dict[str, Any]]:
    """Every row of `coverage` of one account: a short look each evening, or month after month without a gap."""
    if plan.watch == "none":
        return []
    spans = _evenings() if plan.watch == "daily" else _months(plan.blind_from)
    rows = [_row(plan, start, end, _outcome(posted, start, end)) for start, end in spans]
    return rows + _blind(plan)


def _evenings() -> Iterator[tuple[datetime, datetime]]:
    for day in days(WATCHED_FROM, TODAY):
        start = instant(day, _LOOK)
        yield start, min(start + timedelta(minutes=30), AS_OF)


def _months(blind_from: date | None) -> Iterator[tuple[datetime, datetime]]:
    end = AS_OF if blind_from is None else instant(blind_from)
    edges = [WATCHED_FROM, *(date(2026, month, 1) for month in (1, 2, 3))]
    starts = [instant(edge) for edge in edges if instant(edge) < end]
    return zip(starts, [*starts[1:], end], strict=True)


def _blind(plan: Plan) -> list[dict[str, Any]]:
    if plan.blind_from is None:
        return []
    row = _row(plan, instant(plan.blind_from), AS_OF, "blind")
    return [{**row, "reason": "平台接口授权过期，未能读取主页"}]


def _outcome(posted: Sequence[datetime], start: datetime, end: datetime) -> str:
    since = min(start, end - timedelta(days=1))
    return "seen" if any(since <= at <= end for at in posted) else "seen_nothing"


def _row(plan: Plan, start: datetime, end: datetime, outcome: str) -> dict[str, Any]:
    collector = f"{plan.row['platform']}-feed"
    return {
        "account_id": plan.account_id, "started_at": start, "ended_at": end, "outcome": outcome, "collector": collector,
    }  # fmt: skip
