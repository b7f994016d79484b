"""Pages of bulletins."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.cases.models import Bulletin
from plumbline.server.cases.selectors import bulletins_of
from plumbline.server.cases.services import bulletins as services
from plumbline.server.inspections.models import Inspection
from plumbline.server.people.actions import Action
from plumbline.server.people.rights import units_with
from plumbline.server.people.services import Refused
from plumbline.server.register.views import me
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page


@desk(Action.NOTICE_READ)
def bulletins(request: HttpRequest) -> HttpResponse:
    """Bulletins, and the runs from which one may be drawn up."""
    runs = Inspection.objects.filter(state="done", unit__in=units_with(request.user, Action.NOTICE_ISSUE))
    context = {"rows": bulletins_of(me(request))[:100], "runs": runs.select_related("unit")[:20],
               "chosen": request.GET.get("inspection", "")}  # fmt: skip
    return page(request, "cases/bulletins.html", context)


@desk(Action.NOTICE_ISSUE, methods=("POST",))
def draw_up(request: HttpRequest) -> HttpResponse:
    """Draw a bulletin up."""
    mine = Inspection.objects.filter(state="done", unit__in=units_with(request.user, Action.NOTICE_ISSUE))
    row = next((one for one in mine if str(one.pk) == request.POST.get("inspection")), None)
    if row is None:
        raise Http404
    try:
        services.draw_up(me(request), row)
        messages.success(request, say("Drawn up.", "已起草。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("cases:bulletins")


@desk(Action.NOTICE_ISSUE, methods=("POST",))
def issue(request: HttpRequest, key: Any) -> HttpResponse:
    """Issue it."""
    try:
        services.issue(me(request), bulletin_of(request, key), number=request.POST.get("number", ""))
        messages.success(request, say("Issued.", "已印发。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("cases:bulletins")


@desk(Action.NOTICE_READ)
def file(request: HttpRequest, key: Any, name: str) -> FileResponse:
    """The notice or its annex."""
    made = bulletin_of(request, key)
    place = services.path(made) / name
    if name not in services.FILES or not place.is_file():
        raise Http404
    return FileResponse(place.open("rb"), as_attachment=True, filename=name)


def bulletin_of(request: HttpRequest, key: Any) -> Bulletin:
    """The bulletin, if this person may read it; 404."""
    found = bulletins_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
