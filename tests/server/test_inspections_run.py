"""Inspections: the same answer as on the command line, taken in once whatever happens, and judged by people."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from office import Clock, World, person

from plumbline.cli.main import main
from plumbline.reports.dossier_files import write_table
from plumbline.server.cases.models import Case
from plumbline.server.inspections.models import Finding, Inspection, Seen, VerdictRow
from plumbline.server.inspections.selectors import error_rates
from plumbline.server.inspections.services import judging, running
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Forbidden, Role
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.work.worker import work_off

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
AS_OF = "2026-11-23"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.DATA = tmp_path  # type: ignore[attr-defined]  # the fixture of pytest-django
    settings.DOSSIER, settings.RUNS = tmp_path / "dossier", tmp_path / "runs"  # type: ignore[attr-defined]  # the same
    (tmp_path / "dossier").mkdir()
    return tmp_path


def posts(folder: Path, *, silent: dict[str, int], text: str = "今日天气晴，请注意防晒。") -> None:
    """A post a day of each account until so many days ago."""
    end = datetime(2026, 11, 22, 2, tzinfo=UTC)
    rows = [
        {"account_id": account, "post_id": f"{account}-{day}", "posted_at": end - timedelta(days=day), "text": text}
        for account, first in silent.items()
        for day in range(first, 60)
    ]
    write_table(
        pl.DataFrame(rows),
        folder / "dossier" / "posts.csv",
        "posts",
        form="csv",
        headers="en",
        timezone="Asia/Shanghai",
    )


ALL = {"weibo:5044281001": 0, "wechat:1002": 0, "weibo:5044281003": 0, "weibo:5044281004": 0}


def inspected(world: World) -> Inspection:
    row = running.ask(world.supervisor, world.city, rulebook="cn-2019", as_of=AS_OF)
    assert work_off() >= 1
    row.refresh_from_db()
    assert row.state == "done", row.error
    return row


def test_a_run_says_what_the_command_line_says(world: World, folders: Path) -> None:
    posts(folders, silent=ALL | {"weibo:5044281001": 20})
    row = inspected(world)
    out = folders / "out"
    assert main(["inspect", str(folders / "dossier"), "--as-of", AS_OF, "--out", str(out), "--quiet"]) in (0, 1)
    assert json.loads((out / "run.json").read_bytes())["result_sha256"] == row.result_sha256
    verdicts = dict(VerdictRow.objects.filter(inspection=row).values_list("account_ref", "verdict"))
    assert verdicts["weibo:5044281001"] == "fail"
    assert "weibo:5044281004" not in verdicts, "another city's account is no part of this run"


def test_taking_a_run_in_twice_changes_nothing(world: World, folders: Path) -> None:
    posts(folders, silent=ALL | {"weibo:5044281001": 20})
    row = inspected(world)
    before = (VerdictRow.objects.count(), Finding.objects.count(), Seen.objects.count())
    again = running.ask(world.supervisor, world.city, rulebook="cn-2019", as_of=AS_OF)
    work_off()
    again.refresh_from_db()
    assert Finding.objects.count() == before[1]
    assert Seen.objects.filter(inspection=again).count() == Seen.objects.filter(inspection=row).count()
    assert again.previous == row


def test_a_dossier_that_cannot_be_read_is_told_and_not_tried_for_ever(world: World, folders: Path) -> None:
    (folders / "dossier" / "posts.csv").write_text("wrong,header\n1,2\n", "utf-8")
    row = running.ask(world.supervisor, world.city, rulebook="cn-2019", as_of=AS_OF)
    work_off()
    row.refresh_from_db()
    assert row.state == "failed"
    assert "posts" in row.error


def stale(world: World, folders: Path) -> Finding:
    posts(folders, silent=ALL | {"weibo:5044281001": 20})
    inspected(world)
    return Finding.objects.get(check_name="activity.stale_account", account=world.weibo)


def test_a_veto_counts_when_two_persons_confirm_it(world: World, folders: Path) -> None:
    found = stale(world, folders)
    judging.judge(world.inspector, found, "confirm")
    found.refresh_from_db()
    assert found.judged == "confirm_proposed"
    assert not Case.objects.exists()
    with pytest.raises(Refused):
        judging.judge(world.inspector, found, "confirm")
    judging.judge(world.supervisor, found, "confirm")
    assert Case.objects.get().account == world.weibo
    assert [(one["check"], one["confirmed"], one["precision"]) for one in error_rates()] == [
        ("activity.stale_account", 1, None)
    ]


def test_rejecting_and_asking_need_words_and_the_operator_answers(world: World, folders: Path) -> None:
    found = stale(world, folders)
    for kind in ("reject", "ask"):
        with pytest.raises(Refused):
            judging.judge(world.inspector, found, kind)
    judging.judge(world.inspector, found, "ask", why="是否停更公告期？")
    with pytest.raises(Forbidden):
        judging.answer(world.strangers["operator"], found, why="是")
    judging.answer(world.operator, found, why="系统升级")
    found.refresh_from_db()
    assert found.judged == "open"


def test_nobody_judges_findings_of_another_city(world: World, folders: Path) -> None:
    found = stale(world, folders)
    with pytest.raises(Forbidden):
        judging.judge(world.strangers["inspector"], found, "confirm")
    with pytest.raises(Forbidden):
        judging.judge(world.operator, found, "confirm")


def test_the_pages_show_the_run_and_the_finding_to_those_concerned(
    world: World, folders: Path, signed_in: SignedIn
) -> None:
    found = stale(world, folders)
    row = Inspection.objects.get()
    desk = signed_in(world.inspector)
    assert "不合格" in desk.get(f"/desk/inspections/{row.pk}/").content.decode()
    page = desk.get(f"/desk/findings/{found.pk}/").content.decode()
    assert "国办" in page
    assert signed_in(world.operator).get(f"/desk/findings/{found.pk}/").status_code in (200, 404)
    stranger = signed_in(world.strangers["inspector"])
    assert stranger.get(f"/desk/findings/{found.pk}/").status_code == 404
    assert stranger.get(f"/desk/inspections/{row.pk}/").status_code == 404
    files = f"/desk/inspections/{row.pk}/files/report.html"
    assert desk.get(f"{files}?whole=1").status_code == 404, "these speak of other cities too"
    narrow = desk.get(files)
    told = b"".join(narrow).decode()
    assert "云川发布" in told
    assert "临江发布" not in told
    assert narrow.headers["Content-Security-Policy"].startswith("sandbox")
    chief = person("chief", Role.SUPERVISOR, world.province)
    assert "临江发布" in b"".join(signed_in(chief).get(f"{files}?whole=1")).decode()


def test_a_schedule_asks_for_each_run_once(world: World, folders: Path, clock: Clock) -> None:
    from datetime import time

    from plumbline.server.inspections.due import SCHEDULES
    from plumbline.server.work.services import plan

    posts(folders, silent=ALL)
    running.schedule(world.supervisor, world.city, every="day", at=time(10), rulebook="cn-2019")
    for hour in range(4):
        plan(SCHEDULES, key=str(hour), due_at=clock.now)
        work_off()
        clock.advance(hours=1)
    assert Inspection.objects.count() == 1


def test_the_register_is_laid_down_before_a_run(world: World, folders: Path) -> None:
    posts(folders, silent=ALL)
    Account.objects.filter(pk=world.weibo.pk).update(name="新名")
    inspected(world)
    assert "新名" in pl.read_parquet(folders / "dossier" / "accounts.parquet")["name"].to_list()
