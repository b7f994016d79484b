"""The ground of the office: rights over the tree, the log's chain, due work."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import transaction
from office import START, Clock, World

from plumbline.server.audit.models import Entry
from plumbline.server.audit.selectors import broken, history
from plumbline.server.audit.services import NoTransaction, changed, record
from plumbline.server.people.models import Assignment
from plumbline.server.people.rights import Action, accounts_with, may, units_with
from plumbline.server.register.models import Account
from plumbline.server.work.services import LEASE, Claim, Lost, plan, take
from plumbline.server.work.worker import Recurring, one

pytestmark = pytest.mark.django_db


def test_a_role_counts_in_its_unit_and_below_not_beside_or_above(world: World) -> None:
    for place, allowed in ((world.city, True), (world.county, True), (world.other, False), (world.province, False)):
        assert may(world.supervisor, Action.REGISTER_APPROVE, unit=place) is allowed


def test_an_operator_has_one_account_and_no_unit(world: World) -> None:
    assert may(world.operator, Action.DRAFT_WRITE, account=world.weibo)
    assert not may(world.operator, Action.DRAFT_WRITE, account=world.wechat)
    assert not may(world.operator, Action.DRAFT_WRITE, unit=world.city)
    mine = Account.objects.filter(accounts_with(world.operator, Action.REGISTER_READ))
    assert [one.account_id for one in mine] == ["weibo:5044281001"]
    assert list(units_with(world.operator, Action.REGISTER_READ)) == []


def test_a_right_ends_with_its_assignment(world: World, clock: Clock) -> None:
    Assignment.objects.filter(person=world.supervisor).update(until=clock.now + timedelta(hours=1))
    assert may(world.supervisor, Action.REGISTER_APPROVE, unit=world.city)
    clock.advance(hours=1)
    assert not may(world.supervisor, Action.REGISTER_APPROVE, unit=world.city)


def renamed(world: World, *names: str) -> None:
    for name in names:
        with transaction.atomic():
            change = changed(world.weibo, name=name)
            world.weibo.save()
            record(who=world.operator, action="register.rename", subject=world.weibo, why="改名", change=change)


def test_the_log_tells_old_and_new_and_holds(world: World) -> None:
    renamed(world, "云川", "云川之声")
    assert [entry.change for entry in history(world.weibo)] == [
        {"name": ["云川发布", "云川"]}, {"name": ["云川", "云川之声"]},
    ]  # fmt: skip
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_logged_outside_the_transaction_of_its_change(world: World) -> None:
    with pytest.raises(NoTransaction):
        record(who=None, action="x", subject=world.weibo)


@pytest.mark.parametrize(
    ("what", "kind"),
    [("altered", "altered"), ("dropped", "missing"), ("last dropped", "head"), ("reordered", "order")],
)
def test_any_tampering_with_the_log_is_found(what: str, kind: str, world: World) -> None:
    renamed(world, "一", "二", "三")
    rows = Entry.objects.order_by("seq")
    if what == "altered":
        rows.filter(seq=2).update(why="另一个理由")
    elif what == "dropped":
        rows.filter(seq=2).delete()
    elif what == "last dropped":
        rows.filter(seq=3).delete()
    else:
        first, second = rows[0], rows[1]
        rows.filter(seq__in=(1, 2)).delete()
        first.seq, second.seq = 2, 1
        Entry.objects.bulk_create([first, second])
    assert kind in {found.kind for found in broken()}


def test_planned_twice_is_done_once(clock: Clock) -> None:
    plan("x", key="1", due_at=clock.now)
    plan("x", key="1", due_at=clock.now, payload={"other": 1})
    claim = take("a")
    assert claim is not None
    assert claim.payload == {}
    assert take("b") is None


def test_work_of_a_dead_worker_is_taken_over_and_the_dead_one_cannot_finish(clock: Clock) -> None:
    plan("x", key="1", due_at=clock.now)
    dead = take("a")
    assert dead is not None
    clock.advance(seconds=LEASE.total_seconds() + 1)
    heir = take("b")
    assert heir is not None
    with pytest.raises(Lost), dead.done():
        pass
    with heir.done():
        pass
    assert take("c") is None


def test_work_that_fails_waits_longer_each_time_and_then_asks_for_a_person(clock: Clock) -> None:
    due = plan("x", key="1", due_at=clock.now)

    def broken_work(claim: Claim) -> None:
        raise ValueError("no")

    known: Mapping[str, object] = {"x": broken_work}
    waits = []
    while claim := take("a"):
        one(claim, known)  # type: ignore[arg-type]
        due.refresh_from_db()
        waits.append(due.due_at - clock.now)
        clock.now = max(clock.now, due.due_at)
    assert waits == sorted(waits)
    assert (due.state, due.error) == ("failed", "ValueError: no")


def test_recurring_work_falls_at_its_time_of_day_in_the_offices_zone() -> None:
    assert Recurring("x", at="09:00").latest(START) == START
    assert Recurring("x", at="09:01").latest(START) == START + timedelta(minutes=1) - timedelta(days=1)
    assert Recurring("x", every=timedelta(hours=1)).latest(START + timedelta(minutes=59)) == START
