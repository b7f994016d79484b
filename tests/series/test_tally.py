"""Counts are added up rightly however they come, and each row a bounded number of times."""

from collections.abc import Sequence

import polars as pl
import pytest

from plumbline.series import tally
from plumbline.series.tally import Tally, added

SCHEMA = {"account_id": pl.String(), "week": pl.Int64(), "posts": pl.UInt32(), "night": pl.UInt32()}
KEYS = ("account_id", "week")


def batch(number: int) -> pl.DataFrame:
    """Ten accounts, half of them those of the batch before; its columns in another order."""
    rows = [
        {"night": 1, "posts": number + 1, "account_id": f"weibo:{5 * number + one}", "week": 2} for one in range(10)
    ]
    return pl.DataFrame(rows, schema={name: SCHEMA[name] for name in rows[0]})


@pytest.mark.parametrize("least", [1, 25, 100_000])
def test_batches_add_up_to_the_sum_of_all_rows(monkeypatch: pytest.MonkeyPatch, least: int) -> None:
    monkeypatch.setattr(tally, "LEAST_ROWS", least)
    running = Tally(SCHEMA, KEYS)
    for number in range(30):
        running.add(batch(number))
    rows = pl.concat([batch(number) for number in range(30)])
    expected = rows.group_by(KEYS).agg(pl.col("posts", "night").sum()).sort(KEYS).select(*SCHEMA)
    assert running.total().equals(expected)
    assert running.total().schema == pl.Schema(SCHEMA)
    running.add(batch(0))
    assert running.total()["posts"].sum() == expected["posts"].sum() + 10


def test_no_batch_is_no_count() -> None:
    assert Tally(SCHEMA, KEYS).total().equals(pl.DataFrame(schema=SCHEMA))


def test_rows_are_gone_through_a_few_times_each_and_not_once_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    gone_through = 0

    def counted(parts: list[pl.DataFrame], keys: Sequence[str]) -> pl.DataFrame:
        nonlocal gone_through
        gone_through += sum(part.height for part in parts)
        return added(parts, keys)

    monkeypatch.setattr(tally, "LEAST_ROWS", 10)
    monkeypatch.setattr(tally, "added", counted)
    running, batches = Tally(SCHEMA, KEYS), 200
    for number in range(batches):
        running.add(batch(number))
    running.total()
    assert gone_through < 4 * 10 * batches
