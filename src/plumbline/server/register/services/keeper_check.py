"""Verification of an account's administrators (管理员核验): a checklist, confirmed as a whole, twice a year."""

from datetime import timedelta

from django.db import transaction

from plumbline.server.audit.services import record
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import require
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account, KeeperCheck
from plumbline.server.register.services.hand_over import keepers
from plumbline.server.site.clock import now
from plumbline.workflow.account import KEEPER_CHECK, KEEPER_CHECK_DAYS


@transaction.atomic
def verify(by: Person, account: Account, points: list[str], *, remarks: str = "") -> KeeperCheck:
    """Every point of the list was found in order. Forbidden; Refused: a point is open, or nobody keeps the account."""
    require(by, Action.REGISTER_HAND_OVER, account=account)
    people = list(keepers(account))
    if not any(one.is_active for one in people):
        raise Refused("nobody keeps this account: name somebody first", "该账号尚未指定管理员，请先指定")
    if any(not one.is_active for one in people):
        raise Refused("a keeper has left: hand the account over first", "有管理员已离岗，请先办理交接")
    if set(points) != set(KEEPER_CHECK):
        raise Refused("every point must be confirmed; mend what is not in order first", "须逐项确认；不符合的请先整改")
    names = [str(one) for one in people]
    made = KeeperCheck.objects.create(account=account, by=by, at=now(), keepers=names, remarks=remarks)
    record(who=by, action="register.keepers_verified", subject=account, why=remarks,
           change={"keeper": (None, names), "points": (None, list(KEEPER_CHECK))})  # fmt: skip
    return made


def overdue(last: KeeperCheck | None) -> bool:
    """Whether the administrators are to be verified (again)."""
    return last is None or last.at + timedelta(days=KEEPER_CHECK_DAYS) < now()
