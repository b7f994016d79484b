"""People and their roles: who may change what, and that it is written down."""

from collections.abc import Callable

import pytest
from django.test import Client
from office import World

from plumbline.server.audit.models import Entry
from plumbline.server.audit.selectors import broken
from plumbline.server.people import services
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Action, Forbidden, Role, may

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]


def test_an_administrator_enters_a_person_who_can_do_nothing_before_a_role_is_given(
    world: World, signed_in: SignedIn
) -> None:
    desk = signed_in(world.administrator)
    answer = desk.post("/desk/people/add/", {"username": "li.na", "name": "李娜"})
    made = Person.objects.get(username="li.na")
    assert "li.na" in answer.content.decode()
    assert made.first_password
    assert not may(made, Action.DESK_SEE)
    sent = {"role": "operator", "unit": "c", "account": "weibo:5044281001", "why": "新任运营"}
    assert desk.post(f"/desk/people/{made.pk}/grant/", sent).status_code == 302
    assert may(made, Action.DRAFT_WRITE, account=world.weibo)
    assert [entry.action for entry in Entry.objects.filter(subject_name="李娜")] == ["people.add", "people.grant"]


def test_the_first_password_must_be_changed_before_anything_else(world: World, signed_in: SignedIn) -> None:
    Person.objects.filter(pk=world.operator.pk).update(first_password=True)
    world.operator.refresh_from_db()
    assert signed_in(world.operator).get("/desk/me/").headers["Location"] == "/accounts/password/change/"


def test_nobody_gives_a_role_to_themselves(world: World) -> None:
    with pytest.raises(services.Refused):
        services.grant(world.administrator, world.administrator, Role.SUPERVISOR, world.city)


def test_nobody_gives_a_role_in_another_tree(world: World) -> None:
    with pytest.raises(Forbidden):
        services.grant(world.administrator, world.operator, Role.SUPERVISOR, world.other)
    with pytest.raises(Forbidden):
        services.new_password(world.administrator, world.strangers["operator"], why="试")


def test_the_last_administrator_stays(world: World) -> None:
    row = Assignment.objects.get(person=world.strangers["administrator"])
    second = services.add_person(world.administrator, username="boss", name="副")[0]
    province = Assignment.objects.create(
        person=second, role=Role.ADMINISTRATOR, unit=world.province, since=row.since
    ).person
    services.deactivate(province, world.administrator, why="调离")
    services.deactivate(province, world.strangers["administrator"], why="调离")
    with pytest.raises(services.Refused):
        services.deactivate(province, province, why="调离")


def test_a_person_who_has_left_is_signed_out_and_stays_in_the_records(world: World, signed_in: SignedIn) -> None:
    browser = signed_in(world.operator)
    assert browser.get("/desk/me/").status_code == 200
    services.deactivate(world.administrator, world.operator, why="调离")
    assert browser.get("/desk/me/").status_code == 302
    assert Person.objects.filter(username="operator").exists()
    assert broken() == []


def test_people_of_another_tree_are_not_found(world: World, signed_in: SignedIn) -> None:
    desk = signed_in(world.supervisor)
    assert desk.get(f"/desk/people/{world.operator.pk}/").status_code == 200
    assert desk.get(f"/desk/people/{world.strangers['operator'].pk}/").status_code == 404


@pytest.mark.parametrize("role", ["supervisor", "auditor"])
def test_reading_about_people_is_not_changing_them(role: str, world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.people[role]).post(f"/desk/people/{world.operator.pk}/deactivate/", {"why": "试试"})
    assert answer.status_code == 403
    world.operator.refresh_from_db()
    assert world.operator.is_active
