"""Pages of inspections."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.reports.write import FILES
from plumbline.server.inspections.forms import AskForm
from plumbline.server.inspections.models import Inspection, Schedule
from plumbline.server.inspections.selectors import compared, counted, error_rates, inspections_of, verdicts_of
from plumbline.server.inspections.services import running
from plumbline.server.inspections.terms import EVERY, STATES
from plumbline.server.people.actions import Action
from plumbline.server.people.rights import units_with
from plumbline.server.people.services import Refused
from plumbline.server.register.views import me
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page
from plumbline.server.work.models import Due

DOWNLOADS = (*FILES, "rejected.jsonl", "rulebook.json")
SANDBOX = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
)


@desk(Action.INSPECTION_READ)
def inspections(request: HttpRequest) -> HttpResponse:
    """All runs one may read, and the schedules."""
    rows = Paginator(inspections_of(me(request)), 30).get_page(request.GET.get("page"))
    units = units_with(request.user, Action.INSPECTION_READ)
    return page(request, "inspections/inspections.html", {
        "rows": rows, "states": STATES, "every": EVERY,
        "schedules": Schedule.objects.filter(unit__in=units, ended_at=None).select_related("unit"),
    })  # fmt: skip


@desk(Action.INSPECTION_RUN, methods=("GET", "POST"))
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a run, or a schedule."""
    form = AskForm(request.POST or None, units=units_with(request.user, Action.INSPECTION_RUN))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            if told["every"]:
                if told["at"] is None:
                    raise Refused("say at which time", "请填写时间")
                running.schedule(
                    me(request), told["unit"], every=told["every"], at=told["at"], rulebook=told["rulebook"]
                )
                messages.success(request, say("Scheduled.", "已设定。"))
                return redirect("inspections:inspections")
            as_of = told["as_of"].isoformat() if told["as_of"] else ""
            made = running.ask(me(request), told["unit"], rulebook=told["rulebook"], as_of=as_of)
            return redirect("inspections:inspection", made.pk)
        except Refused as refused:
            form.add_error(None, say(refused.en, refused.zh))
    return page(request, "inspections/ask.html", {"form": form}, status=400 if form.errors else 200)


@desk(Action.INSPECTION_RUN, methods=("POST",))
def end_schedule(request: HttpRequest, key: Any) -> HttpResponse:
    """No more runs of a schedule."""
    row = Schedule.objects.filter(pk=key, unit__in=units_with(request.user, Action.INSPECTION_READ)).first()
    if row is None:
        raise Http404
    running.end_schedule(me(request), row)
    return redirect("inspections:inspections")


@desk(Action.INSPECTION_READ)
def inspection(request: HttpRequest, key: Any) -> HttpResponse:
    """One run: how far it is, or what it said."""
    row = inspection_of(request, key)
    if row.state == "done" and request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})  # the page that watched the progress shows the result
    if row.state != "done":
        due = Due.objects.filter(kind=running.RUN, key=str(row.pk)).first()
        part = "inspections/progress.html" if request.headers.get("HX-Request") else "inspections/waiting.html"
        return page(request, part, {"row": row, "due": due, "state": STATES[row.state]})
    verdict = request.GET.get("verdict", "")
    rows = verdicts_of(me(request), row).order_by("account_ref")
    q = request.GET.get("q", "").strip()[:100]
    rows = rows.filter(verdict=verdict) if verdict else rows
    rows = rows.filter(name__icontains=q) if q else rows
    return page(request, "inspections/inspection.html", {
        "row": row, "counts": counted(me(request), row), "verdict": verdict, "q": q,
        "rows": Paginator(rows, 50).get_page(request.GET.get("page")), "compared": compared(me(request), row),
        "downloads": DOWNLOADS if _all_of_it(request, row) else (),
    })  # fmt: skip


@desk(Action.INSPECTION_READ)
def download(request: HttpRequest, key: Any, name: str) -> FileResponse:
    """A file of a run: only for those who may read the whole of it."""
    row = inspection_of(request, key)
    place = running.folder(row) / name
    if name not in DOWNLOADS or not place.is_file() or not _all_of_it(request, row):
        raise Http404
    answer = FileResponse(place.open("rb"), as_attachment=name != "report.html", filename=name)
    if name == "report.html":
        answer.headers["Content-Security-Policy"] = SANDBOX
        answer._csp_replace = None  # type: ignore[attr-defined]  # the middleware leaves a header that is there
    return answer


@desk(Action.INSPECTION_READ)
def rates(request: HttpRequest) -> HttpResponse:
    """How often people confirm and reject what each check finds."""
    return page(request, "inspections/rates.html", {"rows": error_rates()})


def inspection_of(request: HttpRequest, key: Any) -> Inspection:
    """The run, if this person may read it; 404."""
    found = inspections_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _all_of_it(request: HttpRequest, row: Inspection) -> bool:
    """Files speak of the whole fleet: for those who may read all of the unit, and a unit at the root has it all."""
    return units_with(request.user, Action.INSPECTION_READ).filter(parent=None).exists()
