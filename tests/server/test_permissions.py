"""Every address of the desk, for every role, in one's own unit and in another's."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from office import START, World

from plumbline.server.cases.models import Bulletin, Case
from plumbline.server.inspections.models import Finding, Inspection, Schedule
from plumbline.server.people.actions import MATRIX, Action, Role
from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.people.terms import ACTION, ROLE
from plumbline.server.register.models import Account, Filing, HandOver
from plumbline.server.reviews.models import Draft
from plumbline.server.reviews.services import digest

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
WORDS = {"kind": "change", "step": "approve", "name": "mend", "form": "csv", "digest": "0" * 64, "check": "tone.x"}


def walked(patterns: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        place = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walked(one.url_patterns, place)
        else:
            yield place, one


DESK = [
    (place, one)
    for place, one in walked(get_resolver().url_patterns)
    if place.startswith("desk/") and not place.startswith("desk/tables/")
]
GUARDED = [(place, one) for place, one in DESK if hasattr(one.callback, "action")]


def address(place: str, key: object = None) -> str:
    """An address with something in every gap."""
    found = f"/{place}"
    while "<" in found:
        gap = found[found.index("<") : found.index(">") + 1]
        kind, _, name = gap.strip("<>").rpartition(":")
        value = str(key or uuid.uuid4()) if kind == "uuid" else WORDS.get(name, "x")
        found = found.replace(gap, value, 1)
    return found


def asked(browser: Client, place: str, one: URLPattern, key: object = None) -> int:
    get = "GET" in one.callback.methods  # type: ignore[attr-defined]  # set by the door
    target = address(place, key)
    return (browser.get(target) if get else browser.post(target)).status_code


def test_every_page_of_the_desk_says_which_right_it_needs() -> None:
    """All but the calendar file, which has a secret of its own in its address."""
    assert {place for place, one in DESK if not hasattr(one.callback, "action")} <= {"desk/calendar/<str:token>.ics"}
    assert len(GUARDED) > 60


def test_every_action_and_role_has_words_and_somebody() -> None:
    assert set(ACTION) == set(Action) == set(MATRIX)
    assert set(ROLE) == set(Role)
    assert all(MATRIX.values())


def test_nobody_gets_in_without_signing_in(world: World) -> None:
    for place, one in GUARDED:
        answer = Client().get(address(place)) if "GET" in one.callback.methods else Client().post(address(place))
        assert answer.status_code == 302, place
        assert answer.headers["Location"].startswith("/accounts/login/"), place


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_says_and_nothing_else(role: Role, world: World, signed_in: SignedIn) -> None:
    browser = signed_in(world.people[role])
    for place, one in GUARDED:
        status = asked(browser, place, one)
        if role in MATRIX[one.callback.action]:
            assert status != 403, (role, place)
        else:
            assert status == 403, (role, place)


def test_a_page_that_changes_something_is_not_changed_by_looking(world: World, signed_in: SignedIn) -> None:
    browser = signed_in(world.supervisor)
    for place, one in GUARDED:
        if "GET" not in one.callback.methods:
            assert browser.get(address(place)).status_code == 405, place


def samples(account: Account, unit: Unit, people: dict[str, Person]) -> dict[str, object]:
    """One thing of every sort, of one city, by the beginning of its address."""
    boss, keeper = people["supervisor"], people["operator"]
    run = Inspection.objects.create(unit=unit, rulebook="cn-2019", asked_by=boss, asked_at=START, state="failed")
    finding = Finding.objects.create(
        finding_id=uuid.uuid4().hex[:16], account=account, account_ref=account.account_id, unit=unit,
        check_name="activity.stale_account", clause="CN19-V2a", severity="minor", confidence="high", reader="operator",
        status="new", first=run, last=run, judged="confirmed",
    )  # fmt: skip
    case = Case.objects.create(
        number=uuid.uuid4().hex[:10], key=uuid.uuid4().hex, account=account, unit=unit, severity="minor",
        state="noticed", opened_at=START,
    )  # fmt: skip
    draft = Draft.objects.create(
        account=account, title="题", text="文", sha256=digest("文"), author=keeper, made_at=START
    )
    return {
        "desk/accounts/filings/": Filing.objects.create(
            kind="suspend", account=account, unit=unit, why="x", filed_by=keeper, filed_at=START, due_at=START
        ).pk,
        "desk/accounts/hand-overs/": HandOver.objects.create(
            account=account, giver=keeper, taker=people["reviewer"], begun_by=boss, begun_at=START, due_at=START,
            why="x",
        ).pk,
        "desk/accounts/": account.pk, "desk/units/": unit.pk, "desk/drafts/of/": account.pk, "desk/drafts/": draft.pk,
        "desk/inspections/schedules/": Schedule.objects.create(
            every="day", at="10:00", unit=unit, rulebook="cn-2019", by=boss, since=START
        ).pk,
        "desk/inspections/": run.pk, "desk/findings/": finding.pk, "desk/cases/": case.pk, "desk/people/": keeper.pk,
        "desk/notices/": Bulletin.objects.create(inspection=run, made_by=boss, made_at=START).pk,
    }  # fmt: skip


def sample(things: dict[str, object], place: str) -> object:
    return next(key for start, key in things.items() if place.startswith(start))


@pytest.mark.parametrize("role", list(Role))
def test_what_belongs_to_another_city_is_neither_seen_nor_touched(
    role: Role, world: World, signed_in: SignedIn
) -> None:
    things = samples(world.weibo, world.city, world.people)
    stranger = signed_in(world.strangers[role])
    for place, one in GUARDED:
        if "<uuid:" in place:
            status = asked(stranger, place, one, sample(things, place))
            assert status in (403, 404), (role, place, status)


@pytest.mark.parametrize("role", list(Role))
def test_what_is_ones_own_can_be_read(role: Role, world: World, signed_in: SignedIn) -> None:
    things = samples(world.weibo, world.city, world.people)
    insider = signed_in(world.people[role])
    read = 0
    for place, one in GUARDED:
        alone = place.count("<") == 1 and place.endswith("<uuid:key>/")
        if alone and "GET" in one.callback.methods and role in MATRIX[one.callback.action]:
            assert asked(insider, place, one, sample(things, place)) == 200, (role, place)
            read += 1
    assert read


def test_a_role_that_has_ended_opens_nothing(world: World, signed_in: SignedIn) -> None:
    Assignment.objects.filter(person=world.supervisor).update(until=START)
    browser = signed_in(world.supervisor)
    assert {asked(browser, place, one) for place, one in GUARDED} == {403}


def test_the_tables_are_for_reading_and_for_few(world: World, signed_in: SignedIn) -> None:
    for role in Role:
        status = signed_in(world.people[role]).get("/desk/tables/").status_code
        assert (status == 200) == (role in MATRIX[Action.TABLES_READ]), role
    world.operator.set_password("a-secret-of-mine")
    world.operator.save()
    reader = signed_in(world.auditor)
    assert reader.get("/desk/tables/audit/entry/").status_code == 200
    assert reader.get("/desk/tables/register/account/add/").status_code == 403
    assert reader.post(f"/desk/tables/register/account/{world.weibo.pk}/delete/", {"post": "yes"}).status_code == 403
    page = reader.get(f"/desk/tables/people/person/{world.operator.pk}/change/").content.decode()
    assert world.operator.password not in page
    answer = Client().post("/desk/tables/login/", {"username": "operator", "password": "a-secret-of-mine"})
    assert answer.headers["Location"].startswith("/accounts/login/"), "no second door without its locks"
