"""Who may do what where. A role counts over its unit's subtree, an operator's over the account named alone."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from plumbline.server.people.actions import MATRIX, Action, Role
from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.site.clock import now

__all__ = ["MATRIX", "Action", "Cans", "Forbidden", "Role", "accounts_with", "held", "may", "require", "units_with"]


class Forbidden(PermissionDenied):
    """The person lacks the right, or four eyes are demanded and these are the same two."""


def held(person: Any, action: Action) -> "QuerySet[Assignment]":
    """The person's assignments, now in force, that carry the action."""
    if not getattr(person, "is_active", False) or not isinstance(person, Person):
        return Assignment.objects.none()
    moment = now()
    valid = Q(until__isnull=True) | Q(until__gt=moment)
    return Assignment.objects.filter(valid, person=person, since__lte=moment, role__in=sorted(MATRIX[action]))


def may(person: Any, action: Action, *, unit: Unit | None = None, account: Any = None) -> bool:
    """Whether a person may do something: on an account, in a unit, or (neither named) anywhere at all."""
    rows = held(person, action)
    if account is not None:
        above = account.unit.above() if account.unit else []
        return rows.filter(Q(account=account) | Q(account__isnull=True, unit__path__in=above)).exists()
    if unit is not None:
        return rows.filter(account__isnull=True, unit__path__in=unit.above()).exists()
    return rows.exists()


def require(person: Any, action: Action, *, unit: Unit | None = None, account: Any = None) -> None:
    """As `may`; Forbidden where it is not so."""
    if not may(person, action, unit=unit, account=account):
        raise Forbidden(str(action))


def units_with(person: Any, action: Action) -> "QuerySet[Unit]":
    """All units in which a person may do something (not those of a single account)."""
    paths = held(person, action).filter(account__isnull=True).values_list("unit__path", flat=True)
    return Unit.objects.filter(_below(list(paths), "path"))


def accounts_with(person: Any, action: Action, *, prefix: str = "") -> Q:
    """A filter on `register.Account` (or, with a prefix such as ``account__``, on what refers to it)."""
    rows = list(held(person, action).values_list("unit__path", "account_id"))
    single = [account for _, account in rows if account]
    below = _below([path for path, account in rows if not account], f"{prefix}unit__path")
    return below | Q(**{f"{prefix}id__in": single}) if single else below


def _below(paths: list[str], field: str) -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


class Cans:
    """For templates: ``{% if can.register_file %}``: whether the person may do it anywhere."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self._actions: frozenset[Action] | None = None

    def has(self, action: Action) -> bool:
        """Whether the person may do it anywhere; asked of the database once a page."""
        if self._actions is None:
            self._actions = actions(self.person)
        return action in self._actions

    def __getattr__(self, name: str) -> bool:
        app, _, what = name.partition("_")
        try:
            return self.has(Action(f"{app}.{what}"))
        except ValueError:
            raise AttributeError(name) from None


def actions(person: Any) -> frozenset[Action]:
    """Everything a person may do somewhere."""
    if not isinstance(person, Person) or not person.is_active:
        return frozenset()
    moment = now()
    valid = Q(until__isnull=True) | Q(until__gt=moment)
    roles = set(Assignment.objects.filter(valid, person=person, since__lte=moment).values_list("role", flat=True))
    return frozenset(action for action, allowed in MATRIX.items() if roles & allowed)
