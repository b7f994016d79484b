"""Due work of cases: overdue ones are told to the units above, operators are told before their accounts fall silent."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from plumbline.rulebook.load import load
from plumbline.rulebook.model import Text
from plumbline.server.audit.services import record
from plumbline.server.cases.models import Case
from plumbline.server.cases.selectors import overdue
from plumbline.server.cases.services.opening import step
from plumbline.server.cases.silence import silences
from plumbline.server.inspections.dossier import lay_down
from plumbline.server.inspections.models import Inspection
from plumbline.server.notices.services import tell
from plumbline.server.people.actions import Role
from plumbline.server.people.models import Person
from plumbline.server.people.selectors import holders
from plumbline.server.register.models import Account
from plumbline.server.site.clock import now, today
from plumbline.server.work.services import Claim
from plumbline.server.work.worker import Recurring
from plumbline.workflow.countdown import step as countdown_step

ESCALATE, COUNTDOWN = "cases.escalate", "cases.countdown"


def escalate(claim: Claim) -> None:
    """Each overdue case is told once to the supervisors of the unit and of the unit above."""
    with claim.done():
        rows = overdue(Case.objects.select_for_update()).filter(escalated_at=None)
        for case in rows.filter(
            state__in=("noticed", "acknowledged", "reported", "taken_down", "answered", "explained")
        ):
            case.escalated_at = now()
            case.save()
            step(case, "escalate", None, source=case.state, target=case.state)
            record(who=None, action="cases.escalate", subject=case)
            zh, en = (
                f"整改逾期：{case.number} {case.account or case.unit}",
                f"overdue: {case.number} {case.account or case.unit}",
            )
            tell(supervisors(case), kind="overdue", subject=Text(zh=zh, en=en), body=Text(zh="", en=""), minutes=5,
                 url=f"/desk/cases/{case.pk}/", card=f"case:{case.pk}", severity=case.severity,
                 key=f"overdue:{case.pk}:{case.due_at}")  # fmt: skip


def supervisors(case: Case) -> list[Person]:
    """Those of the case's unit and of all units above it."""
    return list(holders(Role.SUPERVISOR, case.unit.path))


def countdown(claim: Claim) -> None:
    """Operators are told on day 7, 10 and 12 of 14 (by the rulebook's limit), each silence and step once."""
    with transaction.atomic():
        last = Inspection.objects.filter(state="done").order_by("-done_at").first()
    rule = load(last.rulebook if last else settings.RULEBOOK).rules.get("activity.stale_account")
    limit = int(rule.params["silent_days"].value) if rule else 0  # 0: the book knows no limit of silence
    lay_down()
    found = silences(today()) if limit else {}
    with claim.done():
        for account in Account.objects.filter(status="active", account_id__in=found).select_related("unit"):
            silence = found[account.account_id]
            if silence.blind:
                continue
            reached = countdown_step(silence.days, limit)
            if reached is not None:
                _tell_operator(account, silence.days, limit, f"{silence.last_on}:{reached}")


def _tell_operator(account: Account, days: int, limit: int, mark: str) -> None:
    people = Person.objects.filter(assignments__account=account, assignments__until__isnull=True, is_active=True)
    left = limit - days
    told = Text(
        zh=f"{account} 已 {days} 天未更新，再过 {left} 天将触及单项否决",
        en=f"{account} has published nothing for {days} days; {left} days until the veto limit",
    )
    body = Text(
        zh=f"请在期限前发布与职责相关的信息（每 {limit} 天至少一次）。",
        en=f"Publish something within the remit before the limit (once in {limit} days).",
    )
    tell(
        list(people.distinct()), kind="countdown", subject=told, body=body, url=f"/desk/accounts/{account.pk}/",
        card=f"silence:{account.pk}", severity="minor", minutes=10, key=f"countdown:{account.account_id}:{mark}",
    )  # fmt: skip


HANDLERS = {ESCALATE: escalate, COUNTDOWN: countdown}
RECURRING = (Recurring(ESCALATE, every=timedelta(minutes=30)), Recurring(COUNTDOWN, at="08:00"))
