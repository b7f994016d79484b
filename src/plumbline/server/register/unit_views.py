"""Pages of units: the tree, a unit with its accounts, people and history."""

import re
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.audit.selectors import history
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Unit
from plumbline.server.people.rights import may, units_with
from plumbline.server.people.services import Refused
from plumbline.server.people.unit_forms import LEVEL, UnitForm
from plumbline.server.register.selectors import accounts_of, units_of
from plumbline.server.register.services import units as unit_services
from plumbline.server.register.views import me, plain
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page

SHOWN = 200
KEPT = ("unit_id", "name", "level", "region_code", "must_open")
_PATH = re.compile(r"[/0-9a-f]{1,1000}")


@desk(Action.REGISTER_READ)
def units(request: HttpRequest) -> HttpResponse:
    """The units one may read, as a tree."""
    q = plain(request.GET.get("q", ""), 100)
    rows = units_of(me(request))
    rows = rows.filter(Q(name__icontains=q) | Q(unit_id__icontains=q)) if q else rows
    after = request.GET.get("after", "")
    rows = rows.filter(path__gt=after) if _PATH.fullmatch(after) else rows
    counted = rows.annotate(active=Count("accounts", filter=~Q(accounts__status="closed"))).order_by("path")
    found = list(counted[: SHOWN + 1])
    shown = [(range(unit.path.count("/") - 2), unit) for unit in found[:SHOWN]]
    context = {"rows": shown, "q": q, "after": found[SHOWN - 1].path if len(found) > SHOWN else ""}
    return page(request, "register/units.html", context)


@desk(Action.REGISTER_READ)
def unit(request: HttpRequest, key: Any) -> HttpResponse:
    """One unit."""
    found, mine = unit_of(request, key), accounts_of(me(request))
    return page(request, "register/unit.html", {
        "unit": found, "above": _above(request, found),
        "accounts": mine.filter(unit=found).order_by("account_id")[:200],
        "level": LEVEL.get(found.level), "below": mine.filter(unit__path__startswith=found.path).count(),
        "history": history(found)[::-1],
        "children": units_of(me(request)).filter(parent=found).order_by("name")[:200],
        "reads_people": may(request.user, Action.PEOPLE_READ, unit=found),
        "changes": may(request.user, Action.UNITS_CHANGE, unit=found),
        "people": found.assignments.filter(until__isnull=True).select_related("person", "account")[:100],
    })  # fmt: skip


@desk(Action.UNITS_CHANGE, methods=("GET", "POST"))
def edit(request: HttpRequest, key: Any = None) -> HttpResponse:
    """Enter or change a unit."""
    found = unit_of(request, key) if key else None
    start = (
        {name: getattr(found, name) for name in ("unit_id", "name", "level", "region_code", "must_open")}
        if found
        else {}
    )
    start |= {"parent": found.parent.unit_id if found and found.parent else None}
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


def _above(request: HttpRequest, found: Unit) -> list[Unit]:
    """The units above one that this person may read, the highest first."""
    return list(units_of(me(request)).filter(path__in=found.above()).exclude(pk=found.pk).order_by("path"))


def unit_of(request: HttpRequest, key: Any) -> Unit:
    """The unit, if this person may read it; 404."""
    found = units_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
