"""Inspections: when they come again, what a kill leaves, what stands in the dossier, what charts say."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from office import START, Clock, World

from plumbline.reports.dossier_files import write_table
from plumbline.server.inspections.charts import chart
from plumbline.server.inspections.context import contexts
from plumbline.server.inspections.dossier import lay_down
from plumbline.server.inspections.due import SCHEDULES
from plumbline.server.inspections.forms import AskForm
from plumbline.server.inspections.models import Finding, Inspection, Schedule, Seen, VerdictRow
from plumbline.server.inspections.passages import marked
from plumbline.server.inspections.services import running
from plumbline.server.inspections.services.schedules import coming, latest
from plumbline.server.inspections.services.taking import take_in
from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.work.models import Due
from plumbline.server.work.services import plan
from plumbline.server.work.worker import work_off

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def dossier(tmp_path: Path, settings: Any) -> Path:
    settings.DATA, settings.DOSSIER, settings.RUNS = tmp_path, tmp_path / "dossier", tmp_path / "runs"
    settings.DOSSIER.mkdir()
    folder: Path = settings.DOSSIER
    return folder


def posts(folder: Path) -> None:
    end = datetime(2026, 11, 22, 2, tzinfo=UTC)
    rows = [("weibo:5044281001", f"{day}", end - timedelta(days=day), "今日天气晴。") for day in range(20, 40)]
    frame = pl.DataFrame(rows, schema=["account_id", "post_id", "posted_at", "text"], orient="row")
    write_table(frame, folder / "posts.csv", "posts", form="csv", headers="en", timezone="Asia/Shanghai")


def beijing(day: str, hour: int = 9) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour - 8), UTC)


@pytest.mark.parametrize(
    ("every", "first", "moments"),
    [
        ("day", "2026-11-23", {"2026-11-23": "2026-11-23", "2026-11-25": "2026-11-25"}),
        ("week", "2026-11-25", {"2026-11-24": None, "2026-11-25": "2026-11-25", "2026-12-08": "2026-12-02"}),
        ("quarter", "2026-10-01", {"2026-12-31": None, "2027-01-01": "2027-01-01", "2027-06-30": "2027-04-01"}),
        ("quarter", "2026-11-30", {"2026-12-01": "2026-11-30", "2027-02-28": "2027-02-28", "2027-03-01": "2027-02-28"}),
    ],
)
def test_a_schedule_falls_due_on_its_days_and_not_before_it_was_made(
    world: World, every: str, first: str, moments: dict[str, str | None]
) -> None:
    row = Schedule(every=every, at=time(9), first_on=date.fromisoformat(first), since=START, unit=world.city)
    for day, expected in moments.items():
        found = latest(row, beijing(day))
        assert (found and found.date().isoformat()) == expected, day
        assert coming(row, beijing(day)) > beijing(day)


def test_each_time_of_a_schedule_is_asked_for_once_and_judges_whole_days(world: World, clock: Clock) -> None:
    running.schedule(
        world.supervisor, world.city, every="quarter", at=time(6), rulebook="cn-2019", first_on=date(2026, 10, 1),
        whole_days=True,
    )  # fmt: skip
    clock.now = beijing("2027-01-01", 9)
    for again in range(3):
        plan(SCHEDULES, key=str(again), due_at=clock.now)
        Due.objects.filter(kind=running.RUN).update(state="done")
        work_off(most=1)
    (row,) = Inspection.objects.all()
    assert (row.as_of, row.asked_by) == ("2026-12-31", None)


def test_once_is_at_a_time_to_come(world: World) -> None:
    said = {"unit": "c", "rulebook": "cn-2019", "every": "once", "first_on": "2026-11-24", "at": "08:00"}
    units = Unit.objects.all()
    form = AskForm(said, units=units)
    assert form.is_valid(), form.errors
    assert form.moment() == beijing("2026-11-24", 8)
    assert not AskForm({**said, "first_on": "2026-11-20"}, units=units).is_valid()
    assert not AskForm({**said, "at": ""}, units=units).is_valid()
    assert not AskForm({**said, "every": "week", "as_of": "2026-11-01"}, units=units).is_valid()
    made = running.ask(world.supervisor, world.city, rulebook="cn-2019", at=form.moment())
    assert work_off() == 0
    made.refresh_from_db()
    assert made.state == "waiting"
    with pytest.raises(Refused):
        running.ask(world.supervisor, world.city, rulebook="cn-2019", as_of="yesterday")


def test_a_worker_killed_before_the_last_step_leaves_nothing_behind_and_the_next_ends_it(
    world: World, dossier: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts(dossier)
    row = running.ask(None, world.province, rulebook="cn-2019", as_of="2026-11-22")
    whole = take_in

    def killed(*told: Any) -> None:
        whole(*told)
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "take_in", killed)
    with pytest.raises(KeyboardInterrupt):
        work_off()
    assert not VerdictRow.objects.exists()
    assert not Finding.objects.exists()
    assert (running.folder(row) / "run.json").exists()
    monkeypatch.setattr(running, "take_in", whole)
    assert work_off() == 0, "the lease still runs"
    clock.advance(minutes=2)
    assert work_off() >= 1
    row.refresh_from_db()
    assert row.state == "done"
    assert VerdictRow.objects.count() == Account.objects.count()
    assert Seen.objects.count() == Finding.objects.count() > 0
    assert json.loads((running.folder(row) / "run.json").read_bytes())["result_sha256"] == row.result_sha256


def test_what_fails_for_good_is_said_on_the_page(world: World, signed_in: SignedIn, clock: Clock) -> None:
    Assignment.objects.filter(account__isnull=False).delete()
    Account.objects.all().delete()
    row = running.ask(world.supervisor, world.city, rulebook="cn-2019")
    desk = signed_in(world.supervisor)
    waiting = desk.get(f"/desk/inspections/{row.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    work_off()
    page = desk.get(f"/desk/inspections/{row.pk}/").content.decode()
    assert "the register holds no account" in page
    assert "hx-trigger" not in page


def test_a_table_keeps_its_form_and_stands_there_once(world: World, dossier: Path) -> None:
    for form in ("csv", "jsonl"):
        write_table(
            pl.DataFrame({"account_id": ["x:1"], "platform": ["x"], "name": ["alt"]}), dossier / f"accounts.{form}",
            "accounts", form=form, headers="en", timezone="Asia/Shanghai",
        )  # fmt: skip
    (dossier / "units").mkdir()
    (dossier / "units" / "part.parquet").write_bytes(b"old")
    lay_down()
    lay_down()
    names = sorted(path.name for path in dossier.iterdir() if not path.name.startswith("."))
    assert names == ["accounts.csv", "posts.parquet", "units.parquet"]
    assert "云川发布" in (dossier / "accounts.csv").read_text("utf-8")


def test_words_that_overlap_are_marked_once() -> None:
    assert marked("你算什么东西，滚", [(7, 8), (0, 3), (2, 6)]) == [
        ("你算什", True), ("么东西", True), ("，", False), ("滚", True)
    ]  # fmt: skip
    assert marked("", [(0, 0)]) == []
    assert contexts([]) == {}


EXHIBITS: tuple[dict[str, Any], ...] = (
    {"kind": "growth", "dates": ["2026-03-01", "2026-03-02"], "gain": [3, 900], "reads": [None, 10], "declared": [],
     "marked": [{"from": "2026-03-02", "to": "2026-03-02"}]},
    {"kind": "curve", "minutes": [60, 120], "share_pm": [250, 1000], "fan": [[60, 100, 200, 300]], "repeated": []},
    {"kind": "engagement", "points": [[10, 20, 0], [30, 40, 0]], "band": [], "months": ["2026-03-01"], "x": "reads",
     "y": "likes"},
    {"kind": "follower_map", "points": [[1, "2022-02-08"], [9, "2024-01-01"]], "histograms": [], "counted": 1,
     "expected_c": 10, "rectangle": {"from_position": 1, "to_position": 2, "from_on": "2022-02-07",
                                     "to_on": "2022-02-19"}},
)  # fmt: skip


@pytest.mark.parametrize("shown", EXHIBITS, ids=lambda one: str(one["kind"]))
def test_a_chart_speaks_one_language_and_has_its_numbers_beside_it(shown: dict[str, Any]) -> None:
    zh, en = (chart(json.dumps(shown), "p-1", lang) for lang in ("zh", "en"))
    assert zh is not None
    assert en is not None
    assert ("须先排除" in zh.drawing, "须先排除" in en.drawing) == (True, False)
    assert ("Rule out" in zh.drawing, "Rule out" in en.drawing) == (False, True)
    assert zh.rows
    assert all(len(row) == len(zh.heads) for row in zh.rows)
    assert chart("", "p-2", "zh") is None
