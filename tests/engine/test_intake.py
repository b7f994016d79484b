"""Taking a dossier in: duplicates, strangers, posts that do not fit in memory, and a word about the time."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from judging import judged, written
from small_fleet import small

from plumbline.engine import posts
from plumbline.engine.result import Inspection
from plumbline.executors.inspection import Request, inspect
from plumbline.rulebook.load import load


@pytest.fixture
def tables() -> dict[str, pl.DataFrame]:
    return small()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    return judged(written(small(), tmp_path_factory.mktemp("expected") / "fleet"))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_posts_that_do_not_fit_in_memory_give_the_same_result(
    tables: dict[str, pl.DataFrame], expected: Inspection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(posts, "KEPT_ROWS", 100)
    found = judged(written(tables, tmp_path / "fleet", form=form))
    assert found.run["result_sha256"] == expected.run["result_sha256"]
    assert [f.evidence for f in found.findings] == [f.evidence for f in expected.findings]


@pytest.mark.parametrize("kept", [100, 3_000_000], ids=["read again", "in memory"])
def test_a_row_that_stands_twice_is_counted_once_and_reported(
    tables: dict[str, pl.DataFrame], expected: Inspection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(posts, "KEPT_ROWS", kept)
    doubled = {**tables, "posts": pl.concat([tables["posts"], tables["posts"][:25]])}
    found = judged(written(doubled, tmp_path / "twice", form="parquet"))
    assert found.run["result_sha256"] == expected.run["result_sha256"]
    assert found.run["tables"]["posts"]["rejected"] == 25
    assert found.run["tables"]["posts"]["rows"] == tables["posts"].height


def test_two_posts_under_one_key_leave_the_later_in_whatever_order_they_come(
    tables: dict[str, pl.DataFrame], expected: Inspection, tmp_path: Path
) -> None:
    other = tables["posts"][:40].with_columns(pl.col("posted_at").dt.offset_by("-30d"))
    for number, parts in enumerate(([tables["posts"], other], [other, tables["posts"]])):
        dossier = written({**tables, "posts": pl.concat(parts)}, tmp_path / str(number))
        assert judged(dossier).run["result_sha256"] == expected.run["result_sha256"]


def test_posts_of_accounts_that_are_not_registered_change_nothing_and_are_counted(
    tables: dict[str, pl.DataFrame], expected: Inspection, tmp_path: Path
) -> None:
    strangers = tables["posts"][:30].with_columns(account_id=pl.lit("weibo:private"), post_id="s" + pl.col("post_id"))
    found = judged(written({**tables, "posts": pl.concat([tables["posts"], strangers])}, tmp_path / "mixed"))
    assert found.run["result_sha256"] == expected.run["result_sha256"]
    assert found.run["counts"]["unregistered_rows"] == 30
    assert "private" not in (tmp_path / "mixed-rejected.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("as_of", "said"), [(None, True), ("2026-11-22", False)], ids=["left to the clock", "asked for"]
)
def test_a_dossier_that_ends_long_before_the_clock_gets_a_word_of_warning(
    tables: dict[str, pl.DataFrame], tmp_path: Path, as_of: str | None, said: object
) -> None:
    dossier = written({"accounts": tables["accounts"], "posts": tables["posts"][:50]}, tmp_path / "fleet")
    (dossier / "dossier.toml").unlink()
    late = datetime(2026, 11, 22, tzinfo=UTC)
    request = Request(dossier, load("cn-2019"), late, tmp_path / "rejected.jsonl", as_of=as_of)
    notes = inspect(request, progress=lambda stage, done, total: None).run["notes"]
    assert any("--as-of" in note for note in notes) is said
