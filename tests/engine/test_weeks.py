"""Weeks are added up rightly however they come, and each row a bounded number of times."""

from datetime import date

import polars as pl
import pytest

from plumbline.domain.check import WEEKS_SCHEMA
from plumbline.engine import weeks
from plumbline.engine.weeks import Weeks, totalled

COUNTS = [name for name in WEEKS_SCHEMA if name not in ("account_id", "week")]


def batch(number: int) -> pl.DataFrame:
    """Ten accounts, some of them those of the batch before."""
    rows = [{"account_id": f"weibo:{5 * number + one}", "week": date(2026, 1, 5)} for one in range(10)]
    return pl.DataFrame([row | dict.fromkeys(COUNTS, number + 1) for row in rows], schema=WEEKS_SCHEMA)


@pytest.mark.parametrize("least", [1, 25, 100_000])
def test_batches_add_up_to_the_sum_of_all_rows(monkeypatch: pytest.MonkeyPatch, least: int) -> None:
    monkeypatch.setattr(weeks, "LEAST_ROWS", least)
    running = Weeks()
    for number in range(30):
        running.add(batch(number))
    assert running.total().equals(totalled([batch(number) for number in range(30)]))
    assert running.total().equals(running.total())


def test_no_batch_is_no_week() -> None:
    assert Weeks().total().equals(pl.DataFrame(schema=WEEKS_SCHEMA))


def test_rows_are_gone_through_a_few_times_each_and_not_once_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    gone_through = 0

    def counted(parts: list[pl.DataFrame]) -> pl.DataFrame:
        nonlocal gone_through
        gone_through += sum(part.height for part in parts)
        return totalled(parts)

    monkeypatch.setattr(weeks, "LEAST_ROWS", 10)
    monkeypatch.setattr(weeks, "totalled", counted)
    running, batches = Weeks(), 200
    for number in range(batches):
        running.add(batch(number))
    running.total()
    assert gone_through < 4 * 10 * batches
