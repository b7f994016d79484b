"""The benchmark of numbers: what it runs on, what its naive loops find, and that it runs from end to end."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from plumbline.bench import naive_numbers, numbers
from plumbline.bench.child import measured
from plumbline.bench.naive_numbers import libraries
from plumbline.bench.numbers import NumbersPlan, measure
from plumbline.bench.numbers_child import JOBS, follower_map, growth, scan
from plumbline.bench.numbers_files import BOUGHT_EVERY, Fleet, bought, write_fleet, write_lists
from plumbline.bench.numbers_page import page
from plumbline.domain.errors import UsageError

ACCOUNTS, DAYS = 60, 200


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Fleet:
    return write_fleet(tmp_path_factory.mktemp("numbers") / "series", accounts=ACCOUNTS, days=DAYS)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lists(tmp_path_factory.mktemp("numbers") / "lists.parquet", lists=2, followers=1_500)


def test_every_account_has_a_series_with_a_few_days_missing(fleet: Fleet) -> None:
    series = pl.read_parquet(fleet.shards)
    assert series["account_id"].n_unique() == ACCOUNTS
    assert 0.98 * ACCOUNTS * DAYS < series.height < ACCOUNTS * DAYS
    assert not series.select("account_id", "date").is_duplicated().any()
    assert series["followers"].min() >= 0  # type: ignore[operator]


def test_the_same_seed_writes_the_same_fleet(fleet: Fleet, tmp_path: Path) -> None:
    again = write_fleet(tmp_path / "again", accounts=ACCOUNTS, days=DAYS)
    assert pl.read_parquet(again.shards).equals(pl.read_parquet(fleet.shards))


def test_one_account_in_twenty_buys(fleet: Fleet) -> None:
    names = pl.read_parquet(fleet.accounts)["account_id"]
    assert sum(map(bought, names)) == ACCOUNTS // BOUGHT_EVERY


def test_the_growth_job_triggers_on_most_who_bought_and_on_few_others(fleet: Fleet) -> None:
    answer = growth(fleet.folder)
    assert answer["accounts"] == ACCOUNTS
    assert answer["buyers_triggered"] >= answer["buyers"] - 1
    assert answer["others_triggered"] <= 0.3 * (ACCOUNTS - answer["buyers"])


def test_the_scan_sees_every_row(fleet: Fleet) -> None:
    assert scan(fleet.folder) == {"rows": pl.read_parquet(fleet.shards).height}


def test_without_the_reference_libraries_the_naive_loop_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(naive_numbers, "import_module", missing)
    with pytest.raises(UsageError, match="the naive pipeline needs"):
        libraries()


def test_the_map_job_marks_the_list_with_a_purchase_and_not_the_honest_one(lists: Path) -> None:
    answer = follower_map(lists)
    assert (answer["lists"], answer["honest_marked"]) == (2, 0)
    assert 0 < answer["all_us"] <= answer["slowest_us"]


def test_the_naive_map_finds_a_block_that_arrived_together(tmp_path: Path) -> None:
    honest = [day - 700 + 37 * (day % 19) for day in range(14_000, 15_000)]
    block = [15_000 - 700 + day % 7 for day in range(75)]
    days = [*honest[:500], *block, *honest[500:]]
    made = pl.DataFrame({"list": 0, "position": range(1, len(days) + 1), "registered": days})
    made.write_parquet(tmp_path / "list.parquet")
    assert naive_numbers.follower_map(tmp_path / "list.parquet") == {"lists": 1, "strong": 1}


def test_a_small_benchmark_runs_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = {name: JOBS[name] for name in ("growth", "scan", "map")}
    quick["naive_growth"] = lambda folder: {"accounts": 1, "triggered": 0}
    quick["naive_map"] = lambda path: {"lists": 1, "strong": 0}
    monkeypatch.setattr(numbers, "_child", lambda job, path: measured(quick[job], path))
    for name, value in (("DAYS", 160), ("NAIVE_ACCOUNTS", 3), ("LISTS", 2), ("FOLLOWERS", 600)):
        monkeypatch.setattr(numbers, name, value)
    figures = measure(NumbersPlan(tmp_path, scale=0.0, rounds=2), lambda text: None)
    assert figures["sizes"]["accounts"] == [50, 200]
    assert len(figures["seconds"]["growth"]) == 2
    assert json.loads(json.dumps(figures)) == figures
    text = page(figures, "2026-11-22")
    assert "200 accounts of 160 days" in text
    assert "None" not in text
