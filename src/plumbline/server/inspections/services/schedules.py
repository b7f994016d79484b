"""Inspections that come again."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from plumbline.domain.errors import PlumblineError
from plumbline.rulebook.load import load
from plumbline.server.audit.services import record
from plumbline.server.inspections.models import Schedule
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.rights import require
from plumbline.server.people.services import Refused
from plumbline.server.site.clock import day, now

EVERY = ("day", "week", "quarter")
_DAYS = {"day": 1, "week": 7}


@transaction.atomic
def schedule(
    by: Person, unit: Unit, *, every: str, at: time, rulebook: str, first_on: date | None = None,
    whole_days: bool = False,
) -> Schedule:  # fmt: skip
    """Inspections that come again each day, week or quarter. Forbidden, Refused."""
    require(by, Action.INSPECTION_RUN, unit=unit)
    if every not in EVERY:
        raise Refused("each day, week or quarter", "周期须为每天、每周或者每季度")
    try:
        load(rulebook)
    except PlumblineError as error:
        raise Refused(str(error.what), str(error.what)) from error
    made = Schedule.objects.create(
        unit=unit, every=every, at=at, rulebook=rulebook, by=by, since=now(), first_on=first_on, whole_days=whole_days
    )
    record(who=by, action="inspections.schedule", subject=made, change={"every": (None, every)})
    return made


@transaction.atomic
def end_schedule(by: Person, row: Schedule) -> None:
    """No more inspections of this schedule. Forbidden."""
    found = Schedule.objects.select_for_update().get(pk=row.pk)
    require(by, Action.INSPECTION_RUN, unit=found.unit)
    if found.ended_at is None:
        found.ended_at = now()
        found.save()
        record(who=by, action="inspections.schedule_ended", subject=found)


def latest(row: Schedule, moment: datetime) -> datetime | None:
    """The last time at or before `moment` at which a schedule fell due; None if it never did."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first = row.first_on or day(row.since)
    there = moment.astimezone(zone).date()
    for before in (0, 1):
        number = _number(row.every, first, there) - before
        at = datetime.combine(_on(row.every, first, number), row.at, zone)
        if number >= 0 and row.since <= at <= moment:
            return at
    return None


def coming(row: Schedule, moment: datetime) -> datetime:
    """The next time at which it falls due."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first = row.first_on or day(row.since)
    number = max(0, _number(row.every, first, moment.astimezone(zone).date()))
    while True:
        at = datetime.combine(_on(row.every, first, number), row.at, zone)
        if at > max(moment, row.since):
            return at
        number += 1


def _number(every: str, first: date, there: date) -> int:
    """Which of its days is the last one not after `there`, counted from 0; negative before the first."""
    if every in _DAYS:
        return (there - first).days // _DAYS[every]
    number = (12 * (there.year - first.year) + there.month - first.month) // 3
    return number if _on(every, first, number) <= there else number - 1


def _on(every: str, first: date, number: int) -> date:
    """The day: every 1 or 7 days, or the same day of every third month (its last day where the month is shorter)."""
    if every in _DAYS:
        return first + timedelta(days=number * _DAYS[every])
    months = first.month - 1 + 3 * number
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))
