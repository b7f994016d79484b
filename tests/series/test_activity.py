"""Posts reduced to days say what a plain loop says, in any zone, order and cut."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from plumbline.domain.check import ACTIVITY_SCHEMA, LATEST_SCHEMA, PAUSES_SCHEMA
from plumbline.series.activity import DayCounter, daily

AS_OF = datetime(2026, 3, 29, 12, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
Row = tuple[str, datetime, str, bool | None]

moments = st.datetimes(datetime(2025, 9, 1), datetime(2026, 4, 30), timezones=st.just(UTC))  # noqa: DTZ001  made aware
kinds = st.sampled_from(["post", "repost", "reply", "comment", "auto_reply", "message", "like"])
posts = st.lists(st.tuples(st.sampled_from("abc"), moments, kinds, st.sampled_from([True, False, None])), max_size=40)


def frame(rows: list[Row]) -> pl.DataFrame:
    schema = {
        "account_id": pl.String,
        "posted_at": pl.Datetime("us", "UTC"),
        "kind": pl.String,
        "automatic": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def sort_of(row: Row) -> str:
    _, posted_at, kind, automatic = row
    if posted_at > AS_OF:
        return "future"
    if kind not in ("post", "repost"):
        return "other"
    return "automatic" if automatic else "published"


@given(posts, st.sampled_from(ZONES))
def test_every_post_is_counted_on_its_local_day_and_under_its_sort(rows: list[Row], zone: str) -> None:
    expected = Counter((row[0], row[1].astimezone(ZoneInfo(zone)).date(), sort_of(row)) for row in rows)
    found = daily(frame(rows), as_of=AS_OF, timezone=zone)
    assert dict(found.schema) == ACTIVITY_SCHEMA
    assert {row[:3]: row[3] for row in found.iter_rows()} == expected


@given(posts, st.sampled_from(ZONES))
def test_the_last_moment_of_a_day_is_the_latest_post_of_its_sort_in_whole_seconds(rows: list[Row], zone: str) -> None:
    latest: dict[tuple[object, ...], datetime] = {}
    for row in rows:
        key = (row[0], row[1].astimezone(ZoneInfo(zone)).date(), sort_of(row))
        latest[key] = max(latest.get(key, row[1]), row[1])
    found = daily(frame(rows), as_of=AS_OF, timezone=zone)
    assert {row[:3]: row[4] for row in found.iter_rows()} == {
        key: moment.replace(microsecond=0) for key, moment in latest.items()
    }


@given(posts, st.integers(0, 40), st.randoms(use_true_random=False))
def test_batches_and_their_order_change_nothing(rows: list[Row], cut: int, dice: object) -> None:
    shuffled = sorted(rows, key=lambda row: hash((str(dice), row[1])))
    whole = daily(frame(rows), as_of=AS_OF, timezone="Asia/Shanghai")
    accounts = pl.Series(["a", "b", "c"])
    counter = DayCounter(accounts, as_of=AS_OF, timezone="Asia/Shanghai")
    for part in (frame(shuffled[:cut]), frame(shuffled[cut:])):
        counter.add(accounts.search_sorted(part["account_id"]), part)
    assert counter.counted().activity().equals(whole)


@given(posts)
def test_latest_and_pauses_are_what_the_days_say(rows: list[Row]) -> None:
    accounts = pl.Series(["a", "b", "c"])
    counter = DayCounter(accounts, as_of=AS_OF, timezone="UTC")
    counter.add(accounts.search_sorted(frame(rows)["account_id"]), frame(rows))
    days = counter.counted()
    activity, latest, pauses = days.activity(), days.latest(), days.pauses()
    assert dict(latest.schema) == LATEST_SCHEMA
    assert dict(pauses.schema) == PAUSES_SCHEMA
    by = activity.group_by("account_id", "sort").agg(pl.col("day").max(), pl.col("last_at").max())
    assert set(latest.iter_rows()) == set(by.iter_rows())
    expected = set()
    for account in "abc":
        published = activity.filter(pl.col("account_id") == account, pl.col("sort") == "published")["day"].to_list()
        expected |= {(account, *pair) for pair in pairwise(published) if pair[1] - pair[0] >= timedelta(days=5)}
    assert set(pauses.select("account_id", "last_on", "next_on").iter_rows()) == expected
