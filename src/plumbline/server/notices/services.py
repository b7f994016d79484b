"""Telling people: once each, not at night if they so wish, not more than they can bear unless it is grave."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from plumbline.rulebook.model import Text
from plumbline.server.audit.services import changed, record
from plumbline.server.notices.burden import burden, quarter_start
from plumbline.server.notices.models import Message, Preference
from plumbline.server.notices.senders import Unsendable, checked
from plumbline.server.people.models import Person
from plumbline.server.people.services import Refused
from plumbline.server.site.clock import now
from plumbline.server.work.services import plan

DELIVER, DIGEST = "notices.deliver", "notices.digest"
DIGEST_AT = clock_time(8, 30)


@transaction.atomic
def tell(
    people: Iterable[Person], *, kind: str, subject: Text, body: Text, url: str, card: str, severity: str,
    minutes: int, key: str,
) -> int:  # fmt: skip
    """A message to each, once for each key. Over the ceiling it is held back, unless its severity is veto; it can be
    read at the desk all the same. The number of new messages that go out."""
    going = 0
    for person in people:
        if Message.objects.filter(person=person, key=key).exists():
            continue
        wish = preference(person)
        held = severity != "veto" and _over(person, wish, card)
        made = Message.objects.create(
            person=person, key=key, kind=kind, card=card, subject={"zh": subject.zh, "en": subject.en},
            body={"zh": body.zh, "en": body.en}, url=url, severity=severity, minutes=minutes, at=now(),
            state="held" if held else "shown" if wish.channel == "desk" else "waiting",
            why="ceiling" if held else "",
        )  # fmt: skip
        if made.state == "waiting":
            going += 1
            _plan(made, wish)
    return going


def preference(person: Person) -> Preference:
    """How a person wants to be told; made on first use."""
    found, _ = Preference.objects.get_or_create(person=person)
    return found


@transaction.atomic
def prefer(person: Person, **new: object) -> None:
    """Change one's own wishes. Refused: an address that cannot be used."""
    found = preference(person)
    change = dict(changed(found, **new))
    try:
        checked(found.channel, found.address, person)
    except Unsendable as error:
        raise Refused(error.en, error.zh) from error
    if "address" in change:
        change["address"] = ("…", "…")  # a webhook's address is a secret
    if change:
        found.save()
        record(who=person, action="notices.prefer", subject=found, change=change)


def earliest(wish: Preference, moment: datetime) -> datetime:
    """When a message may go out: after the quiet hours, or with the next digest."""
    zone = ZoneInfo(settings.TIME_ZONE)
    there = moment.astimezone(zone)
    if wish.digest:
        at = datetime.combine(there.date(), DIGEST_AT, zone)
        return (at if at >= there else at + timedelta(days=1)).astimezone(UTC)
    start, end = wish.quiet_from, wish.quiet_until
    if start is None or end is None or start == end:
        return moment
    inside = start <= there.time() < end if start < end else there.time() >= start or there.time() < end
    if not inside:
        return moment
    over = datetime.combine(there.date(), end, zone)
    return (over if over > there else over + timedelta(days=1)).astimezone(UTC)


def _over(person: Person, wish: Preference, card: str) -> bool:
    """Whether another card would be more than the person can bear; one that they have already is no other."""
    known = Message.objects.filter(
        person=person, card=card, at__gte=quarter_start(), state__in=("waiting", "sending", "sent", "failed")
    )
    return not known.exists() and burden(person).cards >= wish.ceiling


def _plan(made: Message, wish: Preference) -> None:
    at = earliest(wish, now()) if made.severity != "veto" else now()
    if wish.digest and made.severity != "veto":
        plan(DIGEST, key=f"{wish.person_id}:{at.isoformat()}", due_at=at, payload={"person": str(wish.person_id)})
    else:
        plan(DELIVER, key=str(made.pk), due_at=at, payload={"message": str(made.pk)})
