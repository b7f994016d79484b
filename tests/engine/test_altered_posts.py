"""What is laid out for the checks of records: the altered posts, and what may excuse them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from plumbline.domain.check import ALTERED_SCHEMA, CORRECTIONS_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.engine.altered import Altered

AS_OF = datetime(2026, 3, 20, tzinfo=UTC)
AT = datetime(2026, 3, 2, tzinfo=UTC)


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    schema = TABLES[name].schema
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def post(post_id: str, **more: Any) -> dict[str, Any]:
    return {"account_id": "a", "post_id": post_id, "posted_at": AT, "kind": "post", "text": "正文", **more}


def laid_out(posts: pl.DataFrame, batch: int = 100, **tables: pl.DataFrame) -> dict[str, pl.DataFrame]:
    made = Altered(tables, AS_OF)
    for part in posts.iter_slices(batch):
        made.take(part)
    made.read(posts.iter_slices(batch))
    return made.tables()


def test_posts_that_nobody_speaks_of_are_not_kept_and_their_texts_are_not_read() -> None:
    posts = table("posts", post("p1"), post("p2", edited_at=AT), post("p3", edited_at=AS_OF + timedelta(days=1)))
    made = Altered({}, AS_OF)
    made.take(posts)

    def unread() -> Iterator[pl.DataFrame]:
        raise AssertionError("read")
        yield posts

    made.read(unread())
    assert made.tables()["altered"].schema == pl.Schema(ALTERED_SCHEMA)
    assert made.tables()["corrections"].schema == pl.Schema(CORRECTIONS_SCHEMA)
    assert made.tables()["altered"].is_empty()


def test_each_reason_to_look_keeps_its_post() -> None:
    hour = timedelta(hours=1)
    key = {"account_id": "a"}
    posts = table(
        "posts",
        post("edited", edited_at=AT + hour),
        post("deleted", deleted_at=AT + hour),
        post("version"),
        post("gone"),
        post("link"),
        post("late", first_seen_at=AT + timedelta(days=2)),
        post("plain"),
    )
    found = laid_out(
        posts,
        versions=table("versions", {**key, "post_id": "version", "seen_at": AT, "text": "旧"}),
        sightings=table("sightings", {**key, "post_id": "gone", "state": "confirmed_gone", "since": AT + hour}),
        links=table(
            "links", {**key, "post_id": "link", "url": "https://a.example", "checked_at": AT, "outcome": "dead"}
        ),
        coverage=table("coverage", {**key, "started_at": AT - hour, "ended_at": AT, "outcome": "seen"}),
    )["altered"]
    assert set(found["post_id"]) == {"edited", "deleted", "version", "gone", "link", "late"}
    assert set(found.filter(pl.col("text").is_null())["post_id"]) == {"link", "late"}


def test_what_a_first_collection_brings_in_from_the_past_is_not_kept() -> None:
    posts = table("posts", post("p1", first_seen_at=AT + timedelta(days=9)))
    later = {
        "account_id": "a",
        "started_at": AT + timedelta(days=9),
        "ended_at": AT + timedelta(days=9),
        "outcome": "seen",
    }
    assert laid_out(posts, coverage=table("coverage", later))["altered"].is_empty()


def test_words_of_correction_count_only_for_accounts_with_something_to_excuse() -> None:
    posts = table(
        "posts",
        post("p1", edited_at=AT + timedelta(hours=1)),
        post("p2", text="更正：时间有误"),
        post("p3", text="今天晴"),
        post("p4", account_id="b", text="更正：时间有误"),
    )
    assert laid_out(posts)["corrections"]["post_id"].to_list() == ["p2"]


def test_what_is_published_about_the_time_of_a_deletion_may_stand_for_it() -> None:
    day = timedelta(days=1)
    posts = table(
        "posts",
        post("gone", deleted_at=AT + 10 * day),
        post("soon", posted_at=AT + 2 * day),
        post("between", posted_at=AT + 5 * day),
        post("about", posted_at=AT + 10.5 * day),
        post("like", kind="like", posted_at=AT + 10.5 * day),
    )
    assert set(laid_out(posts)["corrections"]["post_id"]) == {"gone", "soon", "about"}


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_how_the_posts_are_parted_changes_nothing(batch: int) -> None:
    rows = [post(f"p{number}", edited_at=AT + timedelta(hours=number), text=f"更正{number}") for number in range(1, 8)]
    posts = table("posts", *rows)
    for name, whole in laid_out(posts).items():
        assert laid_out(posts, batch)[name].equals(whole)
