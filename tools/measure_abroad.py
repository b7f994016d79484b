"""Write docs/measured/abroad.md: the books us-federal and uk-government on real accounts, in counts. Needs the data.

No account and no person is named on the page: what is measured are the books and the register, not those who stand in it.
"""

import csv
import gzip
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
from measured_pages import DATA, page, sha256, write
from ruamel.yaml import YAML

from plumbline.domain.wording import Utterance
from plumbline.engine.drafts import DraftJudge
from plumbline.engine.result import Inspection
from plumbline.executors.inspection import Request, inspect
from plumbline.rulebook.load import load
from plumbline.rulebook.model import Rulebook

BOOKS = ("us-federal", "uk-government")
NAMES = "register.name_mismatch"
CONGRESS = DATA / "congress_social_registry" / "legislators-social-media.yaml"
NEWS = tuple(DATA / "checkthat2025_subjectivity" / f"{part}_en.tsv" for part in ("train", "dev"))
TIMES = DATA / "main_job_gov_twitter_times" / "tweet_times.csv.gz"
HANDLES = {"twitter": "x", "facebook": "facebook", "youtube": "youtube", "instagram": "instagram",
           "mastodon": "mastodon"}  # fmt: skip
"""The register's keys for handles, with our names of the platforms; `<key>_id` is the platform's number."""
SITES = {"x": "https://x.com/{}", "facebook": "https://www.facebook.com/{}", "youtube": "https://www.youtube.com/@{}",
         "instagram": "https://www.instagram.com/{}"}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """One dossier made of real data: its heading, what is said of it, its tables, when it is judged."""

    title: str
    told: str
    tables: Mapping[str, pl.DataFrame]
    as_of: str


def members() -> list[dict[str, Any]]:
    """The entries of the register."""
    found: list[dict[str, Any]] = YAML(typ="safe").load(CONGRESS.read_text("utf-8"))
    return found


def _accounts(entries: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        unit, social = entry["id"]["bioguide"], entry["social"]
        for key, platform in HANDLES.items():
            handle, number = social.get(key), social.get(f"{key}_id")
            if handle is None and number is None:
                continue
            name = str(handle or number)
            url = SITES[platform].format(handle) if handle and platform in SITES else None
            own = str(number) if number is not None else None
            yield {"account_id": f"{platform}:{own or name}:{unit}", "platform": platform, "name": name,
                   "platform_id": own, "url": url, "unit_id": unit}  # fmt: skip


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(("account_id", "post_id", "posted_at", "text"), pl.String))


def congress(*, entered: bool) -> Sample:
    """The register of official accounts of members of Congress; `entered`: its entries count as registered."""
    entries = members()
    accounts = pl.DataFrame(list(_accounts(entries)), infer_schema_length=None)
    if entered:
        accounts = accounts.with_columns(filing_no="unit_id")
    ids = [entry["id"]["bioguide"] for entry in entries]
    units = pl.DataFrame({"unit_id": ids, "name": ids})
    told = f"{accounts.height:,} accounts of {len(entries)} members: addresses, and no posts, days or messages."
    tables = {"accounts": accounts, "units": units, "posts": _nothing()}
    return Sample("The register of Congress, judged", told, tables, "2026-11-01")


def governments() -> Sample:
    """44 government accounts of ten countries and two organisations: posting times only."""
    with gzip.open(TIMES, "rb") as stream:
        times = pl.read_csv(stream.read())
    names = times["account"].unique().sort()
    accounts = pl.DataFrame({"account_id": "x:" + names, "platform": ["x"] * len(names), "name": names})
    posts = times.with_row_index("n").select(
        account_id=pl.format("x:{}", "account"), post_id=pl.format("p{}", "n"),
        posted_at=pl.from_epoch("epoch").dt.replace_time_zone("UTC"), text=pl.lit(""),
    )  # fmt: skip
    told = f"{len(names)} accounts, {posts.height:,} posting times, no texts, no register, timezone UTC."
    return Sample(
        "Government accounts on Twitter, 2009–2021", told, {"accounts": accounts, "posts": posts}, "2021-02-17"
    )


