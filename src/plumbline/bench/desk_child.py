"""The dashboard's time on the server: `python -m plumbline.bench.desk_child FOLDER TIMES`; the office is filled on
first use with cases, findings, verdicts and filings, then the dashboard is asked for in this process."""

import json
import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from plumbline.bench.child import measured
from plumbline.bench.portal_office import BATCH, SEED

CASES, FINDINGS, FILINGS = 600, 4_000, 200
STATES = ("open", "noticed", "acknowledged", "mended", "appealed", "closed")
NAME = "bench"


def asked(folder: Path, times: int) -> dict[str, Any]:
    """Milliseconds of every request, the number of queries of one, the length of the page."""
    from plumbline.server.site.start import bring_up_to_date, open_office

    os.environ["PLUMBLINE_SECOND_FACTOR"] = "none"
    open_office(folder)
    bring_up_to_date()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from plumbline.server.people.models import Person

    if not Person.objects.filter(username=NAME).exists():
        _fill()
    client = Client()
    client.force_login(Person.objects.get(username=NAME), backend=settings.AUTHENTICATION_BACKENDS[0])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        first = client.get("/desk/")
        number = len(queries)
    if first.status_code != 200:
        raise RuntimeError(f"the dashboard answered {first.status_code}")
    asked_for = [_one(client) for _ in range(times)]
    return {"ms": [one[0] for one in asked_for], "cpu_ms": [one[1] for one in asked_for], "queries": number,
            "bytes": len(first.content)}  # fmt: skip


def _one(client: Any) -> tuple[float, float]:
    """Milliseconds of one request: on the clock, and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    client.get("/desk/")
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def _fill() -> None:
    from django.db import transaction

    with transaction.atomic():
        _filled(random.Random(SEED))  # noqa: S311  no secret


def _filled(dice: random.Random) -> None:
    from plumbline.server.cases.models import Case
    from plumbline.server.inspections.models import Finding, Inspection, VerdictRow
    from plumbline.server.people.models import Assignment, Person, Unit
    from plumbline.server.people.rights import Role
    from plumbline.server.register.models import Account, Filing
    from plumbline.server.site.clock import now

    moment, accounts = now(), list(Account.objects.select_related("unit"))
    person = Person.objects.create_user(NAME, password="x" * 20, name="督查员")
    roots = list(Unit.objects.filter(parent=None))
    for root in roots:
        for role in (Role.SUPERVISOR, Role.INSPECTOR):
            Assignment.objects.create(person=person, role=role, unit=root, since=moment)
    other = Person.objects.create_user("other", password="x" * 20, name="经办人")
    run = Inspection.objects.create(
        unit=roots[0], rulebook="cn-2019", state="done", asked_by=person, asked_at=moment, done_at=moment
    )
    VerdictRow.objects.bulk_create(
        [VerdictRow(inspection=run, account=one, account_ref=one.account_id, name=one.name, platform=one.platform,
                    verdict=dice.choice(("pass", "fail", "unknown")), vetoes=0, findings=1, abstentions=0)
         for one in accounts], batch_size=BATCH,
    )  # fmt: skip
    found = [dice.choice(accounts) for _ in range(FINDINGS)]
    Finding.objects.bulk_create(
        [Finding(finding_id=f"f{number}", account=one, account_ref=one.account_id, unit=one.unit,
                 check_name="activity.stale", clause="c", severity=dice.choice(("veto", "deduct", "advice")),
                 confidence="high", reader="machine", fails=True, status="new", first=run, last=run)
         for number, one in enumerate(found)], batch_size=BATCH,
    )  # fmt: skip
    Case.objects.bulk_create(
        [Case(number=f"2026-{number:05}", key=f"k{number}", account=one, unit=one.unit, check_name="activity.stale",
              severity="veto", told={"zh": {"title": "超过两周未更新"}, "en": {"title": "silent for two weeks"}},
              state=dice.choice(STATES), opened_at=moment, due_at=moment + timedelta(days=dice.randrange(-9, 20)))
         for number, one in enumerate(found[:CASES])], batch_size=BATCH,
    )  # fmt: skip
    Filing.objects.bulk_create(
        [Filing(kind="change", account=one, unit=one.unit, why="w", filed_by=other, filed_at=moment,
                due_at=moment + timedelta(days=dice.randrange(9))) for one in found[:FILINGS]], batch_size=BATCH,
    )  # fmt: skip


if __name__ == "__main__":
    times = int(sys.argv[2])
    print(json.dumps(measured(lambda folder: asked(folder, times), Path(sys.argv[1]))))
