"""Silences between days of publishing, against ten plain lines."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.domain.check import ACTIVITY_SCHEMA, Shard
from plumbline.domain.tables import TABLES
from plumbline.series.silences import published_days, silences_of, with_post

TODAY = date(2025, 6, 1)
FIRST = date(2025, 1, 1)


def activity(*rows: tuple[str, int, str]) -> pl.DataFrame:
    cells = [(a, FIRST + timedelta(days=n), sort, 1, at(n)) for a, n, sort in rows]
    return pl.DataFrame(cells, schema=ACTIVITY_SCHEMA, orient="row")


def at(day: int, second: int = 0) -> datetime:
    return datetime(2025, 1, 1, 4, tzinfo=UTC) + timedelta(days=day, seconds=second)


def found(rows: list[tuple[str, int, str]], longer_than: int) -> list[tuple[str, int, int | None, int]]:
    frame = silences_of(activity(*rows), longer_than=longer_than, today=TODAY).sort("account_id", "last_on")
    assert all(row["last_at"] == at((row["last_on"] - FIRST).days) for row in frame.iter_rows(named=True))
    return [
        (
            row["account_id"],
            (row["last_on"] - FIRST).days,
            row["next_on"] and (row["next_on"] - FIRST).days,
            row["days"],
        )
        for row in frame.iter_rows(named=True)
    ]


DAYS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 151), st.sampled_from(["published", "automatic", "other"])),
    unique=True, max_size=40,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(rows=DAYS, longer_than=st.integers(0, 30))
def test_every_silence_and_no_other_in_rows_of_any_order(rows: list[tuple[str, int, str]], longer_than: int) -> None:
    expected = []
    for account in "abc":
        days = sorted(day for who, day, sort in rows if who == account and sort == "published")
        for day, following in zip(days, [*days[1:], None], strict=False):
            length = ((TODAY - FIRST).days if following is None else following) - day
            if length > longer_than:
                expected.append((account, day, following, length))
    assert found(rows, longer_than) == expected


def test_no_silence_runs_from_one_account_into_the_next() -> None:
    rows = [("a", 140, "published"), ("b", 1, "published"), ("b", 145, "published")]
    assert found(rows, 14) == [("b", 1, 145, 144)]


def test_sorted_and_shuffled_activity_give_the_same_days() -> None:
    rows = [(account, day, "published") for account in "abc" for day in range(0, 100, 7)]
    frame = activity(*rows)
    assert published_days(frame).equals(published_days(frame.sample(fraction=1, shuffle=True, seed=3)))


def posts(*rows: tuple[str, str, datetime, str, bool | None]) -> pl.LazyFrame:
    frame = pl.DataFrame(
        [{"account_id": a, "post_id": p, "posted_at": t, "kind": k, "automatic": m} for a, p, t, k, m in rows],
        schema={
            name: TABLES["posts"].schema[name] for name in ("account_id", "post_id", "posted_at", "kind", "automatic")
        },
    )
    return frame.lazy()


def test_the_post_named_is_a_persons_post_in_that_second_and_the_smallest_id_of_several() -> None:
    shard = Shard(at(9), "Asia/Shanghai", {}, posts(
        ("a", "0-reply", at(1), "reply", None),
        ("a", "1-machine", at(1), "post", True),
        ("a", "2-later-half", at(1) + timedelta(milliseconds=700), "repost", False),
        ("a", "3-same-second", at(1), "post", None),
        ("a", "0-other-second", at(1, 1), "post", None),
        ("b", "0-other-account", at(1), "post", None),
    ))  # fmt: skip
    moments = pl.DataFrame(
        {"account_id": ["a"], "last_at": [at(1)]}, schema_overrides={"last_at": pl.Datetime("us", "UTC")}
    )
    by_person = with_post(moments, shard).row(0, named=True)
    assert (by_person["post_id"], by_person["posted_text"]) == ("2-later-half", "2025-01-02T12:00:00+08:00")
    assert with_post(moments, shard, automatic=True)["post_id"].to_list() == ["1-machine"]


def test_a_post_that_cannot_be_named_leaves_the_finding_standing() -> None:
    shard = Shard(at(9), "Asia/Shanghai", {}, posts())
    moments = pl.DataFrame(
        {"account_id": ["a", "b"], "last_at": [at(1), None]}, schema_overrides={"last_at": pl.Datetime("us", "UTC")}
    )
    assert with_post(moments, shard)["post_id"].to_list() == [None, None]
    assert with_post(moments.clear(), shard).is_empty()
