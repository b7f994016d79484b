"""Tables of inspections, for reading."""

from plumbline.server.inspections.models import Finding, Inspection, VerdictRow
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


site.register(Inspection, Inspections)
site.register(VerdictRow, Verdicts)
site.register(Finding, Findings)
