"""Tables of people, for reading."""

from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.site.tables import ReadOnly, site


class People(ReadOnly):
    """Persons; never their passwords."""

    list_display = ("username", "name", "is_active", "last_login")
    exclude = ("password",)
    search_fields = ("username", "name")


class Units(ReadOnly):
    """Units."""

    list_display = ("unit_id", "name", "level", "parent")
    search_fields = ("unit_id", "name")


class Assignments(ReadOnly):
    """Roles."""

    list_display = ("person", "role", "unit", "account", "since", "until")


site.register(Person, People)
site.register(Unit, Units)
site.register(Assignment, Assignments)
