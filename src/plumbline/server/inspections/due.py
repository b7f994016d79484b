"""Due work of inspections."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from plumbline.server.inspections.models import Inspection, Schedule
from plumbline.server.inspections.services.running import EVERY, RUN, ask, carry_out
from plumbline.server.site.clock import now
from plumbline.server.work.services import Claim
from plumbline.server.work.worker import Recurring

SCHEDULES = "inspections.schedules"


def schedules(claim: Claim) -> None:
    """Ask for every inspection whose time has come since it was last asked for."""
    with claim.done():
        for row in Schedule.objects.select_for_update().filter(ended_at=None).select_related("unit"):
            at = latest(row)
            asked = Inspection.objects.filter(unit=row.unit, rulebook=row.rulebook, asked_by=None, asked_at__gte=at)
            if at >= row.since and not asked.exists():
                ask(None, row.unit, rulebook=row.rulebook)


def latest(row: Schedule) -> datetime:
    """The last time at which a schedule fell due: its time of day, every so many days from its first day."""
    zone = ZoneInfo(settings.TIME_ZONE)
    there = now().astimezone(zone)
    begun = datetime.combine(row.since.astimezone(zone).date(), row.at, zone)
    spans = (there - begun) // EVERY[row.every]
    return begun + spans * EVERY[row.every] if spans > 0 else begun if begun <= there else begun - timedelta(days=9999)


HANDLERS = {RUN: carry_out, SCHEDULES: schedules}
RECURRING = (Recurring(SCHEDULES, every=timedelta(minutes=10)),)
