"""Who decides while somebody is away: named for a time, told in the log, ended early where that is wanted."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from plumbline.server.audit.services import record
from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Forbidden, held, require
from plumbline.server.people.selectors import holders
from plumbline.server.people.services import Refused
from plumbline.server.reviews.levels import ROLES
from plumbline.server.reviews.models import Deputy
from plumbline.server.site.clock import now

_REVIEWING = sorted(set(ROLES.values()))


@transaction.atomic
def name_deputy(by: Person, person: Person, deputy: Person, *, since: datetime, until: datetime) -> Deputy:
    """Name who decides while a reviewer is away: one's own deputy, or a supervisor names one. Forbidden, Refused."""
    _require_over(by, person)
    if person == deputy or until <= since:
        raise Refused("another person, and an end after the beginning", "代审人须为他人，且结束时间须晚于开始时间")
    if until <= now():
        raise Refused("the end lies in the past", "结束时间已过")
    made = Deputy.objects.create(person=person, deputy=deputy, since=since, until=until, named_by=by)
    record(who=by, action="reviews.deputy", subject=person, change={"deputy": (None, deputy), "until": (None, until)})
    return made


@transaction.atomic
def end_deputy(by: Person, row: Deputy) -> None:
    """The person is back: nobody stands in any more. Forbidden, Refused."""
    found = Deputy.objects.select_for_update(of=("self",)).select_related("person", "deputy").get(pk=row.pk)
    _require_over(by, found.person)
    moment = now()
    if found.until <= moment:
        raise Refused("it has ended already", "代审已经结束")
    old, found.until = found.until, max(moment, found.since)
    found.save()
    record(who=by, action="reviews.deputy_end", subject=found.person,
           change={"deputy": (found.deputy, None), "until": (old, found.until)})  # fmt: skip


def may_name_for(by: Person) -> "QuerySet[Person]":
    """The reviewers for whom a person may name deputies: themselves, and those of the units they supervise."""
    below = Q(pk=by.pk)
    for row in held(by, Action.DRAFT_DEPUTY).filter(role=Role.SUPERVISOR).select_related("unit"):
        below |= Q(assignments__unit__path__startswith=row.unit.path)
    reviewing = Q(assignments__role__in=_REVIEWING, assignments__until__isnull=True, is_active=True)
    return Person.objects.filter(below & reviewing).distinct()


def _require_over(by: Person, person: Person) -> None:
    """Forbidden unless one's own deputy is meant, or one supervises every unit for which `person` reviews."""
    require(by, Action.DRAFT_DEPUTY)
    rows = person.assignments.filter(role__in=_REVIEWING, until__isnull=True).select_related("unit")
    paths = [row.unit.path for row in rows]
    if not paths:
        raise Refused("who reviews nothing needs no deputy", "该人员没有审核职责，无需指定代审人")
    if by != person and not all(holders(Role.SUPERVISOR, path).filter(pk=by.pk).exists() for path in paths):
        raise Forbidden(str(Action.DRAFT_DEPUTY))
