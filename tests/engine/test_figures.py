"""What is laid out of the posts for the checks of numbers."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from plumbline.domain.check import FIGURES_SCHEMA, TRACKED_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.engine.figures import Figures

AS_OF = datetime(2026, 4, 1, tzinfo=UTC)


def table(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = TABLES[name].schema
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def post(number: int, at: datetime, **more: Any) -> dict[str, Any]:
    return {"account_id": "a", "post_id": f"p{number}", "posted_at": at, "text": "正文", "kind": "post"} | more


def laid_out(posts: list[dict[str, Any]], *, batches: int = 1, **tables: pl.DataFrame) -> dict[str, pl.DataFrame]:
    accounts = table("accounts", [{"account_id": "a", "platform": "weibo", "name": "a"}])
    figures = Figures(("figures", "tracked"), {"accounts": accounts, **tables}, as_of=AS_OF, timezone="Asia/Shanghai")
    frame = table("posts", posts)
    size = max(1, -(-frame.height // batches))
    for _, _, take in figures.stages():
        take(iter(frame.iter_slices(size)))
    return figures.tables()


MARCH = [post(n, datetime(2026, 3, n, 9, tzinfo=UTC), likes=n, reads=100 * n) for n in range(1, 6)]


def test_counts_stand_by_account_local_month_and_kind_in_order_of_time() -> None:
    late = post(9, datetime(2026, 3, 31, 17, tzinfo=UTC), likes=7)
    row = laid_out([late, *reversed(MARCH)])["figures"].rows(named=True)
    assert [str(each["month"]) for each in row] == ["2026-03-01", "2026-04-01"]
    assert row[0]["likes"] == [1, 2, 3, 4, 5]
    assert row[0]["comments"] == [None] * 5
    assert row[0]["example"] == "p5"


@pytest.mark.parametrize("batches", [2, 5])
def test_how_the_posts_came_in_changes_nothing(batches: int) -> None:
    assert laid_out(MARCH, batches=batches)["figures"].equals(laid_out(list(reversed(MARCH)))["figures"])


def test_only_what_a_person_published_and_somebody_counted_is_laid_out() -> None:
    others = [
        post(6, AS_OF, likes=1, kind="reply"), post(7, AS_OF, likes=1, automatic=True), post(8, AS_OF),
    ]  # fmt: skip
    assert laid_out(others)["figures"].is_empty()
    assert dict(laid_out(others)["figures"].schema) == FIGURES_SCHEMA


def test_a_count_beyond_two_thousand_million_is_cut_and_does_not_crash() -> None:
    huge = [post(1, AS_OF, likes=10**15)]
    assert laid_out(huge)["figures"]["likes"].to_list() == [[2**31 - 1]]


def test_posts_that_are_read_again_and_again_are_looked_up() -> None:
    metrics = table("post_metrics", [{"account_id": "a", "post_id": "p2", "observed_at": AS_OF, "likes": 1}])
    tracked = laid_out(MARCH, post_metrics=metrics)["tracked"]
    assert dict(tracked.schema) == TRACKED_SCHEMA
    assert tracked["post_id"].to_list() == ["p2"]


def test_nothing_is_read_where_nothing_is_wanted() -> None:
    accounts = table("accounts", [])
    assert Figures(("metrics",), {"accounts": accounts}, as_of=AS_OF, timezone="UTC").stages() == ()
