"""Run one job of the numbers benchmark in a process of its own: `python -m plumbline.bench.numbers_child JOB PATH`."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from plumbline.bench import naive_numbers
from plumbline.bench.child import measured
from plumbline.bench.numbers_files import LAST_DAY, Fleet, bought
from plumbline.domain.tables import TABLES
from plumbline.followers.follower_map import TRIAGE, blocks
from plumbline.followers.map_grid import Days, Ints
from plumbline.series.common_mode import common_gain
from plumbline.series.growth import Settings, triggers

COLUMNS = ("account_id", "date", "followers", "reads")


def growth(folder: Path) -> dict[str, int]:
    """The growth of a fleet as an inspection judges it: the platforms' common mode first, then shard by shard."""
    fleet = Fleet(folder)
    accounts = pl.read_parquet(fleet.accounts)
    common = common_gain(_table(fleet.shards), accounts)
    campaigns = pl.DataFrame(schema=TABLES["campaigns"].schema)
    found: set[str] = set()
    for file in fleet.shards:
        metrics = _table([file])
        own = accounts.join(metrics.select("account_id").unique(), on="account_id", how="semi")
        rows = triggers(metrics, own, campaigns, common, Settings(today=LAST_DAY))
        found |= set(rows.filter(pl.col("from_on").is_not_null())["account_id"])
    buyers = sum(map(bought, accounts["account_id"]))
    hits = sum(map(bought, found))
    return {
        "accounts": accounts.height, "buyers": buyers, "buyers_triggered": hits, "others_triggered": len(found) - hits
    }  # fmt: skip


def scan(folder: Path) -> dict[str, int]:
    """The ceiling: read the same columns and look at every value once."""
    rows = 0
    for file in Fleet(folder).shards:
        seen = _table([file]).select(pl.len().alias("rows"), pl.all().max())
        rows += int(seen["rows"][0])
    return {"rows": rows}


def follower_map(path: Path) -> dict[str, int]:
    """The blocks of every list, timed one by one; the first list is looked at once before. Times in microseconds."""
    lists = list(_lists(pl.read_parquet(path)))
    blocks(*lists[0], least_score=TRIAGE)
    micros, found = [], []
    for position, registered in lists:
        start = time.perf_counter()
        found.append(bool(blocks(position, registered, least_score=TRIAGE)))
        micros.append(round((time.perf_counter() - start) * 1e6))
    times = {"all_us": micros, "honest_us": micros[0::2], "bought_us": micros[1::2] or micros}
    return {
        "lists": len(lists), "honest_marked": sum(found[0::2]), "bought_marked": sum(found[1::2]),
        "slowest_us": max(micros), **{name: round(statistics.median(part)) for name, part in times.items()},
    }  # fmt: skip


def _lists(table: pl.DataFrame) -> Iterator[tuple[Ints, Days]]:
    for part in table.partition_by("list", maintain_order=True):
        yield part["position"].to_numpy(), part["registered"].to_numpy()


def _table(files: list[Path]) -> pl.DataFrame:
    return pl.read_parquet(files, columns=list(COLUMNS))


JOBS: dict[str, Callable[[Path], dict[str, int]]] = {
    "growth": growth,
    "scan": scan,
    "naive_growth": naive_numbers.growth,
    "map": follower_map,
    "naive_map": naive_numbers.follower_map,
}


def run() -> None:
    """Measure one job: seconds of wall and CPU, peak of memory in MB, what it answered. Libraries are loaded before."""
    job, path = sys.argv[1], Path(sys.argv[2])
    if job == "naive_growth":
        naive_numbers.libraries()
    print(json.dumps(measured(JOBS[job], path)))


if __name__ == "__main__":
    run()
