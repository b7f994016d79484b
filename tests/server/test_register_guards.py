"""What stands against a filing, and who may decide where."""

from datetime import date, timedelta

import pytest
from office import Clock, World, account, person

from plumbline.server.audit.selectors import history
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Forbidden, Role
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account, Filing, HandOver
from plumbline.server.register.reminders import reminders
from plumbline.server.register.selectors import accounts_of, changes_of, dashboard, keyed
from plumbline.server.register.services.filing import Objected, approve, decide, file
from plumbline.server.register.services.hand_over import begin, cancel, confirm
from plumbline.server.register.services.keeper_check import verify
from plumbline.workflow.account import HAND_OVER, KEEPER_CHECK

pytestmark = pytest.mark.django_db


def codes(world: World, kind: str, about: Account | None, **proposed: object) -> set[str]:
    """What speaks against it, when the supervisor files it."""
    owner = about.unit if about else world.city
    assert owner is not None
    try:
        file(world.supervisor, kind, unit=owner, account=about, proposed=proposed, why="试")
    except Objected as objected:
        return {one.code for one in objected.found}
    return set()


@pytest.mark.parametrize("name", ["云川发布", "云川 发布", "云川发布官方微博", "云川發布", "云川发布台"])
def test_names_that_read_the_same_are_told(name: str, world: World) -> None:
    world.weibo.refresh_from_db()
    world.county_weibo.refresh_from_db()
    assert "same_name" in codes(world, "change", world.county_weibo, name=name)


@pytest.mark.parametrize("name", ["银川发布", "石桥县人民政府", "云川气象"])
def test_names_of_other_places_and_offices_are_not(name: str, world: World) -> None:
    assert codes(world, "change", world.county_weibo, name=name) == set()


@pytest.mark.parametrize(
    "url", ["https://weibo.com/u/5044281001", "http://www.weibo.com/5044281001?refer=1", "weibo.com/u/5044281001/"]
)
def test_an_address_changed_to_that_of_another_is_refused_for_good(url: str, world: World) -> None:
    assert "same_address" in codes(world, "change", world.county_weibo, url=url)


def test_a_change_of_something_else_is_not_held_up_by_an_old_likeness(world: World) -> None:
    Account.objects.filter(pk=world.county_weibo.pk).update(name="云川发布")
    world.county_weibo.refresh_from_db()
    assert codes(world, "change", world.county_weibo, mission="宣传") == set()


def test_an_account_does_not_come_back_beside_its_successor(world: World) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(status="closed", closed_on=date(2025, 1, 1))
    world.weibo.refresh_from_db()
    assert codes(world, "reopen", world.weibo) == set()
    Filing.objects.all().update(state="withdrawn")
    account("weibo:77", "云川之窗", world.city)
    assert codes(world, "reopen", world.weibo) == {"same_platform"}


def test_a_closing_cannot_be_dated_ahead_of_its_day(world: World) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(status="closing", notice_on=date(2026, 10, 1))
    world.weibo.refresh_from_db()
    assert codes(world, "close", world.weibo, closed_on=date(2027, 1, 1)) == {"not_yet"}
    assert codes(world, "close", world.weibo, closed_on=date(2026, 11, 20)) == set()


def test_an_account_goes_to_another_unit_only_with_rights_on_both_sides(world: World) -> None:
    with pytest.raises(Forbidden):
        file(world.supervisor, "change", unit=world.other, account=world.weibo, proposed={}, why="划转")
    boss = person("boss", Role.SUPERVISOR, world.province)
    filing = file(boss, "change", unit=world.other, account=world.wechat, proposed={}, why="划转")
    for one_sided in (world.supervisor, world.strangers["supervisor"]):
        with pytest.raises(Forbidden):
            approve(one_sided, filing)
    moved = approve(person("chief", Role.SUPERVISOR, world.province), filing)
    assert moved.unit == world.other


def test_an_account_without_an_owner_is_seen_and_given_one_from_the_root(world: World) -> None:
    Account.objects.filter(pk=world.foreign.pk).update(unit=None)
    world.foreign.refresh_from_db()
    boss = person("boss", Role.SUPERVISOR, world.province)
    assert [one.pk for one in accounts_of(boss, lack="owner")] == [world.foreign.pk]
    assert not accounts_of(world.supervisor, lack="owner").exists()
    filing = file(boss, "change", unit=world.other, account=world.foreign, proposed={}, why="认领")
    assert approve(person("chief", Role.SUPERVISOR, world.province), filing).unit == world.other


