"""The whole pipeline runs on 10,081 real posts of two official accounts, and fails nobody who posted every day."""

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from plumbline.cli.main import main
from plumbline.executors.inspection import Request, inspect
from plumbline.rulebook.load import load

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def dossier(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, folder = data / "main_job_official_weibo", tmp_path_factory.mktemp("weibo")
    strings = {"uid": pl.String, "post_id": pl.String}
    accounts = pl.read_csv(source / "accounts.csv", schema_overrides=strings)
    accounts.select(
        pl.format("weibo:{}", "uid").alias("account_id"), "platform", pl.col("account").alias("name"), "url",
        platform_id="uid", interaction=pl.lit("comments"),
    ).write_csv(folder / "accounts.csv")  # fmt: skip
    posts = pl.read_csv(source / "posts.csv.gz", schema_overrides=strings, infer_schema_length=20_000)
    posts.select(
        pl.format("weibo:{}", "uid").alias("account_id"), "post_id", "text", posted_at="created_at",
        likes=pl.col("likes").cast(pl.Int64), reposts=pl.col("reposts").cast(pl.Int64),
        comments=pl.col("comments").cast(pl.Int64), client="source",
    ).write_csv(folder / "posts.csv")  # fmt: skip
    return folder


def test_every_real_post_is_read(dossier: Path, tmp_path: Path) -> None:
    request = Request(dossier, load("cn-2019"), datetime.now(UTC), tmp_path / "rejected.jsonl", as_of="2021-05-01")
    posts = inspect(request, progress=lambda stage, done, total: None).run["tables"]["posts"]
    assert (posts["rows"], posts["rejected"], posts["unregistered"]) == (10_081, 0, 0)


def test_the_account_that_posted_to_the_end_passes_and_the_other_is_silent_since_its_last_day(
    dossier: Path, tmp_path: Path
) -> None:
    assert main(["inspect", str(dossier), "--as-of", "2021-05-01", "--out", str(tmp_path / "out"), "--quiet"]) == 1
    verdicts = pl.read_csv(tmp_path / "out" / "verdicts.csv").select("account_id", "verdict")
    assert dict(verdicts.iter_rows()) == {"weibo:2803301701": "pass", "weibo:2656274875": "fail"}
    findings = [json.loads(line) for line in (tmp_path / "out" / "findings.jsonl").read_text("utf-8").splitlines()]
    stale = next(finding for finding in findings if finding["check"] == "activity.stale_account")
    assert stale["facts"]["last_on"] == "2020-05-31"


def test_in_the_middle_of_its_daily_posts_nothing_is_held_against_the_account(dossier: Path, tmp_path: Path) -> None:
    request = Request(dossier, load("cn-2019"), datetime.now(UTC), tmp_path / "rejected.jsonl", as_of="2020-04-15")
    inspection = inspect(request, progress=lambda stage, done, total: None)
    about = [finding.check for finding in inspection.findings if finding.account_id == "weibo:2656274875"]
    assert [check for check in about if check.startswith(("activity.", "service."))] == []
