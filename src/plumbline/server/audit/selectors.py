"""Reading the audit log."""

from collections.abc import Sequence

from django.db import models

from plumbline.server.audit.chain import Break, breaks
from plumbline.server.audit.models import Entry, Head
from plumbline.server.audit.services import named


def history(subject: models.Model) -> Sequence[Entry]:
    """All entries about a row, oldest first."""
    return list(Entry.objects.filter(subject=named(subject)).order_by("seq"))


def broken() -> Sequence[Break]:
    """Every place where the log was altered, cut or reordered; empty if it holds."""
    head = Head.objects.filter(pk=1).first() or Head()
    return list(breaks(Entry.objects.order_by("seq").iterator(), seq=head.seq, last=head.hash))


def found_by(*, q: str = "", action: str = "", before: str = "") -> "models.QuerySet[Entry]":
    """Entries, newest first: words in who, what about or why; an action or an app; those before a number."""
    rows = Entry.objects.order_by("-seq")
    if q:
        named_so = models.Q(who_name__icontains=q) | models.Q(subject_name__icontains=q)
        rows = rows.filter(named_so | models.Q(why__icontains=q) | models.Q(subject=q))
    if action:
        rows = rows.filter(action__startswith=action)
    return rows.filter(seq__lt=int(before)) if before.isdecimal() and len(before) < 19 else rows
