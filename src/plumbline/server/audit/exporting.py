"""The log as a file, and whether the log or such a file holds."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from plumbline.domain.errors import UsageError
from plumbline.server.audit.chain import START, Break, breaks, content
from plumbline.server.audit.models import Entry, Head


@dataclass(frozen=True)
class Verified:
    """Entries read, the head (``number:hash``), and where the chain breaks."""

    entries: int
    head: str
    breaks: tuple[Break, ...]


def lines() -> Iterator[str]:
    """The log as JSON Lines, oldest first, the head last."""
    with transaction.atomic():
        head = Head.objects.filter(pk=1).first() or Head()
        for entry in Entry.objects.filter(seq__lte=head.seq).order_by("seq").iterator():
            yield _line(content(entry) | {"previous": entry.previous, "hash": entry.hash})
        yield _line({"head": {"seq": head.seq, "hash": head.hash or START}})


def write(place: Path) -> tuple[int, str]:
    """Write the log to a file, aside and then renamed; the number of entries and the head."""
    aside = place.with_name(f".{place.name}.part")
    last = "{}"
    with aside.open("w", encoding="utf-8") as file:
        for last in lines():
            file.write(last)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(place)
    head = json.loads(last)["head"]
    return head["seq"], f"{head['seq']}:{head['hash']}"


def verified(file: Path | None = None, *, anchor: str | None = None) -> Verified:
    """Whether the log (or an exported file) holds. UsageError for a file that is no export, an anchor that is none."""
    entries, head = _from_file(file) if file else _from_database()
    found = list(breaks(entries, seq=head.seq, last=head.hash))
    if anchor is not None:
        found += _against(anchor, entries)
    return Verified(len(entries), f"{head.seq}:{head.hash or START}", tuple(found))


def _against(anchor: str, entries: list[Entry]) -> Iterator[Break]:
    number, _, held = anchor.partition(":")
    if not number.isdigit() or len(held) != len(START):
        raise UsageError("this is no head of a log", anchor, "give number:hash as `audit-log verify` printed it")
    there = {entry.seq: entry.hash for entry in entries} | {0: START}
    if there.get(int(number)) != held:
        yield Break(int(number), "anchor")


def _from_database() -> tuple[list[Entry], Head]:
    with transaction.atomic():
        return list(Entry.objects.order_by("seq")), Head.objects.filter(pk=1).first() or Head()


def _from_file(file: Path) -> tuple[list[Entry], Head]:
    entries, head = [], None
    with file.open(encoding="utf-8") as read:
        for number, line in enumerate(read, 1):
            try:
                row = json.loads(line)
                if "head" in row:
                    head = Head(seq=row["head"]["seq"], hash=row["head"]["hash"])
                else:
                    entries.append(_entry(row))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise UsageError("this line is no entry of a log", f"{file}, line {number}", str(error)) from error
    return entries, head or Head(seq=-1)


def _entry(row: dict[str, Any]) -> Entry:
    who = UUID(row["who"]) if row["who"] else None
    return Entry(**row | {"at": datetime.fromisoformat(row["at"]), "who": who})


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"
