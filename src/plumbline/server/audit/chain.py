"""The chain: each entry's hash covers its words and the hash before it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from plumbline.server.audit.models import Entry

START = "0" * 64
FIELDS = ("seq", "who", "who_name", "action", "subject", "subject_name", "why", "change")


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold. `kind`: altered, missing, order, head."""

    seq: int
    kind: str


def content(entry: Entry) -> dict[str, Any]:
    """The words of an entry, as they are hashed and exported."""
    told: dict[str, Any] = {name: getattr(entry, name) for name in FIELDS}
    return told | {
        "at": entry.at.astimezone(UTC).isoformat(timespec="seconds"),
        "who": str(entry.who) if entry.who else None,
    }


def digest(entry: Entry) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the entry."""
    text = json.dumps(content(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{entry.previous}\n{text}".encode()).hexdigest()


def breaks(entries: Iterable[Entry], *, seq: int, last: str) -> Iterator[Break]:
    """Where entries (by number) do not chain, or do not end at the head (`seq`, `last`)."""
    before, held = 0, START
    for entry in entries:
        if entry.seq != before + 1:
            yield Break(before + 1, "missing")
        elif entry.previous != held:
            yield Break(entry.seq, "order")
        if entry.hash != digest(entry):
            yield Break(entry.seq, "altered")
        before, held = entry.seq, entry.hash
    if (before, held) != (seq, last or START):
        yield Break(before + 1, "head")
