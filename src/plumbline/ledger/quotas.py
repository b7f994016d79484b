"""Daily quotas of platforms: a call is reserved before it is made, so a crash never spends more than is allowed."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Quota:
    """How many units a day `holder` (an account, an app) may spend of `bucket`; days begin at midnight in `zone`."""

    bucket: str
    limit: int
    zone: str = "Asia/Shanghai"


def reserve(base: sqlite3.Connection, quota: Quota, holder: str, units: int, at: datetime) -> bool:
    """Reserve `units` of the day; False, and nothing is reserved, if they are not there."""
    day = _day(quota, at)
    done = base.execute(
        "INSERT INTO quotas VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET used = used + excluded.used "
        "WHERE used + excluded.used <= ?",
        (quota.bucket, holder, day, units, quota.limit),
    )
    if done.rowcount == 1 and units > quota.limit:
        base.execute("DELETE FROM quotas WHERE bucket = ? AND holder = ? AND day = ?", (quota.bucket, holder, day))
        return False
    return done.rowcount == 1


def exhaust(base: sqlite3.Connection, quota: Quota, holder: str, at: datetime) -> None:
    """The platform says that the day's quota is spent, whatever we have counted."""
    base.execute(
        "INSERT INTO quotas VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET used = max(used, excluded.used)",
        (quota.bucket, holder, _day(quota, at), quota.limit),
    )


def left(base: sqlite3.Connection, quota: Quota, holder: str, at: datetime) -> int:
    """Units of the day that are not spent yet."""
    row = base.execute(
        "SELECT used FROM quotas WHERE bucket = ? AND holder = ? AND day = ?", (quota.bucket, holder, _day(quota, at))
    ).fetchone()
    return max(0, quota.limit - (int(row["used"]) if row else 0))


def _day(quota: Quota, at: datetime) -> str:
    return at.astimezone(ZoneInfo(quota.zone)).date().isoformat()
