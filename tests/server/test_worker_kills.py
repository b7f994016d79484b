"""The worker is killed in the middle of its work, again and again: nothing is lost, nothing doubled."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

KILLS, PIECES = 10, 25
SETTING_UP = """
    from pathlib import Path
    from plumbline.server.site.start import bring_up_to_date, open_office
    open_office(Path({data!r}))
"""
PLANNED = """
    bring_up_to_date()
    from plumbline.server.site.clock import now
    from plumbline.server.work.services import plan
    for number in range({pieces}):
        plan("tests.count", key=str(number), due_at=now())
"""
WORKING = """
    import datetime, time
    from plumbline.server.audit.services import record
    from plumbline.server.people.models import Unit
    from plumbline.server.work import services, worker
    services.LEASE = datetime.timedelta(seconds=1)

    def count(claim):
        time.sleep(0.03)
        with claim.done():
            unit = Unit.objects.create(unit_id=claim.due.key + ":" + claim.holder, name=claim.due.key)
            record(who=None, action="tests.count", subject=unit)

    worker.handlers = lambda: {{"tests.count": count}}
    worker.plan_recurring = lambda: None
    worker.run_forever(pause=0.1)
"""


def script(data: Path, *parts: str) -> list[str]:
    text = "".join(textwrap.dedent(part) for part in (SETTING_UP, *parts))
    return [sys.executable, "-c", text.format(data=str(data), pieces=PIECES)]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}


def rows(data: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "office.sqlite", timeout=20) as database:
        return database.execute(question).fetchall()


def test_ten_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    subprocess.run(script(tmp_path, PLANNED), check=True, env=environment(), timeout=120)
    for kill in range(KILLS):
        worker = subprocess.Popen(script(tmp_path, WORKING), env=environment())
        before = time.monotonic()
        while time.monotonic() - before < 60:
            done = rows(tmp_path, "select count(*) from work_due where state = 'done'")[0][0]
            running = rows(tmp_path, "select count(*) from work_due where state = 'running'")[0][0]
            if (isinstance(done, int) and done >= 2 * (kill + 1)) and running:
                break
            time.sleep(0.01)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    last = subprocess.Popen(script(tmp_path, WORKING), env=environment())
    before = time.monotonic()
    while (
        rows(tmp_path, "select count(*) from work_due where state != 'done'")[0][0] and time.monotonic() - before < 60
    ):
        time.sleep(0.1)
    last.kill()
    last.wait()
    assert rows(tmp_path, "select state, count(*) from work_due group by state") == [("done", PIECES)]
    names = [name for (name,) in rows(tmp_path, "select name from people_unit")]
    assert sorted(names, key=lambda one: int(str(one))) == [str(number) for number in range(PIECES)]
    assert rows(tmp_path, "select count(*) from audit_entry where action = 'tests.count'") == [(PIECES,)]
    check = [sys.executable, "-m", "plumbline.cli.main", "audit-log", "verify", "--data", str(tmp_path)]
    assert subprocess.run(check, env=environment(), timeout=60, capture_output=True).returncode == 0


WRITING = """
    import sys, threading
    from django.db import connection, transaction
    from plumbline.server.audit.services import record
    from plumbline.server.people.models import Unit
    failed = []

    def write(who):
        try:
            for number in range(10):
                with transaction.atomic():
                    unit = Unit.objects.create(unit_id=f"{{who}}:{{number}}", name="x")
                    record(who=None, action="tests.write", subject=unit)
        except Exception as error:
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(who,)) for who in range(20)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    sys.exit(str(failed) if failed else 0)
"""


def test_twenty_writers_at_once_all_get_their_turn(tmp_path: Path) -> None:
    subprocess.run(script(tmp_path, "bring_up_to_date()\n"), check=True, env=environment(), timeout=120)
    told = subprocess.run(script(tmp_path, WRITING), env=environment(), timeout=120, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert rows(tmp_path, "select count(*) from people_unit") == [(200,)]
    assert rows(tmp_path, "select count(*), max(seq) from audit_entry where action = 'tests.write'") == [(200, 200)]
