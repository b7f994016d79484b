"""Which days the office works: the calendar of the installation's rulebook."""

from django.conf import settings

from plumbline.domain.calendar import Calendar
from plumbline.rulebook.load import load


def working_days() -> Calendar | None:
    """The calendar of the rulebook that the installation goes by; None: China's."""
    return load(settings.RULEBOOK).working_days()
