"""Pages of inspections."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.reports.write import FILES
from plumbline.server.inspections.forms import AskForm
from plumbline.server.inspections.models import Inspection, Schedule
from plumbline.server.inspections.scope import FOLDER
from plumbline.server.inspections.selectors import compared, counted, inspections_of, verdicts_of
from plumbline.server.inspections.services import running
from plumbline.server.inspections.services.schedules import coming
from plumbline.server.inspections.terms import EVERY, STATES, STEPS
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Unit
from plumbline.server.people.rights import may, units_with
from plumbline.server.people.services import Refused
from plumbline.server.register.views import me
from plumbline.server.site.clock import now
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
    schedules = Schedule.objects.filter(unit__in=units, ended_at=None).select_related("unit", "by").order_by("since")
    return page(request, "inspections/inspections.html", {
        "rows": rows, "states": STATES, "every": EVERY, "schedules": [(one, coming(one, now())) for one in schedules],
    })  # fmt: skip


@desk(Action.INSPECTION_RUN, methods=("GET", "POST"))
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a run, or a schedule."""
    form = AskForm(request.POST or None, units=units_with(request.user, Action.INSPECTION_RUN))
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, form)
        except Refused as refused:
            form.add_error(None, say(refused.en, refused.zh))
    return page(request, "inspections/ask.html", {"form": form}, status=400 if form.errors else 200)


def _asked(request: HttpRequest, form: AskForm) -> HttpResponse:
    told = form.cleaned_data
    if told["every"] in EVERY:
        running.schedule(
            me(request), told["unit"], every=told["every"], at=told["at"], rulebook=told["rulebook"],
            first_on=told["first_on"], whole_days=told["whole_days"],
        )  # fmt: skip
        messages.success(request, say("Scheduled.", "已设定。"))
        return redirect("inspections:inspections")
    as_of = told["as_of"].isoformat() if told["as_of"] else ""
    made = running.ask(me(request), told["unit"], rulebook=told["rulebook"], as_of=as_of, at=form.moment())
    return redirect("inspections:inspection", made.pk)


@desk(Action.INSPECTION_RUN, methods=("POST",))
def end_schedule(request: HttpRequest, key: Any) -> HttpResponse:
    """No more runs of a schedule."""
    row = Schedule.objects.filter(pk=key, unit__in=units_with(request.user, Action.INSPECTION_READ)).first()
    if row is None:
        raise Http404
    running.end_schedule(me(request), row)
    messages.success(request, say("Stopped.", "已停止。"))
    return redirect("inspections:inspections")


@desk(Action.INSPECTION_READ)
def inspection(request: HttpRequest, key: Any) -> HttpResponse:
    """One run: how far it is, or what it said."""
    row = inspection_of(request, key)
    if row.state == "done" and request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})  # the page that watched the progress shows the result
    if row.state != "done":
        due = Due.objects.filter(kind=running.RUN, key=str(row.pk)).first()
        step = STEPS.get(str(due.progress.get("step", ""))) if due else None
        part = "inspections/progress.html" if request.headers.get("HX-Request") else "inspections/waiting.html"
        return page(request, part, {"row": row, "due": due, "state": STATES[row.state], "step": step})
    return page(request, "inspections/inspection.html", _shown(request, row))


def _shown(request: HttpRequest, row: Inspection) -> dict[str, Any]:
    reader = me(request)
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("verdict", "q", "platform", "unit")}
    mine = verdicts_of(reader, row)
    rows = mine.order_by("account_ref")
    fields = {"verdict": "verdict", "q": "name__icontains", "platform": "platform"}
    rows = rows.filter(**{field: asked[name] for name, field in fields.items() if asked[name]})
    units = Unit.objects.filter(pk__in=units_with(reader, Action.INSPECTION_READ), path__startswith=row.unit.path)
    chosen = units.filter(unit_id=asked["unit"]).first()
    rows = rows.filter(account__unit__path__startswith=chosen.path) if chosen else rows
    return {
        "row": row, "counts": counted(reader, row), "asked": asked, "compared": compared(reader, row),
        "rows": Paginator(rows, 50).get_page(request.GET.get("page")), "units": units.order_by("path")[:UNITS_SHOWN],
        "platforms": sorted(set(mine.order_by().values_list("platform", flat=True))),
        "downloads": [name for name in DOWNLOADS if _file(request, row, name, whole=False)],
        "whole": _narrow(row) and [name for name in DOWNLOADS if _file(request, row, name, whole=True)],
    }  # fmt: skip


UNITS_SHOWN = 500


@desk(Action.INSPECTION_READ)
def download(request: HttpRequest, key: Any, name: str) -> FileResponse:
    """A file of a run: of its unit's accounts, or (``?whole=1``, for those who may read everything) of the dossier."""
    row = inspection_of(request, key)
    place = _file(request, row, name, whole=request.GET.get("whole") == "1") if name in DOWNLOADS else None
    if place is None:
        raise Http404
    answer = FileResponse(place.open("rb"), as_attachment=name != "report.html", filename=name)
    if name == "report.html":
        answer.headers["Content-Security-Policy"] = SANDBOX
        answer._csp_replace = None  # type: ignore[attr-defined]  # the middleware leaves a header that is there
    return answer


def inspection_of(request: HttpRequest, key: Any) -> Inspection:
    """The run, if this person may read it; 404."""
    found = inspections_of(me(request)).select_related("previous", "schedule").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _file(request: HttpRequest, row: Inspection, name: str, *, whole: bool) -> Any:
    """The file, if it is there and this person may have it: files of the whole dossier are for readers at a root."""
    narrow = _narrow(row) and not whole
    place = running.folder(row) / FOLDER / name if narrow else running.folder(row) / name
    roots = units_with(request.user, Action.INSPECTION_READ).filter(parent=None)
    allowed = may(request.user, Action.INSPECTION_READ, unit=row.unit) if narrow else roots.exists()
    return place if allowed and place.is_file() else None


def _narrow(row: Inspection) -> bool:
    return (running.folder(row) / FOLDER).is_dir()
