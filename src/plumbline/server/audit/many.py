"""Many entries at once, for tables taken in whole: the same chain, written in batches."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import connection, models

from plumbline.server.audit.chain import START, digest
from plumbline.server.audit.models import Entry, Head
from plumbline.server.audit.services import PROGRAM, Change, NoTransaction, named, record
from plumbline.server.audit.services import _plain as plain
from plumbline.server.site.clock import now

BATCH = 1000


def record_many(rows: Iterable[tuple[models.Model, Change]], *, who: Any, action: str, why: str = "") -> int:
    """As `record` for each of many rows, by the same person for the same reason; how many. NoTransaction."""
    if not connection.in_atomic_block:
        raise NoTransaction(action)
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return 0
    count, last = 1, record(who=who, action=action, subject=first[0], why=why, change=first[1])  # takes the lock
    while batch := list(islice(waiting, BATCH)):
        made = []
        for subject, change in batch:
            last = _next(last, subject, change, who=who)
            made.append(last)
        Entry.objects.bulk_create(made, batch_size=BATCH)
        count += len(made)
    Head.objects.update(seq=last.seq, hash=last.hash)
    return count


def _next(last: Entry, subject: models.Model, change: Change, *, who: Any) -> Entry:
    entry = Entry(
        seq=last.seq + 1, at=now(), who=who.pk if who else None, who_name=str(who) if who else PROGRAM,
        action=last.action, subject=named(subject), subject_name=str(subject)[:300], why=last.why,
        change=plain(change), previous=last.hash or START,
    )  # fmt: skip
    entry.hash = digest(entry)
    return entry
