"""Reading about persons."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from plumbline.server.people.actions import Action
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import units_with


def people_of(reader: Person, *, q: str = "") -> "QuerySet[Person]":
    """The persons with a role in the reader's units, and those without any role."""
    mine = units_with(reader, Action.PEOPLE_READ)
    found = Person.objects.filter(Q(assignments__unit__in=mine) | Q(assignments__isnull=True)).distinct()
    return found.filter(Q(username__icontains=q) | Q(name__icontains=q)) if q else found


def roles_of(person: Person) -> Sequence[Assignment]:
    """All roles of a person, those in force first."""
    rows = Assignment.objects.filter(person=person).select_related("unit", "account", "granted_by")
    return sorted(rows, key=lambda row: (row.until is not None, row.since))


def holders(role: str, path: str) -> "QuerySet[Person]":
    """Active people who hold a role now over the unit with this path (there or above)."""
    parts = path.strip("/").split("/")
    above = ["/" + "/".join(parts[:size]) + "/" for size in range(1, len(parts) + 1)]
    rows = Assignment.objects.filter(role=role, until__isnull=True, account__isnull=True, unit__path__in=above)
    return Person.objects.filter(is_active=True, assignments__in=rows).distinct()
