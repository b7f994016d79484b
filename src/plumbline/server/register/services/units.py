"""Units entered and changed: the register shows them, so it counts as changed too."""

from typing import Any

from django.db import transaction

from plumbline.server.people import unit_services
from plumbline.server.people.models import Person, Unit
from plumbline.server.register.revision import bump


@transaction.atomic
def add(by: Person, **told: Any) -> Unit:
    """As `people.unit_services.add`. Forbidden, Refused."""
    made = unit_services.add(by, **told)
    bump()
    return made


@transaction.atomic
def change(by: Person, unit: Unit, **told: Any) -> None:
    """As `people.unit_services.change`. Forbidden, Refused."""
    unit_services.change(by, unit, **told)
    bump()
