"""What keepers are to be reminded of today: verifications that end, hand-overs and filings that are late.

Read by the daily messages; each has a key, so that it is told once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from plumbline.rulebook.model import Text
from plumbline.server.people.actions import Role
from plumbline.server.people.models import Person
from plumbline.server.people.selectors import holders
from plumbline.server.register.models import Account, Filing, HandOver
from plumbline.server.register.selectors import VERIFICATION_DAYS
from plumbline.server.register.services.hand_over import keepers
from plumbline.server.site.clock import now, today

STEPS = (VERIFICATION_DAYS, 7, 0)
"""So many days before a verification ends its keepers are told."""


@dataclass(frozen=True)
class Reminder:
    """To whom, about what. `card`: reminders of one card replace each other; `key`: told once."""

    people: Sequence[Person]
    subject: Text
    body: Text
    url: str
    card: str
    key: str
    minutes: int


def reminders() -> Iterator[Reminder]:
    """Everything to be told today."""
    yield from _verifications()
    yield from _hand_overs()
    yield from _filings()


def _verifications() -> Iterator[Reminder]:
    last = today() + timedelta(days=max(STEPS))
    rows = Account.objects.filter(status="active", verified_until__lte=last).select_related("unit")
    for account in rows.iterator():
        until = account.verified_until
        people = list(keepers(account).filter(is_active=True)) or _supervisors(account)
        if until is None or not people:
            continue
        left = (until - today()).days
        step = min((one for one in STEPS if left <= one), default=None)
        if step is None or left < -max(STEPS):
            continue
        yield Reminder(
            people,
            Text(zh=f"{account} 的平台认证有效期至 {until}", en=f"the verification of {account} ends on {until}"),
            Text(zh="请在平台办理年审或者重新认证，办结后提交变更申请。",
                 en="Renew it on the platform, then file the change."),
            f"/desk/accounts/{account.pk}/", f"verification:{account.pk}",
            f"verification:{account.pk}:{until}:{step}", 20,
        )  # fmt: skip


def _hand_overs() -> Iterator[Reminder]:
    rows = HandOver.objects.filter(done_at=None, cancelled_at=None, due_at__lt=now())
    for row in rows.select_related("account", "giver", "taker"):
        people = [one for one in (row.giver, row.taker) if one.is_active]
        yield Reminder(
            people,
            Text(zh=f"{row.account} 的管理员交接已逾期", en=f"the hand-over of {row.account} is overdue"),
            Text(zh="请双方逐项确认交接清单。", en="Both sides confirm the checklist."),
            f"/desk/accounts/hand-overs/{row.pk}/", f"hand_over:{row.pk}", f"hand_over:{row.pk}:late", 10,
        )  # fmt: skip


def _filings() -> Iterator[Reminder]:
    rows = Filing.objects.filter(state="filed", due_at__lt=now()).select_related("account", "unit")
    for row in rows:
        people = list(holders(Role.SUPERVISOR, row.unit.path).exclude(pk=row.filed_by_id))
        yield Reminder(
            people,
            Text(zh=f"备案申请逾期未审批：{row.account or row.proposed.get('name', '')}",
                 en=f"a filing waits beyond its time: {row.account or row.proposed.get('name', '')}"),
            Text(zh="请审批、退回或者不予批准。", en="Approve, return or refuse it."),
            f"/desk/accounts/filings/{row.pk}/", f"filing:{row.pk}", f"filing:{row.pk}:{row.due_at:%Y%m%d}", 5,
        )  # fmt: skip


def _supervisors(account: Account) -> list[Person]:
    return list(holders(Role.SUPERVISOR, account.unit.path)) if account.unit else []
