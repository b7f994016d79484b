"""A link of a post or of the account that is dead, or that leads to somebody else's site.

Method: each address in `links` is judged by its probes together (`provenance.link_probes`). Dead: the last probes that
met the other side all found it dead (not there, no such name, refused, its domain for sale, a page that says that it
does not exist), with at least `hours` between the first and the last of them, so that a short failure is none. Links
of posts older than `old_months` months are the variant `old`. An address that ended elsewhere is `moved` where an
earlier probe saw it end at home, and `leads_away` where none did; services that shorten links and the government's own
domains are left out. An account for which nothing was found is abstained from where a link of its own could not be
reached by fault of ours or was never tried (`not_collected`), or was found dead only once (`too_few`).

Blind spots: what the page says; pages that answer "not found" with a success and in unusual words; links in pictures,
menus and mini-programs; sites that refuse programs or foreign networks; posts whose links nobody has probed yet. That
a link leads elsewhere does not say that it is harmful: somebody has to look.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.row_findings import place, row_findings
from plumbline.domain.vocabulary import Reason
from plumbline.provenance.link_probes import CERTAIN, Probe, Standing, standing
from plumbline.series.standing import judged

KIND = "account_check"
READS = ("accounts", "posts", "links", "altered")
NEEDS = ("accounts", "links")
REASONS = (Reason.NOT_COLLECTED, Reason.TOO_FEW)
VARIANTS = ("old", "moved", "leads_away")
LONGEST = 200
MONTH_DAYS = 30
_FACTS: dict[str, pl.DataType] = {
    "url": pl.String(), "reason": pl.String(), "since": pl.Date(), "checked_on": pl.Date(), "probes": pl.Int64(),
    "final_url": pl.String(), "posted_on": pl.Date(),
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class Params:
    """Hours between the first and the last death; months after which a post is old."""

    hours: int
    old_months: int


@dataclass(frozen=True)
class Facts:
    """The address; the code of the reason; since when, last checked, in how many probes; where it ended (null:
    nowhere); when the post was published (null: not known, or the account's own address)."""

    url: str
    reason: str
    since: date
    checked_on: date
    probes: int
    final_url: str | None
    posted_on: date | None


def find(shard: Shard, params: Params) -> Detection:
    """Links that are dead or lead away."""
    posted = {
        (account, post): at
        for account, post, at in shard.table("altered").select("account_id", "post_id", "posted_at").iter_rows()
    }
    rows: list[Row] = []
    open_links: dict[str, list[str]] = {}
    for account_id, url, posts, probes in _links(shard):
        found = standing(url, probes, params.hours)
        if found.state in ("unknown", "unconfirmed"):
            open_links.setdefault(account_id, []).append(found.state)
        elif found.state != "alive":
            latest = max(((posted.get((account_id, post)), post) for post in posts), key=_newest, default=(None, None))
            rows.append(_row(account_id, url, latest, found, shard, params))
    return detection(row_findings(rows, _FACTS), _abstentions(open_links, {row["account_id"] for row in rows}))


def _newest(dated: tuple[datetime | None, str | None]) -> tuple[float, str]:
    return dated[0].timestamp() if dated[0] else float("-inf"), dated[1] or ""


def _links(shard: Shard) -> Iterator[tuple[str, str, Sequence[str], Sequence[Probe]]]:
    """Account, address, the posts that have it and its probes up to the inspection."""
    accounts = judged(shard.table("accounts")).select("account_id")
    rows = shard.table("links").filter(pl.col("checked_at") <= shard.as_of).join(accounts, on="account_id", how="semi")
    ordered = rows.sort("account_id", "url", "checked_at", "outcome")
    for (account_id, url), group in ordered.group_by("account_id", "url", maintain_order=True):
        posts = group["post_id"].drop_nulls().unique().sort().to_list()
        named = ("checked_at", "outcome", "reason", "status", "final_url")
        probes = [
            Probe(at, outcome, reason or "", status, final)
            for at, outcome, reason, status, final in group.select(named).iter_rows()
        ]
        yield str(account_id), str(url), posts, probes


def _row(
    account_id: str, url: str, post: tuple[datetime | None, str | None], found: Standing, shard: Shard, params: Params
) -> Row:
    """The finding on one address; `post`: when the newest post that has it was published, and its id."""
    posted_at, post_id = post
    first, last = found.first, found.last
    assert first is not None  # noqa: S101  a link that is not in order has been probed
    assert last is not None  # noqa: S101  as above
    variant = _variant(found.state, posted_at, shard, params)
    quote = f"{last.outcome} {last.reason} {last.status or ''} {_short(last.final_url) or ''}"
    return {
        "account_id": account_id, "post_id": post_id, "subject": url, "variant": variant,
        "confidence": _confidence(found.state, last.reason),
        "evidence": [place("links", url, "outcome", " ".join(quote.split()))],
        "url": _short(url), "reason": last.reason or last.outcome, "since": _day(first.at, shard),
        "checked_on": _day(last.at, shard), "probes": found.probes, "final_url": _short(last.final_url),
        "posted_on": _day(posted_at, shard) if posted_at else None,
    }  # fmt: skip


def _variant(state: str, posted_at: datetime | None, shard: Shard, params: Params) -> str | None:
    if state != "dead":
        return state
    old = posted_at is not None and shard.as_of - posted_at > timedelta(days=params.old_months * MONTH_DAYS)
    return "old" if old else None


def _confidence(state: str, reason: str) -> str:
    if state == "dead":
        return "high" if reason in CERTAIN else "medium"
    return "medium" if state == "moved" else "low"


def _abstentions(open_links: dict[str, list[str]], found: set[str]) -> pl.DataFrame:
    rows = []
    for account_id, states in sorted(open_links.items()):
        if account_id not in found:
            unknown = "unknown" in states
            reason = Reason.NOT_COLLECTED if unknown else Reason.TOO_FEW
            number = states.count("unknown" if unknown else "unconfirmed")
            rows.append({"account_id": account_id, "reason": reason.value, "number": number})
    schema = {"account_id": pl.String(), "reason": pl.String(), "number": pl.Int64()}
    return pl.DataFrame(rows, schema=schema)


def _short(url: str | None) -> str | None:
    return url if url is None or len(url) <= LONGEST else f"{url[:LONGEST]}…"


def _day(moment: datetime, shard: Shard) -> date:
    return moment.astimezone(ZoneInfo(shard.timezone)).date()
