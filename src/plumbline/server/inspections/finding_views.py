"""Pages of findings."""

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.reports.plot import plot
from plumbline.server.inspections.models import Finding
from plumbline.server.inspections.selectors import error_rates, findings_of, judgements, labelled
from plumbline.server.inspections.services import judging
from plumbline.server.inspections.terms import JUDGED, KINDS
from plumbline.server.people.actions import Action
from plumbline.server.people.rights import may
from plumbline.server.people.services import Refused
from plumbline.server.register.views import me
from plumbline.server.site.desk import desk
from plumbline.server.site.language import lang, say
from plumbline.server.site.pages import page

SEVERITIES = ("veto", "major", "minor", "advice")


@desk(Action.FINDING_READ)
def findings(request: HttpRequest) -> HttpResponse:
    """Findings, the worst first."""
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("judged", "severity", "account", "check")}
    rows = findings_of(me(request))
    for name, field in (
        ("judged", "judged"),
        ("severity", "severity"),
        ("account", "account_ref"),
        ("check", "check_name"),
    ):
        rows = rows.filter(**{field: asked[name]}) if asked[name] else rows
    order = {severity: at for at, severity in enumerate(SEVERITIES)}
    from django.db.models import Case, Value, When

    ranked = rows.annotate(
        rank=Case(*(When(severity=key, then=Value(at)) for key, at in order.items()), default=Value(9))
    )
    found = Paginator(ranked.order_by("rank", "account_ref", "finding_id"), 30).get_page(request.GET.get("page"))
    shown = [(one, told(one)) for one in found]
    return page(request, "inspections/findings.html", {
        "rows": found, "shown": shown, "asked": asked, "judged": JUDGED, "severities": SEVERITIES,
    })  # fmt: skip


@desk(Action.FINDING_READ)
def finding(request: HttpRequest, key: Any) -> HttpResponse:
    """One finding: sentence, clause, evidence, chart, what people said, how often its check errs."""
    row = finding_of(request, key)
    judging_ = (
        may(request.user, Action.FINDING_JUDGE, account=row.account)
        if row.account
        else may(request.user, Action.FINDING_JUDGE, unit=row.unit)
    )
    rate = next((one for one in error_rates() if one["check"] == row.check_name), None)
    answering = bool(row.account) and may(request.user, Action.FINDING_ANSWER, account=row.account)
    return page(request, "inspections/finding.html", {
        "finding": row, "told": told(row), "state": JUDGED[row.judged], "kinds": KINDS,
        "judgements": judgements(row), "plot": plot(row.exhibit or None, f"p-{row.finding_id}"),
        "evidence": [passage(one) for one in row.evidence], "rate": rate, "judging": judging_,
        "answering": answering and row.judged == "asked", "seen": row.seen.select_related("inspection").order_by("pk"),
    })  # fmt: skip


@desk(Action.FINDING_JUDGE, methods=("POST",))
def judge(request: HttpRequest, key: Any, kind: str) -> HttpResponse:
    """Confirm, reject, ask."""
    return _said(request, key, lambda row, why: judging.judge(me(request), row, kind, why=why))


@desk(Action.FINDING_ANSWER, methods=("POST",))
def answer(request: HttpRequest, key: Any) -> HttpResponse:
    """The operator answers."""
    return _said(request, key, lambda row, why: judging.answer(me(request), row, why=why))


@desk(Action.FINDING_JUDGE)
def labels(request: HttpRequest, check: str) -> HttpResponse:
    """Judged texts of a check as JSON Lines, for `plumbline evaluate`."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in labelled(me(request), check))
    found = HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    found.headers["Content-Disposition"] = f'attachment; filename="{check}.jsonl"'
    return found


def _said(request: HttpRequest, key: Any, act: Any) -> HttpResponse:
    row = finding_of(request, key)
    try:
        act(row, request.POST.get("why", "").strip()[:2000])
        messages.success(request, say("Done.", "已办理。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("inspections:finding", key)


def finding_of(request: HttpRequest, key: Any) -> Finding:
    """The finding, if this person may read it; 404."""
    found = findings_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def told(row: Finding) -> dict[str, str]:
    """The finding's sentences in the language of the page."""
    return dict(row.told.get(lang()) or row.told.get("zh") or {})


def passage(evidence: dict[str, Any]) -> dict[str, Any]:
    """A piece of evidence: where it stands, and the words."""
    return {
        "place": f"{evidence.get('table')} · {evidence.get('key')} · {evidence.get('field')}",
        "quote": evidence.get("quote"),
    }
