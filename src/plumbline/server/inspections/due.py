"""Due work of inspections."""

from datetime import timedelta

from django.db import transaction

from plumbline.server.inspections.models import Inspection, Schedule
from plumbline.server.inspections.services.running import RUN, ask, carry_out
from plumbline.server.inspections.services.schedules import latest
from plumbline.server.site.clock import day, now
from plumbline.server.work.services import Claim
from plumbline.server.work.worker import Recurring

SCHEDULES = "inspections.schedules"


def schedules(claim: Claim) -> None:
    """Ask for every inspection whose time has come. Times that were missed are not made up for, but for the last."""
    with claim.done():
        for row in Schedule.objects.filter(ended_at=None).select_related("unit"):
            _asked(row)


@transaction.atomic
def _asked(row: Schedule) -> None:
    slot = latest(Schedule.objects.select_for_update().get(pk=row.pk), now())
    if slot is None or Inspection.objects.filter(schedule=row, slot=slot).exists():
        return
    as_of = (day(slot) - timedelta(days=1)).isoformat() if row.whole_days else ""
    ask(None, row.unit, rulebook=row.rulebook, as_of=as_of, schedule=row, slot=slot)


HANDLERS = {RUN: carry_out, SCHEDULES: schedules}
RECURRING = (Recurring(SCHEDULES, every=timedelta(minutes=10)),)
