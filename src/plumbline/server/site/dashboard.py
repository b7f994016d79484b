"""The first page of the desk: what is due today, what is late, what comes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from plumbline.rulebook.model import Text
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Action
from plumbline.server.site.clock import day, now, today
from plumbline.server.site.desk import desk
from plumbline.server.site.pages import page
from plumbline.server.site.tasks import Task

SHOWN = 10
"""So many tasks of one heap are seen at once; the rest is folded away."""
HEAPS = {
    "late": Text(zh="已逾期", en="Overdue"),
    "week": Text(zh="一周内到期", en="Due within a week"),
    "later": Text(zh="其他待办", en="Later, or without a deadline"),
}


@desk(Action.DESK_SEE)
def dashboard(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and the numbers of their units."""
    assert isinstance(request.user, Person)  # noqa: S101  the door lets nobody else in
    heaps = heaped(list(tasks(request.user)))
    cards = [card for app in _apps("figures") for card in app.figures(request.user)]
    told = {
        "today": today(), "due": heaps["today"], "late": len(heaps["late"]), "figures": cards, "first": f":{SHOWN}",
        "others": f"{SHOWN}:", "heaps": [(kind, name, heaps[kind]) for kind, name in HEAPS.items() if heaps[kind]],
    }  # fmt: skip
    return page(request, "dashboard.html", told)


def tasks(person: Person) -> Iterator[Task]:
    """What every app has for a person."""
    for app in _apps("dashboard"):
        yield from app.dashboard(person)


def heaped(found: list[Task]) -> dict[str, list[Task]]:
    """Tasks as ``today``, ``late``, ``week``, ``later`` (no deadline, or further off); the most urgent first."""
    moment, present = now(), today()
    heaps: dict[str, list[Task]] = {"today": [], "late": [], "week": [], "later": []}
    for task in sorted(found, key=lambda one: (not one.urgent, one.due_at or moment + timedelta(days=3650))):
        heaps[_heap(task, moment, present)].append(task)
    return heaps


def _heap(task: Task, moment: datetime, present: date) -> str:
    if task.due_at is None:
        return "today" if task.urgent else "later"
    if task.due_at < moment:
        return "late"
    if day(task.due_at) == present:
        return "today"
    return "week" if day(task.due_at) <= present + timedelta(days=7) else "later"


def _apps(name: str) -> Iterator[Any]:
    for app in settings.APPS:
        place = f"plumbline.server.{app}.selectors"
        module = import_module(place) if find_spec(place) else None
        if hasattr(module, name):
            yield module