def test_a_returned_filing_of_somebody_who_left_can_be_refused(world: World) -> None:
    filing = file(world.operator, "suspend", unit=world.city, account=world.weibo, proposed={}, why="检修")
    decide(world.supervisor, filing, "return", remarks="补材料")
    decide(world.supervisor, filing, "refuse", remarks="申请人已离岗")
    assert Filing.objects.get().state == "refused"


def test_the_history_of_one_field_tells_who_when_and_why(world: World) -> None:
    boss = person("boss", Role.SUPERVISOR, world.province)
    for name in ("云川政务", "云川之声"):
        filing = file(world.operator, "change", unit=world.city, account=world.weibo, proposed={"name": name}, why=name)
        approve(boss, filing)
        world.weibo.refresh_from_db()
    told = [(one.old, one.new, one.entry.who_name, one.entry.why) for one in changes_of(world.weibo, "name")]
    assert told == [("云川政务", "云川之声", "Boss", "云川之声"), ("云川发布", "云川政务", "Boss", "云川政务")]


def test_pages_of_accounts_follow_each_other_by_key(world: World) -> None:
    boss = person("boss", Role.SUPERVISOR, world.province)
    rows, seen, after = accounts_of(boss), [], ""
    while True:
        page = keyed(rows, after=after, size=3)
        seen += [one.account_id for one in page.rows]
        if not page.after:
            break
        after = page.after
    assert seen == sorted(one.account_id for one in Account.objects.all())
    assert [one.account_id for one in keyed(rows, before=page.before, size=3).rows] == seen[:3]


def test_only_a_keeper_gives_and_only_people_of_the_office_take(world: World) -> None:
    taker = person("wang", Role.REVIEWER, world.city)
    for giver, to in ((taker, world.auditor), (world.operator, world.strangers["operator"])):
        with pytest.raises(Refused):
            begin(world.supervisor, world.weibo, giver=giver, taker=to, why="调岗")
    begin(world.supervisor, world.weibo, giver=world.operator, taker=taker, why="调岗")


def test_for_a_giver_who_has_left_the_supervisor_confirms(world: World) -> None:
    taker = person("wang", Role.REVIEWER, world.city)
    hand = begin(world.supervisor, world.weibo, giver=world.operator, taker=taker, why="离职")
    with pytest.raises(Forbidden):
        confirm(world.supervisor, hand, ["password"])
    Person.objects.filter(pk=world.operator.pk).update(is_active=False)
    confirm(world.supervisor, hand, list(HAND_OVER))
    confirm(taker, hand, list(HAND_OVER))
    row = HandOver.objects.get(pk=hand.pk)
    assert row.done_at is not None
    assert {one["by"] for one in row.given.values()} == {str(world.supervisor)}


def test_a_hand_over_called_off_changes_nothing_and_says_why(world: World) -> None:
    taker = person("wang", Role.REVIEWER, world.city)
    hand = begin(world.supervisor, world.weibo, giver=world.operator, taker=taker, why="调岗")
    cancel(world.supervisor, hand, why="留任")
    with pytest.raises(Forbidden):
        confirm(taker, hand, list(HAND_OVER))
    assert history(world.weibo)[-1].why == "留任"
    assert Assignment.objects.get(account=world.weibo, until__isnull=True).person == world.operator


def test_administrators_are_verified_as_a_whole_and_again_after_half_a_year(world: World, clock: Clock) -> None:
    def asked() -> bool:
        return any("核验" in task.title.zh for task in dashboard(world.operator))

    with pytest.raises(Refused):
        verify(world.operator, world.weibo, ["phone"])
    with pytest.raises(Refused):
        verify(world.supervisor, world.wechat, list(KEEPER_CHECK))
    assert asked()
    verify(world.operator, world.weibo, list(KEEPER_CHECK))
    assert not asked()
    assert history(world.weibo)[-1].action == "register.keepers_verified"
    clock.now += timedelta(days=181)
    assert asked()


def test_keepers_are_reminded_before_a_verification_ends_and_of_late_hand_overs(world: World, clock: Clock) -> None:
    assert list(reminders()) == []
    Account.objects.filter(pk=world.weibo.pk).update(verified_until=date(2026, 12, 20))
    begin(
        world.supervisor, world.weibo, giver=world.operator, taker=person("wang", Role.REVIEWER, world.city), why="调岗"
    )
    first = [(one.key, list(one.people)) for one in reminders()]
    assert [people for _, people in first] == [[world.operator]]
    assert any("认证" in task.title.zh for task in dashboard(world.operator))
    clock.now += timedelta(days=21)
    later = {one.key for one in reminders()}
    assert len(later) == 2
    assert first[0][0] not in later
