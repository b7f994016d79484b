"""One dossier, one result: whatever the form, the order, the cut and the executor."""

import random
from pathlib import Path

import polars as pl
import pytest
from judging import judged, troubled, written


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return troubled()


@pytest.fixture(scope="module")
def expected(tables: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> str:
    inspection = judged(written(tables, tmp_path_factory.mktemp("expected") / "fleet"))
    assert inspection.findings
    assert inspection.abstentions
    return str(inspection.run["result_sha256"])


@pytest.mark.parametrize("headers", ["en", "zh"])
@pytest.mark.parametrize("form", ["csv", "csv.gz", "jsonl", "parquet", "xlsx"])
def test_the_form_of_the_files_changes_nothing(
    tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path, form: str, headers: str
) -> None:
    assert judged(written(tables, tmp_path / "fleet", form=form, headers=headers)).run["result_sha256"] == expected


def test_the_order_of_rows_changes_nothing(tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path) -> None:
    shuffled = {name: table.sample(fraction=1, shuffle=True, seed=7) for name, table in tables.items()}
    assert judged(written(shuffled, tmp_path / "fleet")).run["result_sha256"] == expected


@pytest.mark.parametrize("shards", [2, 5, 64])
def test_the_number_of_shards_changes_nothing(
    tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path, shards: int
) -> None:
    assert judged(written(tables, tmp_path / "fleet"), shards=shards).run["result_sha256"] == expected


def test_several_processes_say_the_same_as_one(tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path) -> None:
    dossier = written(tables, tmp_path / "fleet")
    assert judged(dossier, executor="processes", shards=4).run["result_sha256"] == expected


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
    tables: dict[str, pl.DataFrame], expected: str, tmp_path: Path
) -> None:
    inspection = judged(written(tables, tmp_path / "whole"))
    stale = next(f for f in inspection.findings if f.check == "activity.stale_account" and f.facts["last_on"])
    cited = stale.evidence[0].key
    posts = tables["posts"].filter(pl.col("post_id") != cited)
    assert posts.height == tables["posts"].height - 1
    assert judged(written({**tables, "posts": posts}, tmp_path / "fleet")).run["result_sha256"] != expected


def test_ids_of_findings_stay_the_same_from_day_to_day(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    dossier = written(tables, tmp_path / "fleet")
    yesterday, today = (
        {f.finding_id for f in judged(dossier, as_of=day).findings if f.check == "activity.stale_account"}
        for day in ("2026-03-30", "2026-03-31")
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
