"""The calendar of deadlines: a month as a table, a list, and a file for calendar programs."""

import calendar as months
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from plumbline.server.cases.selectors import ENDED, cases_of
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.register.views import me
from plumbline.server.site.clock import day, today
from plumbline.server.site.dashboard import tasks
from plumbline.server.site.desk import desk
from plumbline.server.site.pages import page

SALT = "cases.calendar"


@desk(Action.CASE_READ)
def calendar(request: HttpRequest) -> HttpResponse:
    """Deadlines of a month."""
    first = _month(request.GET.get("month", ""))
    entries: dict[date, list[Any]] = {}
    for task in tasks(me(request)):
        if task.due_at:
            entries.setdefault(day(task.due_at), []).append(task)
    weeks = [
        [(one, one.month == first.month, entries.get(one, [])) for one in week]
        for week in months.Calendar().monthdatescalendar(first.year, first.month)
    ]
    token = signing.dumps(f"{me(request).pk}:{me(request).password[-8:]}", salt=SALT)
    context = {
        "weeks": weeks, "first": first, "before": (first - timedelta(days=1)).strftime("%Y-%m"), "today": today(),
        "after": (first + timedelta(days=32)).strftime("%Y-%m"), "token": token,
    }  # fmt: skip
    return page(request, "cases/calendar.html", context)


@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """Deadlines of the person whose token this is; a new password makes a new token."""
    try:
        key, _, mark = str(signing.loads(token, salt=SALT)).partition(":")
    except signing.BadSignature:
        raise Http404 from None
    person = Person.objects.filter(pk=key, is_active=True).first()
    if person is None or person.password[-8:] != mark:
        raise Http404
    rows = cases_of(person).exclude(state__in=ENDED).filter(due_at__isnull=False)[:500]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Plumbline//EN"]
    for row in rows:
        due = row.due_at
        assert due is not None  # noqa: S101  asked for above
        stamp = due.strftime("%Y%m%dT%H%M%SZ")
        lines += ["BEGIN:VEVENT", f"UID:{row.pk}@plumbline", f"DTSTAMP:{stamp}", f"DTSTART:{stamp}",
                  f"SUMMARY:{_plain(f'{row.number} {row.account or row.unit}')}", "END:VEVENT"]  # fmt: skip
    body = "\r\n".join([*lines, "END:VCALENDAR", ""])
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", " ")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today().replace(day=1)
