"""Delivery: one message, or a digest. Marked before it goes out, so that a kill in between is seen."""

from django.conf import settings
from django.db import transaction

from plumbline.server.notices.models import Message
from plumbline.server.notices.senders import Unsendable, send
from plumbline.server.notices.services import DELIVER, DIGEST, preference, tell
from plumbline.server.people.models import Person
from plumbline.server.register.reminders import reminders
from plumbline.server.site.clock import now
from plumbline.server.work.services import Claim
from plumbline.server.work.worker import Recurring

REMIND = "notices.remind"


def deliver(claim: Claim) -> None:
    """Send one message."""
    message = Message.objects.select_related("person").get(pk=claim.payload["message"])
    _send(claim, message.person, [message])


def digest(claim: Claim) -> None:
    """Send everything that waits for a person as one."""
    person = Person.objects.get(pk=claim.payload["person"])
    waiting = Message.objects.filter(person=person, state__in=("waiting", "sending")).exclude(severity="veto")
    rows = list(waiting.order_by("at"))
    if rows:
        _send(claim, person, rows)


def _send(claim: Claim, person: Person, rows: list[Message]) -> None:
    keys = [row.pk for row in rows]
    if not person.is_active or all(row.state == "sent" for row in rows):
        return
    with transaction.atomic():
        Message.objects.filter(pk__in=keys).update(state="sending")
    wish = preference(person)
    subject, body = written(person, rows)
    try:
        send(wish.channel, wish.address, person, subject=subject, body=body, key=str(claim.due.pk))
    except Unsendable as error:
        with claim.done():
            Message.objects.filter(pk__in=keys).update(state="failed", why=error.en)
        return
    with claim.done():
        Message.objects.filter(pk__in=keys).update(state="sent", sent_at=now(), why="")


def written(person: Person, rows: list[Message]) -> tuple[str, str]:
    """Subject and body in the person's language; one card a case."""
    lang, latest = person.language, {row.card: row for row in rows}
    parts = [f"{row.subject[lang]}\n{row.body[lang]}\n{settings.ORIGIN}{row.url}".strip() for row in latest.values()]
    if len(latest) == 1:
        return next(iter(latest.values())).subject[lang], parts[0]
    subject = f"准绳：{len(latest)} 项待办" if lang == "zh" else f"Plumbline: {len(latest)} things to do"
    return subject, "\n\n".join(parts)


def remind(claim: Claim) -> None:
    """What the register has to remind people of, each once."""
    with claim.done():
        for one in reminders():
            tell(
                one.people, kind="register", subject=one.subject, body=one.body, url=one.url, card=one.card,
                severity="minor", minutes=one.minutes, key=one.key,
            )  # fmt: skip


HANDLERS = {DELIVER: deliver, DIGEST: digest, REMIND: remind}
RECURRING = (Recurring(REMIND, at="08:10"),)
