"""Reading inspections and findings."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from plumbline.followers.intervals import wilson
from plumbline.rulebook.model import Text
from plumbline.server.inspections.models import Finding, Inspection, Judgement, Seen, VerdictRow
from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Person
from plumbline.server.people.rights import accounts_with, held, may, units_with
from plumbline.server.site.tasks import Figure, Task

FEWEST = 5
"""Below so many judged findings no error rate is shown."""


def inspections_of(reader: Person) -> "QuerySet[Inspection]":
    """Inspections of the reader's units, or of units above them."""
    paths = {unit.path for unit in units_with(reader, Action.INSPECTION_READ)}
    rows = held(reader, Action.INSPECTION_READ).select_related("unit")
    above = {path for row in rows for path in row.unit.above()}
    return Inspection.objects.filter(unit__path__in=paths | above).select_related("unit", "asked_by")


def findings_of(reader: Person) -> "QuerySet[Finding]":
    """The findings a person may read. Operators see what is meant for them or has been confirmed or asked."""
    mine = accounts_with(reader, Action.FINDING_READ, prefix="account__")
    below = Q(account__isnull=True, unit__in=units_with(reader, Action.FINDING_READ))
    rows = Finding.objects.filter(mine | below).select_related("account", "unit")
    roles = set(held(reader, Action.FINDING_READ).values_list("role", flat=True))
    if roles == {Role.OPERATOR}:
        rows = rows.filter(Q(reader="operator") | ~Q(judged__in=("open", "rejected")))
    return rows


def verdicts_of(reader: Person, row: Inspection) -> "QuerySet[VerdictRow]":
    """What a run said of the accounts that a person may read."""
    mine = accounts_with(reader, Action.INSPECTION_READ, prefix="account__")
    return VerdictRow.objects.filter(mine, inspection=row).select_related("account")


def compared(reader: Person, row: Inspection) -> Mapping[str, Any]:
    """New and gone findings and changed verdicts against the run before; empty for a first run."""
    if row.previous is None:
        return {}
    mine = findings_of(reader)
    now_ids = set(Seen.objects.filter(inspection=row).values_list("finding", flat=True))
    then_ids = set(Seen.objects.filter(inspection=row.previous).values_list("finding", flat=True))
    then = dict(verdicts_of(reader, row.previous).values_list("account_ref", "verdict"))
    changed = [
        (one, then[one.account_ref])
        for one in verdicts_of(reader, row)
        if one.account_ref in then and then[one.account_ref] != one.verdict
    ]
    return {
        "new": mine.filter(pk__in=now_ids - then_ids), "gone": mine.filter(pk__in=then_ids - now_ids),
        "still": len(now_ids & then_ids), "changed": changed,
    }  # fmt: skip


def counted(reader: Person, row: Inspection) -> dict[str, int]:
    """Accounts by verdict."""
    rows = verdicts_of(reader, row).order_by().values_list("verdict").annotate(n=Count("pk"))
    return dict(rows)


def error_rates() -> list[dict[str, Any]]:
    """By check: how many findings people have confirmed and rejected, and the precision with its 95% interval."""
    rows = Finding.objects.filter(judged__in=("confirmed", "rejected")).order_by()
    counts: dict[str, dict[str, int]] = {}
    for check, judged, n in rows.values_list("check_name", "judged").annotate(n=Count("pk")):
        counts.setdefault(check, {})[judged] = n
    return [
        _rate(check, found.get("confirmed", 0), found.get("rejected", 0)) for check, found in sorted(counts.items())
    ]


def _rate(check: str, confirmed: int, rejected: int) -> dict[str, Any]:
    total = confirmed + rejected
    low, high = (wilson(confirmed, total) or (None, None)) if total >= FEWEST else (None, None)
    precision = confirmed / total if total >= FEWEST else None
    return {
        "check": check,
        "confirmed": confirmed,
        "rejected": rejected,
        "precision": precision,
        "low": low,
        "high": high,
    }


def labelled(reader: Person, check: str) -> Iterator[dict[str, Any]]:
    """Judged findings with a text, as `plumbline evaluate` reads them; only what the office itself published."""
    rows = findings_of(reader).filter(check_name=check, judged__in=("confirmed", "rejected"))
    for one in rows:
        quotes = [item["quote"] for item in one.evidence if item.get("quote") and item.get("table") == "posts"]
        if quotes:
            yield {"text": quotes[0], "kind": "post", "label": int(one.judged == "confirmed")}


def last_done(reader: Person) -> Inspection | None:
    """The latest finished inspection a person may read."""
    return inspections_of(reader).filter(state="done").order_by("-done_at").first()


def judgements(finding: Finding) -> "QuerySet[Judgement]":
    """What people said of a finding, in order."""
    return Judgement.objects.filter(finding=finding).select_related("by", "inspection")


def dashboard(person: Person) -> Iterator[Task]:
    """Findings that wait for judgement, questions to answer, runs that failed."""
    if may(person, Action.FINDING_JUDGE):
        yield from _to_judge(person)
    if may(person, Action.FINDING_ANSWER):
        asked = Finding.objects.filter(accounts_with(person, Action.FINDING_ANSWER, prefix="account__"), judged="asked")
        for one in asked.select_related("account")[:50]:
            title = Text(zh=f"说明情况：{one.account}", en=f"Answer a question about {one.account}")
            yield Task(title, f"/desk/findings/{one.pk}/", "inspections", None, urgent=True)
    if may(person, Action.INSPECTION_RUN):
        for run in inspections_of(person).filter(state="failed").order_by("-asked_at")[:3]:
            title = Text(zh=f"检查未能完成：{run}", en=f"An inspection could not run: {run}")
            yield Task(title, f"/desk/inspections/{run.pk}/", "inspections", None, urgent=True)


def _to_judge(person: Person) -> Iterator[Task]:
    mine = accounts_with(person, Action.FINDING_JUDGE, prefix="account__")
    waiting = Finding.objects.filter(mine, judged__in=("open", "confirm_proposed", "reject_proposed"))
    vetoes = waiting.filter(severity="veto").exclude(status="excepted").select_related("account")
    for one in vetoes.exclude(proposed_by=person)[:50]:
        title = Text(zh=f"认定单项否决问题：{one.account}", en=f"Judge a veto finding: {one.account}")
        yield Task(title, f"/desk/findings/{one.pk}/", "inspections", None, urgent=True)
    rest = waiting.exclude(severity__in=("veto", "advice")).count()
    if rest:
        yield Task(
            Text(zh=f"待认定问题 {rest} 个", en=f"{rest} findings to judge"),
            "/desk/findings/?judged=open",
            "inspections",
        )


def figures(person: Person) -> Iterator[Figure]:
    """The verdicts of the last inspection, in words."""
    if not may(person, Action.INSPECTION_READ):
        return
    row = last_done(person)
    if row is None:
        name, note = Text(zh="检查", en="Inspections"), Text(zh="尚未检查，点此发起", en="none yet: begin one here")
        yield Figure(name, "—", "/desk/inspections/", note)
        return
    counts = counted(person, row)
    fail, unknown, none = (counts.get(key, 0) for key in ("fail", "unknown", "not_judged"))
    note = Text(
        zh=f"不合格 {fail} · 未作结论 {unknown} · 不评 {none}",
        en=f"{fail} fail · {unknown} unknown · {none} not judged",
    )
    name = Text(zh="最近检查合格账号", en="Accounts that passed the last inspection")
    yield Figure(name, str(counts.get("pass", 0)), f"/desk/inspections/{row.pk}/", note)
