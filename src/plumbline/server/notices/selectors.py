"""Reading messages."""

from django.db.models import QuerySet

from plumbline.server.notices.models import Message
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import units_with


def own(person: Person) -> "QuerySet[Message]":
    """One's own messages."""
    return Message.objects.filter(person=person)


def of_units(reader: Person) -> "QuerySet[Message]":
    """Messages to people with a role in the reader's units."""
    units = units_with(reader, Action.MESSAGE_READ)
    return Message.objects.filter(person__assignments__unit__in=units).select_related("person").distinct()
