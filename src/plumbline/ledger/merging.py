"""Rows of the dossier out of stretches: of each column the newest that was given, and the texts a post has had."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.domain.tables import TABLES
from plumbline.ledger.bodies import COUNTS, instant
from plumbline.ledger.bodies import row as read

COLLECTED = "collect:"
"""Origins that watch; a file that somebody exported is no watching, so it makes no `first_seen_at`."""
_CUT = re.compile(r"(?:\s*(?:\.{3}|…+)\s*)?(?:展开全文|全文|展开|\[?more\]?)?\s*c?$")


@dataclass(frozen=True)
class Stretch:
    """A stretch of the ledger, its row read."""

    origin: str
    seen_from: datetime
    seen_to: datetime
    row: Mapping[str, Any]
    record: str | None


def stretch(found: Mapping[str, Any]) -> Stretch:
    """A stretch from a row of the database."""
    times = instant(found["seen_from"]), instant(found["seen_to"])
    return Stretch(found["origin"], *times, read(found["tbl"], found["body"]), found["record"])


def merged(table: str, stretches: Sequence[Stretch], timezone: str) -> dict[str, Any]:
    """One row: of each column the newest value given; a text that is cut short gives way to the whole."""
    ordered = sorted(stretches, key=lambda one: (one.seen_to, one.seen_from, one.origin))
    found: dict[str, Any] = {}
    for one in ordered:
        before = found.get("text")
        found |= {name: value for name, value in one.row.items() if value is not None}
        found["record"] = one.record or found.get("record")
        if table == "posts" and is_cut(found.get("text"), before):
            found["text"] = before
    if table == "posts":
        found |= _times(ordered, timezone) | _sightings(ordered, found)
    if table == "followers":
        found |= _days(ordered)
    return {name: found.get(name) for name in TABLES[table].schema}


def _times(stretches: Sequence[Stretch], timezone: str) -> dict[str, datetime | None]:
    """When a post was published, as its newest origin said first (some platforms move it with every edit); a day alone
    gives way to an exact time on that day. When it was deleted: as it was said first."""
    named = [one for one in stretches if one.row.get("posted_at")]
    if not named:
        return {}
    posted: datetime = min(one.row["posted_at"] for one in named if one.origin == named[-1].origin)
    zone = ZoneInfo(timezone)
    same = [
        at for one in named if (at := one.row["posted_at"].astimezone(zone)).date() == posted.astimezone(zone).date()
    ]
    exact = [at for at in same if at.timetz().replace(tzinfo=None) != time()]
    if posted.astimezone(zone).time() == time() and exact:
        posted = exact[-1].astimezone(UTC)
    gone = [one.row["deleted_at"] for one in stretches if one.row.get("deleted_at")]
    return {"posted_at": posted, "deleted_at": min(gone, default=None)}


def is_cut(text: str | None, whole: str | None) -> bool:
    """Whether `text` is but the beginning of `whole`, as lists of posts show it."""
    if not text or not whole or len(text) > len(whole) + 8:
        return False
    if whole.startswith(text.rstrip() + "\n"):
        return True  # the title alone
    start = _CUT.sub("", text).rstrip()
    return len(start) < len(whole.rstrip()) and start != text.rstrip() and whole.startswith(start)


def observations(stretches: Sequence[Stretch]) -> Iterator[dict[str, Any]]:
    """Rows of `post_metrics`: the first and the last moment of each stretch of unchanged counts.

    Of one origin only, since each counts in its own way (people or times, seven days or all): a collector's if one has
    seen the post, else the one that tells most, else the one that looked most often.
    """
    looks = Counter(one.origin for one in stretches)
    tells = {one.origin: sum(one.row.get(name) is not None for name in COUNTS) for one in stretches}
    chosen = max(looks, key=lambda name: (name.startswith(COLLECTED), tells[name], looks[name], name))
    for one in (one for one in stretches if one.origin == chosen):
        for moment in dict.fromkeys((one.seen_from, one.seen_to)):
            yield {**one.row, "observed_at": moment, "record": one.record}


def versions(stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    """Rows of `versions`: the texts of a post in the order in which one origin saw them, if there is more than one.

    Of one origin only, since tools write the same text differently: a collector's if one saw it change, else the one
    that saw most of it.
    """
    told = {
        name: _successive([one for one in stretches if one.origin == name]) for name in {s.origin for s in stretches}
    }
    best = max(told, key=lambda name: (len(told[name]) > 1, name.startswith(COLLECTED), len(told[name]), name))
    return told[best] if len(told[best]) > 1 else []


def _successive(stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for one in sorted(stretches, key=lambda one: one.seen_from):
        text = one.row.get("text")
        if text is None:
            continue
        if told and (told[-1]["text"] == text or is_cut(text, told[-1]["text"])):
            told[-1]["last_seen_at"] = one.seen_to
        elif told and is_cut(told[-1]["text"], text):
            told[-1] |= {"text": text, "last_seen_at": one.seen_to, "record": one.record}
        else:
            told.append(_version(one, text))
    return told


def _version(one: Stretch, text: str) -> dict[str, Any]:
    return {
        "account_id": one.row["account_id"],
        "post_id": one.row["post_id"],
        "seen_at": one.seen_from,
        "last_seen_at": one.seen_to,
        "text": text,
        "edited_at": one.row.get("edited_at"),
        "record": one.record,
    }


def _sightings(ordered: Sequence[Stretch], found: Mapping[str, Any]) -> dict[str, datetime | None]:
    watched = [one for one in ordered if one.origin.startswith(COLLECTED)]
    if not watched:
        return {}
    first, last = min(one.seen_from for one in watched), max(one.seen_to for one in watched)
    return {
        "first_seen_at": min(first, found.get("first_seen_at") or first),
        "last_seen_at": max(last, found.get("last_seen_at") or last),
    }


def _days(ordered: Sequence[Stretch]) -> dict[str, Any]:
    """First and last day on which a follower stood in a list."""
    return {
        "first_seen_on": min(one.seen_from for one in ordered).date(),
        "last_seen_on": max(one.seen_to for one in ordered).date(),
    }
