"""Every silence of 44 real government accounts is found at the right dates, and none that is not there."""

import gzip
import itertools
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from plumbline.engine.result import Inspection
from plumbline.executors.inspection import Request, inspect
from plumbline.rulebook.load import load

pytestmark = pytest.mark.data
TODAY = date(2021, 2, 17)
Silence = tuple[str, date, date]


@pytest.fixture(scope="module")
def times(data: Path) -> list[tuple[str, int]]:
    with gzip.open(data / "main_job_gov_twitter_times" / "tweet_times.csv.gz", "rt") as lines:
        next(lines)
        return [(account, int(epoch)) for account, epoch in (line.strip().split(",") for line in lines)]


@pytest.fixture(scope="module")
def inspection(times: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    folder = tmp_path_factory.mktemp("gov")
    names = sorted({account for account, _ in times})
    ids = [f"x:{name}" for name in names]
    pl.DataFrame({"account_id": ids, "platform": "x", "name": names}).write_csv(folder / "accounts.csv")
    posts = pl.DataFrame(times, schema=["account", "epoch"], orient="row").with_row_index("n")
    posts.select(
        pl.format("x:{}", "account").alias("account_id"),
        pl.format("p{}", "n").alias("post_id"),
        posted_at=pl.from_epoch("epoch").dt.replace_time_zone("UTC"),
        text=pl.lit(""),
    ).write_parquet(folder / "posts.parquet")
    (folder / "dossier.toml").write_text('timezone = "UTC"\n')
    request = Request(folder, load("cn-2019"), datetime.now(UTC), folder / "rejected.jsonl", as_of=TODAY.isoformat())
    return inspect(request, progress=lambda stage, done, total: None)


def oracle(times: list[tuple[str, int]]) -> set[Silence]:
    days: dict[str, set[date]] = defaultdict(set)
    for account, epoch in times:
        days[f"x:{account}"].add(datetime.fromtimestamp(epoch, UTC).date())
    found = set()
    for account, posted in days.items():
        ordered = [*sorted(posted), TODAY]
        for before, after in itertools.pairwise(ordered):
            if after - before > timedelta(days=14):
                found.add((account, before, after))
    return found


def reported(inspection: Inspection) -> set[Silence]:
    found = set()
    for finding in inspection.findings:
        past = finding.check == "activity.quiet_warning" and finding.variant == "past"
        if past or finding.check == "activity.stale_account":
            ended = finding.facts["next_on"] if past else TODAY.isoformat()
            assert finding.account_id
            found.add((finding.account_id, date.fromisoformat(finding.facts["last_on"]), date.fromisoformat(ended)))
    return found


def test_every_silence_over_14_days_is_found_and_none_that_is_not_there(
    inspection: Inspection, times: list[tuple[str, int]]
) -> None:
    expected = oracle(times)
    assert len(expected) > 50
    assert reported(inspection) == expected


def test_the_abandoned_account_fails_with_its_last_day(inspection: Inspection) -> None:
    stale = {f.account_id: f.facts for f in inspection.findings if f.check == "activity.stale_account"}
    assert stale["x:BrazilGovNews"]["last_on"] == "2019-06-12"
    assert stale["x:BrazilGovNews"]["days"] == (TODAY - date(2019, 6, 12)).days


def test_the_revived_account_does_not_fail_and_its_silence_of_five_years_is_named(inspection: Inspection) -> None:
    verdicts = dict(inspection.verdicts.select("account_id", "verdict").iter_rows())
    assert verdicts["x:SaludPublicaEs"] != "fail"
    assert ("x:SaludPublicaEs", date(2014, 12, 22), date(2020, 1, 30)) in reported(inspection)


def test_only_silence_fails_anyone(inspection: Inspection) -> None:
    failing = {finding.check for finding in inspection.findings if finding.fails}
    assert failing == {"activity.stale_account"}
