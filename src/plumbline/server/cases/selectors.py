"""Reading cases."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from plumbline.rulebook.model import Text
from plumbline.server.cases.models import Bulletin, Case
from plumbline.server.cases.services.opening import graph
from plumbline.server.cases.services.steps import NEEDED
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import accounts_with, may, units_with
from plumbline.server.site.clock import now
from plumbline.server.site.tasks import Figure, Task
from plumbline.workflow.graph import Step

ENDED = ("closed", "withdrawn")


def cases_of(reader: Person) -> "QuerySet[Case]":
    """The cases of the accounts and units a person may read."""
    mine = accounts_with(reader, Action.CASE_READ, prefix="account__")
    below = Q(account__isnull=True, unit__in=units_with(reader, Action.CASE_READ))
    return Case.objects.filter(mine | below).select_related("account", "unit")


def steps_for(person: Person, case: Case) -> list[Step]:
    """The steps that this person may take now."""
    return [
        step for step in graph(case).open(case.state) if step.name in NEEDED and _may(person, NEEDED[step.name], case)
    ]


def _may(person: Person, action: Action, case: Case) -> bool:
    return may(person, action, account=case.account) if case.account else may(person, action, unit=case.unit)


def overdue(rows: "QuerySet[Case]") -> "QuerySet[Case]":
    """Those whose deadline has passed."""
    return rows.filter(due_at__lt=now()).exclude(state__in=ENDED)


def bulletins_of(reader: Person) -> "QuerySet[Bulletin]":
    """Bulletins of the units a person may read."""
    units = units_with(reader, Action.NOTICE_READ)
    return Bulletin.objects.filter(inspection__unit__in=units).select_related(
        "inspection__unit", "made_by", "issued_by"
    )


def dashboard(person: Person) -> Iterator[Task]:
    """Cases in which this person has the next step, by deadline."""
    if not may(person, Action.CASE_READ):
        return
    acting = may(person, Action.CASE_ACT)
    waiting = cases_of(person).exclude(state__in=ENDED)
    if acting:
        states = ("noticed", "acknowledged", "reported", "taken_down", "answered", "explained")
        mine = waiting.filter(accounts_with(person, Action.CASE_ACT, prefix="account__"), state__in=states)
        yield from (_task(case, "整改", "Mend") for case in mine[:100])
    if may(person, Action.CASE_JUDGE):
        judged = waiting.filter(state__in=("mended", "measured", "appealed")).exclude(mended_by=person)
        yield from (_task(case, "复核", "Re-check") for case in judged[:100])
        yield from (_task(case, "发整改通知", "Send the notice") for case in waiting.filter(state="open")[:100])
        late = overdue(waiting).filter(state__in=("noticed", "acknowledged", "reported", "taken_down"))
        yield from (_task(case, "督办逾期整改", "Overdue: press for") for case in late[:100] if not acting)


def _task(case: Case, zh: str, en: str) -> Task:
    owner = case.account or case.unit
    title = Text(
        zh=f"{zh}：{owner} · {(case.told.get('zh') or {}).get('title', '')}（{case.number}）",
        en=f"{en}: {owner} · {(case.told.get('en') or {}).get('title', '')} ({case.number})",
    )
    return Task(title, f"/desk/cases/{case.pk}/", "cases", case.due_at, urgent=case.kind == "incident")


def figures(person: Person) -> Iterator[Figure]:
    """Open and overdue cases."""
    if not may(person, Action.CASE_READ):
        return
    waiting = cases_of(person).exclude(state__in=ENDED)
    late = overdue(waiting).count()
    note = Text(zh=f"其中逾期 {late} 件", en=f"{late} of them overdue")
    yield Figure(Text(zh="未销号整改事项", en="Cases not closed"), str(waiting.count()), "/desk/cases/", note)
