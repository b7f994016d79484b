"""Cases: from the confirmed finding to the end, over runs, and the shortcuts that are closed."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from office import Clock, World, person

from plumbline.reports.dossier_files import write_table
from plumbline.server.audit.selectors import broken
from plumbline.server.cases.due import COUNTDOWN, ESCALATE
from plumbline.server.cases.models import Case
from plumbline.server.cases.services import bulletins
from plumbline.server.cases.services.steps import extend, report_incident, take
from plumbline.server.inspections.models import Finding, Inspection
from plumbline.server.inspections.services import judging, running
from plumbline.server.notices.models import Message
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Forbidden, Role
from plumbline.server.people.services import Refused
from plumbline.server.work.services import plan
from plumbline.server.work.worker import work_off
from plumbline.workflow.graph import NotNow

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
ALL = {"weibo:5044281001": 0, "wechat:1002": 0, "weibo:5044281003": 0, "weibo:5044281004": 0}


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.DATA = tmp_path  # type: ignore[attr-defined]  # the fixture of pytest-django
    settings.DOSSIER, settings.RUNS = tmp_path / "dossier", tmp_path / "runs"  # type: ignore[attr-defined]  # the same
    (tmp_path / "dossier").mkdir()
    return tmp_path


def posts(folder: Path, clock: Clock, silent: dict[str, int]) -> None:
    """A post a day of each account until so many days before now."""
    rows = [
        {"account_id": account, "post_id": f"{account}-{(clock.now - timedelta(days=day)).date()}",
         "posted_at": clock.now - timedelta(days=day, hours=1), "text": "今日办事大厅正常开放。"}
        for account, first in silent.items()
        for day in range(first, 60)
    ]  # fmt: skip
    place = folder / "dossier" / "posts.csv"
    write_table(pl.DataFrame(rows), place, "posts", form="csv", headers="en", timezone="Asia/Shanghai")
    place.with_suffix(".parquet").unlink(missing_ok=True)


def inspected(world: World, clock: Clock) -> Inspection:
    row = running.ask(world.supervisor, world.city, rulebook="cn-2019")
    clock.advance(seconds=1)
    work_off()
    row.refresh_from_db()
    assert row.state == "done", row.error
    return row


def dormant(world: World, folders: Path, clock: Clock) -> Case:
    """A case about an account that has been silent for twenty days."""
    posts(folders, clock, ALL | {"weibo:5044281001": 20})
    inspected(world, clock)
    found = Finding.objects.get(check_name="activity.stale_account")
    judging.judge(world.inspector, found, "confirm")
    judging.judge(world.supervisor, found, "confirm")
    return Case.objects.get()


def test_the_whole_way_of_a_dormant_account(world: World, folders: Path, clock: Clock) -> None:
    case = dormant(world, folders, clock)
    case = take(world.supervisor, case, "notify", why="请整改")
    assert case.due_at is not None
    assert case.due_at > clock.now
    assert Message.objects.filter(person=world.operator, kind="case").count() == 1
    take(world.operator, case, "acknowledge")
    case = take(world.operator, case, "mend", why="已恢复更新", link="https://weibo.com/u/5044281001")
    with pytest.raises(Refused):
        take(world.supervisor, case, "close")
    clock.advance(days=1)
    posts(folders, clock, ALL)
    inspected(world, clock)
    case.refresh_from_db()
    assert case.machine == "gone"
    with pytest.raises(Forbidden):
        take(world.operator, case, "close")
    assert take(world.supervisor, case, "close").state == "closed"
    assert broken() == []


def test_a_fault_that_is_still_there_is_not_closed(world: World, folders: Path, clock: Clock) -> None:
    case = dormant(world, folders, clock)
    take(world.supervisor, case, "notify")
    take(world.operator, case, "mend", why="已更新")
    clock.advance(days=1)
    inspected(world, clock)
    case.refresh_from_db()
    assert case.machine == "found"
    with pytest.raises(Refused):
        take(world.supervisor, case, "close")
    assert take(world.supervisor, case, "return", why="仍未更新").state == "acknowledged"


def test_runs_make_no_second_case_and_a_fault_that_comes_back_opens_the_old_one(
    world: World, folders: Path, clock: Clock
) -> None:
    case = dormant(world, folders, clock)
    for _ in range(2):
        inspected(world, clock)
    assert Case.objects.count() == 1
    take(world.supervisor, case, "notify")
    take(world.operator, case, "mend", why="已更新")
    posts(folders, clock, ALL)
    inspected(world, clock)
    case.refresh_from_db()
    take(world.supervisor, case, "close")
    posts(folders, clock, ALL | {"weibo:5044281001": 20})
    inspected(world, clock)
    case.refresh_from_db()
    assert (Case.objects.count(), case.state) == (1, "open")


def test_an_appeal_is_answered_by_somebody_who_did_not_judge(world: World, folders: Path, clock: Clock) -> None:
    case = take(world.supervisor, dormant(world, folders, clock), "notify")
    with pytest.raises(Refused):
        take(world.operator, case, "appeal")
    case = take(world.operator, case, "appeal", why="停更系平台故障")
    for judge in (world.supervisor, world.inspector):
        with pytest.raises(Forbidden):
            take(judge, case, "grant", why="采纳")
    other = person("boss", Role.SUPERVISOR, world.province)
    assert take(other, case, "grant", why="平台公告属实").state == "withdrawn"


def test_strangers_take_no_step(world: World, folders: Path, clock: Clock) -> None:
    case = take(world.supervisor, dormant(world, folders, clock), "notify")
    for stranger in (world.strangers["operator"], world.strangers["supervisor"], world.auditor):
        with pytest.raises(Forbidden):
            take(stranger, case, "mend", why="x")
    with pytest.raises(NotNow):
        take(world.supervisor, case, "close")


def test_a_rejected_finding_withdraws_its_case(world: World, folders: Path, clock: Clock) -> None:
    case = dormant(world, folders, clock)
    found = Finding.objects.get(check_name="activity.stale_account")
    judging.judge(world.inspector, found, "reject", why="误报")
    judging.judge(world.supervisor, found, "reject", why="误报")
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_deadlines_are_working_days_and_what_is_overdue_is_told_upwards_once(
    world: World, folders: Path, clock: Clock
) -> None:
    """Notified on a Monday with five working days: the next Monday at six in the evening in Beijing."""
    case = take(world.supervisor, dormant(world, folders, clock), "notify")
    assert case.due_at == datetime(2026, 11, 23 + case.days + 2 * (case.days // 5), 10, tzinfo=UTC)
    for hour in range(3):
        clock.now = case.due_at + timedelta(hours=hour)
        plan(ESCALATE, key=str(hour), due_at=clock.now)
        work_off()
    assert Message.objects.filter(kind="overdue", person=world.supervisor).count() == (1 if case.due_at else 0)
    assert case.steps.filter(name="escalate").count() == 1


def test_a_deadline_is_extended_with_a_reason_and_only_to_a_later_day(
    world: World, folders: Path, clock: Clock
) -> None:
    case = take(world.supervisor, dormant(world, folders, clock), "notify")
    assert case.due_at is not None
    with pytest.raises(Refused):
        extend(world.supervisor, case, due_at=case.due_at - timedelta(days=1), why="x")
    with pytest.raises(Forbidden):
        extend(world.operator, case, due_at=case.due_at + timedelta(days=1), why="x")
    extend(world.supervisor, case, due_at=case.due_at + timedelta(days=3), why="系统升级")


def test_an_incident_goes_its_own_way(world: World, clock: Clock) -> None:
    case = report_incident(world.supervisor, world.weibo, url="https://weibo.com/5044281001/x", why="辱骂网民")
    assert case.due_at == clock.now + timedelta(hours=1)
    case = take(world.operator, case, "take_down", why="已删除")
    for link in ("", "javascript:alert(1)", "https://weibo.com/u/5044281004"):
        with pytest.raises(Refused):
            take(world.operator, case, "answer", link=link)
    case = take(world.operator, case, "answer", link="https://weibo.com/u/5044281001")
    case = take(world.operator, case, "explain", why="外包人员误用账号")
    case = take(world.operator, case, "measure", why="收回权限，三审三校")
    with pytest.raises(Forbidden):
        take(world.operator, case, "close")
    assert take(world.supervisor, case, "close").state == "closed"


@pytest.mark.parametrize(("silent", "messages"), [(5, 0), (7, 1), (8, 1), (13, 1), (14, 1), (20, 0)])
def test_operators_are_told_before_the_breach_and_not_after_it(
    silent: int, messages: int, world: World, folders: Path, clock: Clock
) -> None:
    posts(folders, clock, ALL | {"weibo:5044281001": silent})
    for again in range(2):
        plan(COUNTDOWN, key=str(again), due_at=clock.now)
        work_off()
    assert Message.objects.filter(kind="countdown", person=world.operator).count() == messages


def test_nobody_is_warned_where_the_collector_was_blind(world: World, folders: Path, clock: Clock) -> None:
    posts(folders, clock, ALL | {"weibo:5044281001": 8})
    seen = [
        {"account_id": "weibo:5044281001", "started_at": clock.now - timedelta(days=9), "outcome": "seen",
         "ended_at": clock.now - timedelta(days=7)},
    ]  # fmt: skip
    place = folders / "dossier" / "coverage.csv"
    write_table(pl.DataFrame(seen), place, "coverage", form="csv", headers="en", timezone="Asia/Shanghai")
    plan(COUNTDOWN, key="1", due_at=clock.now)
    work_off()
    assert not Message.objects.filter(kind="countdown", person=world.operator).exists()


def test_evidence_is_kept_by_its_hash_and_only_of_known_kinds(
    world: World, folders: Path, clock: Clock, signed_in: SignedIn
) -> None:
    case = take(world.supervisor, dormant(world, folders, clock), "notify")
    desk = signed_in(world.operator)
    bad = SimpleUploadedFile("x.html", b"<script>")
    desk.post(f"/desk/cases/{case.pk}/mend/", {"why": "已更新", "file": bad})
    case.refresh_from_db()
    assert case.state == "noticed"
    good = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\nxx")
    desk.post(f"/desk/cases/{case.pk}/mend/", {"why": "已更新", "file": good})
    step = case.steps.get(name="mend")
    answer = desk.get(f"/desk/cases/{case.pk}/files/{step.file_sha256}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer).startswith(b"\x89PNG")
    assert signed_in(world.strangers["operator"]).get(f"/desk/cases/{case.pk}/").status_code == 404


def test_a_bulletin_holds_what_was_confirmed_and_waits_for_every_veto(
    world: World, folders: Path, clock: Clock, signed_in: SignedIn
) -> None:
    posts(folders, clock, ALL | {"weibo:5044281001": 20, "weibo:5044281003": 30})
    row = inspected(world, clock)
    first, second = Finding.objects.filter(check_name="activity.stale_account").order_by("account_ref")
    judging.judge(world.inspector, first, "confirm")
    judging.judge(world.supervisor, first, "confirm")
    with pytest.raises(Refused):
        bulletins.draw_up(world.supervisor, row)
    for judge in (world.inspector, world.supervisor):
        judging.judge(judge, second, "reject", why="公告期内")
    made = bulletins.draw_up(world.supervisor, row)
    result = bulletins.confirmed_result(row)
    verdicts = dict(result.verdicts.select("account_id", "verdict").iter_rows())
    assert (verdicts["weibo:5044281001"], verdicts["weibo:5044281003"]) == ("fail", "pass")
    assert (bulletins.path(made) / "bulletin.docx").stat().st_size > 0
    bulletins.issue(world.supervisor, made, number="云政办通〔2026〕1号")
    with pytest.raises(Refused):
        bulletins.issue(world.supervisor, made, number="云政办通〔2026〕2号")
    page = signed_in(world.supervisor).get("/desk/notices/").content.decode()
    assert "云政办通〔2026〕1号" in page


def test_the_calendar_file_has_a_secret_address(world: World, signed_in: SignedIn) -> None:
    report_incident(world.supervisor, world.weibo, url="", why="辱骂网民")
    page = signed_in(world.operator).get("/desk/calendar/").content.decode()
    (place,) = re.findall(r'href="(/desk/calendar/[^"]+\.ics)"', page)
    body = Client().get(place).content.decode()
    assert body.startswith("BEGIN:VCALENDAR")
    assert "VEVENT" in body
    assert Client().get("/desk/calendar/forged.ics").status_code == 404
