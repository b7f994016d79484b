"""Filings: requested by one person, decided by another, then carried out."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from plumbline.server.audit.services import changed, record
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.people.rights import Forbidden, require
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account, Filing
from plumbline.server.register.revision import bump
from plumbline.server.register.rules import Objection, objections
from plumbline.server.register.selectors import may_file
from plumbline.server.site.calendar import working_days
from plumbline.server.site.clock import now, today
from plumbline.workflow.account import FILING, STATUS
from plumbline.workflow.days import after_working_days
from plumbline.workflow.graph import NotNow

WORKING_DAYS = 5
"""A filing is decided within five working days (LOC-06: Hubei, Ankang)."""
FIELDS = (
    "account_id", "platform", "platform_id", "name", "url", "opened_on", "closed_on", "notice_on", "filed_on",
    "filing_no", "verified", "verified_as", "verified_until", "main_account", "interaction", "mission",
)  # fmt: skip
ASKED: Mapping[str, tuple[str, ...]] = {
    "open": (
        "platform", "name", "url", "platform_id", "opened_on", "filing_no", "verified", "verified_as", "verified_until",
        "main_account", "interaction", "mission",
    ),
    "change": (
        "name", "url", "platform_id", "opened_on", "filing_no", "verified", "verified_as", "verified_until",
        "main_account", "interaction", "mission",
    ),
    "suspend": (), "resume": (), "announce": ("notice_on",), "close": ("closed_on",), "reopen": (),
}  # fmt: skip
"""What a filing of each kind may ask for."""
_DAYS = ("opened_on", "closed_on", "notice_on", "filed_on", "verified_until")


class Objected(Refused):
    """A filing that something speaks against; `found` says what."""

    def __init__(self, found: list[Objection]) -> None:
        super().__init__("; ".join(one.text.en for one in found), "；".join(one.text.zh for one in found))
        self.found = found


@transaction.atomic
def file(
    by: Person, kind: str, *, unit: Unit, account: Account | None, proposed: Mapping[str, Any], why: str,
    exception: str = "",
) -> Filing:  # fmt: skip
    """Request an opening, a change, a suspension, a closing … Forbidden, NotNow, Objected."""
    if account is None:
        require(by, Action.REGISTER_FILE, unit=unit)
    else:
        if not may_file(by, account):
            raise Forbidden(str(Action.REGISTER_FILE))
        if unit != account.unit:
            require(by, Action.REGISTER_FILE, unit=unit)
        account = Account.objects.select_for_update().get(pk=account.pk)
        STATUS.step(kind, account.status)
    plain = _plain(kind, proposed)
    found = objections(kind, account, plain, unit)
    if any(one.hard for one in found) or (found and not exception.strip()):
        raise Objected(found)
    filing = Filing.objects.create(
        kind=kind, account=account, unit=unit, proposed=plain, why=why, exception=exception if found else "",
        objections=[one.plain() for one in found], filed_by=by, filed_at=now(), due_at=due(today()),
    )  # fmt: skip
    record(who=by, action="register.filed", subject=account or filing, why=why, change={"filing": (None, kind)})
    return filing


@transaction.atomic
def approve(by: Person, filing: Filing, *, remarks: str = "") -> Account:
    """Approve by another person than who filed, and carry it out. Forbidden, NotNow, Objected."""
    filing = _locked(filing, "approve")
    _may_decide(by, filing)
    account = _carried_out(by, filing)
    filing.account = account
    _decided(by, filing, "approve", remarks)
    filing.save()
    bump()
    return account


@transaction.atomic
def decide(by: Person, filing: Filing, step: str, *, remarks: str) -> None:
    """Return or refuse, with remarks. Forbidden, NotNow."""
    filing = _locked(filing, step)
    _may_decide(by, filing)
    _decided(by, filing, step, remarks)
    filing.save()


@transaction.atomic
def withdraw(by: Person, filing: Filing) -> None:
    """Take a filing back: only who filed it. Forbidden, NotNow."""
    filing = _locked(filing, "withdraw")
    if filing.filed_by_id != by.pk:
        raise Forbidden(str(Action.REGISTER_FILE))
    _decided(by, filing, "withdraw", "")
    filing.save()


@transaction.atomic
def file_again(by: Person, filing: Filing, *, proposed: Mapping[str, Any], why: str, exception: str = "") -> None:
    """File a returned request again, mended. Forbidden, NotNow, Objected."""
    filing = _locked(filing, "file_again")
    if filing.filed_by_id != by.pk:
        raise Forbidden(str(Action.REGISTER_FILE))
    plain = _plain(filing.kind, proposed)
    found = [one for one in objections(filing.kind, filing.account, plain, filing.unit) if one.code != "open_filing"]
    if any(one.hard for one in found) or (found and not exception.strip()):
        raise Objected(found)
    filing.proposed, filing.why, filing.exception = plain, why, exception if found else ""
    filing.objections, filing.state = [one.plain() for one in found], "filed"
    filing.filed_at, filing.due_at = now(), due(today())
    filing.save()
    record(who=by, action="register.filed", subject=filing.account or filing, why=why,
           change={"filing": ("returned", filing.kind)})  # fmt: skip


def due(day: date) -> datetime:
    """The end of the last working day on which a filing of `day` is decided in time."""
    last = after_working_days(day, WORKING_DAYS, working_days())
    return datetime.combine(last, time(18), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


def _locked(filing: Filing, step: str) -> Filing:
    found = Filing.objects.select_for_update().get(pk=filing.pk)
    FILING.step(step, found.state)
    return found


def _may_decide(by: Person, filing: Filing) -> None:
    """Over the unit that is to have the account and the one that has it; and another person than who filed."""
    require(by, Action.REGISTER_APPROVE, unit=filing.unit)
    if filing.account is not None and filing.account.unit not in (None, filing.unit):
        require(by, Action.REGISTER_APPROVE, account=filing.account)
    if filing.filed_by_id == by.pk:
        raise Forbidden("four eyes: who filed a request does not decide it / 申请人不得审批本人申请")


def _decided(by: Person, filing: Filing, step: str, remarks: str) -> None:
    filing.state = FILING.step(step, filing.state).target
    filing.decided_by, filing.decided_at, filing.remarks = by, now(), remarks
    record(who=by, action=f"register.{filing.state}", subject=filing.account or filing, why=remarks,
           change={"filing": (filing.kind, filing.state)})  # fmt: skip


def _carried_out(by: Person, filing: Filing) -> Account:
    again = [one for one in objections(filing.kind, filing.account, filing.proposed, filing.unit)
             if one.code != "open_filing"]  # fmt: skip
    known = {one["code"] for one in filing.objections}
    if any(one.hard or one.code not in known for one in again):
        raise Objected(again)
    values = {name: _typed(name, value) for name, value in filing.proposed.items()}
    if filing.account is None:
        account = Account(unit=filing.unit, **values)
        account.filed_on = account.filed_on or today()
        told = {name: getattr(account, name) for name in (*FIELDS, "unit", "status")}
        change = {name: (None, value) for name, value in told.items() if value not in (None, "")}
    else:
        account = Account.objects.select_for_update().get(pk=filing.account.pk)
        target = STATUS.step(filing.kind, account.status).target or account.status
        moved = {"unit": filing.unit} if filing.unit != account.unit else {}
        change = dict(changed(account, **{**_implied(filing, account), **values, **moved, "status": target}))
    account.save()
    Assignment.objects.filter(account=account, until__isnull=True).exclude(unit=filing.unit).update(unit=filing.unit)
    record(who=by, action=f"register.{filing.kind}", subject=account, why=filing.why, change=change)
    return account


def _implied(filing: Filing, account: Account) -> dict[str, Any]:
    """What follows from the kind where the request does not say it."""
    if filing.kind == "announce":
        return {"notice_on": today()}
    if filing.kind == "close":
        return {"closed_on": today()}
    return {"closed_on": None, "notice_on": None} if filing.kind in {"reopen", "resume"} else {}


def _plain(kind: str, proposed: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON; only what a filing of that kind may ask for."""
    allowed = FIELDS if kind == "open" else ASKED[kind]
    kept = {name: value for name, value in proposed.items() if name in allowed}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


def _typed(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in _DAYS and isinstance(value, str) and value else value


__all__ = ["NotNow", "Objected", "approve", "decide", "due", "file", "file_again", "withdraw"]
