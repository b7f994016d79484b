"""Ids that say when a post was made, and what a difference from the displayed time means."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from plumbline.domain.check import CLOCKS_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.series.clock_gaps import against_ids, against_sightings, appeared_late, in_words, whole_hours
from plumbline.series.clocks import Clocks
from plumbline.series.id_clocks import CLOCKS, id_times
from plumbline.simulation.post_ids import weibo_letters, weibo_number

NINE = datetime(2026, 3, 1, 1, tzinfo=UTC)
AS_OF = datetime(2026, 4, 1, tzinfo=UTC)
RULE: dict[str, Any] = {
    "as_of": AS_OF, "timezone": "Asia/Shanghai", "minutes": 10, "draft_days": 30, "agreeing": 5, "most_pct": 20,
}  # fmt: skip
SEEN_RULE = {name: RULE[name] for name in ("as_of", "minutes", "agreeing", "most_pct")}


def read(post_id: str, platform: str = "weibo") -> datetime | None:
    found = pl.DataFrame({"id": [post_id]}).select(id_times(pl.col("id"), pl.lit(platform))).item()
    assert found is None or isinstance(found, datetime)
    return found


def table(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = TABLES[name].schema
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def post(post_id: str, at: datetime, **more: Any) -> dict[str, Any]:
    return {"account_id": "a", "post_id": post_id, "posted_at": at, "text": "正文", "kind": "post"} | more


def made(at: datetime, number: int = 1) -> str:
    return str(weibo_number(at, number))


def taken(
    posts: list[dict[str, Any]], *, batches: int = 1, coverage: pl.DataFrame | None = None, platform: str = "weibo"
) -> pl.DataFrame:
    accounts = table("accounts", [{"account_id": "a", "platform": platform, "name": "a"}])
    clocks = Clocks(accounts, table("coverage", []) if coverage is None else coverage)
    frame = table("posts", posts)
    for part in frame.iter_slices(-(-frame.height // batches)):
        clocks.take(part)
    return clocks.table()


def looks(*days: date) -> pl.DataFrame:
    starts = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days]
    rows = [
        {"account_id": "a", "started_at": at, "ended_at": at + timedelta(hours=2), "outcome": "seen"} for at in starts
    ]
    return table("coverage", rows)


def good(number: int) -> list[dict[str, Any]]:
    days = [NINE - timedelta(days=n) for n in range(number)]
    return [post(made(at), at) for at in days]


@pytest.mark.parametrize("day", [datetime(2012, 1, 2, 3, 4, 5, tzinfo=UTC), datetime(2026, 3, 1, 1, tzinfo=UTC)])
def test_the_number_of_a_weibo_post_and_its_nine_letters_hold_the_same_second(day: datetime) -> None:
    number = weibo_number(day, 4_000_000)
    assert read(str(number)) == read(weibo_letters(number)) == day


def test_ids_of_2011_and_text_that_is_no_id_carry_no_clock() -> None:
    assert read(made(datetime(2011, 12, 31, tzinfo=UTC))) is None
    assert [read(text) for text in ("", "x1", "JEsE00ia", "JEsE00iaC1", "JEsE-0iaC", "99999999999999999999")] == [
        None
    ] * 6


def test_letters_whose_groups_exceed_seven_digits_are_no_number() -> None:
    assert read("JZZZZ0iaC") is None


def test_the_number_of_an_x_post_holds_its_millisecond() -> None:
    # the platform's own example: 2022-06-28 16:07:40.105 UTC
    assert read("1541815603606036480", "x") == datetime(2022, 6, 28, 16, 7, 40, 105_000, tzinfo=UTC)


def test_clocks_that_are_not_proven_are_written_down_with_the_reason_and_never_read() -> None:
    unproven = {"douyin", "xiaohongshu", "mastodon", "instagram", "bluesky"}
    assert {name for name, clock in CLOCKS.items() if not clock.proven} == unproven
    assert all(clock.evidence for clock in CLOCKS.values())
    assert [read("7000000000000000000", name) for name in sorted(unproven)] == [None] * 5


def test_only_posts_that_differ_are_kept_and_the_others_are_counted() -> None:
    rows = taken([*good(7), post(made(NINE + timedelta(days=9)), NINE)])
    assert dict(rows.schema) == CLOCKS_SCHEMA
    assert rows.select("id_at", "agreeing").rows() == [(NINE + timedelta(days=9), 7)]


def test_replies_and_posts_without_clock_and_sighting_are_not_looked_at() -> None:
    late = NINE + timedelta(days=9)
    assert taken([post(made(late), NINE, kind="reply")]).is_empty()
    assert taken([post(made(late), NINE)], platform="wechat").is_empty()


@pytest.mark.parametrize("batches", [2, 5, 12])
def test_how_the_posts_are_parted_and_ordered_changes_nothing(batches: int) -> None:
    seen = NINE + timedelta(days=6)
    posts = [
        *good(9), post(made(NINE + timedelta(days=2)), NINE), post("x", NINE, first_seen_at=seen),
        post("y", NINE, first_seen_at=seen), post("z", NINE, first_seen_at=NINE - timedelta(days=1)),
    ]  # fmt: skip
    coverage = looks(date(2026, 2, 1), date(2026, 3, 4))
    whole = taken(posts, coverage=coverage)
    assert whole["together"].to_list().count(2) == 2
    assert taken(posts[::-1], batches=batches, coverage=coverage).equals(whole)


def test_what_a_first_collection_brings_in_from_the_past_is_counted_and_not_kept() -> None:
    seen = NINE + timedelta(days=20)
    posts = [post(f"old{n}", NINE - timedelta(days=n), first_seen_at=seen) for n in range(1, 30)]
    assert taken(posts, coverage=looks(date(2026, 3, 10))).is_empty()
    late = taken(
        [*posts, post("new", NINE + timedelta(days=12), first_seen_at=seen)], coverage=looks(date(2026, 3, 10))
    )
    assert late.select("post_id", "together").rows() == [("new", 30)]


def test_an_id_without_a_readable_clock_on_weibo_can_appear_late() -> None:
    seen = NINE + timedelta(days=12)
    coverage = looks(date(2026, 2, 1), date(2026, 3, 5))
    rows = taken([post("x", NINE, first_seen_at=seen), post(made(NINE), NINE, first_seen_at=seen)], coverage=coverage)
    told = appeared_late(rows, coverage.select("account_id", "started_at", "ended_at"), days=3, bulk=20)
    assert told["post_id"].to_list() == ["x"]
    assert appeared_late(rows, coverage.select("account_id", "started_at", "ended_at"), days=3, bulk=1).is_empty()


def variants(posts: list[dict[str, Any]]) -> list[str | None]:
    return against_ids(taken(posts), **RULE)["variant"].to_list()


def test_a_post_dated_before_its_id_is_told_where_the_account_bears_its_ids_out() -> None:
    back = post(made(NINE + timedelta(days=9)), NINE)
    assert variants([*good(5), back]) == [None]
    assert variants([*good(4), back]) == ["collector"]


def test_where_more_than_the_permitted_share_differs_the_ids_are_foreign() -> None:
    back = [post(made(NINE + timedelta(days=9), n), NINE) for n in range(3)]
    assert variants([*good(12), *back]) == [None] * 3
    assert variants([*good(11), *back]) == ["collector"] * 3


@pytest.mark.parametrize("gap", [timedelta(hours=8), timedelta(hours=1, seconds=90), timedelta(hours=14)])
def test_whole_hours_are_the_time_zone_of_the_collector(gap: timedelta) -> None:
    assert variants([*good(9), post(made(NINE + gap), NINE)]) == ["collector"]


def test_a_date_without_a_time_of_day_is_not_back_dated() -> None:
    midnight = datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert variants([*good(9), post(made(midnight + timedelta(hours=9, minutes=31)), midnight)]) == ["collector"]
    assert variants([*good(9), post(made(midnight + timedelta(hours=25, minutes=31)), midnight)]) == [None]


def test_drafts_and_edited_posts_are_nobodys_business() -> None:
    draft = post(made(NINE - timedelta(days=9)), NINE)
    edited = post(made(NINE + timedelta(days=9)), NINE, edited_at=NINE + timedelta(days=10))
    assert variants([*good(9), draft, edited]) == []
    assert variants([draft]) == []


def test_an_account_with_as_many_wild_ids_as_back_dated_ones_is_not_accused() -> None:
    back, wild = post(made(NINE + timedelta(days=9)), NINE), post(made(NINE - timedelta(days=4000)), NINE)
    assert sorted(map(str, variants([*good(12), back, wild]))) == ["collector", "scheduled"]
    unread = post("3kZZZ0iaC", NINE)
    assert variants([*good(12), back, unread]) == ["collector"]
    future = post(made(AS_OF + timedelta(days=300)), NINE)
    assert variants([*good(12), back, future]) == ["collector"]


def test_a_post_displayed_later_than_it_was_seen_was_dated_anew_unless_its_id_bears_the_date_out() -> None:
    sound = [post(f"s{n}", NINE, first_seen_at=NINE + timedelta(hours=1)) for n in range(9)]
    seen = NINE - timedelta(days=3, minutes=13)
    for post_id, variant in (("x", "seen_before"), (made(NINE), "collector")):
        rows = taken([*sound, post(post_id, NINE, first_seen_at=seen)])
        assert against_sightings(rows, **SEEN_RULE)["variant"].to_list() == [variant]


def test_sightings_off_by_whole_hours_or_too_few_are_the_collectors() -> None:
    sound = [post(f"s{n}", NINE, first_seen_at=NINE + timedelta(hours=1)) for n in range(9)]
    zone, odd = (
        post("x", NINE, first_seen_at=NINE - gap) for gap in (timedelta(hours=8), timedelta(hours=8, minutes=20))
    )
    for posts, variant in (([*sound, zone], "collector"), ([*sound, odd], "seen_before"), ([odd], "collector")):
        assert against_sightings(taken(posts), **SEEN_RULE)["variant"].to_list() == [variant]


def test_differences_are_said_in_days_hours_and_minutes() -> None:
    seconds = pl.DataFrame({"s": [1500, 8000, 788_400, 3600, 53_000, 1800]})
    words = ["25 min", "2 h 13 min", "9 d 3 h", "1 h 0 min", "14 h 43 min", "30 min"]
    assert seconds.select(in_words(pl.col("s"))).to_series().to_list() == words
    assert seconds.select(whole_hours(pl.col("s"))).to_series().to_list() == [False, False, False, True, False, False]
