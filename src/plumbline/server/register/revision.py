"""The number of the register's state."""

from django.db.models import F

from plumbline.server.register.models import Revision
from plumbline.server.site.clock import now


def bump() -> None:
    """The register has changed: called in the transaction of the change."""
    Revision.objects.get_or_create(pk=1)
    Revision.objects.filter(pk=1).update(number=F("number") + 1, at=now())


def current() -> int:
    """The present number; 0 for a register never changed."""
    return Revision.objects.filter(pk=1).values_list("number", flat=True).first() or 0
