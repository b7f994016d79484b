"""Opening a case: one for each fault and account, never a second."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F

from plumbline.server.audit.services import record
from plumbline.server.cases.models import Case, CaseFinding, CaseStep, Counter
from plumbline.server.inspections.models import Finding
from plumbline.server.people.models import Person
from plumbline.server.site.calendar import working_days
from plumbline.server.site.clock import now, today
from plumbline.workflow.case import CASE
from plumbline.workflow.days import after_working_days
from plumbline.workflow.graph import Graph
from plumbline.workflow.incident import CHECKS, HOURS, INCIDENT

DAYS = 5
"""Working days to mend where the rulebook names none."""


def graph(case: Case) -> Graph:
    """The way of a case."""
    return INCIDENT if case.kind == "incident" else CASE


def key_of(finding: Finding) -> str:
    """The name of a fault of an account."""
    owner = finding.account_ref or (finding.unit.unit_id if finding.unit else "")
    post = f":{finding.post_id}" if finding.check_name in CHECKS else ""
    return f"{owner}:{finding.check_name}{post}"


def opened(finding: Finding, by: Person | None) -> Case:
    """The case of a confirmed finding: a new one, the one that stands, or one opened again. In a transaction."""
    unit = finding.unit or (finding.account.unit if finding.account else None)
    if unit is None:
        raise ValueError("a finding about nobody")
    kind = "incident" if finding.check_name in CHECKS else "case"
    case = Case.objects.select_for_update().filter(key=key_of(finding)).first()
    if case is None:
        start = INCIDENT.start if kind == "incident" else CASE.start
        case = Case.objects.create(
            number=next_number(), key=key_of(finding), kind=kind, account=finding.account, unit=unit,
            check_name=finding.check_name, severity=finding.severity, told=finding.told, state=start, opened_at=now(),
            days=days_to_mend(finding), due_at=deadline(start, DAYS, now()) if kind == "incident" else None,
        )  # fmt: skip
        step(case, "open", by, target=start)
        record(who=by, action="cases.open", subject=case, change={"state": (None, start)})
    elif graph(case).ended(case.state) or case.state in {"closed", "withdrawn"}:
        target = graph(case).step("reopen", case.state).target
        moved(case, "reopen", by, target=target)
        case.machine, case.mended_by, case.mended_at, case.closed_at = "", None, None, None
        case.due_at = deadline(target, case.days, now()) if kind == "incident" else None
        case.save()
    CaseFinding.objects.get_or_create(finding=finding, defaults={"case": case})
    return case


def days_to_mend(finding: Finding) -> int:
    """Working days that the rulebook gives, read off the day that the run computed."""
    from plumbline.rulebook.load import load

    found = load(finding.last.rulebook).days_to_mend(finding.check_name, None)
    return found or DAYS


def deadline(state: str, days: int, moment: datetime) -> datetime:
    """When a state is to be left: incidents in hours, cases at the end of the last working day."""
    if state in HOURS:
        return moment + timedelta(hours=HOURS[state])
    last = after_working_days(today(), days, working_days())
    return datetime.combine(last, time(18), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


def moved(
    case: Case, name: str, by: Person | None, *, target: str, why: str = "", link: str = "",
    file: tuple[str, str] = ("", ""),
) -> CaseStep:  # fmt: skip
    """Write a step down and set the state (not saved). In a transaction."""
    source, case.state = case.state, target
    made = step(case, name, by, source=source, target=target, why=why, link=link, file=file)
    record(who=by, action=f"cases.{name}", subject=case, why=why, change={"state": (source, target)})
    return made


def step(
    case: Case, name: str, by: Person | None, *, source: str = "", target: str = "", why: str = "", link: str = "",
    file: tuple[str, str] = ("", ""),
) -> CaseStep:  # fmt: skip
    """A line of the case's timeline."""
    return CaseStep.objects.create(
        case=case, name=name, by=by, at=now(), why=why, link=link, file_name=file[0], file_sha256=file[1],
        source=source, target=target,
    )  # fmt: skip


def next_number() -> str:
    """The next number of this year."""
    year = today().year
    Counter.objects.get_or_create(year=year)
    Counter.objects.filter(year=year).update(last=F("last") + 1)
    return f"{year}-{Counter.objects.get(year=year).last:05d}"
