"""One dossier, one result: whatever the form, the order, the cut and the executor."""

import json
import random
from pathlib import Path

import polars as pl
import pytest
from judging import judged, written
from small_fleet import small

from plumbline.engine.result import Inspection


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return small()


@pytest.fixture(scope="module")
def whole(tables: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    inspection = judged(written(tables, tmp_path_factory.mktemp("expected") / "fleet"))
    assert inspection.findings
    assert inspection.abstentions
    return inspection


@pytest.fixture(scope="module")
def expected(whole: Inspection) -> str:
    return str(whole.run["result_sha256"])


@pytest.mark.parametrize("headers", ["en", "zh"])
@pytest.mark.parametrize("form", ["csv", "csv.gz", "jsonl", "parquet", "xlsx"])
def test_the_form_of_the_files_changes_nothing(
    tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path, form: str, headers: str
) -> None:
    assert judged(written(tables, tmp_path / "fleet", form=form, headers=headers)).run["result_sha256"] == expected


def test_the_order_of_rows_changes_nothing(tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path) -> None:
    shuffled = {name: table.sample(fraction=1, shuffle=True, seed=7) for name, table in tables.items()}
    assert judged(written(shuffled, tmp_path / "fleet")).run["result_sha256"] == expected


@pytest.mark.parametrize("shards", [2, 5])
def test_the_number_of_shards_changes_nothing(
    tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path, shards: int
) -> None:
    assert judged(written(tables, tmp_path / "fleet"), shards=shards).run["result_sha256"] == expected


@pytest.mark.parametrize(("executor", "shards"), [("inline", 64), ("processes", 4)])
def test_a_whole_fleet_in_many_shards_or_several_processes_is_judged_as_the_command_did(
    demo: Path, tmp_path: Path, executor: str, shards: int
) -> None:
    (tmp_path / "fleet").symlink_to(demo / "troubled")
    result = json.loads((demo / "result-troubled" / "run.json").read_text("utf-8"))
    found = judged(tmp_path / "fleet", executor=executor, shards=shards).run
    assert found["result_sha256"] == result["result_sha256"]


def test_posts_in_a_folder_of_parquet_files_give_the_same(
    tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path
) -> None:
    dossier = written(tables, tmp_path / "fleet", form="parquet")
    posts = pl.read_parquet(dossier / "posts.parquet")
    (dossier / "posts.parquet").unlink()
    (dossier / "posts").mkdir()
    for number, part in enumerate(posts.iter_slices(500)):
        part.write_parquet(dossier / "posts" / f"{number:03d}.parquet")
    assert judged(dossier).run["result_sha256"] == expected


def test_another_day_gives_another_result(tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path) -> None:
    assert judged(written(tables, tmp_path / "fleet"), as_of="2026-04-20").run["result_sha256"] != expected


def test_one_post_less_of_a_silent_account_gives_another_result(
    tables: dict[str, pl.DataFrame], whole: Inspection, tmp_path: Path
) -> None:
    stale = next(f for f in whole.findings if f.check == "activity.stale_account" and f.facts["last_on"])
    cited = stale.evidence[0].key
    posts = tables["posts"].filter(pl.col("post_id") != cited)
    assert posts.height == tables["posts"].height - 1
    found = judged(written({**tables, "posts": posts}, tmp_path / "fleet"))
    assert found.run["result_sha256"] != whole.run["result_sha256"]


def test_ids_of_findings_stay_the_same_from_day_to_day(
    tables: dict[str, pl.DataFrame], whole: Inspection, tmp_path: Path
) -> None:
    before = judged(written(tables, tmp_path / "fleet"), as_of="2026-03-30")
    yesterday, today = (
        {f.finding_id for f in inspection.findings if f.check == "activity.stale_account"}
        for inspection in (before, whole)
    )
    assert yesterday
    assert yesterday <= today


def test_random_cuts_of_the_posts_into_files_give_the_same(
    tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path
) -> None:
    dossier = written({name: table for name, table in tables.items() if name != "posts"}, tmp_path / "fleet")
    (dossier / "posts").mkdir()
    rest, generator = tables["posts"].sample(fraction=1, shuffle=True, seed=3), random.Random(3)
    for number in range(4):
        size = generator.randrange(rest.height // 2)
        rest[:size].write_parquet(dossier / "posts" / f"{number}.parquet")
        rest = rest[size:]
    rest.write_parquet(dossier / "posts" / "9.parquet")
    assert judged(dossier).run["result_sha256"] == expected
