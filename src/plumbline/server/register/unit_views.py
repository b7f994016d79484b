"""Pages of units: the tree, a unit with its accounts, people and history."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.audit.selectors import history
from plumbline.server.people import unit_services
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Unit
from plumbline.server.people.rights import units_with
from plumbline.server.people.services import Refused
from plumbline.server.people.unit_forms import UnitForm
from plumbline.server.register.views import me
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page

SHOWN = 500


@desk(Action.REGISTER_READ)
def units(request: HttpRequest) -> HttpResponse:
    """The units one may read, as a tree."""
    q = request.GET.get("q", "").strip()[:100]
    rows = units_with(request.user, Action.REGISTER_READ)
    rows = rows.filter(Q(name__icontains=q) | Q(unit_id__icontains=q)) if q else rows
    found = rows.annotate(active=Count("accounts", filter=~Q(accounts__status="closed"))).order_by("path")[:SHOWN]
    return page(
        request,
        "register/units.html",
        {"rows": [(unit.path.count("/") - 2, unit) for unit in found], "q": q, "shown": SHOWN},
    )


@desk(Action.REGISTER_READ)
def unit(request: HttpRequest, key: Any) -> HttpResponse:
    """One unit."""
    found = unit_of(request, key)
    return page(request, "register/unit.html", {
        "unit": found, "accounts": found.accounts.order_by("account_id")[:200], "history": history(found)[::-1],
        "children": found.children.order_by("name")[:200],
        "people": found.assignments.filter(until__isnull=True).select_related("person", "account")[:100],
    })  # fmt: skip


@desk(Action.UNITS_CHANGE, methods=("GET", "POST"))
def edit(request: HttpRequest, key: Any = None) -> HttpResponse:
    """Enter or change a unit."""
    found = unit_of(request, key) if key else None
    start = {"unit_id": found.unit_id, "name": found.name, "level": found.level, "region_code": found.region_code,
             "parent": found.parent.unit_id if found.parent else None} if found else {}  # fmt: skip
    form = UnitForm(
        request.POST or None, units=units_with(request.user, Action.UNITS_CHANGE), initial=start, known=found
    )
    if request.method == "POST" and form.is_valid():
        try:
            if found:
                unit_services.change(me(request), found, **form.cleaned_data)
            else:
                found = unit_services.add(me(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, say(refused.en, refused.zh))
        else:
            messages.success(request, say("Done.", "已办理。"))
            return redirect("register:unit", found.pk)
    return page(request, "register/unit_form.html", {"form": form, "unit": found}, status=400 if form.errors else 200)


def unit_of(request: HttpRequest, key: Any) -> Unit:
    """The unit, if this person may read it; 404."""
    found = units_with(request.user, Action.REGISTER_READ).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