def judged(sample: Sample, book: Rulebook) -> Inspection:
    """The inspection of a sample by a book, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, table in sample.tables.items():
            table.write_parquet(folder / f"{name}.parquet")
        (folder / "dossier.toml").write_text('timezone = "UTC"\n', "utf-8")
        request = Request(folder, book, datetime.now(UTC), folder / "rejected.jsonl", as_of=sample.as_of)
        return inspect(request, progress=lambda stage, done, total: None)


def lines() -> Iterator[str]:
    """The page."""
    yield "# The books from abroad on real accounts\n"
    digests = ", ".join(f"{name} {load(name).sha256[:12]}" for name in BOOKS)
    yield f"Command: `make evaluate` (`tools/measure_abroad.py`) · {datetime.now(UTC).date()} · rulebooks {digests}\n"
    yield from _purpose()
    for path in (CONGRESS, TIMES, *NEWS):
        yield f"- `{path.parent.name}/{path.name}`, SHA-256 {sha256(path)}"
    yield ""
    yield from _register()
    for sample in (congress(entered=False), governments()):
        yield f"## {sample.title}\n\n{sample.told} Judged as of {sample.as_of}.\n"
        for name in BOOKS:
            yield from _outcome(judged(sample, load(name)), name)
    yield from _entered()
    yield from _words()
    yield from _reading()


def _purpose() -> Iterator[str]:
    yield "A test of the books and of the register, in counts. Nobody is named here and nobody is judged: members of"
    yield "Congress are legislators. They are no federal agencies, M-17-06 and the Digital Registry do not bind them, and"
    yield "what is found about an entry is found about a table. The 44 accounts belong to governments most of which are"
    yield "bound by neither book. Rules rest on what a dossier holds, and these two data sets hold little: the register"
    yield "has addresses and no posts, the other has times and no register.\n"


def _register() -> Iterator[str]:
    entries = members()
    socials = [entry["social"] for entry in entries]
    yield "## What the register of Congress holds\n"
    yield "| platform | members with a handle | with the platform's number alone | with neither |\n|---|---|---|---|"
    for key, platform in HANDLES.items():
        handles = sum(social.get(key) is not None for social in socials)
        alone = sum(social.get(key) is None and social.get(f"{key}_id") is not None for social in socials)
        yield f"| {platform} | {handles} | {alone} | {len(entries) - handles - alone} |"
    yield ""


def _entered() -> Iterator[str]:
    """Congress once more, with what the register cannot say filled in; and with the rule on names switched on."""
    federal = load("us-federal")
    names = msgspec.structs.replace(federal.rules[NAMES], enabled=True)
    result = judged(congress(entered=True), msgspec.structs.replace(federal, rules={**federal.rules, NAMES: names}))
    found = sum(one.check == NAMES for one in result.findings)
    yield "## The register of Congress, taken for the registry\n"
    yield f"With each member's id as `filing_no`, `us-federal` says: {_verdicts(result)}; `register.unfiled_account` neither"
    yield f"finds nor abstains. With `{NAMES}` switched on it would point at {found:,} of {result.verdicts.height:,} accounts"
    yield "(other handles on other platforms), which is why the book has it off.\n"


def _verdicts(result: Inspection) -> str:
    counted = Counter(result.verdicts["verdict"].to_list())
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counted.items()))


def sentences() -> list[tuple[str, str]]:
    """English sentences of the news, with the label OBJ or SUBJ."""
    found: list[tuple[str, str]] = []
    for path in NEWS:
        rows = csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        found += [(row["sentence"], row["label"]) for row in rows]
    return found


def _words() -> Iterator[str]:
    """What the checks of words say of English news, taken for posts."""
    rows = sentences()
    totals = Counter(label for _, label in rows)
    yield "## The checks of words on English news\n"
    yield f"{len(rows):,} sentences of the news taken for posts: {totals['OBJ']} objective, {totals['SUBJ']} subjective (as"
    yield "annotators saw it). No office wrote them. This says how seldom the hints speak of plain news, and nothing of how"
    yield "much they miss.\n"
    yield "| book | check | of objective | of subjective |\n|---|---|---|---|"
    for name in BOOKS:
        judge = DraftJudge(load(name))
        hits = Counter(
            (fault.finding.check, label) for text, label in rows for fault in judge.judge(Utterance(text)).faults
        )
        for check in sorted({check for check, _ in hits}):
            yield f"| {name} | {check} | {hits[check, 'OBJ']} | {hits[check, 'SUBJ']} |"
    yield ""


def _outcome(result: Inspection, book: str) -> Iterator[str]:
    rejected = sum(table["rejected"] for table in result.run["tables"].values())
    yield f"### By `{book}`\n"
    yield f"Verdicts: {_verdicts(result)}. Rejected rows: {rejected}. {_answered(result, book)}\n"
    yield "| check | findings | abstains, and why | not assessed for want of |\n|---|---|---|---|"
    yield from (row(result, check) for check, rule in sorted(load(book).rules.items()) if rule.enabled)
    yield ""


def _answered(result: Inspection, book: str) -> str:
    enabled = {check for check, rule in load(book).rules.items() if rule.enabled}
    lacking = {entry["check"] for entry in result.run["not_assessed"]}
    silent = Counter(one.check for one in result.abstentions)
    mute = {check for check, count in silent.items() if count == result.verdicts.height}
    return (
        f"Of {len(enabled)} rules {len(lacking)} lack a table, {len(mute)} abstain from every account, "
        f"{len(enabled - lacking - mute)} give an answer."
    )


def row(result: Inspection, check: str) -> str:
    """What became of one check: findings by variant, abstentions by reason, or the table that is missing."""
    kinds = Counter(found.variant or "main" for found in result.findings if found.check == check)
    reasons = Counter(str(silent.reason) for silent in result.abstentions if silent.check == check)
    missing = {entry["check"]: ", ".join(entry["missing"]) for entry in result.run["not_assessed"]}
    found = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "0"
    silent = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())) or "–"
    return f"| {check} | {'–' if check in missing else found} | {silent} | {missing.get(check, '–')} |"


def _reading() -> Iterator[str]:
    yield "## How to read this\n"
    yield "- *main* is a rule's first sentence, the other words are its variants (`plumbline explain CHECK`)."
    yield "- `us-federal` requires an answer on the registry (US-01): where a dossier has neither `filed_on` nor"
    yield "  `filing_no`, every account is `unknown`. `uk-government` requires nothing, so that everything is `pass`,"
    yield "  which says nothing: neither book has a rule that fails an account."
    yield "- `same_address`: one address of a platform stands under two members. That is a fault of the table, in both of"
    yield "  its entries, and just what US-02 (accurate entries) is about."
    yield "- A check of words runs on empty texts, too, and finds nothing: its zero is no measure of its silence. How"
    yield "  often the checks of words are right is in [quality.md](quality.md), on other data."
    yield "- Zero findings of `bought_followers` and of the records' checks come from missing tables, not from clean"
    yield "  accounts. No real American or British dossier with posts, messages and approvals was to be had."


if __name__ == "__main__":
    write(page("abroad"), lines, needs=CONGRESS)
