"""Filings: asked for by one, decided by another, and what speaks against them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from office import Clock, World, person

from plumbline.server.audit.selectors import broken, history
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Forbidden, Role
from plumbline.server.register.models import Account, Filing
from plumbline.server.register.revision import current
from plumbline.server.register.services.filing import Objected, approve, decide, file, file_again, withdraw
from plumbline.server.register.services.hand_over import begin, confirm
from plumbline.workflow.account import HAND_OVER
from plumbline.workflow.graph import NotNow

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]


def boss(world: World) -> Person:
    """A second supervisor, above the first."""
    return person("boss", Role.SUPERVISOR, world.province)


def opening(world: World, by: Person, **more: object) -> Filing:
    proposed = {"account_id": "douyin:77", "platform": "douyin", "platform_id": "77", "name": "云川融媒"} | more
    return file(by, "open", unit=world.city, account=None, proposed=proposed, why="新开抖音")


def test_an_opening_stands_in_the_register_once_another_person_approves(world: World) -> None:
    filing = opening(world, world.supervisor)
    assert not Account.objects.filter(account_id="douyin:77").exists()
    before = current()
    made = approve(boss(world), filing)
    assert (made.status, made.unit, made.filed_on) == ("active", world.city, date(2026, 11, 23))
    assert current() == before + 1
    assert [entry.action for entry in history(made)] == ["register.open", "register.approved"]
    assert broken() == []


def test_who_files_does_not_approve(world: World) -> None:
    with pytest.raises(Forbidden):
        approve(world.supervisor, opening(world, world.supervisor))


def test_a_supervisor_of_another_city_neither_files_nor_approves(world: World) -> None:
    stranger = world.strangers["supervisor"]
    with pytest.raises(Forbidden):
        opening(world, stranger)
    with pytest.raises(Forbidden):
        approve(stranger, opening(world, world.supervisor))


@pytest.mark.parametrize(
    ("proposed", "code"),
    [
        ({"account_id": "weibo:5044281001", "platform": "weibo"}, "same_id"),
        ({"account_id": "weibo:x", "platform": "weibo", "url": "https://weibo.com/u/5044281001"}, "same_address"),
    ],
)
def test_what_is_registered_is_never_opened_again(proposed: dict[str, object], code: str, world: World) -> None:
    with pytest.raises(Objected) as raised:
        opening(world, world.supervisor, **proposed, platform_id="")
    assert code in {one.code for one in raised.value.found if one.hard}


def test_a_second_account_on_a_platform_needs_an_exception_with_a_reason(world: World) -> None:
    proposed = {"account_id": "weibo:9", "platform": "weibo", "platform_id": "9", "name": "青山防汛"}
    with pytest.raises(Objected) as raised:
        file(world.supervisor, "open", unit=world.city, account=None, proposed=proposed, why="防汛")
    assert [one.code for one in raised.value.found] == ["same_platform"]
    filing = file(
        world.supervisor, "open", unit=world.city, account=None, proposed=proposed, why="防汛", exception="汛期专用"
    )
    assert approve(boss(world), filing).name == "青山防汛"


def test_a_name_that_may_be_mistaken_for_anothers_is_told_and_a_plain_one_is_not(world: World) -> None:
    proposed = {"account_id": "weibo:9", "platform": "weibo", "platform_id": "9", "name": "云川发布 "}
    with pytest.raises(Objected) as raised:
        file(world.supervisor, "open", unit=world.county, account=None, proposed=proposed, why="县")
    assert "same_name" in {one.code for one in raised.value.found}
    opening(world, world.supervisor)


def announced(world: World, clock: Clock) -> Account:
    chief = boss(world)
    approve(chief, file(world.operator, "announce", unit=world.city, account=world.weibo, proposed={}, why="整合"))
    world.weibo.refresh_from_db()
    return world.weibo


def test_closing_waits_until_the_notice_has_stood(world: World, clock: Clock) -> None:
    closing = announced(world, clock)
    assert (closing.status, closing.notice_on) == ("closing", date(2026, 11, 23))
    with pytest.raises(Objected) as raised:
        file(world.operator, "close", unit=world.city, account=closing, proposed={}, why="整合")
    assert [one.code for one in raised.value.found] == ["notice_short"]
    clock.now += timedelta(days=21)
    filing = file(world.operator, "close", unit=world.city, account=closing, proposed={}, why="整合")
    closed = approve(Person.objects.get(username="boss"), filing)
    assert (closed.status, closed.closed_on) == ("closed", date(2026, 12, 14))


def test_a_closed_account_does_not_come_back_soon_without_a_reason(world: World, clock: Clock) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(status="closed", closed_on=date(2026, 11, 1))
    world.weibo.refresh_from_db()
    with pytest.raises(Objected) as raised:
        file(world.operator, "reopen", unit=world.city, account=world.weibo, proposed={}, why="再用")
    assert [one.code for one in raised.value.found] == ["lately_closed"]
    twin = {"account_id": "weibo:5", "platform": "weibo", "platform_id": "5", "name": "云川发布"}
    with pytest.raises(Objected) as raised:
        file(world.supervisor, "open", unit=world.city, account=None, proposed=twin, why="换号")
    assert "lately_closed" in {one.code for one in raised.value.found}
    clock.now += timedelta(days=120)
    assert (
        file(world.operator, "reopen", unit=world.city, account=world.weibo, proposed={}, why="再用").objections == []
    )


def test_only_steps_from_the_present_state_can_be_filed(world: World) -> None:
    with pytest.raises(NotNow):
        file(world.operator, "close", unit=world.city, account=world.weibo, proposed={}, why="不要了")


def test_one_open_filing_an_account(world: World) -> None:
    file(world.operator, "suspend", unit=world.city, account=world.weibo, proposed={}, why="检修")
    with pytest.raises(Objected):
        file(world.operator, "announce", unit=world.city, account=world.weibo, proposed={}, why="整合")


def test_a_returned_filing_is_mended_and_filed_again(world: World) -> None:
    filing = file(world.operator, "change", unit=world.city, account=world.weibo, proposed={"name": "云川"}, why="改名")
    chief = boss(world)
    decide(chief, filing, "return", remarks="名称不规范")
    file_again(world.operator, filing, proposed={"name": "云川发布台"}, why="改名")
    assert approve(chief, Filing.objects.get(pk=filing.pk)).name == "云川发布台"
    with pytest.raises(NotNow):
        withdraw(world.operator, filing)


def test_history_tells_each_field_old_and_new(world: World) -> None:
    filing = file(
        world.operator, "change", unit=world.city, account=world.weibo, proposed={"name": "云川台"}, why="改名"
    )
    approve(boss(world), filing)
    assert {"name": ["云川发布", "云川台"]} in [entry.change for entry in history(world.weibo)]


def test_a_hand_over_moves_the_role_once_both_have_confirmed_everything(world: World) -> None:
    taker = person("wang", Role.REVIEWER, world.city)
    hand = begin(world.supervisor, world.weibo, giver=world.operator, taker=taker, why="调岗")
    with pytest.raises(Forbidden):
        confirm(world.supervisor, hand, list(HAND_OVER))
    confirm(world.operator, hand, list(HAND_OVER))
    keeps = Assignment.objects.filter(account=world.weibo, until__isnull=True)
    assert [one.person for one in keeps] == [world.operator]
    confirm(taker, hand, list(HAND_OVER)[:-1])
    assert [one.person for one in keeps.all()] == [world.operator]
    confirm(taker, hand, list(HAND_OVER)[-1:])
    assert [one.person for one in keeps.all()] == [taker]


def test_the_pages_file_and_approve(world: World, signed_in: SignedIn) -> None:
    clerk, chief = signed_in(world.operator), signed_in(boss(world))
    key = world.weibo.pk
    assert clerk.get(f"/desk/accounts/{key}/change/").status_code == 200
    answer = clerk.post(f"/desk/accounts/{key}/change/", {"name": "云川政务", "url": world.weibo.url, "why": "改名"})
    assert answer.status_code == 302
    place = answer.headers["Location"]
    assert "批准" not in clerk.get(place).content.decode()
    assert "云川政务" in chief.get(place).content.decode()
    assert chief.post(f"{place}approve/").status_code == 302
    world.weibo.refresh_from_db()
    assert world.weibo.name == "云川政务"


def test_other_units_accounts_are_not_found(world: World, signed_in: SignedIn) -> None:
    desk = signed_in(world.supervisor)
    assert desk.get(f"/desk/accounts/{world.county_weibo.pk}/").status_code == 200
    assert desk.get(f"/desk/accounts/{world.foreign.pk}/").status_code == 404
    assert signed_in(world.operator).get(f"/desk/accounts/{world.wechat.pk}/").status_code == 404
    assert world.foreign.name not in desk.get("/desk/accounts/").content.decode()


def test_a_wrong_address_is_told_before_anything_is_filed(world: World, signed_in: SignedIn) -> None:
    desk = signed_in(world.supervisor)
    sent = {"unit": "c", "platform": "weibo", "name": "甲", "why": "开"}
    for url in ("http://weibo.com@evil.example/", "not an address", "https://v.douyin.com/abc/"):
        assert desk.post("/desk/accounts/open/", sent | {"url": url}).status_code == 400
    assert not Filing.objects.exists()
