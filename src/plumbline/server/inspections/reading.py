"""Which inspections, verdicts and findings a person may read."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from plumbline.server.inspections.models import Finding, Inspection, Judgement, Seen, VerdictRow
from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Person
from plumbline.server.people.rights import accounts_with, held, units_with


def inspections_of(reader: Person) -> "QuerySet[Inspection]":
    """Inspections of the reader's units, or of units above them."""
    rows = held(reader, Action.INSPECTION_READ).select_related("unit")
    above = {path for row in rows for path in row.unit.above()}
    mine = Q(unit__in=units_with(reader, Action.INSPECTION_READ)) | Q(unit__path__in=above)
    return Inspection.objects.filter(mine).select_related("unit", "asked_by")


def findings_of(reader: Person) -> "QuerySet[Finding]":
    """The findings a person may read. Those who keep an account see of it what is meant for operators, what has been
    confirmed, and what they have been asked about; by other roles one sees all of one's units."""
    rows = held(reader, Action.FINDING_READ).values_list("role", "account", "unit__path")
    below, kept = Q(pk__in=[]), []
    for role, account, path in rows:
        if account:
            kept.append(account)
        elif role != Role.OPERATOR:
            below |= Q(account__unit__path__startswith=path) | Q(account=None, unit__path__startswith=path)
    asked = Judgement.objects.filter(finding=OuterRef("pk"), kind="ask")
    mine = Q(account__in=kept) & (Q(reader="operator") | Q(judged__in=("asked", "confirmed")) | Q(Exists(asked)))
    return Finding.objects.filter(below | mine).select_related("account__unit", "unit")


def verdicts_of(reader: Person, row: Inspection) -> "QuerySet[VerdictRow]":
    """What a run said of the accounts that a person may read."""
    mine = accounts_with(reader, Action.INSPECTION_READ, prefix="account__")
    return VerdictRow.objects.filter(mine, inspection=row).select_related("account")


def confirmed(row: Inspection) -> "QuerySet[Seen]":
    """What a run found and people have confirmed (one `Seen` a finding): what bulletins speak of."""
    return Seen.objects.filter(inspection=row, finding__judged="confirmed").select_related("finding__account__unit")
