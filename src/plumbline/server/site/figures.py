"""The numbers behind `/metrics`, read from the database and the ledger."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Min, QuerySet

from plumbline.server.site.clock import now
from plumbline.server.site.pending import pending
from plumbline.server.work.beat import last_beat
from plumbline.server.work.models import STATES, Due

LAST_BACKUP = ".last-backup"
"""Touched in the office's folder whenever a backup was written and read again."""
_MOST = 50
Numbers = dict[str, tuple[str, float | None]]
_SEEN = """SELECT collector, max(ended_at) FROM watches WHERE outcome IN ('seen', 'seen_nothing')
           GROUP BY collector ORDER BY collector LIMIT ?"""


def labelled() -> Iterator[tuple[str, str, str, dict[str, float]]]:
    """Numbers with one label: name, help, label, number by value. The values are words of the program."""
    yield "due_work", "Due work by state; waiting means not due yet, overdue that a worker is wanted", "state", _due()
    inspections = apps.get_model("inspections", "Inspection").objects.order_by().values_list("state")
    yield "inspections", "Inspections by state", "state", dict(inspections.annotate(Count("pk")))
    yield "collector_last_success_timestamp_seconds", "When a collector last saw an account", "collector", collected()


def plain() -> Numbers:
    """Numbers without labels: help and number by name; None where there is nothing to tell yet."""
    case, head = apps.get_model("cases", "Case"), apps.get_model("audit", "Head")
    moment, open_cases = now(), case.objects.filter(closed_at=None)
    oldest = _overdue().aggregate(oldest=Min("due_at"))["oldest"]
    backup = Path(settings.DATA) / LAST_BACKUP
    return _inspected() | {
        "due_oldest_seconds": ("How long the oldest piece of due work waits", _age(oldest, moment)),
        "cases_open": ("Cases that are not closed", open_cases.count()),
        "cases_overdue": ("Open cases beyond their day", open_cases.filter(due_at__lt=moment).count()),
        "audit_entries": ("Entries in the log of changes", (head.objects.filter(pk=1).first() or head()).seq),
        "worker_last_beat_timestamp_seconds": ("When a worker was last heard of", _stamp(last_beat())),
        "backup_last_success_timestamp_seconds": (
            "When a backup was last written and read again", backup.stat().st_mtime if backup.exists() else None
        ),
        "migrations_pending": ("Changes of the tables that are not made yet", len(pending())),
    }  # fmt: skip


def collected() -> dict[str, float]:
    """When each collector last saw anything, from the dossier's ledger."""
    ledger = Path(settings.DOSSIER) / "archive" / "ledger.sqlite"
    if not ledger.exists():
        return {}
    try:
        with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True, timeout=2)) as base:
            return {str(name)[:60]: micros / 1e6 for name, micros in base.execute(_SEEN, (_MOST,))}
    except sqlite3.Error:
        return {}


def _due() -> dict[str, float]:
    found: dict[str, float] = {state: 0.0 for state, _ in STATES if state != "done"}
    rows = Due.objects.exclude(state="done").order_by().values_list("state")
    found |= dict(rows.annotate(Count("pk")))
    found["overdue"] = _overdue().count()
    found["waiting"] -= found["overdue"]
    return found


def _overdue() -> QuerySet[Due]:
    return Due.objects.filter(state="waiting", due_at__lte=now())


def _inspected() -> Numbers:
    inspection, finding = apps.get_model("inspections", "Inspection"), apps.get_model("inspections", "Finding")
    last = inspection.objects.filter(state="done").order_by("-done_at").first()
    counts = last.run.get("counts", {}) if last else {}
    return {
        "inspection_last_done_timestamp_seconds": (
            "When an inspection was last done",
            _stamp(last.done_at if last else None),
        ),
        "inspection_last_findings": ("Findings of that inspection", counts.get("findings")),
        "inspection_last_accounts": ("Accounts of that inspection", counts.get("accounts")),
        "findings_standing": ("Findings that stand", finding.objects.filter(standing=True).count()),
    }


def _stamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _age(since: datetime | None, moment: datetime) -> float:
    return max(0.0, (moment - since).total_seconds()) if since else 0.0
