"""Pages of findings."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.inspections.charts import chart
from plumbline.server.inspections.forms import ExemptForm
from plumbline.server.inspections.models import Exemption, Finding, VerdictRow
from plumbline.server.inspections.passages import MOST, passages, places
from plumbline.server.inspections.selectors import course, error_rates, findings_of, judgements
from plumbline.server.inspections.services import judging
from plumbline.server.inspections.terms import COURSE, EXEMPTION, JUDGED, KINDS
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import may
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.register.views import me
from plumbline.server.site.desk import desk
from plumbline.server.site.language import lang, say
from plumbline.server.site.pages import page

SEVERITIES = ("veto", "major", "minor", "advice")
FILTERS = {
    "judged": "judged", "severity": "severity", "account": "account_ref", "check": "check_name", "reader": "reader",
}  # fmt: skip
RUNS = 24
"""So many runs are shown on the page of an account."""


@desk(Action.FINDING_READ)
def findings(request: HttpRequest) -> HttpResponse:
    """Findings, the worst first."""
    asked = {name: request.GET.get(name, "").strip()[:200] for name in (*FILTERS, "standing", "q")}
    rows = findings_of(me(request)).filter(**{FILTERS[name]: asked[name] for name in FILTERS if asked[name]})
    if asked["standing"] in ("yes", "no"):
        rows = rows.filter(standing=asked["standing"] == "yes")
    rows = rows.filter(account__name__icontains=asked["q"]) if asked["q"] else rows
    found = Paginator(worst_first(rows), 30).get_page(request.GET.get("page"))
    account = Account.objects.filter(account_id=asked["account"]).first() if asked["account"] else None
    return page(request, "inspections/findings.html", {
        "rows": found, "shown": [(one, told(one)) for one in found], "asked": asked, "judged": JUDGED,
        "severities": SEVERITIES, "account": account if account and rows.exists() else None,
    })  # fmt: skip


@desk(Action.FINDING_READ)
def account_findings(request: HttpRequest, account_id: str) -> HttpResponse:
    """One account over the runs: its verdicts, and what was found when and stands still."""
    account = Account.objects.select_related("unit").filter(account_id=account_id).first()
    if account is None or not may(request.user, Action.FINDING_READ, account=account):
        raise Http404
    rows = worst_first(findings_of(me(request)).filter(account=account).select_related("first", "last"))
    verdicts = VerdictRow.objects.filter(account=account, inspection__state="done").select_related("inspection")
    if not may(request.user, Action.INSPECTION_READ, account=account):
        verdicts = verdicts.none()  # operators read what was confirmed, not what runs said before anybody looked
    return page(request, "inspections/account.html", {
        "account": account, "judged": JUDGED,
        "verdicts": verdicts.order_by("-inspection__moment", "-inspection__done_at")[:RUNS],
        "shown": [(one, told(one)) for one in rows[:500]],
    })  # fmt: skip


@desk(Action.FINDING_READ)
def finding(request: HttpRequest, key: Any) -> HttpResponse:
    """One finding: sentence, clause, evidence, chart, what people said, how often its check errs."""
    row = finding_of(request, key)
    rate = next(iter(error_rates(Finding.objects.filter(check_name=row.check_name))), None)
    others = places(row)
    return page(request, "inspections/finding.html", {
        "finding": row, "told": told(row), "state": JUDGED[row.judged], "kinds": KINDS, "words": EXEMPTION,
        "judgements": judgements(row), "chart": chart(row.exhibit, f"p-{row.finding_id}", lang()),
        "passages": passages(row), "places": others[:MOST], "more": max(0, len(others) - MOST), "rate": rate,
        "course": [(one, COURSE[status], status) for one, status in course(row)],
        "exemptions": _exemptions(row), **_rights(me(request), row),
    })  # fmt: skip


@desk(Action.FINDING_JUDGE, methods=("POST",))
def judge(request: HttpRequest, key: Any, kind: str) -> HttpResponse:
    """Confirm, reject, ask."""
    return _said(request, key, lambda row, why: judging.judge(me(request), row, kind, why=why))


@desk(Action.FINDING_ANSWER, methods=("POST",))
def answer(request: HttpRequest, key: Any) -> HttpResponse:
    """The operator answers."""
    return _said(request, key, lambda row, why: judging.answer(me(request), row, why=why))


def _said(request: HttpRequest, key: Any, act: Callable[[Finding, str], Any]) -> HttpResponse:
    row = finding_of(request, key)
    try:
        act(row, request.POST.get("why", "").strip()[:2000])
        messages.success(request, say("Done.", "已办理。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("inspections:finding", key)


def finding_of(request: HttpRequest, key: Any) -> Finding:
    """The finding, if this person may read it; 404."""
    found = findings_of(me(request)).select_related("first", "last").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def worst_first(rows: "QuerySet[Finding]") -> "QuerySet[Finding]":
    """What stands before what is gone, by severity, then by account."""
    order = (When(severity=key, then=Value(at)) for at, key in enumerate(SEVERITIES))
    return rows.annotate(rank=Case(*order, default=Value(9))).order_by("-standing", "rank", "account_ref", "finding_id")


def told(row: Finding) -> dict[str, str]:
    """The finding's sentences in the language of the page."""
    return dict(row.told.get(lang()) or row.told.get("zh") or {})


def _rights(person: Person, row: Finding) -> dict[str, Any]:
    owner = {"account": row.account} if row.account else {"unit": row.unit}
    there = row.account is not None or row.unit is not None
    unit = row.account.unit if row.account else row.unit
    return {
        "judging": judging.may_judge(person, row),
        "answering": bool(row.account) and row.judged == "asked" and may(person, Action.FINDING_ANSWER, **owner),
        "exempt": ExemptForm(units=unit is not None and may(person, Action.EXCEPTION_ASK, unit=unit))
        if there and unit is not None and may(person, Action.EXCEPTION_ASK, **owner) else None,
    }  # fmt: skip


def _exemptions(row: Finding) -> list[Exemption]:
    unit = row.account.unit_id if row.account else row.unit_id
    rows = Exemption.objects.filter(check_name=row.check_name, unit=unit).select_related("asked_by", "decided_by")
    return [one for one in rows if one.account_id in (None, row.account_id)]
