"""Exceptions from a check: asked for with a reason and an end, approved by another person, ended early if need be."""

from datetime import date, timedelta

from django.db import transaction

from plumbline.checks import discover
from plumbline.server.audit.services import record
from plumbline.server.inspections.models import Exemption
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.rights import require
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.site.clock import now, today

LONGEST = timedelta(days=366)
"""What is to hold for longer is to be looked at anew."""


@transaction.atomic
def ask(
    by: Person, *, check: str, account: Account | None, unit: Unit, reason: str, until: date, since: date | None = None
) -> Exemption:
    """An exception for an account, or for the accounts of a unit (not of those below it). Forbidden, Refused."""
    require(by, Action.EXCEPTION_ASK, **({"account": account} if account else {"unit": unit}))
    begin = since or today()
    if check not in discover():
        raise Refused("there is no such check", "没有该检查项")
    if not reason.strip():
        raise Refused("give a reason", "请填写理由")
    if account is not None and account.unit_id != unit.pk:
        raise Refused("the account belongs to another unit", "该账号属于其他单位")
    if until < begin or until < today() or until - begin > LONGEST:
        raise Refused(
            "it ends after it begins, after today, within a year", "截止日期须晚于开始日期和今天，且不超过一年"
        )
    made = Exemption.objects.create(
        check_name=check, account=account, unit=unit, reason=reason.strip(), since=begin, until=until, asked_by=by,
        asked_at=now(),
    )  # fmt: skip
    change = {"check": (None, check), "since": (None, begin), "until": (None, until)}
    record(who=by, action="inspections.except", subject=made, why=reason, change=change)
    return made


@transaction.atomic
def decide(by: Person, row: Exemption, kind: str, *, remarks: str = "") -> None:
    """Approve or refuse (with remarks): somebody else than who asked. Forbidden, Refused."""
    found = _held(by, row)
    if found.state != "asked":
        raise Refused("it is decided already", "已办理")
    if kind not in {"approve", "refuse"}:
        raise Refused("approve or refuse", "须为批准或者不批准")
    if found.asked_by_id == by.pk:
        raise Refused("another person must decide", "须由申请人以外的人员审批")
    if kind == "refuse" and not remarks.strip():
        raise Refused("say why", "请填写理由")
    found.state = "approved" if kind == "approve" else "refused"
    found.decided_by, found.decided_at, found.remarks = by, now(), remarks.strip()
    found.save()
    record(who=by, action=f"inspections.except_{kind}", subject=found, why=remarks,
           change={"state": ("asked", found.state)})  # fmt: skip


@transaction.atomic
def end(by: Person, row: Exemption, *, why: str) -> None:
    """End an approved exception today; it held until yesterday. Forbidden, Refused."""
    found = _held(by, row)
    if found.state != "approved" or found.ended_on or found.until < today():
        raise Refused("it is not in force", "该例外未在有效期内")
    if not why.strip():
        raise Refused("say why", "请填写理由")
    before, found.ended_on = found.until, today()
    found.until = today() - timedelta(days=1)
    found.state = "approved" if found.until >= found.since else "ended"
    found.save()
    record(who=by, action="inspections.except_end", subject=found, why=why, change={"until": (before, found.until)})


def _held(by: Person, row: Exemption) -> Exemption:
    found = Exemption.objects.select_for_update().get(pk=row.pk)
    require(by, Action.EXCEPTION_APPROVE, **({"account": found.account} if found.account else {"unit": found.unit}))
    return found
