"""What people make of a finding. A veto counts only when two persons say the same; nobody judges an account that they
keep."""

from django.db import transaction

from plumbline.rulebook.model import Text
from plumbline.server.audit.services import record
from plumbline.server.inspections.models import Finding, Judgement
from plumbline.server.notices.services import tell
from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Forbidden, may, require
from plumbline.server.people.services import Refused
from plumbline.server.site.clock import now

_ENDS = {"confirm": "confirmed", "reject": "rejected"}
ANSWER_MINUTES = 10
"""What a question costs the operator."""


@transaction.atomic
def judge(by: Person, finding: Finding, kind: str, *, why: str = "") -> Finding:
    """Confirm, reject (with a reason), or ask the operator (with the question). Forbidden, Refused."""
    found = Finding.objects.select_for_update().get(pk=finding.pk)
    _require(by, Action.FINDING_JUDGE, found)
    _not_ones_own(by, found)
    if kind not in {"confirm", "reject", "ask"}:
        raise Refused("confirm, reject or ask", "须为确认、否定或者询问")
    if kind != "confirm" and not why.strip():
        raise Refused("say why", "请填写理由")
    if found.judged == (_ENDS.get(kind) or "asked"):
        raise Refused("this is said already", "已作此认定")
    before = found.judged
    found.judged = _asked(found) if kind == "ask" else _after(by, found, kind)
    found.proposed_by = by if found.judged.endswith("_proposed") else None
    found.judged_at, found.judged_grounds = now(), found.grounds
    found.save()
    made = Judgement.objects.create(finding=found, inspection=found.last, kind=kind, by=by, at=now(), why=why)
    if found.judged in _ENDS.values():
        from plumbline.server.cases.services.runs import finding_judged  # cases stand beside inspections

        finding_judged(found, by)
    if kind == "ask":
        _tell(found, made)
    action = "inspections.ask_operator" if kind == "ask" else f"inspections.{kind}"
    record(who=by, action=action, subject=found, why=why, change={"judged": (before, found.judged)})
    return found


@transaction.atomic
def answer(by: Person, finding: Finding, *, why: str) -> None:
    """The operator answers a question; the finding waits for judgement again. Forbidden, Refused."""
    found = Finding.objects.select_for_update().get(pk=finding.pk)
    _require(by, Action.FINDING_ANSWER, found)
    if found.judged != "asked":
        raise Refused("nothing was asked", "没有待答复的询问")
    if not why.strip():
        raise Refused("write an answer", "请填写情况说明")
    found.judged = "open"
    found.save()
    Judgement.objects.create(finding=found, inspection=found.last, kind="answer", by=by, at=now(), why=why)
    record(who=by, action="inspections.answer", subject=found, why=why, change={"judged": ("asked", "open")})


def may_judge(by: Person, found: Finding) -> bool:
    """Whether a person may judge a finding: has the right over its account or unit, and does not keep the account."""
    if found.account is not None:
        return may(by, Action.FINDING_JUDGE, account=found.account) and not _keeps(by, found)
    return found.unit is not None and may(by, Action.FINDING_JUDGE, unit=found.unit)


def _after(by: Person, found: Finding, kind: str) -> str:
    if found.severity != "veto":
        return _ENDS[kind]
    if found.judged == f"{kind}_proposed":
        if found.proposed_by_id == by.pk:
            raise Refused("a veto needs a second person", "单项否决须由第二人复核")
        return _ENDS[kind]
    return f"{kind}_proposed"


def _asked(found: Finding) -> str:
    if found.account is None or found.judged in _ENDS.values():
        raise Refused("there is nobody to ask, or it is judged already", "没有可询问的运营人员，或者已作认定")
    return "asked"


def _tell(found: Finding, asked: Judgement) -> None:
    """A message to the operators of the account: the question, and the page on which it is answered."""
    keepers = Person.objects.filter(
        is_active=True, assignments__in=Assignment.objects.filter(
            account=found.account, role=Role.OPERATOR, until__isnull=True
        ),
    ).distinct()  # fmt: skip
    subject = Text(zh=f"请说明情况：{found.account}", en=f"A question about {found.account}")
    tell(
        keepers, kind="question", subject=subject, body=Text(zh=asked.why, en=asked.why),
        url=f"/desk/findings/{found.pk}/", card=f"finding:{found.finding_id}", severity=found.severity,
        minutes=ANSWER_MINUTES, key=f"ask:{asked.pk}",
    )  # fmt: skip


def _keeps(by: Person, found: Finding) -> bool:
    rows = Assignment.objects.filter(person=by, account=found.account, role=Role.OPERATOR, until__isnull=True)
    return found.account is not None and rows.exists()


def _not_ones_own(by: Person, found: Finding) -> None:
    if _keeps(by, found):
        raise Forbidden("nobody judges an account that they keep")


def _require(by: Person, action: Action, found: Finding) -> None:
    if found.account is not None:
        require(by, action, account=found.account)
    elif found.unit is not None:
        require(by, action, unit=found.unit)
    else:
        raise Forbidden(str(action))
