"""Pages of the register: filings, from the form to the decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.rulebook.model import Text
from plumbline.server.audit.selectors import history
from plumbline.server.people.actions import Action
from plumbline.server.people.rights import Forbidden, may, units_with
from plumbline.server.people.services import Refused
from plumbline.server.register.forms import FilingForm, RemarksForm
from plumbline.server.register.models import Account, Filing
from plumbline.server.register.selectors import filings_of, may_file
from plumbline.server.register.services import filing as filing_services
from plumbline.server.register.services.filing import Objected
from plumbline.server.register.shown import shown
from plumbline.server.register.terms import FIELDS
from plumbline.server.register.views import account_of, me, plain
from plumbline.server.site.clock import now
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page
from plumbline.workflow.account import FILING, KINDS
from plumbline.workflow.graph import NotNow


@desk(Action.REGISTER_FILE, methods=("GET", "POST"))
def file(request: HttpRequest, kind: str, key: Any = None) -> HttpResponse:
    """Ask for an opening, a change, a suspension, a closing …"""
    found = account_of(request, key) if key else None
    if kind not in KINDS or (kind == "open") != (found is None):
        raise Http404
    if found and not may_file(request.user, found):
        raise Forbidden(str(Action.REGISTER_FILE))
    units = units_with(request.user, Action.REGISTER_FILE)
    start = vars(found) | {"unit": found.unit.unit_id if found.unit else None} if found else {}
    form = FilingForm(request.POST or None, kind=kind, units=units, account=found, initial=start)
    told: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = _filed(request, form, kind, found)
        except Objected as objected:
            told = objected.found
            form.add_error("exception" if not any(one.hard for one in told) else None,
                           say("something speaks against it: see above", "存在限制情形，见上"))  # fmt: skip
        except NotNow:
            form.add_error(None, say("not from the account's present state", "账号当前状态不可办理该事项"))
        else:
            messages.success(request, say("Filed; somebody else decides.", "已提交，由他人审批。"))
            return redirect("register:filing", made.pk)
    context = {"form": form, "kind": KINDS[kind], "account": found, "objections": told}
    return page(request, "register/file.html", context, status=400 if form.errors else 200)


def _filed(request: HttpRequest, form: FilingForm, kind: str, found: Account | None) -> Filing:
    unit = form.cleaned_data.get("unit") or (found.unit if found else None)
    if unit is None:
        raise Forbidden(str(Action.REGISTER_FILE))
    return filing_services.file(
        me(request), kind, unit=unit, account=found, proposed=form.proposed(), why=form.cleaned_data["why"],
        exception=form.cleaned_data["exception"],
    )  # fmt: skip


@desk(Action.REGISTER_READ)
def filings(request: HttpRequest) -> HttpResponse:
    """All filings one may read; those that wait first."""
    state = request.GET.get("state", "")
    rows = filings_of(me(request))
    rows = rows.filter(state=state) if state in FILING.states else rows
    found = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"rows": found, "state": state, "states": FILING.states, "kinds": KINDS}
    return page(request, "register/filings.html", context)


@desk(Action.REGISTER_READ)
def filing(request: HttpRequest, key: Any) -> HttpResponse:
    """One filing: what is asked for beside what stands, what speaks against it, who decided."""
    found = filing_of(request, key)
    deciding = may(request.user, Action.REGISTER_APPROVE, unit=found.unit) and found.filed_by != request.user
    return page(request, "register/filing.html", {
        "filing": found, "rows": beside(found), "kind": KINDS[found.kind], "state": FILING.states[found.state],
        "deciding": [step.name for step in FILING.open(found.state)] if deciding else [], "remarks": RemarksForm(),
        "own": found.filed_by == request.user and found.state in {"filed", "returned"},
    })  # fmt: skip


def beside(found: Filing) -> list[tuple[Text, str, str]]:
    """What stands beside what is asked for. Of a filing that is decided: what stood, as the log tells it."""
    account = found.account
    before: dict[str, Any] = {name: getattr(account, name) for name in found.proposed} if account else {}
    if account and found.state == "approved":
        before = dict.fromkeys(found.proposed)
        until, action = found.decided_at or now(), f"register.{found.kind}"
        entries = [one for one in history(account) if one.action == action and one.at <= until]
        before |= {name: pair[0] for name, pair in entries[-1].change.items()} if entries else {}
    rows = [
        (FIELDS.get(name, Text(zh=name, en=name)), shown(name, before.get(name)), shown(name, value))
        for name, value in found.proposed.items()
    ]
    moves = account and found.state in {"filed", "returned"} and account.unit != found.unit
    return [*rows, (FIELDS["unit"], shown("unit", account.unit), found.unit.name)] if account and moves else rows


@desk(Action.REGISTER_APPROVE, methods=("POST",))
def decide(request: HttpRequest, key: Any, step: str) -> HttpResponse:
    """Approve, return or refuse."""
    found, remarks = filing_of(request, key), plain(request.POST.get("remarks", ""), 2000)
    if step not in {"approve", "return", "refuse"}:
        raise Http404
    try:
        if step == "approve":
            filing_services.approve(me(request), found, remarks=remarks)
        elif not remarks:
            raise Refused("say why in the remarks", "请填写意见")
        else:
            filing_services.decide(me(request), found, step, remarks=remarks)
        messages.success(request, say("Done.", "已办理。"))
    except NotNow:
        messages.error(request, say("Somebody has decided already.", "该申请已由他人办理。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("register:filing", key)


@desk(Action.REGISTER_FILE, methods=("GET", "POST"))
def again(request: HttpRequest, key: Any) -> HttpResponse:
    """Mend a returned filing and file it again."""
    found = filing_of(request, key)
    if found.filed_by != request.user or found.state != "returned":
        raise Http404
    units = units_with(request.user, Action.REGISTER_FILE)
    start = (vars(found.account) if found.account else {}) | found.proposed
    start |= {"why": found.why, "exception": found.exception, "unit": found.unit.unit_id}
    form = FilingForm(request.POST or None, kind=found.kind, units=units, account=found.account, initial=start)
    told: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            filing_services.file_again(
                me(request), found, proposed=form.proposed(), why=form.cleaned_data["why"],
                exception=form.cleaned_data["exception"],
            )  # fmt: skip
            return redirect("register:filing", key)
        except Objected as objected:
            told = objected.found
            form.add_error("exception", say("something speaks against it: see above", "存在限制情形，见上"))
    context = {"form": form, "kind": KINDS[found.kind], "account": found.account, "objections": told}
    return page(request, "register/file.html", context, status=400 if form.errors else 200)


@desk(Action.REGISTER_FILE, methods=("POST",))
def withdraw(request: HttpRequest, key: Any) -> HttpResponse:
    """Take one's own filing back."""
    try:
        filing_services.withdraw(me(request), filing_of(request, key))
        messages.success(request, say("Withdrawn.", "已撤回。"))
    except NotNow:
        messages.error(request, say("It is decided already.", "该申请已办结。"))
    return redirect("register:filing", key)


def filing_of(request: HttpRequest, key: Any) -> Filing:
    """The filing, if this person may read it; 404."""
    found = filings_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
