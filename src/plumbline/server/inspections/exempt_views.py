"""Pages of exceptions."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.inspections.finding_views import finding_of
from plumbline.server.inspections.forms import ExemptForm
from plumbline.server.inspections.selectors import exemptions_of
from plumbline.server.inspections.services import exempting
from plumbline.server.inspections.terms import EXEMPTION
from plumbline.server.people.actions import Action
from plumbline.server.people.rights import may
from plumbline.server.people.services import Refused
from plumbline.server.register.views import me
from plumbline.server.site.clock import today
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page


@desk(Action.EXCEPTION_ASK)
def exemptions(request: HttpRequest) -> HttpResponse:
    """All exceptions one may read: those to decide first."""
    rows = exemptions_of(me(request))
    waiting = [(one, _deciding(request, one)) for one in rows.filter(state="asked")]
    others = Paginator(rows.exclude(state="asked"), 50).get_page(request.GET.get("page"))
    return page(request, "inspections/exemptions.html", {
        "waiting": waiting, "rows": others, "words": EXEMPTION, "today": today(),
        "shown": [(one, _ending(request, one)) for one in others],
    })  # fmt: skip


@desk(Action.EXCEPTION_ASK, methods=("POST",))
def exempt(request: HttpRequest, key: Any) -> HttpResponse:
    """Ask for an exception from the check of a finding."""
    row = finding_of(request, key)
    unit = row.account.unit if row.account else row.unit
    form = ExemptForm(request.POST, units=True)
    if unit is None or not form.is_valid():
        messages.error(request, say("Give a reason and the last day.", "请填写理由和截止日期。"))
        return redirect("inspections:finding", key)
    told = form.cleaned_data
    return _done(request, lambda: exempting.ask(
        me(request), check=row.check_name, account=None if told["whole_unit"] else row.account, unit=unit,
        reason=told["reason"], since=told["since"], until=told["until"],
    ), "inspections:finding", key)  # fmt: skip


@desk(Action.EXCEPTION_APPROVE, methods=("POST",))
def decide(request: HttpRequest, key: Any, kind: str) -> HttpResponse:
    """Approve, refuse, end."""
    row = exemptions_of(me(request)).filter(pk=key).first()
    if row is None or kind not in ("approve", "refuse", "end"):
        raise Http404
    why, by = request.POST.get("why", "").strip()[:2000], me(request)
    if kind == "end":
        return _done(request, lambda: exempting.end(by, row, why=why), "inspections:exemptions")
    return _done(request, lambda: exempting.decide(by, row, kind, remarks=why), "inspections:exemptions")


def _done(request: HttpRequest, act: Any, *place: Any) -> HttpResponse:
    try:
        act()
        messages.success(request, say("Done.", "已办理。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect(*place)


def _deciding(request: HttpRequest, row: Any) -> bool:
    return row.asked_by_id != me(request).pk and may(request.user, Action.EXCEPTION_APPROVE, **_owner(row))


def _ending(request: HttpRequest, row: Any) -> bool:
    force = row.state == "approved" and row.until >= today()
    return force and may(request.user, Action.EXCEPTION_APPROVE, **_owner(row))


def _owner(row: Any) -> dict[str, Any]:
    return {"account": row.account} if row.account else {"unit": row.unit}
