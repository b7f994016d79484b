"""The steps that people take in a case."""

from datetime import datetime
from typing import Any

from django.db import transaction

from plumbline.addresses.address import Address
from plumbline.addresses.canonical import resolve
from plumbline.addresses.registered import account_address
from plumbline.rulebook.model import Text
from plumbline.server.audit.services import record
from plumbline.server.cases.models import Case
from plumbline.server.cases.services.opening import deadline, graph, moved, next_number, step
from plumbline.server.inspections.models import Judgement
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.rights import Forbidden, require
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.site.clock import now

NEEDED = {
    "notify": Action.CASE_NOTIFY, "acknowledge": Action.CASE_ACT, "mend": Action.CASE_ACT, "return": Action.CASE_JUDGE,
    "close": Action.CASE_JUDGE, "appeal": Action.CASE_APPEAL, "uphold": Action.CASE_JUDGE, "grant": Action.CASE_JUDGE,
    "withdraw": Action.CASE_JUDGE, "take_down": Action.CASE_ACT, "answer": Action.CASE_ACT, "explain": Action.CASE_ACT,
    "measure": Action.CASE_ACT,
}  # fmt: skip
WITH_REASON = {"mend", "return", "appeal", "uphold", "grant", "withdraw", "take_down", "explain", "measure"}


@transaction.atomic
def take(by: Person, case: Case, name: str, *, why: str = "", link: str = "", file: tuple[str, str] = ("", "")) -> Case:
    """Take a step. Forbidden, NotNow, Refused."""
    found = Case.objects.select_for_update().get(pk=case.pk)
    target = graph(found).step(name, found.state).target
    require_on(by, NEEDED[name], found)
    if name in WITH_REASON and not why.strip():
        raise Refused("say why, or what was done", "请填写理由或者办理情况")
    _RULES.get(name, _nothing)(by, found, link)
    moved(found, name, by, target=target, why=why, link=link, file=file)
    _after(by, found, name)
    found.save()
    return found


@transaction.atomic
def extend(by: Person, case: Case, *, due_at: datetime, why: str) -> None:
    """A later deadline, with a reason. Forbidden, Refused."""
    found = Case.objects.select_for_update().get(pk=case.pk)
    require_on(by, Action.CASE_JUDGE, found)
    if found.due_at is None or due_at <= found.due_at or due_at <= now():
        raise Refused("the new deadline must be later", "新期限须晚于原期限")
    if not why.strip():
        raise Refused("say why", "请填写理由")
    step(found, "extend", by, source=found.state, target=found.state, why=why)
    record(who=by, action="cases.extend", subject=found, why=why, change={"due_at": (found.due_at, due_at)})
    found.due_at, found.escalated_at = due_at, None
    found.save()


@transaction.atomic
def report_incident(by: Person, account: Account, *, url: str, why: str) -> Case:
    """An incident seen by a person, with the link of the post. Forbidden, Refused."""
    require(by, Action.CASE_NOTIFY, account=account)
    unit: Unit | None = account.unit
    if unit is None or not why.strip():
        raise Refused("say what was published", "请填写事件情况")
    key = f"{account.account_id}:reported:{url or now().isoformat()}"
    if Case.objects.filter(key=key).exists():
        raise Refused("this post has a case already", "该内容已立案")
    told = {"zh": {"title": "官方账号不当言论事件", "message": why}, "en": {"title": "Incident", "message": why}}
    case = Case.objects.create(
        number=next_number(), key=key, kind="incident", account=account, unit=unit, severity="veto", told=told,
        state="reported", opened_at=now(), due_at=deadline("reported", 0, now()), post_url=url, notified_by=by,
    )  # fmt: skip
    step(case, "open", by, target="reported", why=why, link=url)
    record(who=by, action="cases.open", subject=case, why=why, change={"state": (None, "reported")})
    tell_operators(case, Text(zh="发生不当言论事件，请立即处置", en="Incident: act at once"), "incident")
    return case


def require_on(by: Person, action: Action, case: Case) -> None:
    """The right on the case's account or unit. Forbidden."""
    if case.account is not None:
        require(by, action, account=case.account)
    else:
        require(by, action, unit=case.unit)


def tell_operators(case: Case, subject: Text, step_name: str) -> None:
    """A message to the keepers of the account; held back or gathered as they have chosen."""
    from plumbline.server.notices.services import tell  # messages stand beside cases

    people = Person.objects.filter(assignments__account=case.account, assignments__until__isnull=True, is_active=True)
    zh, en = (dict(case.told.get(lang) or {}) for lang in ("zh", "en"))
    body = Text(
        zh=f"{zh.get('message', '')}\n{zh.get('remedy', '')}", en=f"{en.get('message', '')}\n{en.get('remedy', '')}"
    )
    owner = case.account or case.unit
    told = Text(zh=f"{case.number} {owner}：{subject.zh}", en=f"{case.number} {owner}: {subject.en}")
    tell(
        list(people.distinct()), kind="case", subject=told, body=body, url=f"/desk/cases/{case.pk}/",
        card=f"case:{case.pk}", severity=case.severity, minutes=20,
        key=f"case:{case.pk}:{step_name}:{case.steps.count()}",
    )  # fmt: skip


def _after(by: Person, case: Case, name: str) -> None:
    if name == "notify":
        case.notified_by, case.due_at, case.escalated_at = by, deadline("noticed", case.days, now()), None
        tell_operators(case, Text(zh="整改通知", en="notice to mend"), "notify")
    elif name in {"mend", "measure"}:
        case.mended_by, case.mended_at, case.machine = by, now(), ""
    elif name == "return":
        case.due_at, case.escalated_at = deadline("noticed", case.days, now()), None
        tell_operators(case, Text(zh="整改被退回", en="returned"), "return")
    elif case.state in {"closed", "withdrawn"}:
        case.closed_at, case.due_at = now(), None
    if case.kind == "incident" and case.state not in {"closed", "withdrawn"}:
        case.due_at = deadline(case.state, 0, case.opened_at)


def _nothing(by: Person, case: Case, link: str) -> None:
    """No rule beyond the right."""


def _closing(by: Person, case: Case, link: str) -> None:
    if case.mended_by_id == by.pk or case.steps.filter(by=by, name__in=("mend", "measure", "acknowledge")).exists():
        raise Forbidden("four eyes: who has mended does not close / 整改人不得自行销号")
    if case.kind == "case" and case.check_name and case.machine != "gone":
        if case.machine == "found":
            raise Refused("the last inspection still finds it", "最近一次检查仍发现该问题")
        raise Refused(
            "no inspection has looked since it was mended: run one first", "整改后尚未经检查复核，请先发起检查"
        )


def _granting(by: Person, case: Case, link: str) -> None:
    judged = Judgement.objects.filter(finding__case_link__case=case, kind="confirm").values_list("by", flat=True)
    if by.pk in {*judged, case.notified_by_id}:
        raise Forbidden("an appeal is answered by somebody who did not judge / 申诉须由未参与认定的人员答复")


def _answering(by: Person, case: Case, link: str) -> None:
    address = resolve(link) if link else None
    if not link.startswith(("https://", "http://")):
        raise Refused("give the link of the apology or correction", "请填写致歉或者更正内容的链接")
    account = case.account
    if account is None or not isinstance(address, Address):
        return
    known = account_address(account.platform, account.platform_id, account.url, account.account_id)
    if address.platform == account.platform and known and address.code not in known:
        raise Refused("this link belongs to another account", "该链接属于其他账号")


_RULES: dict[str, Any] = {"close": _closing, "grant": _granting, "uphold": _granting, "answer": _answering}
