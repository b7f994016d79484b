"""Asking for an inspection, carrying it out, taking its result in."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from plumbline.domain.errors import DossierError, PlumblineError
from plumbline.dossier.layout import scan
from plumbline.dossier.times import parse_as_of
from plumbline.engine.result import Baseline
from plumbline.engine.result import Inspection as Result
from plumbline.executors.inspection import Request, inspect
from plumbline.reports.result_folder import result_folder
from plumbline.reports.write import write_reports
from plumbline.rulebook.kept import kept
from plumbline.rulebook.load import load
from plumbline.server.audit.services import record
from plumbline.server.inspections import scope
from plumbline.server.inspections.context import contexts
from plumbline.server.inspections.dossier import lay_down
from plumbline.server.inspections.models import Inspection, Seen
from plumbline.server.inspections.services.schedules import EVERY, end_schedule, schedule
from plumbline.server.inspections.services.taking import take_in
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.rights import require
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.site.clock import now
from plumbline.server.work.services import MOST_ATTEMPTS, Claim, plan

RUN, EXCEPTED = "inspections.run", "excepted"


@transaction.atomic
def ask(
    by: Person | None, unit: Unit, *, rulebook: str, as_of: str = "", at: datetime | None = None, **of: Any
) -> Inspection:
    """An inspection of a unit and all below it, as soon as a worker is free or at a time. `of`: the schedule and its
    slot. Forbidden, Refused."""
    if by is not None:
        require(by, Action.INSPECTION_RUN, unit=unit)
    _usable(rulebook, as_of)
    made = Inspection.objects.create(
        unit=unit, rulebook=rulebook, as_of=as_of, asked_by=by, asked_at=now(), **of
    )  # fmt: skip
    plan(RUN, key=str(made.pk), due_at=at or now(), payload={"inspection": str(made.pk)})
    change = {"rulebook": (None, rulebook), "as_of": (None, as_of or None)}
    record(who=by, action="inspections.ask", subject=made, change=change)
    return made


def carry_out(claim: Claim) -> None:
    """The long part: may be killed at any moment and begun again. Its result is taken in by the last step."""
    row = Inspection.objects.select_related("unit").get(pk=claim.payload["inspection"])
    Inspection.objects.filter(pk=row.pk, state="waiting").update(state="running")
    try:
        with claim.kept():
            result = _inspected(row, claim)
            texts = contexts(result.findings)
    except PlumblineError as error:
        _failed(row, claim, str(error), str(error.what))
        return
    except Exception as error:
        if claim.token < MOST_ATTEMPTS:
            raise  # the worker tries again later
        _failed(row, claim, f"{type(error).__name__}: {error}"[:2000], type(error).__name__)
        return
    with claim.done():
        take_in(row, result, texts)


def folder(row: Inspection) -> Path:
    """Where the files of an inspection lie."""
    return Path(settings.RUNS) / str(row.pk)


def _usable(rulebook: str, as_of: str) -> None:
    try:
        load(rulebook)
        if as_of:
            parse_as_of(as_of, settings.TIME_ZONE)
    except PlumblineError as error:
        raise Refused(str(error.what), str(error.what)) from error


def _failed(row: Inspection, claim: Claim, error: str, why: str) -> None:
    with claim.done():
        Inspection.objects.filter(pk=row.pk).update(state="failed", error=error, done_at=now())
        record(who=None, action="inspections.failed", subject=row, why=why)


def _inspected(row: Inspection, claim: Claim) -> Result:
    if not Account.objects.exists():
        raise DossierError("the register holds no account", remedy="enter accounts or import the filing table first")
    lay_down()
    book, dossier = load(row.rulebook), Path(settings.DOSSIER)
    row.moment = moment_of(row)
    row.previous = previous(row)
    with result_folder(folder(row), mark="run.json") as aside:
        request = Request(
            dossier=dossier, book=book, as_of=row.as_of or None, now=now(), baseline=_baseline(row.previous),
            rejected=aside / "rejected.jsonl", lang="zh",
        )  # fmt: skip
        step = _told(claim)
        result = inspect(request, progress=step)
        step("reports", 0, 1)
        write_reports(result, aside, lang="zh")
        (aside / "rulebook.json").write_bytes(kept(book))
        _written_for_unit(row, result, aside / scope.FOLDER)
    return result


def _written_for_unit(row: Inspection, result: Result, place: Path) -> None:
    """The files once more, of this unit's accounts alone, where the run speaks of others too."""
    accounts = set(Account.objects.filter(unit__path__startswith=row.unit.path).values_list("account_id", flat=True))
    if set(result.verdicts["account_id"]) <= accounts:
        return
    place.mkdir()
    units = set(row.unit.subtree().values_list("unit_id", flat=True))
    write_reports(scope.narrowed(result, accounts, units), place, lang="zh")


def moment_of(row: Inspection) -> datetime:
    """The instant that will be judged, as the engine takes it: as asked, else the dossier's, else the present; an
    instant in the future counts as the present when runs are put in order."""
    layout = scan(Path(settings.DOSSIER))
    asked = parse_as_of(row.as_of, layout.timezone) if row.as_of else layout.as_of
    return min(asked or now(), now())


def _told(claim: Claim) -> Callable[[str, int, int | None], None]:
    last: list[tuple[str, int]] = [("", -1)]

    def step(name: str, done: int, total: int | None) -> None:
        share = 100 * done // total if total else 0
        if (name, share // 10) != last[0]:
            last[0] = (name, share // 10)
            claim.beat({"step": name, "share": share})

    return step


def previous(row: Inspection) -> Inspection | None:
    """The run to compare with: of the same unit by the same rulebook, the latest that judged no later instant."""
    rows = Inspection.objects.filter(unit=row.unit, rulebook=row.rulebook, state="done").exclude(pk=row.pk)
    return rows.filter(moment__lte=row.moment).order_by("-moment", "-done_at").first()


def _baseline(before: Inspection | None) -> Baseline | None:
    """The earlier run as `--baseline` reads it: from its files; where they are gone, from the database."""
    if before is None:
        return None
    counts = dict(before.run.get("counts", {}))
    place = folder(before) / "findings.jsonl"
    if place.is_file():
        rows = map(json.loads, place.read_text("utf-8").splitlines())
        ids = frozenset(row["finding_id"] for row in rows if row["status"] != EXCEPTED)
        return Baseline(str(before.pk), ids, counts)
    seen = Seen.objects.filter(inspection=before).exclude(status=EXCEPTED)
    return Baseline(str(before.pk), frozenset(seen.values_list("finding__finding_id", flat=True)), counts)


__all__ = ["EVERY", "RUN", "ask", "carry_out", "end_schedule", "folder", "moment_of", "previous", "schedule"]
