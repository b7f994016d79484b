"""Hand-over of an account from one keeper to another: a checklist that both confirm."""

from datetime import timedelta

from django.db import transaction

from plumbline.server.audit.services import record
from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Forbidden, require
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account, HandOver
from plumbline.server.site.clock import now
from plumbline.workflow.account import HAND_OVER

DAYS = 3


@transaction.atomic
def begin(by: Person, account: Account, *, giver: Person, taker: Person, why: str) -> HandOver:
    """Begin a hand-over. Forbidden, Refused."""
    require(by, Action.REGISTER_HAND_OVER, account=account)
    if giver == taker:
        raise Refused("giver and taker are one person", "移交人与接收人不得为同一人")
    if HandOver.objects.filter(account=account, done_at=None, cancelled_at=None).exists():
        raise Refused("a hand-over of this account is under way", "该账号已有办理中的交接")
    made = HandOver.objects.create(
        account=account, giver=giver, taker=taker, begun_by=by, begun_at=now(), due_at=now() + timedelta(days=DAYS),
        why=why,
    )  # fmt: skip
    record(who=by, action="register.hand_over", subject=account, why=why, change={"keeper": (giver, taker)})
    return made


@transaction.atomic
def confirm(by: Person, hand_over: HandOver, points: list[str]) -> HandOver:
    """The giver or the taker confirms points of the checklist; with all confirmed by both, the roles follow.

    Forbidden for everybody else; Refused for points that are not on the list.
    """
    row = HandOver.objects.select_for_update().get(pk=hand_over.pk)
    side = {row.giver_id: "given", row.taker_id: "taken"}.get(by.pk)
    if side is None or row.done_at or row.cancelled_at:
        raise Forbidden(str(Action.REGISTER_HAND_OVER))
    if set(points) - set(HAND_OVER):
        raise Refused("no point of the checklist", "不在清单内的事项")
    held = {**getattr(row, side), **{point: now().isoformat() for point in points}}
    setattr(row, side, held)
    record(who=by, action="register.hand_over_confirmed", subject=row.account,
           change={"points": (None, sorted(points))})  # fmt: skip
    if set(row.given) >= set(HAND_OVER) and set(row.taken) >= set(HAND_OVER):
        _finish(by, row)
    row.save()
    return row


@transaction.atomic
def cancel(by: Person, hand_over: HandOver, *, why: str) -> None:
    """Call a hand-over off. Forbidden."""
    require(by, Action.REGISTER_HAND_OVER, account=hand_over.account)
    HandOver.objects.filter(pk=hand_over.pk, done_at=None).update(cancelled_at=now())
    record(who=by, action="register.hand_over_cancelled", subject=hand_over.account, why=why)


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
