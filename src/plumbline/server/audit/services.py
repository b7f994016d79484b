"""Writing into the audit log: only together with the change it tells of."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection, models

from plumbline.server.audit.chain import START, digest
from plumbline.server.audit.models import Entry, Head
from plumbline.server.site.clock import now

Change = Mapping[str, tuple[Any, Any]]
PROGRAM = "plumbline"
"""Who is named where no person acted."""


class NoTransaction(RuntimeError):  # noqa: N818  says what is missing
    """An entry was to be written outside the transaction of its change."""


def record(*, who: Any, action: str, subject: models.Model, why: str = "", change: Change | None = None) -> Entry:
    """Add an entry inside the caller's transaction. NoTransaction outside one."""
    if not connection.in_atomic_block:
        raise NoTransaction(action)
    head = _head()
    entry = Entry(
        seq=head.seq + 1, at=now(), who=who.pk if who else None, who_name=str(who) if who else PROGRAM, action=action,
        subject=named(subject), subject_name=str(subject)[:300], why=why, change=_plain(change or {}),
        previous=head.hash or START,
    )  # fmt: skip
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    Head.objects.filter(pk=head.pk).update(seq=entry.seq, hash=entry.hash)
    return entry


def named(subject: models.Model) -> str:
    """How the log names a row: ``register.account:<key>``."""
    return f"{subject._meta.label_lower}:{subject.pk}"


def changed(instance: models.Model, **new: Any) -> Change:
    """Set fields of a row (not saved) and say which have changed, old and new."""
    found = {}
    for name, value in new.items():
        old = getattr(instance, name)
        if old != value:
            found[name] = (old, value)
            setattr(instance, name, value)
    return found


def _head() -> Head:
    found = Head.objects.select_for_update().filter(pk=1).first()
    if found:
        return found
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update().get(pk=1)


def _plain(change: Change) -> dict[str, list[Any]]:
    return {name: [_value(old), _value(new)] for name, (old, new) in change.items()}


def _value(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
