"""In which order accounts are visited: those whose time is running out first, so that no quota ends before them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import polars as pl

from plumbline.ledger.bodies import instant
from plumbline.ledger.ledger import Ledger

FAR = timedelta(days=10_000)


def in_order(
    accounts: Iterable[str], latest: Mapping[str, datetime], ledger: Ledger, now: datetime, *, days: int
) -> list[str]:
    """Accounts by urgency; `latest` is the last post known of each, `days` the silence that fails an account.

    First those that fail soonest if nothing new is found, then those never visited, then those already silent for
    longer, each by how long ago they were visited last.
    """
    visits = last_visits(ledger)

    def urgency(account: str) -> tuple[int, float, datetime, str]:
        last, seen = latest.get(account), visits.get(account, _NEVER)
        left = timedelta(days=days) - (now - last) if last else FAR
        if last is None:
            return 1, 0.0, seen, account
        return (0 if left >= timedelta(0) else 2), max(left, timedelta(0)).total_seconds() // 43_200, seen, account

    return sorted(accounts, key=urgency)


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def last_visits(ledger: Ledger) -> dict[str, datetime]:
    """When each account was visited last, with or without success."""
    rows = ledger.base.execute("SELECT account_id, max(ended_at) AS at FROM watches GROUP BY account_id")
    return {row["account_id"]: instant(row["at"]) for row in rows}


def latest_posts(posts: pl.DataFrame, now: datetime) -> dict[str, datetime]:
    """The last thing that each account published up to `now`; `posts` with the contract's columns."""
    moment = pl.lit(now).cast(pl.Datetime("us", "UTC"))
    published = posts.filter(pl.col("kind").fill_null("post").is_in(["post", "repost"]), pl.col("posted_at") <= moment)
    rows = published.group_by("account_id").agg(pl.col("posted_at").max())
    return dict(rows.iter_rows())
