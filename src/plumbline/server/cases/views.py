"""Pages of cases."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.audit.selectors import history
from plumbline.server.cases.forms import ExtendForm, IncidentForm
from plumbline.server.cases.models import Case
from plumbline.server.cases.selectors import ENDED, cases_of, overdue, steps_for
from plumbline.server.cases.services import evidence
from plumbline.server.cases.services import steps as services
from plumbline.server.cases.services.opening import graph
from plumbline.server.cases.terms import MACHINE, STEPS
from plumbline.server.people.actions import Action
from plumbline.server.people.rights import accounts_with, may
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.register.views import me
from plumbline.server.site.clock import now
from plumbline.server.site.desk import desk
from plumbline.server.site.language import lang, say
from plumbline.server.site.pages import page
from plumbline.workflow.case import CASE
from plumbline.workflow.graph import NotNow
from plumbline.workflow.incident import INCIDENT

STATES = {**CASE.states, **INCIDENT.states}


@desk(Action.CASE_READ)
def cases(request: HttpRequest) -> HttpResponse:
    """Cases, those that are due first."""
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("state", "account", "q")}
    rows = cases_of(me(request))
    if asked["state"] == "overdue":
        rows = overdue(rows)
    elif asked["state"] == "ended":
        rows = rows.filter(state__in=ENDED)
    else:
        rows = rows.exclude(state__in=ENDED) if not asked["account"] else rows
    rows = rows.filter(account__account_id=asked["account"]) if asked["account"] else rows
    rows = rows.filter(account__name__icontains=asked["q"]) if asked["q"] else rows
    found = Paginator(rows.order_by("due_at", "opened_at"), 50).get_page(request.GET.get("page"))
    shown = [(case, told(case), STATES[case.state], bool(case.due_at and case.due_at < now())) for case in found]
    return page(request, "cases/cases.html", {"rows": found, "shown": shown, "asked": asked})


@desk(Action.CASE_READ)
def case(request: HttpRequest, key: Any) -> HttpResponse:
    """One case: what it is about, how far, what this person can do."""
    row = case_of(request, key)
    steps = steps_for(me(request), row)
    return page(request, "cases/case.html", {
        "case": row, "told": told(row), "state": graph(row).states[row.state], "steps": steps,
        "lines": [(one, STEPS.get(one.name)) for one in row.steps.select_related("by")],
        "findings": [link.finding for link in row.links.select_related("finding")], "machine": MACHINE[row.machine],
        "late": bool(row.due_at and row.due_at < now() and row.state not in ENDED), "history": history(row)[::-1],
        "judging": may(request.user, Action.CASE_JUDGE, account=row.account) if row.account else False,
        "extend": ExtendForm(), "needs_link": row.kind == "incident" and row.state == "taken_down",
    })  # fmt: skip


@desk(Action.CASE_READ, methods=("POST",))
def take(request: HttpRequest, key: Any, name: str) -> HttpResponse:
    """Take a step."""
    row = case_of(request, key)
    if name not in services.NEEDED:
        raise Http404
    try:
        kept = evidence.keep(request.FILES.get("file"))
        services.take(
            me(request), row, name, why=request.POST.get("why", "").strip()[:5000],
            link=request.POST.get("link", "").strip()[:1000], file=kept,
        )  # fmt: skip
        messages.success(request, say("Done.", "已办理。"))
    except NotNow:
        messages.error(request, say("The case has moved on meanwhile.", "该事项状态已变化，请重新查看。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("cases:case", key)


@desk(Action.CASE_JUDGE, methods=("POST",))
def extend(request: HttpRequest, key: Any) -> HttpResponse:
    """A later deadline."""
    row, form = case_of(request, key), ExtendForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("Give a day and a reason.", "请填写新期限和理由。"))
        return redirect("cases:case", key)
    try:
        services.extend(me(request), row, due_at=form.moment(), why=form.cleaned_data["why"])
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("cases:case", key)


@desk(Action.CASE_NOTIFY, methods=("GET", "POST"))
def report(request: HttpRequest) -> HttpResponse:
    """Report an incident by hand."""
    mine = Account.objects.filter(accounts_with(request.user, Action.CASE_NOTIFY))
    form = IncidentForm(request.POST or None, accounts=mine, initial={"account": request.GET.get("account", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.report_incident(me(request), given["account"], url=given["url"], why=given["why"])
            return redirect("cases:case", made.pk)
        except Refused as refused:
            form.add_error(None, say(refused.en, refused.zh))
    return page(request, "cases/report.html", {"form": form}, status=400 if form.errors else 200)


@desk(Action.CASE_READ)
def file(request: HttpRequest, key: Any, digest: str) -> FileResponse:
    """A file of a case, as a download."""
    row = case_of(request, key)
    step = row.steps.filter(file_sha256=digest).first()
    if step is None or not evidence.path(digest).is_file():
        raise Http404
    answer = FileResponse(evidence.path(digest).open("rb"), as_attachment=True, filename=step.file_name)
    answer.headers["Content-Type"] = "application/octet-stream"
    return answer


def case_of(request: HttpRequest, key: Any) -> Case:
    """The case, if this person may read it; 404."""
    found = cases_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def told(row: Case) -> dict[str, str]:
    """The case's sentences in the language of the page."""
    return dict(row.told.get(lang()) or row.told.get("zh") or {})
