"""A published post that is gone, and the account said nothing about it.

Method: a post is gone where the last of its `sightings` says so (confirmed by asking for it by name), or where
`posts.deleted_at` does; absent from one listing is no deletion, and a post that came back is none. Posts and reposts
only. A deletion is not silent where the account published within `notice_days` that the post was withdrawn, wrong or
replaced (`near_hours` where the notice names nothing). A post published again with the same words (`alike_pm` of its
letters) by `again_hours` after it went is a correction by posting anew and is not told; where the new words say
something else it is the variant `replaced`. Taken down by the platform (`withdrawn`) or made invisible (`hidden`) are
told as what they are. More than `bulk_posts` posts of an account that go in one look are told as one (`bulk`): a
setting of the platform or a migration does that. Confidence is high where the text is on record and a person posted
it, medium where the text is not, low for automatic posts. An account with a hole of more than `blind_days` days in its
watching is abstained from where nothing was found: what was published and deleted in the hole left no trace.

Blind spots: posts published and deleted between two looks; listings that show the latest posts only; deletions that
the platform answers like a private post; a notice made elsewhere or by word of mouth. Taking a wrong post down may be
just what is owed: no rule forbids it, but a record and a word to the public are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.row_findings import place, row_findings
from plumbline.domain.vocabulary import Reason
from plumbline.provenance.edits import unnamed
from plumbline.provenance.histories import Version, step
from plumbline.provenance.notices import Changed, Said, is_told, replacement, said_by
from plumbline.series.gone import gone_posts
from plumbline.series.standing import judged
from plumbline.series.unwatched import unwatched

KIND = "account_check"
READS = ("accounts", "posts", "sightings", "altered", "corrections", "coverage")
NEEDS = ("accounts", "posts")
NEEDS_ANY = ("sightings", "posts.deleted_at")
REASONS = (Reason.BLIND, Reason.NOT_COLLECTED)
VARIANTS = ("replaced", "withdrawn", "hidden", "bulk")
SHOWN, EXCERPT = 10, 60
_STATES = {"withdrawn_by_platform": "withdrawn", "not_visible": "hidden"}
_FACTS: dict[str, pl.DataType] = {
    "posted_on": pl.Date(), "gone_on": pl.Date(), "seen_until": pl.Date(), "stood_hours": pl.Int64(),
    "answer": pl.String(), "words": pl.String(), "posts": pl.Int64(),
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class Params:
    """Days and hours around the deletion; `alike_pm` in per mille; `blind_days` of a hole; `period_days` that count."""

    notice_days: int
    near_hours: int
    again_hours: int
    alike_pm: int
    bulk_posts: int
    blind_days: int
    period_days: int


@dataclass(frozen=True)
class Facts:
    """When it was published (null: not known), found gone, and last seen; how many hours it stood at most; what the
    platform answered; how it begins; how many posts (`bulk`)."""

    posted_on: date | None
    gone_on: date
    seen_until: date | None
    stood_hours: int | None
    answer: str | None
    words: str | None
    posts: int


def find(shard: Shard, params: Params) -> Detection:
    """Posts that went in silence."""
    accounts = judged(shard.table("accounts")).select("account_id")
    since = shard.as_of - timedelta(days=params.period_days)
    gone = gone_posts(shard.table("sightings"), shard.table("altered"), as_of=shard.as_of)
    mine = gone.filter(pl.col("gone_at") >= since).join(accounts, on="account_id", how="semi")
    said = _still_said(shard.table("corrections"), gone)
    rows = [row for group in _together(mine) for row in _told(group, said, shard, params)]
    found = row_findings(rows, _FACTS)
    return detection(found, _abstentions(shard, accounts.join(found, on="account_id", how="anti"), since, params))


def _still_said(corrections: pl.DataFrame, gone: pl.DataFrame) -> dict[str, list[Said]]:
    """What may excuse a deletion, and has not been deleted itself."""
    return said_by(corrections.join(gone, on=["account_id", "post_id"], how="anti"))


def _together(gone: pl.DataFrame) -> Iterator[Sequence[Row]]:
    """The posts that went from one account in one look, and in one way."""
    order = ("account_id", "gone_at", "state", "post_id")
    for _, group in gone.sort(order).group_by("account_id", "gone_at", "state", maintain_order=True):
        yield list(group.iter_rows(named=True))


def _told(group: Sequence[Row], said: Mapping[str, Sequence[Said]], shard: Shard, params: Params) -> Iterator[Row]:
    """One finding for each post that went in silence, or one for all where they are many."""
    silent = [
        (row, variant) for row in group
        if (variant := _variant(row, said.get(row["account_id"], ()), params)) != "told"
    ]  # fmt: skip
    if len(silent) > params.bulk_posts:
        yield _bulk([row for row, _ in silent], shard)
        return
    for row, variant in silent:
        yield _single(row, variant, shard)


def _variant(row: Row, said: Sequence[Said], params: Params) -> str | None:
    """How a post is told; ``told`` where the account did so itself or posted the same words anew."""
    if row["state"] in _STATES:
        return _STATES[row["state"]]
    start, end = row["last_at"] or row["posted_at"] or row["gone_at"], row["gone_at"]
    changed = Changed(row["post_id"], (row["text"] or "",), (), start, end)
    first, until = row["posted_at"] or start, end + timedelta(days=params.notice_days)
    inside = [one for one in said if first <= one.posted_at <= until and one.post_id != row["post_id"]]
    if is_told(changed, inside, timedelta(hours=params.near_hours)):
        return "told"
    again_by = timedelta(hours=params.again_hours)
    soon = [one for one in inside if start - again_by <= one.posted_at <= end + again_by]
    again = replacement(changed, soon, params.alike_pm) if row["text"] else None
    if again is None:
        return None
    moment = again.posted_at
    made = step(Version(row["text"], moment, moment), Version(again.text, moment, moment), len(row["text"]))
    return "replaced" if made.kinds else "told"


def _single(row: Row, variant: str | None, shard: Shard) -> Row:
    confidence = "low" if row["automatic"] else "high" if row["text"] is not None else "medium"
    stood = max(row["gone_at"] - row["posted_at"], timedelta(0)) // timedelta(hours=1) if row["posted_at"] else None
    return {
        "account_id": row["account_id"], "post_id": row["post_id"], "subject": "gone", "variant": variant,
        "confidence": confidence, "evidence": list(_places(row, shard)),
        "posted_on": _day(row["posted_at"], shard), "gone_on": _day(row["gone_at"], shard),
        "seen_until": _day(row["last_at"], shard), "stood_hours": stood,
        "answer": row["answer"], "words": _begins(row["text"]), "posts": 1,
    }  # fmt: skip


def _bulk(rows: Sequence[Row], shard: Shard) -> Row:
    first, gone_on = rows[0], _day(rows[0]["gone_at"], shard)
    return {
        **_single(first, "bulk", shard), "post_id": None, "subject": f"{gone_on} {first['state']}",
        "confidence": "medium", "evidence": [item for row in rows[:SHOWN] for item in list(_places(row, shard))[:1]],
        "posted_on": _day(min((row["posted_at"] for row in rows if row["posted_at"]), default=None), shard),
        "words": None, "posts": len(rows),
    }  # fmt: skip


def _places(row: Row, shard: Shard) -> Iterator[Row]:
    """What was published, where its text is kept; and what says that it is gone."""
    if row["text"]:
        yield place("posts", row["post_id"], "text", _begins(row["text"]), 0, min(EXCERPT, len(row["text"])))
    table, field = ("sightings", "state") if row["state"] != "deleted" else ("posts", "deleted_at")
    moment = row["gone_at"].astimezone(ZoneInfo(shard.timezone)).isoformat()
    yield place(table, row["post_id"], field, f"{row['state']} {moment}" if table == "sightings" else moment)


def _begins(text: str | None) -> str | None:
    """The first words, without anybody's numbers."""
    if text is None:
        return None
    end = EXCERPT
    while end < len(text) and text[end].isalnum() and text[end].isascii():
        end += 1
    return unnamed(text[:end])[:EXCERPT]


def _abstentions(shard: Shard, quiet: pl.DataFrame, since: datetime, params: Params) -> pl.DataFrame | None:
    """Accounts that nobody can answer for. A dossier without coverage is taken as complete."""
    if not shard.has("coverage"):
        return None
    rows = unwatched(shard.table("coverage"), quiet, as_of=shard.as_of, since=since, days=params.blind_days)
    local = [pl.col(name).dt.convert_time_zone(shard.timezone).dt.date().alias(name) for name in ("start", "end")]
    reason = pl.when(pl.col("start").is_null()).then(pl.lit("not_collected")).otherwise(pl.lit("blind"))
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    return rows.with_columns(reason=reason, number=days).with_columns(local)


def _day(moment: datetime | None, shard: Shard) -> date | None:
    return moment.astimezone(ZoneInfo(shard.timezone)).date() if moment else None
