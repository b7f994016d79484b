"""Pages of the log."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from plumbline.server.audit.exporting import lines, verified
from plumbline.server.audit.selectors import found_by
from plumbline.server.people.actions import Action
from plumbline.server.site.desk import desk
from plumbline.server.site.pages import page

SIZE = 100


@desk(Action.AUDIT_READ)
def log(request: HttpRequest) -> HttpResponse:
    """Entries, newest first."""
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("q", "action", "before")}
    rows = list(found_by(**asked)[: SIZE + 1])
    more = rows[SIZE - 1].seq if len(rows) > SIZE else None
    return page(request, "audit/log.html", {"rows": rows[:SIZE], "asked": asked, "more": more})


@desk(Action.AUDIT_READ)
def check(request: HttpRequest) -> HttpResponse:
    """Whether the chain holds."""
    return page(request, "audit/check.html", {"found": verified()})


@desk(Action.AUDIT_READ)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The whole log as JSON Lines."""
    answer = StreamingHttpResponse(lines(), content_type="application/x-ndjson; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="audit-log.jsonl"'
    return answer
