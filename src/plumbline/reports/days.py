"""The last days of an account before the inspection: posts a day, silent gaps, days that nobody watched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise

import polars as pl

from plumbline.engine.result import Inspection
from plumbline.reports.summary import local_moment
from plumbline.series.watching import watched_stretches

LENGTH = 120
"""Days that a strip shows, the day of inspection included."""
STALE_CHECK = "activity.stale_account"


@dataclass(frozen=True)
class Gap:
    """Days without a post: after `last` up to `following` (None: still silent), `days` from the one to the other.

    `last` is None where no post is known at all; then `days` counts the days of which we know, and it is at least that.
    """

    last: date | None
    following: date | None
    days: int
    first_silent: date


@dataclass(frozen=True)
class Days:
    """What a strip shows. `published` and `uncounted` (automatic posts, replies, likes) give posts by day."""

    today: date
    published: Mapping[date, int]
    uncounted: Mapping[date, int]
    unwatched: frozenset[date]
    gaps: tuple[Gap, ...]
    silent: int | None
    limit: int | None

    @cached_property
    def first(self) -> date:
        """The first day shown."""
        return self.today - timedelta(LENGTH - 1)

    @property
    def posts(self) -> int:
        """Posts in the days shown."""
        return sum(number for day, number in self.published.items() if day >= self.first)

    @property
    def active_days(self) -> int:
        """Days shown that have a post."""
        return sum(day >= self.first for day in self.published)


def days_of(inspection: Inspection, accounts: Iterable[str]) -> dict[str, Days]:
    """The days of each of `accounts`."""
    today = local_moment(inspection.run).date()
    wanted = pl.DataFrame({"account_id": sorted(set(accounts))}, schema={"account_id": pl.String()})
    activity = inspection.activity.join(wanted, on="account_id", how="semi").filter(pl.col("day") <= today)
    open_days = unwatched_days(inspection, wanted, today)
    posts = _by_account(activity)
    opened = dict(inspection.accounts.select("account_id", "opened_on").iter_rows())
    limit, _ = stale_limits(inspection)
    return {
        account: _days(posts.get(account, {}), open_days.get(account, frozenset()), opened.get(account), today, limit)
        for account in wanted["account_id"]
    }


def stale_limits(inspection: Inspection) -> tuple[int | None, int | None]:
    """The book's days of silence after which an account is stale, and hours between two looks that are bridged."""
    rule = inspection.book.rules.get(STALE_CHECK)
    values = rule.values() if rule else {}
    return values.get("silent_days"), values.get("bridge_hours")


def unwatched_days(inspection: Inspection, accounts: pl.DataFrame, today: date) -> dict[str, frozenset[date]]:
    """Days up to `today` of which less than half was watched, for accounts of a dossier with a coverage table."""
    if inspection.run.get("coverage", {}).get("assumed_complete", True) or inspection.coverage.is_empty():
        return {}
    as_of = local_moment(inspection.run)
    coverage = inspection.coverage.join(accounts, on="account_id", how="semi")
    stretches = watched_stretches(coverage, as_of=as_of, bridge_hours=stale_limits(inspection)[1] or 0)
    spans: dict[str, list[tuple[datetime, datetime]]] = {account: [] for account in accounts["account_id"]}
    recent = stretches.filter(pl.col("end") > as_of.astimezone(UTC) - timedelta(LENGTH + 1))
    for account, start, end in recent.iter_rows():
        spans[account].append((start, end))
    days = [(day, *_bounds(day, as_of)) for day in _shown(today)]
    return {
        account: frozenset(day for day, start, end in days if 2 * _watched(found, start, end) < end - start)
        for account, found in spans.items()
    }


def gaps(published: Iterable[date], today: date, limit: int) -> tuple[Gap, ...]:
    """Silences of more than `limit` natural days that reach into the days shown, the last of them perhaps open."""
    days: list[date | None] = [*sorted(published), None]
    pairs = [(last, following) for last, following in pairwise(days) if last is not None]
    found = (Gap(last, following, ((following or today) - last).days, last + timedelta(1)) for last, following in pairs)
    first = today - timedelta(LENGTH - 1)
    return tuple(gap for gap in found if gap.days > limit and (gap.following or today) > first)


def silent_days(gap: Gap, days: Days) -> list[date]:
    """The days of a gap that are shown: after the last post, before the next."""
    start = max(gap.first_silent, days.first)
    end = gap.following - timedelta(1) if gap.following else days.today
    return [start + timedelta(n) for n in range((end - start).days + 1)]


def _gaps(
    published: Iterable[date], unwatched: frozenset[date], opened: date | None, today: date, limit: int | None
) -> tuple[Gap, ...]:
    """`gaps`, and where nothing was ever published the days since the opening, or since when it was watched."""
    if limit is None:
        return ()
    if published:
        return gaps(published, today, limit)
    watched_from = max(unwatched, default=today - timedelta(LENGTH)) + timedelta(1)
    start = max(watched_from, opened or watched_from)
    known = (today - start).days
    return (Gap(None, None, known, start),) if known > limit else ()


def _days(
    posts: Mapping[str, Mapping[date, int]],
    unwatched: frozenset[date],
    opened: date | None,
    today: date,
    limit: int | None,
) -> Days:
    published = posts.get("published", {})
    last = max(published, default=None)
    return Days(
        today=today,
        published=published,
        uncounted={day: n for sort in ("automatic", "other") for day, n in posts.get(sort, {}).items()},
        unwatched=unwatched,
        gaps=_gaps(published, unwatched, opened, today, limit),
        silent=(today - last).days if last else None,
        limit=limit,
    )


def _by_account(activity: pl.DataFrame) -> dict[str, dict[str, dict[date, int]]]:
    out: dict[str, dict[str, dict[date, int]]] = {}
    for account, day, sort, posts in activity.select("account_id", "day", "sort", "posts").iter_rows():
        out.setdefault(account, {}).setdefault(sort, {})[day] = posts
    return out


def _shown(today: date) -> list[date]:
    return [today - timedelta(ago) for ago in range(LENGTH - 1, -1, -1)]


def _bounds(day: date, as_of: datetime) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), as_of.tzinfo)
    return start, min(datetime.combine(day + timedelta(1), time(), as_of.tzinfo), as_of)


def _watched(spans: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime) -> timedelta:
    parts = (min(end, last) - max(start, first) for first, last in spans)
    return sum((part for part in parts if part > timedelta(0)), timedelta(0))
