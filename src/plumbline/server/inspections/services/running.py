"""Asking for an inspection, carrying it out, taking its result in."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from plumbline.domain.errors import PlumblineError
from plumbline.engine.result import Baseline
from plumbline.engine.result import Inspection as Result
from plumbline.executors.inspection import Request, inspect
from plumbline.reports.result_folder import result_folder
from plumbline.reports.write import write_reports
from plumbline.rulebook.kept import kept
from plumbline.rulebook.load import load
from plumbline.server.audit.services import record
from plumbline.server.inspections.dossier import lay_down
from plumbline.server.inspections.models import Inspection, Schedule, Seen
from plumbline.server.inspections.services.taking import take_in
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.rights import require
from plumbline.server.people.services import Refused
from plumbline.server.site.clock import now
from plumbline.server.work.services import Claim, plan

RUN = "inspections.run"
EVERY = {"day": timedelta(days=1), "week": timedelta(days=7), "quarter": timedelta(days=91)}


@transaction.atomic
def ask(by: Person | None, unit: Unit, *, rulebook: str, as_of: str = "", at: datetime | None = None) -> Inspection:
    """An inspection of a unit and all below it, as soon as a worker is free or at a time. Forbidden, Refused."""
    if by is not None:
        require(by, Action.INSPECTION_RUN, unit=unit)
    try:
        load(rulebook)
    except PlumblineError as error:
        raise Refused(str(error.what), str(error.what)) from error
    made = Inspection.objects.create(unit=unit, rulebook=rulebook, as_of=as_of, asked_by=by, asked_at=now())
    plan(RUN, key=str(made.pk), due_at=at or now(), payload={"inspection": str(made.pk)})
    record(who=by, action="inspections.ask", subject=made, change={"rulebook": (None, rulebook)})
    return made


@transaction.atomic
def schedule(by: Person, unit: Unit, *, every: str, at: Any, rulebook: str) -> Schedule:
    """Inspections that come again each day, week or quarter. Forbidden, Refused."""
    require(by, Action.INSPECTION_RUN, unit=unit)
    if every not in EVERY:
        raise Refused("each day, week or quarter", "周期须为每天、每周或者每季度")
    load(rulebook)
    made = Schedule.objects.create(unit=unit, every=every, at=at, rulebook=rulebook, by=by, since=now())
    record(who=by, action="inspections.schedule", subject=made, change={"every": (None, every)})
    return made


@transaction.atomic
def end_schedule(by: Person, row: Schedule) -> None:
    """No more inspections of this schedule. Forbidden."""
    require(by, Action.INSPECTION_RUN, unit=row.unit)
    row.ended_at = now()
    row.save()
    record(who=by, action="inspections.schedule_ended", subject=row)


def carry_out(claim: Claim) -> None:
    """The long part: may be killed at any moment and begun again. Its result is taken in by the last step."""
    row = Inspection.objects.get(pk=claim.payload["inspection"])
    Inspection.objects.filter(pk=row.pk).update(state="running")
    try:
        with claim.kept():
            result = _inspected(row, claim)
    except PlumblineError as error:
        with claim.done():
            Inspection.objects.filter(pk=row.pk).update(state="failed", error=str(error), done_at=now())
            record(who=None, action="inspections.failed", subject=row, why=str(error.what))
        return
    with claim.done():
        take_in(row, result)


def folder(row: Inspection) -> Path:
    """Where the files of an inspection lie."""
    return Path(settings.RUNS) / str(row.pk)


def _inspected(row: Inspection, claim: Claim) -> Result:
    lay_down()
    book = load(row.rulebook)
    with result_folder(folder(row), mark="run.json") as aside:
        request = Request(
            dossier=Path(settings.DOSSIER), book=book, as_of=row.as_of or None, now=now(), baseline=_baseline(row),
            rejected=aside / "rejected.jsonl", lang="zh",
        )  # fmt: skip
        result = inspect(request, progress=_told(claim))
        write_reports(result, aside, lang="zh")
        (aside / "rulebook.json").write_bytes(kept(book))
    return result


def _told(claim: Claim) -> Callable[[str, int, int | None], None]:
    last: list[tuple[str, int]] = [("", -1)]

    def step(name: str, done: int, total: int | None) -> None:
        share = 100 * done // total if total else 0
        if (name, share // 10) != last[0]:
            last[0] = (name, share // 10)
            claim.beat({"step": name, "share": share})

    return step


def previous(row: Inspection) -> Inspection | None:
    """The last finished inspection of the same unit before this one."""
    rows = Inspection.objects.filter(unit=row.unit, state="done").exclude(pk=row.pk)
    return rows.order_by("-done_at").first()


def _baseline(row: Inspection) -> Baseline | None:
    before = previous(row)
    if before is None:
        return None
    ids = (
        Seen.objects.filter(inspection=before).exclude(status="excepted").values_list("finding__finding_id", flat=True)
    )
    return Baseline(str(before.pk), frozenset(ids), json.loads(json.dumps(before.run.get("counts", {}))))
