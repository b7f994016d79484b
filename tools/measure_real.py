"""Write docs/measured/main-job.md: the main job on the real accounts, with the data's hash. Needs the real data."""

import gzip
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from measured_pages import DATA, POSTS, page, sha256, write

from plumbline.engine.result import Inspection
from plumbline.executors.inspection import Request, inspect
from plumbline.rulebook.load import load


def run(folder: Path, as_of: str) -> Inspection:
    """Inspect a dossier by cn-2019."""
    request = Request(folder, load("cn-2019"), datetime.now(UTC), folder / "rejected.jsonl", as_of=as_of)
    return inspect(request, progress=lambda stage, done, total: None)


def twitter(folder: Path) -> Inspection:
    """44 government accounts, times only, judged as of the end of collection."""
    with gzip.open(DATA / "main_job_gov_twitter_times" / "tweet_times.csv.gz", "rb") as stream:
        times = pl.read_csv(stream.read())
    accounts = times["account"].unique().sort()
    pl.DataFrame({"account_id": "x:" + accounts, "platform": ["x"] * len(accounts), "name": accounts}).write_csv(
        folder / "accounts.csv"
    )
    times.with_row_index("n").select(
        account_id=pl.format("x:{}", "account"),
        post_id=pl.format("p{}", "n"),
        posted_at=pl.from_epoch("epoch").dt.replace_time_zone("UTC"),
        text=pl.lit(""),
    ).write_parquet(folder / "posts.parquet")
    (folder / "dossier.toml").write_text('timezone = "UTC"\n')
    return run(folder, "2021-02-17")


def weibo(folder: Path) -> None:
    """Two official accounts, 10,081 posts, as a dossier."""
    source = DATA / "main_job_official_weibo"
    strings = {"uid": pl.String, "post_id": pl.String}
    accounts = pl.read_csv(source / "accounts.csv", schema_overrides=strings)
    name = pl.format("weibo:{}", "uid").alias("account_id")
    accounts.select(name, "platform", "url", name="account", platform_id="uid").write_csv(folder / "accounts.csv")
    posts = pl.read_csv(source / "posts.csv.gz", schema_overrides=strings, infer_schema_length=20_000)
    posts.select(name, "post_id", "text", posted_at="created_at", client="source").write_csv(folder / "posts.csv")


def lines() -> Iterator[str]:
    """The page."""
    yield "# The main job on real accounts\n"
    today, book = datetime.now(UTC).date().isoformat(), load("cn-2019").sha256[:12]
    yield f"Command: `make evaluate` · {today} · rulebook cn-2019 {book}\n"
    with tempfile.TemporaryDirectory() as one:
        yield from _twitter(twitter(Path(one)))
    with tempfile.TemporaryDirectory() as two:
        weibo(Path(two))
        yield from _weibo(Path(two))


def _twitter(result: Inspection) -> Iterator[str]:
    yield "## 44 government accounts, 235,399 posting times (2009–2021)\n"
    name = "main_job_gov_twitter_times/tweet_times.csv.gz"
    yield f"Data: `{name}`, SHA-256 {sha256(DATA / name)}."
    yield "Judged as of 17 February 2021, timezone UTC, no coverage table (taken as complete).\n"
    verdicts = Counter(result.verdicts["verdict"].to_list())
    yield f"Verdicts: {', '.join(f'{count} {name}' for name, count in sorted(verdicts.items()))}. "
    yield "None can pass: nothing is known of the accounts' ways to interact, a required rule abstains.\n"
    past = [f for f in result.findings if f.variant == "past"]
    yield f"Past silences of more than 14 days found: {len(past)}. `tests/real` compares them, with the silences that"
    yield "last, against an independent oracle: all are found at the right dates, and none that is not there.\n"
    yield "Silent at the end (CN19-V2a):\n\n| account | last day | days |\n|---|---|---|"
    for finding in sorted(result.findings, key=lambda f: str(f.account_id)):
        if finding.check == "activity.stale_account":
            yield f"| {finding.account_id} | {finding.facts['last_on']} | {finding.facts['days']} |"
    longest = sorted(past, key=lambda f: -f.facts["days"])[:5]
    yield "\nLongest past silences:\n\n| account | from | to | days |\n|---|---|---|---|"
    for finding in longest:
        facts = finding.facts
        yield f"| {finding.account_id} | {facts['last_on']} | {facts['next_on']} | {facts['days']} |"
    yield ""


def _weibo(folder: Path) -> Iterator[str]:
    yield "## Two official Weibo accounts, 10,081 posts\n"
    yield f"Data: `main_job_official_weibo/posts.csv.gz`, SHA-256 {sha256(POSTS)}.\n"
    yield "| as of | rows read | rejected | verdicts | findings |\n|---|---|---|---|---|"
    for day in ("2020-04-15", "2021-05-01"):
        result = run(folder, day)
        posts = result.run["tables"]["posts"]
        verdicts = ", ".join(f"{row['name']}: {row['verdict']}" for row in result.verdicts.iter_rows(named=True))
        found = Counter(f"{f.check}{f' ({f.variant})' if f.variant else ''}" for f in result.findings)
        listed = ", ".join(f"{count} × {name}" for name, count in sorted(found.items())) or "none"
        yield f"| {day} | {posts['rows']:,} | {posts['rejected']} | {verdicts} | {listed} |"
    yield "\nEach collection covers another span of time, so whichever account lies outside it is silent as far as the"
    yield "data say: with a coverage table it would be `unknown`, which is why collectors must write one."


if __name__ == "__main__":
    write(page("main-job"), lines, needs=DATA)
