"""Keep a small made-up office of this version for the upgrade test: tests/server/upgrade/office-VERSION{.sql,/}.

python tools/keep_office.py        # before a release is tagged; a version once released is never written again
"""

import gzip
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from plumbline import __version__
from plumbline.server.site.start import bring_up_to_date, open_office

KEPT = Path(__file__).resolve().parents[1] / "tests" / "server" / "upgrade"
PASSWORD = "made-up-and-kept"  # noqa: S105  of a person who does not exist
PASSED_OVER = ("site_cache", "django_session")
RUN = ("run.json", "verdicts.csv", "findings.jsonl", "abstentions.jsonl")
POSTS = (
    ("weibo:1001", "p1", "2026-03-02T09:30:00+08:00", "今日起开放预约，市民可在线上办理。"),
    ("weibo:1001", "p2", "2026-03-05T10:00:00+08:00", "明天有雨，请市民出行注意安全。"),
    ("weibo:1002", "p3", "2026-02-01T10:00:00+08:00", "图书馆周末延长开放时间。"),
    ("weibo:1003", "p4", "2026-03-30T10:00:00+08:00", "你们这些刁民，爱来不来，滚。"),
)
ACCOUNTS = (("weibo:1001", "青溪发布"), ("weibo:1002", "青溪文旅"), ("weibo:1003", "青溪城管"))


def main() -> int:
    """Write the office down."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "office"
        _dossier(data / "dossier")
        open_office(data)
        bring_up_to_date()
        run = _filled()
        _keep(data, run)
    print(f"{KEPT / f'office-{__version__}.sql'}")
    return 0


def _dossier(place: Path) -> None:
    place.mkdir(parents=True)
    rows = "".join(",".join(row) + "\n" for row in POSTS)
    (place / "posts.csv").write_text("account_id,post_id,posted_at,text\n" + rows, "utf-8")
    (place / "dossier.toml").write_text('timezone = "Asia/Shanghai"\nas_of = "2026-03-31"\n', "utf-8")


def _filled() -> str:
    from django.db import transaction

    from plumbline.server.audit.services import record
    from plumbline.server.inspections.models import Inspection
    from plumbline.server.inspections.services.running import ask
    from plumbline.server.people.models import Assignment, Person, Unit
    from plumbline.server.people.rights import Role
    from plumbline.server.register.models import Account
    from plumbline.server.work.worker import work_off

    since = datetime(2026, 3, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with transaction.atomic():
        root = Unit.objects.create(unit_id="qx", name="青溪市人民政府", level="city")
        below = Unit.objects.create(unit_id="qx-1", name="青溪市文旅局", level="department", parent=root)
        for role in (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.INSPECTOR):
            person = Person.objects.create_user(str(role), password=PASSWORD, name=f"样例 {role}")
            Assignment.objects.create(person=person, role=role, unit=root, since=since)
            record(who=None, action="people.add", subject=person, why="样例")
        for account_id, name in ACCOUNTS:
            made = Account.objects.create(
                account_id=account_id, platform="weibo", platform_id=account_id.partition(":")[2], name=name,
                url=f"https://weibo.com/u/{account_id.partition(':')[2]}", unit=below if "文旅" in name else root,
                opened_on=(since - timedelta(days=400)).date(), interaction=["comments"],
            )  # fmt: skip
            record(who=None, action="register.taken_in", subject=made, why="样例")
        ask(None, root, rulebook="cn-2019")
    work_off()
    done = Inspection.objects.get()
    if done.state != "done":
        raise SystemExit(f"the inspection came to nothing: {done.error}")
    return str(done.pk)


def _keep(data: Path, run: str) -> None:
    place = KEPT / f"office-{__version__}"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(data / "dossier", place / "dossier", ignore=shutil.ignore_patterns(".*"))
    (place / "runs" / run).mkdir(parents=True)
    for name in RUN:
        shutil.copy(data / "runs" / run / name, place / "runs" / run / name)
    book = gzip.compress((data / "runs" / run / "rulebook.json").read_bytes(), mtime=0)
    (place / "runs" / run / "rulebook.json.gz").write_bytes(book)
    with closing(sqlite3.connect(data / "office.sqlite")) as base:
        for table in PASSED_OVER:
            base.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own
        base.execute("UPDATE work_due SET holder = ''")  # it names a machine
        base.commit()
        lines = (line for line in base.iterdump() if line != "COMMIT;")
        (KEPT / f"office-{__version__}.sql").write_text("\n".join(lines) + "\nCOMMIT;\n", "utf-8")


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    sys.exit(main())
