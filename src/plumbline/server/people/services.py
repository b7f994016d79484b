"""Writing about persons: each change with its audit entry, in one transaction."""

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction

from plumbline.server.audit.services import changed, record
from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.people.rights import Forbidden, require, units_with
from plumbline.server.site.clock import now


class Refused(ValueError):  # noqa: N818  a rule of the house, not a fault
    """A change that would leave nobody in charge, or that makes no sense; the text says why, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


@transaction.atomic
def add_person(by: Person, *, username: str, name: str, email: str = "", mobile: str = "") -> tuple[Person, str]:
    """A new person without any role, and the password to be handed over. Forbidden, Refused."""
    require(by, Action.PEOPLE_CHANGE)
    if Person.objects.filter(username__iexact=username).exists():
        raise Refused("this sign-in name is taken", "该登录名已被使用")
    password = secrets.token_urlsafe(12)
    person = Person.objects.create_user(
        username, email=email, password=password, name=name, mobile=mobile, first_password=True
    )
    record(who=by, action="people.add", subject=person, change={"username": ("", username), "name": ("", name)})
    return person, password


@transaction.atomic
def change_person(by: Person, person: Person, *, why: str = "", **new: Any) -> None:
    """Another name, address or language. Forbidden."""
    require_over(by, person)
    change = changed(person, **new)
    if change:
        person.save()
        record(who=by, action="people.change", subject=person, why=why, change=change)


@transaction.atomic
def own_settings(person: Person, **new: Any) -> None:
    """What people change about themselves."""
    change = changed(person, **new)
    if change:
        person.save()
        record(who=person, action="people.settings", subject=person, change=change)


@transaction.atomic
def new_password(by: Person, person: Person, *, why: str) -> str:
    """A password to be handed over; open sessions end. Forbidden."""
    require_over(by, person)
    password = secrets.token_urlsafe(12)
    person.set_password(password)
    person.first_password = True
    person.save()
    end_sessions(person)
    record(who=by, action="people.new_password", subject=person, why=why)
    return password


@transaction.atomic
def drop_second_factor(by: Person, person: Person, *, why: str) -> None:
    """Somebody has lost their second factor: it is taken off and must be set up anew. Forbidden; not one's own."""
    require_over(by, person)
    _not_oneself(by, person)
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    record(who=by, action="people.drop_second_factor", subject=person, why=why)


@transaction.atomic
def deactivate(by: Person, person: Person, *, why: str) -> None:
    """A person who has left: signs in no more, stays in all records. Forbidden, Refused."""
    require_over(by, person)
    _not_oneself(by, person)
    _someone_left(person)
    person.is_active = False
    person.save()
    end_sessions(person)
    record(who=by, action="people.deactivate", subject=person, why=why, change={"is_active": (True, False)})


@transaction.atomic
def reactivate(by: Person, person: Person, *, why: str) -> None:
    """A person who has come back. Forbidden."""
    require_over(by, person)
    person.is_active = True
    person.save()
    record(who=by, action="people.reactivate", subject=person, why=why, change={"is_active": (False, True)})


@transaction.atomic
def grant(by: Person, person: Person, role: Role, unit: Unit, *, account: Any = None, why: str = "") -> Assignment:
    """A role over a unit and all below it; an operator's over one account. Forbidden, Refused."""
    require(by, Action.PEOPLE_CHANGE, unit=unit)
    _not_oneself(by, person)
    if (role == Role.OPERATOR) != (account is not None):
        raise Refused(
            "an operator is put in charge of one account, others of a unit", "运营人员须指定账号，其他角色须指定单位"
        )
    if account is not None and account.unit_id != unit.id:
        raise Refused("the account belongs to another unit", "该账号属于其他单位")
    standing = Assignment.objects.filter(person=person, role=role, unit=unit, account=account, until__isnull=True)
    if standing.exists():
        raise Refused("the person has this role already", "该人员已有此角色")
    made = Assignment.objects.create(person=person, role=role, unit=unit, account=account, since=now(), granted_by=by)
    record(who=by, action="people.grant", subject=person, why=why,
           change={"role": (None, f"{role} {account or unit}")})  # fmt: skip
    return made


@transaction.atomic
def end(by: Person, assignment: Assignment, *, why: str) -> None:
    """A role ends now. Forbidden, Refused."""
    require(by, Action.PEOPLE_CHANGE, unit=assignment.unit)
    _not_oneself(by, assignment.person)
    if assignment.role == Role.ADMINISTRATOR:
        _someone_left(assignment.person)
    assignment.until = now()
    assignment.save()
    record(who=by, action="people.end", subject=assignment.person, why=why,
           change={"role": (f"{assignment.role} {assignment.account or assignment.unit}", None)})  # fmt: skip


def require_over(by: Person, person: Person) -> None:
    """An administrator is over those whose every role lies in the administrator's units. Forbidden."""
    require(by, Action.PEOPLE_CHANGE)
    mine = units_with(by, Action.PEOPLE_CHANGE)
    if Assignment.objects.filter(person=person, until__isnull=True).exclude(unit__in=mine).exists():
        raise Forbidden(str(Action.PEOPLE_CHANGE))


def end_sessions(person: Person) -> None:
    """Sign a person out everywhere."""
    for session in Session.objects.filter(expire_date__gt=now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def _not_oneself(by: Person, person: Person) -> None:
    if by.pk == person.pk:
        raise Refused(
            "nobody changes their own rights: ask another administrator", "不得变更本人权限，请由其他管理员办理"
        )


def _someone_left(person: Person) -> None:
    others = Assignment.objects.filter(role=Role.ADMINISTRATOR, until__isnull=True, person__is_active=True)
    if not others.exclude(person=person).exists():
        raise Refused("nobody would be left to administer the office", "须保留至少一名管理员")
