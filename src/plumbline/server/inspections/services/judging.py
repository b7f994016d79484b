"""What people make of a finding. A veto counts only when two persons say the same."""

from django.db import transaction

from plumbline.server.audit.services import record
from plumbline.server.inspections.models import Finding, Judgement
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Forbidden, require
from plumbline.server.people.services import Refused
from plumbline.server.site.clock import now

_ENDS = {"confirm": "confirmed", "reject": "rejected"}


@transaction.atomic
def judge(by: Person, finding: Finding, kind: str, *, why: str = "") -> Finding:
    """Confirm, reject (with a reason), or ask the operator (with the question). Forbidden, Refused."""
    found = Finding.objects.select_for_update().get(pk=finding.pk)
    _require(by, Action.FINDING_JUDGE, found)
    if kind not in {"confirm", "reject", "ask"}:
        raise Refused("confirm, reject or ask", "须为确认、否定或者询问")
    if kind != "confirm" and not why.strip():
        raise Refused("say why", "请填写理由")
    if found.judged == _ENDS.get(kind):
        raise Refused("this is said already", "已作此认定")
    before = found.judged
    found.judged = "asked" if kind == "ask" else _after(by, found, kind)
    found.proposed_by = by if found.judged.endswith("_proposed") else None
    found.judged_at = now()
    found.save()
    Judgement.objects.create(finding=found, inspection=found.last, kind=kind, by=by, at=now(), why=why)
    action = "inspections.ask_operator" if kind == "ask" else f"inspections.{kind}"
    record(who=by, action=action, subject=found, why=why, change={"judged": (before, found.judged)})
    if found.judged in _ENDS.values():
        from plumbline.server.cases.services.runs import finding_judged  # cases stand beside inspections

        finding_judged(found, by)
    return found


@transaction.atomic
def answer(by: Person, finding: Finding, *, why: str) -> None:
    """The operator answers a question; the finding waits for judgement again. Forbidden, Refused."""
    found = Finding.objects.select_for_update().get(pk=finding.pk)
    _require(by, Action.FINDING_ANSWER, found)
    if found.judged != "asked":
        raise Refused("nothing was asked", "没有待答复的询问")
    found.judged = "open"
    found.save()
    Judgement.objects.create(finding=found, inspection=found.last, kind="answer", by=by, at=now(), why=why)
    record(who=by, action="inspections.answer", subject=found, why=why, change={"judged": ("asked", "open")})


def _after(by: Person, found: Finding, kind: str) -> str:
    if found.severity != "veto":
        return _ENDS[kind]
    if found.judged == f"{kind}_proposed":
        if found.proposed_by_id == by.pk:
            raise Refused("a veto needs a second person", "单项否决须由第二人复核")
        return _ENDS[kind]
    return f"{kind}_proposed"


def _require(by: Person, action: Action, found: Finding) -> None:
    if found.account is not None:
        require(by, action, account=found.account)
    elif found.unit is not None:
        require(by, action, unit=found.unit)
    else:
        raise Forbidden(str(action))
