"""The moment, in one place, so that tests and replays may set it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from plumbline.settings import environment


def now() -> datetime:
    """The present moment, aware (UTC), to the second."""
    return environment.now()


def today() -> date:
    """The day in the office's time zone."""
    return day(now())


def day(moment: datetime) -> date:
    """The natural day of a moment in the office's time zone."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
