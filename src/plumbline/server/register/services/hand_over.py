"""Hand-over of an account from one keeper to another: a checklist that both confirm."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from plumbline.server.audit.services import record
from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Forbidden, may, require
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account, HandOver
from plumbline.server.site.clock import now
from plumbline.workflow.account import HAND_OVER

DAYS = 3
"""Our own proposal: passwords of a keeper who leaves do not stand longer."""


@transaction.atomic
def begin(by: Person, account: Account, *, giver: Person, taker: Person, why: str) -> HandOver:
    """Begin a hand-over. Forbidden, Refused."""
    require(by, Action.REGISTER_HAND_OVER, account=account)
    account = Account.objects.select_for_update().get(pk=account.pk)
    if giver == taker:
        raise Refused("giver and taker are one person", "移交人与接收人不得为同一人")
    _fit(account, giver, taker)
    if HandOver.objects.filter(account=account, done_at=None, cancelled_at=None).exists():
        raise Refused("a hand-over of this account is under way", "该账号已有办理中的交接")
    made = HandOver.objects.create(
        account=account, giver=giver, taker=taker, begun_by=by, begun_at=now(), due_at=now() + timedelta(days=DAYS),
        why=why,
    )  # fmt: skip
    record(who=by, action="register.hand_over", subject=account, why=why, change={"keeper": (giver, taker)})
    return made


def keepers(account: Account) -> "QuerySet[Person]":
    """Who keeps an account now; also those who have left and not handed over."""
    return Person.objects.filter(
        assignments__account=account, assignments__role=Role.OPERATOR, assignments__until__isnull=True
    ).distinct()


def takers(account: Account) -> "QuerySet[Person]":
    """Who may take an account: people with a role, now, in its unit or above, or for one account of the unit."""
    above = account.unit.above() if account.unit else []
    return Person.objects.filter(
        is_active=True, assignments__unit__path__in=above, assignments__until__isnull=True
    ).distinct()


def side(by: Person, row: HandOver) -> str | None:
    """For whom a person confirms: ``given``, ``taken``, or None. For a giver who has left, a supervisor does."""
    if row.done_at or row.cancelled_at:
        return None
    if by.pk == row.taker_id:
        return "taken"
    stands_in = not row.giver.is_active and may(by, Action.REGISTER_APPROVE, account=row.account)
    return "given" if by.pk == row.giver_id or stands_in else None


@transaction.atomic
def confirm(by: Person, hand_over: HandOver, points: list[str]) -> HandOver:
    """The giver or the taker confirms points of the checklist; with all confirmed by both, the roles follow.

    Forbidden for everybody else; Refused for points that are not on the list.
    """
    row = HandOver.objects.select_for_update().get(pk=hand_over.pk)
    side_of = side(by, row)
    if side_of is None:
        raise Forbidden(str(Action.REGISTER_HAND_OVER))
    if set(points) - set(HAND_OVER):
        raise Refused("no point of the checklist", "不在清单内的事项")
    before = getattr(row, side_of)
    fresh = [point for point in HAND_OVER if point in points and point not in before]
    if not fresh:
        return row
    setattr(row, side_of, before | {point: {"at": now().isoformat(), "by": str(by)} for point in fresh})
    told = {"side": (None, side_of), "points": (None, fresh)}
    record(who=by, action="register.hand_over_confirmed", subject=row.account, change=told)
    if set(row.given) >= set(HAND_OVER) and set(row.taken) >= set(HAND_OVER):
        _finish(by, row)
    row.save()
    return row


@transaction.atomic
def cancel(by: Person, hand_over: HandOver, *, why: str) -> None:
    """Call a hand-over off. Forbidden."""
    require(by, Action.REGISTER_HAND_OVER, account=hand_over.account)
    row = HandOver.objects.select_for_update().get(pk=hand_over.pk)
    if row.done_at or row.cancelled_at:
        raise Refused("it is over already", "该交接已办结")
    row.cancelled_at = now()
    row.save()
    told = {"keeper": (f"{row.giver} → {row.taker}", None)}
    record(who=by, action="register.hand_over_cancelled", subject=row.account, why=why, change=told)


def _fit(account: Account, giver: Person, taker: Person) -> None:
    """The giver keeps the account (or nobody does), the taker belongs to the office. Refused."""
    keeping = set(keepers(account))
    if keeping and giver not in keeping:
        raise Refused("the giver does not keep this account", "移交人不是该账号的管理员")
    if taker in keeping:
        raise Refused("the taker keeps this account already", "接收人已是该账号的管理员")
    if taker not in takers(account):
        raise Refused("the taker has no role in this unit or above it", "接收人在本单位及上级单位没有任何角色")


def _finish(by: Person, row: HandOver) -> None:
    """Who takes over keeps the account; who gave it away keeps nothing of it."""
    moment = now()
    row.done_at = moment
    Assignment.objects.filter(person=row.giver, account=row.account, role=Role.OPERATOR, until__isnull=True).update(
        until=moment
    )
    if row.account.unit is not None:
        Assignment.objects.get_or_create(
            person=row.taker, role=Role.OPERATOR, unit=row.account.unit, account=row.account, until=None,
            defaults={"since": moment, "granted_by": row.begun_by},
        )  # fmt: skip
    record(who=by, action="register.handed_over", subject=row.account, change={"keeper": (row.giver, row.taker)})
