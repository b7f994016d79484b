"""Known texts in an inspection: kept or made anew, whatever their form, an index gives the same findings."""

import json
from pathlib import Path

import polars as pl
import pytest
from small_fleet import small

from plumbline.cli.main import main
from plumbline.demo.fleets import AS_OF
from plumbline.dossier.layout import scan
from plumbline.engine.kept_index import kept_index

TABLES = ("accounts", "units", "posts", "sources", "articles")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "fleet"
    folder.mkdir()
    for name, frame in small().items():
        if name in TABLES:
            frame.write_parquet(folder / f"{name}.parquet")
    (folder / "dossier.toml").write_text(f'as_of = "{AS_OF.isoformat()}"\n')
    return folder


def digest(dossier: Path, out: Path) -> str:
    assert main(["inspect", str(dossier), "--out", str(out), "--quiet"]) == 1
    return str(json.loads((out / "run.json").read_text())["result_sha256"])


def sourcing(out: Path) -> list[dict[str, object]]:
    rows = map(json.loads, (out / "findings.jsonl").read_text("utf-8").splitlines())
    return [row for row in rows if row["check"].startswith("sourcing.")]


def test_a_kept_index_changes_no_result(dossier: Path, tmp_path: Path) -> None:
    bare = digest(dossier, tmp_path / "bare")
    assert {row["check"] for row in sourcing(tmp_path / "bare")} == {
        "sourcing.altered_quote", "sourcing.stale_news", "sourcing.uncredited_copy", "sourcing.unrecognised_source",
    }  # fmt: skip
    assert kept_index(scan(dossier)) is None
    assert main(["sources", "index", str(dossier), "--quiet"]) == 0
    assert kept_index(scan(dossier)) is not None
    assert digest(dossier, tmp_path / "kept") == bare


def test_an_index_of_other_articles_is_not_used_until_it_is_brought_up_to_date(dossier: Path, tmp_path: Path) -> None:
    main(["sources", "index", str(dossier), "--quiet"])
    articles = pl.read_parquet(dossier / "articles.parquet")
    articles.filter(pl.col("source_id") != "lz-daily").write_parquet(dossier / "articles.parquet")
    assert kept_index(scan(dossier)) is None
    without = digest(dossier, tmp_path / "without")
    assert "lz-daily" not in (tmp_path / "without" / "findings.jsonl").read_text("utf-8")
    main(["sources", "index", str(dossier), "--quiet"])
    assert kept_index(scan(dossier)) is not None
    assert digest(dossier, tmp_path / "renewed") == without


def test_an_index_whose_writing_broke_off_is_not_used(dossier: Path) -> None:
    main(["sources", "index", str(dossier), "--quiet"])
    (dossier / ".plumbline" / "articles.json").unlink()
    assert kept_index(scan(dossier)) is None
    main(["sources", "index", str(dossier), "--quiet"])
    assert kept_index(scan(dossier)) is not None


def test_without_articles_there_is_nothing_to_index(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dossier / "articles.parquet").unlink()
    assert main(["sources", "index", str(dossier), "--lang", "en"]) == 2
    assert "no table `articles`" in capsys.readouterr().err


def test_without_known_texts_the_checks_abstain_but_for_what_the_text_itself_shows(
    dossier: Path, tmp_path: Path
) -> None:
    for table in ("articles", "sources"):
        (dossier / f"{table}.parquet").unlink()
    digest(dossier, tmp_path / "bare")
    found = sourcing(tmp_path / "bare")
    assert {(row["check"], row["variant"]) for row in found} == {
        ("sourcing.stale_news", "event_date"), ("sourcing.unrecognised_source", "personal"),
    }  # fmt: skip
    rows = map(json.loads, (tmp_path / "bare" / "abstentions.jsonl").read_text("utf-8").splitlines())
    silent = {
        (row["check"], row["account_id"])
        for row in rows
        if row["reason"] == "no_reference" and row["check"].startswith("sourcing.")
    }
    assert {check for check, _ in silent} == {f"sourcing.{name}" for name in (
        "altered_quote", "stale_news", "uncredited_copy", "unrecognised_source",
    )}  # fmt: skip
    assert not silent & {(row["check"], row["account_id"]) for row in found}


def test_the_same_article_twice_counts_once(dossier: Path, tmp_path: Path) -> None:
    bare = digest(dossier, tmp_path / "bare")
    articles = pl.read_parquet(dossier / "articles.parquet")
    pl.concat([articles, articles.reverse()]).write_parquet(dossier / "articles.parquet")
    assert digest(dossier, tmp_path / "twice") == bare
    run = json.loads((tmp_path / "twice" / "run.json").read_text())
    assert run["tables"]["articles"]["rejected"] == articles.height
