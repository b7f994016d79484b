"""Tables of inspections, for reading."""

from plumbline.server.inspections.models import Exemption, Finding, Inspection, Judgement, Schedule, VerdictRow
from plumbline.server.site.tables import ReadOnly, site


class Inspections(ReadOnly):
    """Runs."""

    list_display = ("unit", "rulebook", "state", "asked_at", "done_at")


class Verdicts(ReadOnly):
    """Verdicts."""

    list_display = ("account_ref", "verdict", "inspection")


class Findings(ReadOnly):
    """Findings."""

    list_display = ("finding_id", "account_ref", "check_name", "severity", "judged")


class Judgements(ReadOnly):
    """Judgements."""

    list_display = ("finding", "kind", "by", "at")


class Schedules(ReadOnly):
    """Schedules."""

    list_display = ("unit", "every", "at", "rulebook", "ended_at")


class Exemptions(ReadOnly):
    """Exceptions."""

    list_display = ("check_name", "account", "unit", "since", "until", "state")


site.register(Inspection, Inspections)
site.register(Judgement, Judgements)
site.register(Schedule, Schedules)
site.register(Exemption, Exemptions)
site.register(VerdictRow, Verdicts)
site.register(Finding, Findings)
