"""The burden meter: what a person has been asked this quarter."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum

from plumbline.server.notices.models import Message
from plumbline.server.people.models import Person
from plumbline.server.site.clock import today

COUNTED = ("waiting", "sending", "sent", "failed")


@dataclass(frozen=True)
class Burden:
    """Things asked (cards, not single messages) and minutes, since the quarter began."""

    cards: int
    minutes: int


def burden(person: Person) -> Burden:
    """What was sent, or is about to be; what was held back or only shown does not count."""
    rows = Message.objects.filter(person=person, state__in=COUNTED, at__gte=quarter_start())
    return Burden(rows.values("card").distinct().count(), rows.aggregate(n=Sum("minutes"))["n"] or 0)


def quarter_start() -> datetime:
    """The first moment of this quarter in the office's time zone."""
    day = today()
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return datetime.combine(first, time(), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
